//! Injects failures into the calls of the functions: `POST /_local/faults`.
//!
//! The failures come from the HTTP client of the functions' AWS SDK. So they reach the functions as real ones do:
//! after the SDK's own retries, and as the SDK's error types.

use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient as _, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::round_trips;

/// The failure of the next calls to a service.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// The number of calls that fail.
    pub next: u32,
    /// The name of the service's error.
    pub error: String,
    /// The error's message. SES reports an unverified sender, for example, only in the message of `MessageRejected`.
    #[serde(default = "default_message")]
    pub message: String,
}

fn default_message() -> String {
    "injected by POST /_local/faults".to_owned()
}

/// A service that the functions call. It determines the format of the error response.
#[derive(Debug, Clone, Copy)]
pub enum Service {
    /// The error is named in the member `__type` of the body.
    DynamoDb,
    /// The error is named in a header.
    Ses,
}

/// Makes calls to one service fail while a fault is set. Clones share the fault.
#[derive(Debug, Clone)]
pub struct FaultInjector {
    service: Service,
    fault: Arc<Mutex<Option<Fault>>>,
}

impl FaultInjector {
    /// An injector without a fault.
    #[must_use]
    pub fn new(service: Service) -> Self {
        Self { service, fault: Arc::default() }
    }

    /// Sets a fault. It replaces an earlier one.
    pub fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }

    /// The current fault with the number of calls that are still to fail.
    #[must_use]
    pub fn current(&self) -> Option<Fault> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone().filter(|fault| fault.next > 0)
    }

    /// Wraps a client: its calls fail while a fault is set.
    #[must_use]
    pub fn client(&self, inner: SharedHttpClient) -> SharedHttpClient {
        let injector = self.clone();
        http_client_fn(move |settings, components| {
            let inner = inner.http_connector(settings, components);
            SharedHttpConnector::new(Connector { injector: injector.clone(), inner })
        })
    }

    /// The error response for a call, if it is to fail.
    fn failure_for(&self, target: &str, body: &[u8]) -> Option<HttpResponse> {
        let mut current = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = current.as_mut().filter(|fault| fault.next > 0)?;
        let failure = match self.service {
            Service::DynamoDb => dynamodb_failure(fault, target, body)?,
            Service::Ses => ses_failure(fault)?,
        };
        fault.next -= 1;
        Some(failure)
    }
}

#[derive(Debug)]
struct Connector {
    injector: FaultInjector,
    inner: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body = request.body().bytes().unwrap_or_default();
        if let Some(failure) = self.injector.failure_for(target, body) {
            return HttpConnectorFuture::ready(Ok(failure));
        }
        let round_trip = round_trips::begin(target);
        let response = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let response = response.await;
            drop(round_trip);
            response
        })
    }
}

/// Codes in the cancellation reasons of a transaction, each with the exception that a single write gets instead.
const CANCELLATION_CODES: [(&str, &str); 4] = [
    ("TransactionConflict", "TransactionConflictException"),
    ("ThrottlingError", "ThrottlingException"),
    ("ProvisionedThroughputExceeded", "ProvisionedThroughputExceededException"),
    ("ValidationError", "ValidationException"),
];

/// `None` if this call cannot fail with this error: plain reads never conflict. The fault then stays for a later call.
fn dynamodb_failure(fault: &Fault, target: &str, body: &[u8]) -> Option<HttpResponse> {
    let Fault { error, message, .. } = fault;
    let operation = target.rsplit('.').next().unwrap_or_default();
    let reads = matches!(operation, "GetItem" | "BatchGetItem" | "Query" | "Scan" | "DescribeTable");
    if error.starts_with("TransactionConflict") && reads {
        return None;
    }
    if let Some((code, exception)) = CANCELLATION_CODES.iter().find(|(code, _)| code == error) {
        if !operation.starts_with("Transact") {
            let body = json!({"__type": dynamodb_type(exception), "message": message});
            return dynamodb_response(400, &body);
        }
        let request: Value = serde_json::from_slice(body).unwrap_or_default();
        let items = request.get("TransactItems").and_then(Value::as_array).map_or(1, Vec::len);
        let reasons = (0..items).map(|item| {
            if item == 0 { json!({"Code": code, "Message": message}) } else { json!({"Code": "None"}) }
        });
        let body = json!({
            "__type": dynamodb_type("TransactionCanceledException"),
            "Message": format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{code}]"),
            "CancellationReasons": reasons.collect::<Vec<_>>(),
        });
        return dynamodb_response(400, &body);
    }
    let status = match error.as_str() {
        "InternalServerError" | "InternalFailure" => 500,
        "ServiceUnavailable" => 503,
        _ => 400,
    };
    dynamodb_response(status, &json!({"__type": dynamodb_type(error), "message": message}))
}

