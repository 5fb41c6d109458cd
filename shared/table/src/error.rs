//! Errors of the SDK as faults of the port.

use std::error::Error as Source;

use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId as _;
use staffroom_app::Fault;

/// Codes of errors that do not pass: the request itself is wrong, or the deployment is.
/// Source: DynamoDB Developer Guide, "Error handling with DynamoDB".
const REFUSALS: [&str; 5] = [
    "ValidationException",
    "SerializationException",
    "AccessDeniedException",
    "ResourceNotFoundException",
    "ItemCollectionSizeLimitExceededException",
];

/// A request that DynamoDB did not carry out. It shows the error's code and the request's id, and never DynamoDB's own
/// message, which may quote what stands in the items.
#[derive(Debug, thiserror::Error)]
#[error("DynamoDB answered {code} to the request {request_id}")]
pub(crate) struct RequestError {
    code: String,
    request_id: String,
    /// The error below, where it comes from this side of the connection.
    #[source]
    source: Option<Box<dyn Source + Send + Sync>>,
}

/// The fault that an error of the SDK is.
pub(crate) fn fault<E>(error: SdkError<E>) -> Fault
where
    E: ProvideErrorMetadata + Source + Send + Sync + 'static,
{
    let reason = match &error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("unknown"),
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(_) => "connection",
        SdkError::ResponseError(_) => "response",
        _ => "request",
    }
    .to_owned();
    let refused = match &error {
        SdkError::ServiceError(_) => REFUSALS.contains(&reason.as_str()),
        SdkError::ConstructionFailure(_) => true,
        _ => false,
    };
    let source = request_error(&reason, error);
    if refused { Fault::Refused { reason, source } } else { Fault::Unavailable { reason, source } }
}

/// The fault that a transaction met which DynamoDB cancelled for another reason than a condition or a conflict.
pub(crate) fn cancelled<E>(reason: String, error: SdkError<E>) -> Fault
where
    E: ProvideErrorMetadata + Source + Send + Sync + 'static,
{
    Fault::Refused { reason, source: request_error("TransactionCanceledException", error) }
}

fn request_error<E>(code: &str, error: SdkError<E>) -> Option<Box<dyn Source + Send + Sync>>
where
    E: ProvideErrorMetadata + Source + Send + Sync + 'static,
{
    let request_id = error.request_id().unwrap_or("without an id").to_owned();
    let source = match error {
        // What came from DynamoDB holds its message.
        SdkError::ServiceError(_) | SdkError::ResponseError(_) => None,
        error => error.into_source().ok(),
    };
    Some(Box::new(RequestError { code: code.to_owned(), request_id, source }))
}

/// The fault that a request is which the SDK does not build.
pub(crate) fn unbuilt(error: BuildError) -> Fault {
    Fault::Refused { reason: "request".to_owned(), source: Some(Box::new(error)) }
}

/// The fault that an item is which does not hold what its kind must.
pub(crate) fn corrupt(kind: &'static str, source: impl Into<Box<dyn Source + Send + Sync>>) -> Fault {
    Fault::Corrupt { kind, source: source.into() }
}
