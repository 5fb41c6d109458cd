use std::error::Error as Source;

use staffroom_domain::Rejection;

/// Why a use case did not give its answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A business reason: the caller can do something about it.
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
    /// The database does not answer, throttles, or has too many changes of the same items at once. It passes: try again.
    #[error("the database is not available: {reason}")]
    Unavailable {
        /// The error's code.
        reason: String,
        /// The error below, if there is one.
        #[source]
        source: Option<Box<dyn Source + Send + Sync>>,
    },
    /// An item does not hold what its kind must.
    #[error("an item of the kind {kind} is corrupt")]
    Corrupt {
        /// The kind of item: the part of its key that names nobody.
        kind: &'static str,
        /// What is wrong with it.
        #[source]
        source: Box<dyn Source + Send + Sync>,
    },
    /// The database refuses the request as such: a defect of the product or of the deployment. It does not pass.
    #[error("the database refuses the request: {reason}")]
    Refused {
        /// The error's code.
        reason: String,
        /// The error below, if there is one.
        #[source]
        source: Option<Box<dyn Source + Send + Sync>>,
    },
    /// A plan that cannot be written: a defect of the product.
    #[error("the plan cannot be written: {0}")]
    InvalidPlan(&'static str),
}
