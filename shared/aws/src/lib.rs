//! AWS clients that start fast: TLS by ring, the roots of Amazon Trust Services compiled in, credentials and
//! region from the environment that Lambda sets. What each choice saves: `docs/architecture.md`.

mod metrics;
mod opening;
mod resolver;

use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::region::Region;

pub use metrics::{Metric, Metrics};
use opening::Opening;

/// The roots that every AWS endpoint's certificate leads to, valid until 2037 or later.
///
/// Source: <https://www.amazontrust.com/repository/>; parsing all of a system's roots costs twice the start.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-trust-services.pem");

/// How many turns of the runtime it takes to ask something over a new connection.
const TURNS_TO_ASK: u32 = 3;

/// How AWS is reached: region, credentials, HTTP client and, where it is not AWS's own, the endpoint.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The region that requests are signed for.
    pub region: String,
    /// Whose requests they are.
    pub credentials: Credentials,
    /// The client that carries them.
    pub http: SharedHttpClient,
    /// What that client, as it was made, carries them over.
    opening: Opening,
    /// Where to, if not to AWS.
    pub endpoint: Option<String>,
}

/// The environment does not say how to reach AWS.
#[derive(Debug)]
pub struct Misconfigured(String);

impl Misconfigured {
    /// A variable is missing.
    #[must_use]
    pub fn missing(name: &str) -> Self {
        Self(format!("{name} is not set"))
    }
}

impl std::fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misconfigured {}

