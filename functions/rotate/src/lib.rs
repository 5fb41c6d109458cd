//! Replaces the key that signs links, when Secrets Manager says so.
//!
//! Which keys the secret holds afterwards is [`LinkKeys::rotated`]'s business. A rotation drops the key that
//! signed until the one before it, so it must not come while a link of that key can still be valid: this function
//! refuses it then, whoever asked, and Secrets Manager tries again.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::error::{DisplayErrorContext, SdkError};
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueOutput;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lambda_runtime::{Error, LambdaEvent};
use ring::rand::{SecureRandom as _, SystemRandom};
use serde::Deserialize;
use serde_json::Value;
use staffroom_app::Clock;
use staffroom_domain::{Catalog, InvitationId, LinkClaims, LinkKeys};
use tracing::info;

/// The version that everyone reads.
const CURRENT: &str = "AWSCURRENT";
/// The version that this rotation is making.
const PENDING: &str = "AWSPENDING";
/// How long a function that has read the secret may go on using it, and then some.
const LAG_HOURS: i64 = 24;

/// What the function works with, made once per cold start.
pub struct App {
    /// Where the secret is kept.
    pub secrets: Client,
    /// What time it is.
    pub clock: Clock,
}

impl App {
    /// Reads what Lambda sets.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let connection = staffroom_aws::Connection::from_lookup("SECRETS_MANAGER", lookup)?;
        let secrets = staffroom_aws::secrets(&connection);
        Ok(Self { secrets, clock: std::sync::Arc::new(chrono::Utc::now) })
    }
}

/// What Secrets Manager asks for, four times in a rotation.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Rotation {
    step: Step,
    secret_id: String,
    /// Names the rotation, and the version that it makes.
    client_request_token: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
enum Step {
    #[serde(rename = "createSecret")]
    Create,
    #[serde(rename = "setSecret")]
    Set,
    #[serde(rename = "testSecret")]
    Test,
    #[serde(rename = "finishSecret")]
    Finish,
}

/// Why a rotation does not go on.
#[derive(Debug, thiserror::Error)]
enum Halted {
    #[error("the secret holds no link keys")]
    NoKeys,
    #[error(
        "the last rotation was less than {0} hours ago, and links of the key that would be dropped may be valid"
    )]
    TooSoon(i64),
    #[error("the version is not staged for rotation")]
    NotStaged,
    #[error("links of the one version do not open with the other")]
    Apart,
    #[error("no randomness for a key")]
    NoRandomness,
    #[error("{0}")]
    SecretsManager(String),
}

impl<E: std::error::Error + 'static> From<SdkError<E>> for Halted {
    fn from(error: SdkError<E>) -> Self {
        Self::SecretsManager(DisplayErrorContext(error).to_string())
    }
}

/// Takes one step of a rotation. Each can be repeated.
///
/// # Errors
/// When the step cannot be taken: Secrets Manager tries the rotation again, and the old keys stay until then.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let rotation: Rotation = serde_json::from_value(event.payload)?;
    // Lambda's runtime logs an error as `Debug` shows it, and a text is shown as what it says.
    let outcome = app.take(&rotation).await.map_err(|halted| halted.to_string())?;
    info!(step = ?rotation.step, outcome);
    Ok(Value::Null)
}

