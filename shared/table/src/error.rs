//! Converts errors of the SDK to faults of the port.

use std::error::Error as Source;

use aws_sdk_dynamodb::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId as _;
use staffroom_app::Fault;

/// Codes of errors that a retry can change, apart from those of the server (5xx). Source: DynamoDB Developer Guide, "Error
/// handling with DynamoDB".
const PASSING: [&str; 9] = [
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "LimitExceededException",
    "TransactionConflictException",
    "TransactionInProgressException",
    "InternalServerError",
    "ServiceUnavailable",
    "ExpiredTokenException",
];

/// A request that failed. It has the error's code and the request's id, but not DynamoDB's message, which may
/// contain values of items.
#[derive(Debug, thiserror::Error)]
#[error("DynamoDB answered {code} to the request {request_id}")]
pub(crate) struct RequestError {
    code: String,
    request_id: String,
    /// The cause, if it is on this side of the connection.
    #[source]
    source: Option<Box<dyn Source + Send + Sync>>,
}

/// The fault for an error of the SDK.
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
        SdkError::ServiceError(service) => {
            !PASSING.contains(&reason.as_str()) && service.raw().status().is_client_error()
        }
        SdkError::ConstructionFailure(_) => true,
        _ => false,
    };
    let source = Some(request_error(&reason, error));
    if refused { Fault::Refused { reason, source } } else { Fault::Unavailable { reason, source } }
}

/// The fault for a transaction that DynamoDB cancelled, but not because of a condition or a conflict.
pub(crate) fn cancelled<E>(reason: String, error: SdkError<E>) -> Fault
where
    E: ProvideErrorMetadata + Source + Send + Sync + 'static,
{
    Fault::Refused { reason, source: Some(request_error("TransactionCanceledException", error)) }
}

fn request_error<E>(code: &str, error: SdkError<E>) -> Box<dyn Source + Send + Sync>
where
    E: ProvideErrorMetadata + Source + Send + Sync + 'static,
{
    let request_id = error.request_id().unwrap_or("without an id").to_owned();
    let source = match error {
        // These contain DynamoDB's message.
        SdkError::ServiceError(_) | SdkError::ResponseError(_) => None,
        error => error.into_source().ok(),
    };
    Box::new(RequestError { code: code.to_owned(), request_id, source })
}

/// The fault for a request that the SDK cannot build.
pub(crate) fn unbuilt(error: BuildError) -> Fault {
    Fault::Refused { reason: "request".to_owned(), source: Some(Box::new(error)) }
}

/// The fault for an item that cannot be read as a record of its kind.
pub(crate) fn corrupt(kind: &'static str, source: impl Into<Box<dyn Source + Send + Sync>>) -> Fault {
    Fault::Corrupt { kind, source: source.into() }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use aws_sdk_dynamodb::config::http::HttpResponse;
    use aws_sdk_dynamodb::error::{ErrorMetadata, SdkError};
    use aws_sdk_dynamodb::operation::put_item::PutItemError;
    use staffroom_app::Fault;

    use super::{cancelled, fault};

    fn answered(code: &str) -> SdkError<PutItemError, HttpResponse> {
        let said = ErrorMetadata::builder().code(code).message("kim@example.com is no number").build();
        let mut response = HttpResponse::new(400.try_into().unwrap(), "kim@example.com".into());
        response.headers_mut().insert("x-amzn-requestid", "REQUEST1");
        SdkError::service_error(PutItemError::generic(said), response)
    }

    fn everything_shown(fault: &Fault) -> String {
        let mut shown = format!("{fault} {fault:?}");
        let mut below = fault.source();
        while let Some(error) = below {
            shown = format!("{shown} {error} {error:?}");
            below = error.source();
        }
        shown
    }

    #[test]
    fn a_fault_shows_the_code_and_the_request_and_not_what_dynamodb_said() {
        let cancelled = cancelled("ValidationError at the member".to_owned(), answered("ValidationError"));
        for fault in
            [fault(answered("ValidationException")), fault(answered("ThrottlingException")), cancelled]
        {
            let shown = everything_shown(&fault);
            assert!(!shown.contains("kim"), "{shown}");
            assert!(shown.contains("REQUEST1") && shown.contains("Exception"), "{shown}");
        }
    }

    #[test]
    fn what_passes_is_unavailable_and_what_does_not_is_refused() {
        for code in super::PASSING {
            assert!(matches!(fault(answered(code)), Fault::Unavailable { reason, .. } if reason == code));
        }
        for code in [
            "ValidationException",
            "AccessDeniedException",
            "ResourceNotFoundException",
            "IdempotentParameterMismatchException",
            "UnrecognizedClientException",
            "FooBarException",
        ] {
            assert!(matches!(fault(answered(code)), Fault::Refused { reason, .. } if reason == code));
        }
        let timeout = SdkError::<PutItemError, HttpResponse>::timeout_error("late");
        let Fault::Unavailable { reason, source: Some(source) } = fault(timeout) else { panic!("refused") };
        assert_eq!(reason, "timeout");
        assert_eq!(source.source().map(ToString::to_string).as_deref(), Some("late"), "it keeps its source");
        let unbuilt = SdkError::<PutItemError, HttpResponse>::construction_failure("no region");
        assert!(matches!(fault(unbuilt), Fault::Refused { .. }));
    }
}