impl Connection {
    /// Reads what Lambda sets: `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`;
    /// and, where it is set, `AWS_ENDPOINT_URL_<service>` or `AWS_ENDPOINT_URL` and `SSL_CERT_FILE`.
    ///
    /// # Errors
    /// Names the variable that is missing, or the file that cannot be read.
    pub fn from_lookup(
        service: &str,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Misconfigured> {
        let need = |name: &str| lookup(name).ok_or_else(|| Misconfigured::missing(name));
        let endpoint = lookup(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| lookup("AWS_ENDPOINT_URL"));
        let plain = endpoint.as_deref().is_some_and(|url| url.starts_with("http://"));
        let opening =
            Opening::over(if plain { plain_http() } else { https(lookup("SSL_CERT_FILE").as_deref())? });
        let connector = SharedHttpConnector::new(opening.clone());
        Ok(Self {
            region: need("AWS_REGION")?,
            credentials: Credentials::from_keys(
                need("AWS_ACCESS_KEY_ID")?,
                need("AWS_SECRET_ACCESS_KEY")?,
                lookup("AWS_SESSION_TOKEN"),
            ),
            http: http_client_fn(move |_, _| connector.clone()),
            opening,
            endpoint,
        })
    }

    /// Opens a connection to `host`, or to the endpoint, that the first call finds open: Lambda gives a function
    /// that starts a whole processor, and one that answers a share of it.
    ///
    /// It asks for nothing: a signed call would cost the start as much again. It is done when hands are shaken, and
    /// the first call waits for the rest. Its failure is no news either, since the first call meets it too.
    pub async fn open(&self, host: &str) {
        let url = self.endpoint.clone().unwrap_or_else(|| format!("https://{host}"));
        self.opening.begin(&url).await;
    }
}

/// Makes what needs no network while a connection that opens beside it waits for its answer: connecting, shaking hands
/// and asking each take a turn of the one thread.
pub async fn while_opening<T>(make: impl FnOnce() -> T) -> T {
    for _ in 0..TURNS_TO_ASK {
        tokio::task::yield_now().await;
    }
    make()
}

/// A secret text: the variable `name` itself, or what Secrets Manager keeps under the name or ARN in
/// `<name>_SECRET`.
///
/// # Errors
/// Names the variable that is missing, or says why Secrets Manager does not answer.
#[cfg(feature = "secretsmanager")]
pub async fn secret(name: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<String, Misconfigured> {
    if let Some(value) = lookup(name) {
        return Ok(value);
    }
    let id = lookup(&format!("{name}_SECRET"))
        .ok_or_else(|| Misconfigured(format!("neither {name} nor {name}_SECRET is set")))?;
    let client = secrets(&Connection::from_lookup("SECRETS_MANAGER", lookup)?);
    let answer = client.get_secret_value().secret_id(id).send().await;
    let answer = answer.map_err(|e| {
        Misconfigured(format!("{name}: {}", aws_sdk_secretsmanager::error::DisplayErrorContext(e)))
    })?;
    answer.secret_string.ok_or_else(|| Misconfigured(format!("{name}: the secret is no text")))
}

/// A client for endpoints without TLS, such as DynamoDB Local's.
#[must_use]
pub fn plain_http() -> SharedHttpConnector {
    SharedHttpConnector::new(Connector::builder().connector_settings(settings()).build_http())
}

/// A client for hosts that are not AWS's, such as an identity provider. It trusts the system's roots, which take
/// long to read: to be made when it is needed.
#[must_use]
pub fn any_host() -> SharedHttpConnector {
    let settings = HttpConnectorSettings::builder()
        .connect_timeout(Duration::from_secs(2))
        .read_timeout(Duration::from_secs(10))
        .build();
    let provider = tls::Provider::Rustls(CryptoMode::Ring);
    SharedHttpConnector::new(Connector::builder().connector_settings(settings).tls_provider(provider).build())
}

fn https(roots_file: Option<&str>) -> Result<SharedHttpConnector, Misconfigured> {
    let roots = match roots_file {
        Some(path) => std::fs::read(path).map_err(|e| Misconfigured(format!("SSL_CERT_FILE: {e}")))?,
        None => AMAZON_ROOTS.to_vec(),
    };
    let context = TlsContext::builder()
        .with_trust_store(TrustStore::empty().with_native_roots(false).with_pem_certificate(roots))
        .build()
        .map_err(|e| Misconfigured(format!("trust store: {e}")))?;
    let connector = Connector::builder()
        .connector_settings(settings())
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .tls_context(context)
        .build_with_resolver(resolver::InPlace);
    Ok(SharedHttpConnector::new(connector))
}

fn settings() -> HttpConnectorSettings {
    HttpConnectorSettings::builder().connect_timeout(Duration::from_secs(1)).build()
}

/// How long a call may take. API Gateway gives a request 30 s in all; a client should hear of trouble sooner.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(3))
        .operation_timeout(Duration::from_secs(8))
        .build()
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3).with_initial_backoff(Duration::from_millis(50))
}

macro_rules! client {
    ($(#[$doc:meta])* $name:ident, $sdk:ident, $feature:literal) => {
        $(#[$doc])*
        #[cfg(feature = $feature)]
        #[must_use]
        pub fn $name(connection: &Connection) -> $sdk::Client {
            let mut config = $sdk::Config::builder()
                .behavior_version($sdk::config::BehaviorVersion::latest())
                .region(Region::new(connection.region.clone()))
                .credentials_provider(connection.credentials.clone())
                .http_client(connection.http.clone())
                .timeout_config(timeouts())
                .retry_config(retries())
                // Credentials come from the environment and never change: there is nothing to keep them for.
                .identity_cache($sdk::config::IdentityCache::no_cache())
                // Answers are short, and the timeouts above end one that stalls.
                .stalled_stream_protection($sdk::config::StalledStreamProtectionConfig::disabled());
            config.set_endpoint_url(connection.endpoint.clone());
            $sdk::Client::from_conf(config.build())
        }
    };
}

client! {
    /// A client of DynamoDB, to be made once per process.
    dynamodb, aws_sdk_dynamodb, "dynamodb"
}

client! {
    /// A client of SES, to be made once per process.
    ses, aws_sdk_sesv2, "sesv2"
}

client! {
    /// A client of Secrets Manager.
    secrets, aws_sdk_secretsmanager, "secretsmanager"
}
