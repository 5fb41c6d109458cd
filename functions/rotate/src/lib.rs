//! Replaces the key that signs links: the rotation function of the secret.
//!
//! [`LinkKeys::rotated`] determines the new keys. A rotation drops the oldest key. The function refuses a
//! rotation while links of that key can still be valid, even if an operator asks for it.

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

/// The version that the functions read.
const CURRENT: &str = "AWSCURRENT";
/// The version that this rotation creates.
const PENDING: &str = "AWSPENDING";
/// How long a function may use the keys that it has read, with a margin.
const LAG_HOURS: i64 = 24;

/// The state of the function, created once per cold start.
pub struct App {
    /// The client of Secrets Manager.
    pub secrets: Client,
    /// The clock.
    pub clock: Clock,
}

impl App {
    /// Reads the environment variables that Lambda sets.
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

/// The event of Secrets Manager, for one of the four steps of a rotation.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Rotation {
    step: Step,
    secret_id: String,
    /// The id of the rotation and of the version that it creates.
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

/// The reason why a rotation fails.
#[derive(Debug, thiserror::Error)]
enum RotationError {
    #[error("the secret has no valid link keys")]
    NoKeys,
    #[error(
        "the last rotation was less than {0} hours ago, and links of the key that would be dropped may be valid"
    )]
    TooSoon(i64),
    #[error("the version is not staged for rotation")]
    NotStaged,
    #[error("links of one version are not valid with the other")]
    Apart,
    #[error("cannot get random bytes for a key")]
    NoRandomness,
    #[error("Secrets Manager does not carry out the request")]
    SecretsManager(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl<E: std::error::Error + Send + Sync + 'static> From<SdkError<E>> for RotationError {
    fn from(error: SdkError<E>) -> Self {
        Self::SecretsManager(Box::new(error))
    }
}

/// Executes one step of a rotation. Steps can be repeated.
///
/// # Errors
/// If the step fails. Secrets Manager retries the rotation, and the old keys stay in use.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let rotation: Rotation = serde_json::from_value(event.payload)?;
    // Lambda's runtime logs errors by `Debug`. For a `String` this is the message itself.
    let outcome = app.take(&rotation).await.map_err(|error| DisplayErrorContext(error).to_string())?;
    info!(step = ?rotation.step, outcome);
    Ok(Value::Null)
}

impl App {
    /// Executes the step, unless the rotation is finished, and returns the result for the log.
    async fn take(&self, rotation: &Rotation) -> Result<&'static str, RotationError> {
        if !self.is_under_way(rotation).await? {
            return Ok("done already");
        }
        match rotation.step {
            Step::Create => self.create(rotation).await?,
            // Nothing to do: the keys are used only by functions that read the secret.
            Step::Set => {}
            Step::Test => self.test(rotation).await?,
            Step::Finish => self.finish(rotation).await?,
        }
        Ok("taken")
    }

    /// `false` if this rotation is finished.
    async fn is_under_way(&self, rotation: &Rotation) -> Result<bool, RotationError> {
        let secret = self.secrets.describe_secret().secret_id(&rotation.secret_id).send().await?;
        let stages = secret.version_ids_to_stages.unwrap_or_default();
        let stages = stages.get(&rotation.client_request_token).ok_or(RotationError::NotStaged)?;
        if stages.iter().any(|stage| stage == CURRENT) {
            return Ok(false);
        }
        if stages.iter().any(|stage| stage == PENDING) { Ok(true) } else { Err(RotationError::NotStaged) }
    }

    async fn create(&self, rotation: &Rotation) -> Result<(), RotationError> {
        let current = self.current(rotation).await?;
        match self.pending(rotation).await {
            Ok(made) if made.secret_string().is_some() => return Ok(()),
            // The version is staged, but has no value yet.
            Ok(_) => {}
            Err(SdkError::ServiceError(error)) if error.err().is_resource_not_found_exception() => {}
            Err(error) => return Err(error.into()),
        }
        let kept = current.secret_string().ok_or(RotationError::NoKeys)?;
        let drops_a_key = kept.split_whitespace().nth(1).is_some();
        let age = current.created_date().map_or(0, |since| (self.clock)().timestamp() - since.secs());
        if drops_a_key && age < shortest_interval_hours() * 3600 {
            return Err(RotationError::TooSoon(shortest_interval_hours()));
        }
        let keys = LinkKeys::rotated(kept, &fresh_key()?).ok_or(RotationError::NoKeys)?;
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

    /// Tests that links made with either version are valid with the other, because functions may have either.
    ///
    /// When rotation is configured, Secrets Manager executes this step alone. Then there is no new version to
    /// test.
    async fn test(&self, rotation: &Rotation) -> Result<(), RotationError> {
        let current = self.current(rotation).await?;
        match self.pending(rotation).await {
            Ok(pending) => overlap(&current, &pending),
            Err(SdkError::ServiceError(error)) if error.err().is_resource_not_found_exception() => {
                keys(&current).map(|_| ())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn finish(&self, rotation: &Rotation) -> Result<(), RotationError> {
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

    async fn current(&self, rotation: &Rotation) -> Result<GetSecretValueOutput, RotationError> {
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

/// The shortest time between two rotations. Earlier, a link of the key that is dropped may still be valid.
#[must_use]
pub fn shortest_interval_hours() -> i64 {
    let longest_term = Catalog::all().iter().map(|catalog| catalog.invitation_days).max();
    longest_term.unwrap_or_default() * 24 + LAG_HOURS
}

fn fresh_key() -> Result<String, RotationError> {
    let mut key = [0; 32];
    SystemRandom::new().fill(&mut key).map_err(|ring::error::Unspecified| RotationError::NoRandomness)?;
    Ok(URL_SAFE_NO_PAD.encode(key))
}

fn keys(version: &GetSecretValueOutput) -> Result<LinkKeys, RotationError> {
    version.secret_string().and_then(LinkKeys::parse).ok_or(RotationError::NoKeys)
}

fn overlap(current: &GetSecretValueOutput, pending: &GetSecretValueOutput) -> Result<(), RotationError> {
    let (current, pending) = (keys(current)?, keys(pending)?);
    if opens(&current, &pending) && opens(&pending, &current) { Ok(()) } else { Err(RotationError::Apart) }
}

/// Whether `reader` accepts a link that `signer` makes.
fn opens(signer: &LinkKeys, reader: &LinkKeys) -> bool {
    let Ok(store) = "rotation".parse() else { return false };
    let link = LinkClaims { store, invitation: InvitationId::from_bytes([0; 16]), generation: 0 };
    signer.sign(&link).is_some_and(|token| reader.open(token.as_str()) == Ok(link))
}
