use std::error::Error as StdError;
use std::sync::Arc;

use thiserror::Error;

/// Why a token is not accepted. The texts are meant for `error_description` (RFC 6750, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenError {
    /// It is not three parts of base64url with JSON in them, or it has a `crit` header, which is not supported.
    #[error("the token is malformed")]
    Malformed,
    /// It names no key, or one that its issuer does not publish.
    #[error("the token is signed by an unknown key")]
    UnknownKey,
    /// It is not signed with the named key, or not with the algorithm of that key.
    #[error("the token's signature is invalid")]
    Signature,
    /// Its issuer is not trusted.
    #[error("the token's issuer is not trusted")]
    Issuer,
    /// It was issued for another audience.
    #[error("the token has an invalid audience")]
    Audience,
    /// It is neither an access token nor an ID token, according to its `typ`.
    #[error("the token is for another purpose")]
    Purpose,
    /// Its `exp` has passed or is missing.
    #[error("the token has expired")]
    Expired,
    /// Its `nbf` or `iat` is in the future.
    #[error("the token is not valid yet")]
    NotYetValid,
}

/// The keys of an issuer cannot be fetched.
///
/// It can be cloned, because the outcome of a fetch is kept for other tokens.
#[derive(Debug, Clone, Error)]
pub enum KeyFetchError {
    /// The URL is not a valid one.
    #[error("{url} is not a valid URL: check the issuer's URL and its discovery document")]
    InvalidUrl {
        /// The URL.
        url: String,
        /// Why it is not valid.
        #[source]
        source: Arc<dyn StdError + Send + Sync>,
    },
    /// The host cannot be reached, or does not send a whole response of the accepted size.
    #[error("cannot fetch {url}")]
    Request {
        /// The URL of the request.
        url: String,
        /// The error of the HTTP client.
        #[source]
        source: Arc<dyn StdError + Send + Sync>,
    },
    /// The response is not a successful one.
    #[error("{url} answered HTTP {status}")]
    Status {
        /// The URL of the request.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The response is not the expected JSON document.
    #[error("{url} is not a {expected}")]
    Document {
        /// The URL of the document.
        url: String,
        /// What the document should be.
        expected: &'static str,
        /// Why it cannot be parsed.
        #[source]
        source: Arc<serde_json::Error>,
    },
    /// The discovery document belongs to another issuer.
    #[error("{url} belongs to the issuer {issuer}: configure exactly that URL")]
    OtherIssuer {
        /// The URL of the discovery document.
        url: String,
        /// The issuer that the document names.
        issuer: String,
    },
    /// An issuer with HTTPS publishes its keys without: anyone on the network path could replace them.
    #[error("{url} names keys that are not served over HTTPS")]
    InsecureKeys {
        /// The URL of the discovery document.
        url: String,
    },
    /// The documents were not complete in time.
    #[error("{url} did not answer within {seconds} seconds")]
    Timeout {
        /// The URL of the discovery document.
        url: String,
        /// The limit.
        seconds: u64,
    },
}

/// Why a token cannot be verified.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// The token is not accepted.
    #[error(transparent)]
    Rejected(#[from] TokenError),
    /// The issuer's keys cannot be fetched, so nothing can be said about the token. Try again later.
    #[error(transparent)]
    Unreachable(#[from] KeyFetchError),
}
