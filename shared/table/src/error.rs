use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// What can go wrong between a function and its table.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// DynamoDB does not answer, is throttling, or too many wanted the same items at once.
    #[error("the table does not answer: {0}")]
    Unavailable(String),
    /// An item does not hold what its kind must.
    #[error("an item at {sk} is corrupt: {why}")]
    Corrupt {
        /// Where it is, without the ids that tell who it is about.
        sk: String,
        /// What is wrong with it.
        why: String,
    },
    /// DynamoDB refuses the request as such: a mistake of ours or of the deployment.
    #[error("the table refuses: {0}")]
    Refused(String),
}

impl TableError {
    pub(crate) fn corrupt(sk: &str, why: impl std::fmt::Display) -> Self {
        Self::Corrupt { sk: kind(sk).to_owned(), why: why.to_string() }
    }
}

/// The kind of item that a sort key is of.
pub(crate) fn kind(sk: &str) -> &str {
    sk.split('#').next().unwrap_or(sk)
}

/// Codes that say that the request itself is wrong. Everything else may pass, or needs whoever runs this; to
/// the caller both are the same. Source: DynamoDB Developer Guide, "Error handling with DynamoDB".
const OURS: [&str; 2] = ["ValidationException", "SerializationException"];

impl<E> From<SdkError<E>> for TableError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    /// Keeps the code and the request's id. DynamoDB's own words can hold what stands in the items.
    fn from(error: SdkError<E>) -> Self {
        let code = match &error {
            SdkError::ServiceError(service) => service.err().code().unwrap_or("unknown"),
            SdkError::TimeoutError(_) => "timeout",
            SdkError::DispatchFailure(_) => "connection",
            SdkError::ResponseError(_) => "response",
            _ => "request",
        };
        let request = match &error {
            SdkError::ServiceError(service) => {
                service.raw().headers().get("x-amzn-requestid").unwrap_or("unknown")
            }
            _ => "none",
        };
        let text = format!("{code}, request {request}");
        if OURS.contains(&code) || code == "request" { Self::Refused(text) } else { Self::Unavailable(text) }
    }
}
