use std::error::Error as StdError;
use std::io;

use thiserror::Error;

/// The environment does not say, or not correctly, how to reach AWS.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A required environment variable is missing.
    #[error("the environment variable {0} is not set")]
    MissingVariable(String),
    /// Neither of the two variables that can hold or name a secret is set.
    #[error("set the environment variable {0}, or {0}_SECRET to the name or ARN of a secret")]
    MissingSecret(String),
    /// The file of root certificates cannot be read.
    #[error("cannot read {path}, which SSL_CERT_FILE names")]
    RootCertificates {
        /// The value of `SSL_CERT_FILE`.
        path: String,
        /// Why the file cannot be read.
        #[source]
        source: io::Error,
    },
    /// TLS cannot be set up with the root certificates.
    #[error("cannot set up TLS with the given root certificates")]
    Tls(#[source] Box<dyn StdError + Send + Sync>),
    /// Secrets Manager does not return a secret.
    #[error(
        "cannot read the secret {id} from Secrets Manager: check that it exists and that the role may read it"
    )]
    UnreadableSecret {
        /// The name or ARN of the secret.
        id: String,
        /// The error of the SDK call.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The secret is binary.
    #[error("the secret {0} has no text: store its value as SecretString")]
    BinarySecret(String),
}

impl ConfigError {
    /// The error for a missing environment variable.
    #[must_use]
    pub fn missing(name: &str) -> Self {
        Self::MissingVariable(name.to_owned())
    }
}