fn dynamodb_type(error: &str) -> String {
    // DynamoDB's front end throttles, and its errors have another namespace.
    let namespace = if error == "ThrottlingException" {
        "com.amazon.coral.availability"
    } else {
        "com.amazonaws.dynamodb.v20120810"
    };
    format!("{namespace}#{error}")
}

fn dynamodb_response(status: u16, body: &Value) -> Option<HttpResponse> {
    let mut response = HttpResponse::new(StatusCode::try_from(status).ok()?, SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    Some(response)
}

/// `None` if the error's name is not a valid header value.
///
/// Source of the statuses: SES API v2 Reference, `SendEmail`, "Errors". All errors about the account, such as
/// `AccountSuspendedException`, `SendingPausedException` and `MailFromDomainNotVerifiedException`, have 400, and
/// `NotFoundException` stands for a configuration set that does not exist.
fn ses_failure(Fault { error, message, .. }: &Fault) -> Option<HttpResponse> {
    let status = match error.as_str() {
        "TooManyRequestsException" | "ThrottlingException" => 429,
        "ServiceUnavailable" | "ServiceUnavailableException" => 503,
        internal if internal.starts_with("Internal") => 500,
        "NotFoundException" => 404,
        _ => 400,
    };
    let body = SdkBody::from(json!({"message": message}).to_string());
    let mut response = HttpResponse::new(StatusCode::try_from(status).ok()?, body);
    response.headers_mut().insert("content-type", "application/json");
    response.headers_mut().try_insert("x-amzn-errortype", error.clone()).ok()?;
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(next: u32, error: &str) -> Fault {
        Fault { next, error: error.to_owned(), message: default_message() }
    }

    fn failure(injector: &FaultInjector, operation: &str, body: &Value) -> Option<(u16, Value)> {
        let target = format!("DynamoDB_20120810.{operation}");
        let failure = injector.failure_for(&target, body.to_string().as_bytes())?;
        let body = serde_json::from_slice(failure.body().bytes().expect("a body")).expect("JSON");
        Some((failure.status().as_u16(), body))
    }

    #[test]
    fn as_many_calls_fail_as_were_set() {
        let injector = FaultInjector::new(Service::DynamoDb);
        assert!(failure(&injector, "Query", &json!({})).is_none());
        injector.set(fault(2, "InternalServerError"));
        let (status, body) = failure(&injector, "Query", &json!({})).expect("fails");
        assert_eq!(
            (status, body["__type"].as_str()),
            (500, Some("com.amazonaws.dynamodb.v20120810#InternalServerError"))
        );
        assert!(failure(&injector, "GetItem", &json!({})).is_some());
        assert!(failure(&injector, "GetItem", &json!({})).is_none());
    }

    #[test]
    fn a_conflict_waits_for_a_write_and_has_a_reason_per_item() {
        let injector = FaultInjector::new(Service::DynamoDb);
        injector.set(fault(1, "TransactionConflict"));
        assert!(failure(&injector, "Query", &json!({})).is_none());
        let transaction = json!({"TransactItems": [{}, {}]});
        let (status, body) = failure(&injector, "TransactWriteItems", &transaction).expect("fails");
        assert_eq!(status, 400);
        let codes: Vec<&str> = body["CancellationReasons"]
            .as_array()
            .expect("reasons")
            .iter()
            .filter_map(|r| r["Code"].as_str())
            .collect();
        assert_eq!(codes, ["TransactionConflict", "None"]);
    }

    #[test]
    fn ses_names_its_errors_in_a_header() {
        for (error, status) in [
            ("AccountSuspendedException", 400),
            ("BadRequestException", 400),
            ("InternalServiceErrorException", 500),
            ("LimitExceededException", 400),
            ("MailFromDomainNotVerifiedException", 400),
            ("MessageRejected", 400),
            ("NotFoundException", 404),
            ("SendingPausedException", 400),
            ("TooManyRequestsException", 429),
        ] {
            let injector = FaultInjector::new(Service::Ses);
            injector.set(Fault { message: "Email address is not verified.".to_owned(), ..fault(1, error) });
            let failure = injector.failure_for("", b"").expect("fails");
            assert_eq!(failure.status().as_u16(), status);
            assert_eq!(failure.headers().get("x-amzn-errortype"), Some(error));
            let body = failure.body().bytes().expect("a body");
            assert_eq!(body, br#"{"message":"Email address is not verified."}"#);
        }
    }
}
