use aws_sdk_dynamodb::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

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
    /// A count against misuse is at its limit.
    #[error("a limit is reached")]
    Quota {
        /// Seconds until it starts again.
        retry_after: u32,
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

/// Codes that mean: not now. Source: DynamoDB Developer Guide, "Error handling with DynamoDB".
const PASSING: [&str; 8] = [
    "InternalServerError",
    "ItemCollectionSizeLimitExceededException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionInProgressException",
];

impl<E> From<SdkError<E>> for TableError
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    SdkError<E>: std::error::Error,
{
    fn from(error: SdkError<E>) -> Self {
        let passing = match &error {
            SdkError::ServiceError(service) => {
                service.raw().status().is_server_error()
                    || service.err().code().is_some_and(|code| PASSING.contains(&code))
            }
            SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => true,
            _ => false,
        };
        let text = DisplayErrorContext(&error).to_string();
        if passing { Self::Unavailable(text) } else { Self::Refused(text) }
    }
}
