//! Failing calls, on order: `POST /_local/faults`.
//!
//! They happen in the HTTP client of the functions' SDK, where a part's real failures would arrive, so that the
//! SDK's own retries and error types are in play.

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

/// What the next calls to a part meet.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// How many calls.
    pub next: u32,
    /// The name of AWS's error.
    pub error: String,
}

/// Which part fails, which decides how AWS would say it.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// JSON with `__type`.
    DynamoDb,
    /// JSON with the type in a header.
    Ses,
}

/// A part whose calls fail as long as a fault is on order.
#[derive(Debug, Clone)]
pub struct Breakable {
    part: Part,
    fault: Arc<Mutex<Option<Fault>>>,
}

impl Breakable {
    /// A whole part.
    #[must_use]
    pub fn new(part: Part) -> Self {
        Self { part, fault: Arc::default() }
    }

    /// Orders a fault, in the place of an earlier one.
    pub fn order(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
    }

    /// What the next calls meet.
    #[must_use]
    pub fn ordered(&self) -> Option<Fault> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone().filter(|fault| fault.next > 0)
    }

    /// The client whose calls fail on order.
    #[must_use]
    pub fn client(&self, inner: SharedHttpClient) -> SharedHttpClient {
        let part = self.clone();
        http_client_fn(move |settings, components| {
            let inner = inner.http_connector(settings, components);
            SharedHttpConnector::new(Connector { part: part.clone(), inner })
        })
    }

    /// The failure that this call meets, if any.
    fn strike(&self, target: &str, body: &[u8]) -> Option<HttpResponse> {
        let mut ordered = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = ordered.as_mut().filter(|fault| fault.next > 0)?;
        let failure = match self.part {
            Part::DynamoDb => dynamodb_failure(&fault.error, target, body)?,
            Part::Ses => ses_failure(&fault.error)?,
        };
        fault.next -= 1;
        Some(failure)
    }
}

#[derive(Debug)]
struct Connector {
    part: Breakable,
    inner: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        if let Some(failure) = self.part.strike(target, request.body().bytes().unwrap_or_default()) {
            return HttpConnectorFuture::ready(Ok(failure));
        }
        let trip = round_trips::begin();
        let answer = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await;
            drop(trip);
            answer
        })
    }
}

/// Codes that stand in a cancelled transaction's reasons, and the exception that a single write gets instead.
const OF_TRANSACTIONS: [(&str, &str); 3] = [
    ("TransactionConflict", "TransactionConflictException"),
    ("ThrottlingError", "ThrottlingException"),
    ("ProvisionedThroughputExceeded", "ProvisionedThroughputExceededException"),
];

/// `None`: this call cannot fail so, and the fault waits for one that can. Plain reads know no conflict.
fn dynamodb_failure(error: &str, target: &str, body: &[u8]) -> Option<HttpResponse> {
    let operation = target.rsplit('.').next().unwrap_or_default();
    let reads = matches!(operation, "GetItem" | "BatchGetItem" | "Query" | "Scan" | "DescribeTable");
    if error.starts_with("TransactionConflict") && reads {
        return None;
    }
    let message = "ordered at /_local/faults";
    if let Some((code, exception)) = OF_TRANSACTIONS.iter().find(|(code, _)| *code == error) {
        if !operation.starts_with("Transact") {
            return respond(400, None, &json!({"__type": dynamodb_type(exception), "message": message}));
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
        return respond(400, None, &body);
    }
    let status = match error {
        "InternalServerError" | "InternalFailure" => 500,
        "ServiceUnavailable" => 503,
        _ => 400,
    };
    respond(status, None, &json!({"__type": dynamodb_type(error), "message": message}))
}

fn dynamodb_type(error: &str) -> String {
    // Throttling by the front end is not of DynamoDB's own model.
    let namespace = if error == "ThrottlingException" {
        "com.amazon.coral.availability"
    } else {
        "com.amazonaws.dynamodb.v20120810"
    };
    format!("{namespace}#{error}")
}

fn ses_failure(error: &str) -> Option<HttpResponse> {
    let status = match error {
        "TooManyRequestsException" | "ThrottlingException" => 429,
        "ServiceUnavailable" | "ServiceUnavailableException" => 503,
        internal if internal.starts_with("Internal") => 500,
        "NotFoundException" => 404,
        _ => 400,
    };
    respond(status, Some(error), &json!({"message": "ordered at /_local/faults"}))
}

fn respond(status: u16, error_type: Option<&str>, body: &Value) -> Option<HttpResponse> {
    let status = StatusCode::try_from(status).ok()?;
    let mut response = HttpResponse::new(status, SdkBody::from(body.to_string()));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    if let Some(error_type) = error_type {
        // A name that no header can hold is no error's name.
        response.headers_mut().try_insert("x-amzn-errortype", error_type.to_owned()).ok()?;
    }
    Some(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strike(part: &Breakable, operation: &str, body: &Value) -> Option<(u16, Value)> {
        let target = format!("DynamoDB_20120810.{operation}");
        let failure = part.strike(&target, body.to_string().as_bytes())?;
        let body = serde_json::from_slice(failure.body().bytes().expect("a body")).expect("JSON");
        Some((failure.status().as_u16(), body))
    }

    #[test]
    fn as_many_calls_fail_as_were_ordered() {
        let part = Breakable::new(Part::DynamoDb);
        assert!(strike(&part, "Query", &json!({})).is_none());
        part.order(Fault { next: 2, error: "InternalServerError".to_owned() });
        let (status, body) = strike(&part, "Query", &json!({})).expect("fails");
        assert_eq!(
            (status, body["__type"].as_str()),
            (500, Some("com.amazonaws.dynamodb.v20120810#InternalServerError"))
        );
        assert!(strike(&part, "GetItem", &json!({})).is_some());
        assert!(strike(&part, "GetItem", &json!({})).is_none());
    }

    #[test]
    fn a_conflict_waits_for_a_write_and_has_a_reason_per_item() {
        let part = Breakable::new(Part::DynamoDb);
        part.order(Fault { next: 1, error: "TransactionConflict".to_owned() });
        assert!(strike(&part, "Query", &json!({})).is_none());
        let (status, body) =
            strike(&part, "TransactWriteItems", &json!({"TransactItems": [{}, {}]})).expect("fails");
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
            ("MessageRejected", 400),
            ("TooManyRequestsException", 429),
            ("SendingPausedException", 400),
            ("InternalServiceErrorException", 500),
        ] {
            let part = Breakable::new(Part::Ses);
            part.order(Fault { next: 1, error: error.to_owned() });
            let failure = part.strike("", b"").expect("fails");
            assert_eq!(failure.status().as_u16(), status);
            assert_eq!(failure.headers().get("x-amzn-errortype"), Some(error));
        }
    }
}
