use staffroom_app::{Fault, LinkOrigin};
use staffroom_domain::Rejection;

/// The reason why a request failed. [`crate::Problem`] maps it to HTTP.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// The request is invalid, and no use case was executed.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// A business reason.
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    /// The reason why a genuine link cannot be used, and where the link came from.
    #[error("the link is over: {0:?}")]
    LinkIsOver(Rejection, LinkOrigin),
    /// A technical fault.
    #[error(transparent)]
    Faulted(#[from] Fault),
}

/// An invalid request, for which no use case is executed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The request cannot be read.
    #[error("malformed: {0}")]
    Malformed(String),
    /// Fields, query parameters or headers with invalid values.
    #[error("invalid fields: {0:?}")]
    InvalidFields(Vec<InvalidField>),
    /// The same, where a standard asks for another status.
    #[error("malformed fields: {0:?}")]
    MalformedFields(Vec<InvalidField>),
    /// The body is too long.
    #[error("the body is longer than {limit} bytes")]
    PayloadTooLarge {
        /// The largest accepted length, in bytes.
        limit: usize,
    },
    /// The body is not sent as what the call takes.
    #[error("the body is not sent as {accepted}")]
    UnsupportedMediaType {
        /// How the body must be sent.
        accepted: &'static str,
    },
    /// The caller is not signed in.
    #[error("the caller is not signed in")]
    Unauthenticated,
    /// The resource of the path does not exist: its id is not valid, or there is no such route.
    #[error("not found")]
    NotFound,
    /// The keys of the identity provider cannot be fetched, so no token can be checked.
    #[error("the identity provider does not answer")]
    IssuerUnavailable,
}

/// A field, query parameter or header with an invalid value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidField {
    /// The JSON pointer of a field (RFC 6901), or the name of a query parameter or header.
    pub pointer: String,
    /// The requirement that the value does not meet.
    pub detail: String,
}

impl RequestError {
    /// One field, query parameter or header whose value cannot be taken.
    #[must_use]
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::InvalidFields(vec![InvalidField { pointer: pointer.into(), detail: detail.into() }])
    }
}

impl RequestError {
    /// The same error of a value that is a part of another: its pointers begin with that of the part.
    #[must_use]
    pub fn within(self, part: &str) -> Self {
        match self {
            Self::InvalidFields(fields) => Self::InvalidFields(
                fields
                    .into_iter()
                    .map(|field| InvalidField { pointer: format!("{part}{}", field.pointer), ..field })
                    .collect(),
            ),
            other => other,
        }
    }
}

impl From<Rejection> for ApiError {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<staffroom_app::Error> for ApiError {
    fn from(error: staffroom_app::Error) -> Self {
        match error {
            staffroom_app::Error::Rejected(rejection) => Self::Rejected(rejection),
            staffroom_app::Error::Faulted(fault) => Self::Faulted(fault),
        }
    }
}