impl App {
    /// Takes the step, if there is anything left to do, and says which.
    async fn take(&self, rotation: &Rotation) -> Result<&'static str, Halted> {
        if !self.is_under_way(rotation).await? {
            return Ok("done already");
        }
        match rotation.step {
            Step::Create => self.create(rotation).await?,
            // The key is used by those who read the secret, and set nowhere else.
            Step::Set => {}
            Step::Test => self.test(rotation).await?,
            Step::Finish => self.finish(rotation).await?,
        }
        Ok("taken")
    }

    /// `false` when this rotation is over.
    async fn is_under_way(&self, rotation: &Rotation) -> Result<bool, Halted> {
        let secret = self.secrets.describe_secret().secret_id(&rotation.secret_id).send().await?;
        let stages = secret.version_ids_to_stages.unwrap_or_default();
        let stages = stages.get(&rotation.client_request_token).ok_or(Halted::NotStaged)?;
        if stages.iter().any(|stage| stage == CURRENT) {
            return Ok(false);
        }
        if stages.iter().any(|stage| stage == PENDING) { Ok(true) } else { Err(Halted::NotStaged) }
    }

    async fn create(&self, rotation: &Rotation) -> Result<(), Halted> {
        let current = self.current(rotation).await?;
        match self.pending(rotation).await {
            Ok(made) if made.secret_string().is_some() => return Ok(()),
            // A version that is staged and has no value yet: AWS does not find it, emulators find it empty.
            Ok(_) => {}
            Err(SdkError::ServiceError(error)) if error.err().is_resource_not_found_exception() => {}
            Err(error) => return Err(error.into()),
        }
        let kept = current.secret_string().ok_or(Halted::NoKeys)?;
        let drops_a_key = kept.split_whitespace().nth(1).is_some();
        let age = current.created_date().map_or(0, |since| (self.clock)().timestamp() - since.secs());
        if drops_a_key && age < shortest_interval_hours() * 3600 {
            return Err(Halted::TooSoon(shortest_interval_hours()));
        }
        let keys = LinkKeys::rotated(kept, &fresh_key()?).ok_or(Halted::NoKeys)?;
        self.secrets
            .put_secret_value()
            .secret_id(&rotation.secret_id)
            .client_request_token(&rotation.client_request_token)
            .secret_string(keys)
            .version_stages(PENDING)
            .send()
            .await?;
        Ok(())
    }

    /// Functions that have the one version and functions that have the other must open each other's links.
    ///
    /// Secrets Manager takes this step alone, too, when rotation is configured: what has not been made yet
    /// cannot be wrong then.
    async fn test(&self, rotation: &Rotation) -> Result<(), Halted> {
        let current = self.current(rotation).await?;
        match self.pending(rotation).await {
            Ok(pending) => overlap(&current, &pending),
            Err(SdkError::ServiceError(error)) if error.err().is_resource_not_found_exception() => {
                keys(&current).map(|_| ())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn finish(&self, rotation: &Rotation) -> Result<(), Halted> {
        let current = self.current(rotation).await?;
        overlap(&current, &self.pending(rotation).await?)?;
        self.secrets
            .update_secret_version_stage()
            .secret_id(&rotation.secret_id)
            .version_stage(CURRENT)
            .move_to_version_id(&rotation.client_request_token)
            .set_remove_from_version_id(current.version_id)
            .send()
            .await?;
        Ok(())
    }

    async fn current(&self, rotation: &Rotation) -> Result<GetSecretValueOutput, Halted> {
        Ok(self
            .secrets
            .get_secret_value()
            .secret_id(&rotation.secret_id)
            .version_stage(CURRENT)
            .send()
            .await?)
    }

    async fn pending(
        &self,
        rotation: &Rotation,
    ) -> Result<
        GetSecretValueOutput,
        SdkError<aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError>,
    > {
        let ask = self.secrets.get_secret_value().secret_id(&rotation.secret_id).version_stage(PENDING);
        ask.version_id(&rotation.client_request_token).send().await
    }
}

/// The time from one rotation to the next within which a link of the key that is dropped may still be valid.
#[must_use]
pub fn shortest_interval_hours() -> i64 {
    let longest_term = Catalog::all().iter().map(|catalog| catalog.invitation_days).max();
    longest_term.unwrap_or_default() * 24 + LAG_HOURS
}

fn fresh_key() -> Result<String, Halted> {
    let mut key = [0; 32];
    SystemRandom::new().fill(&mut key).map_err(|ring::error::Unspecified| Halted::NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(key))
}

fn keys(version: &GetSecretValueOutput) -> Result<LinkKeys, Halted> {
    version.secret_string().and_then(LinkKeys::parse).ok_or(Halted::NoKeys)
}

fn overlap(current: &GetSecretValueOutput, pending: &GetSecretValueOutput) -> Result<(), Halted> {
    let (current, pending) = (keys(current)?, keys(pending)?);
    if opens(&current, &pending) && opens(&pending, &current) { Ok(()) } else { Err(Halted::Apart) }
}

/// Whether `reader` opens a link that `signer` makes.
fn opens(signer: &LinkKeys, reader: &LinkKeys) -> bool {
    let Ok(store) = "rotation".parse() else { return false };
    let link = LinkClaims { store, invitation: InvitationId::from_bytes([0; 16]), generation: 0 };
    signer.sign(&link).is_some_and(|token| reader.open(token.as_str()) == Ok(link))
}
