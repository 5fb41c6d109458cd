use std::error::Error as Source;

use staffroom_domain::Rejection;

/// The reason why a use case has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A business reason, which the caller can act on.
    #[error("rejected: {0:?}")]
    Rejected(Rejection),
    /// A technical fault.
    #[error(transparent)]
    Faulted(#[from] Fault),
}

impl From<Rejection> for Error {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// A technical fault, with its source.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database does not answer, throttles, or has too many concurrent changes of the same items. A retry
    /// can succeed.
    #[error("the database is not available: {reason}")]
    Unavailable {
        /// The error's code.
        reason: String,
        /// The cause, if there is one.
        #[source]
        source: Option<Box<dyn Source + Send + Sync>>,
    },
    /// An item cannot be read as a record of its kind.
    #[error("an item of the kind {kind} is corrupt")]
    Corrupt {
        /// The kind of item, without the id of a person.
        kind: &'static str,
        /// The reason.
        #[source]
        source: Box<dyn Source + Send + Sync>,
    },
    /// The database rejects the request: the product or the deployment is faulty. A retry cannot succeed.
    #[error("the database refuses the request: {reason}")]
    Refused {
        /// The error's code.
        reason: String,
        /// The cause, if there is one.
        #[source]
        source: Option<Box<dyn Source + Send + Sync>>,
    },
    /// A plan that cannot be written: the product is faulty.
    #[error("the plan cannot be written: {0}")]
    InvalidPlan(&'static str),
}
