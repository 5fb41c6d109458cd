//! Counts the capacity units that each function consumes: `cargo local --capacity`, then `GET /_local/capacity`.
//!
//! DynamoDB reports consumed capacity only on request, and the product does not request it. So the SDK's HTTP client
//! adds `ReturnConsumedCapacity` to the calls here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::client::http::{
    HttpClient as _, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The consumption of one function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Units {
    /// The number of calls to DynamoDB.
    pub calls: u32,
    /// The read capacity units.
    pub read: f64,
    /// The write capacity units, including those of indexes.
    pub write: f64,
}

/// The consumption of every function since the stack started.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<BTreeMap<&'static str, Units>>>);

impl Meter {
    /// Wraps a client: its calls are counted for this function.
    #[must_use]
    pub fn client(&self, function: &'static str, inner: SharedHttpClient) -> SharedHttpClient {
        let meter = self.clone();
        http_client_fn(move |settings, components| {
            let inner = inner.http_connector(settings, components);
            SharedHttpConnector::new(Connector { meter: meter.clone(), function, inner })
        })
    }

    /// The counts so far, by function.
    #[must_use]
    pub fn read(&self) -> BTreeMap<&'static str, Units> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn count(&self, function: &'static str, operation: &str, response: &[u8]) {
        let response: Value = serde_json::from_slice(response).unwrap_or_default();
        let consumed = match response.get("ConsumedCapacity") {
            Some(Value::Array(tables)) => tables.iter().filter_map(capacity_units).sum(),
            Some(table) => capacity_units(table).unwrap_or_default(),
            None => 0.0,
        };
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let units = counted.entry(function).or_default();
        units.calls += 1;
        if matches!(operation, "GetItem" | "BatchGetItem" | "Query") {
            units.read += consumed;
        } else {
            units.write += consumed;
        }
    }
}

fn capacity_units(table: &Value) -> Option<f64> {
    table.get("CapacityUnits")?.as_f64()
}

#[derive(Debug)]
struct Connector {
    meter: Meter,
    function: &'static str,
    inner: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        request_capacity(&mut request);
        let (meter, function, response) = (self.meter.clone(), self.function, self.inner.call(request));
        HttpConnectorFuture::new(async move {
            let mut response: HttpResponse = response.await?;
            let body = std::mem::replace(response.body_mut(), SdkBody::taken());
            let body = ByteStream::new(body).collect().await;
            let body = body.map_err(|error| ConnectorError::io(error.into()))?.into_bytes();
            meter.count(function, &operation, &body);
            *response.body_mut() = SdkBody::from(body);
            Ok(response)
        })
    }
}

/// Adds `ReturnConsumedCapacity` to a call. This invalidates its signature, which no local database checks.
fn request_capacity(request: &mut HttpRequest) {
    let call =
        request.body().bytes().and_then(|body| serde_json::from_slice::<Map<String, Value>>(body).ok());
    if let Some(mut call) = call {
        call.insert("ReturnConsumedCapacity".to_owned(), json!("TOTAL"));
        let call = Value::Object(call).to_string();
        request.headers_mut().insert("content-length", call.len().to_string());
        *request.body_mut() = SdkBody::from(call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted_by_function_as_read_or_write_units() {
        let meter = Meter::default();
        meter.count("invite", "BatchGetItem", br#"{"ConsumedCapacity": [{"CapacityUnits": 2.5}]}"#);
        meter.count("invite", "Query", br#"{"ConsumedCapacity": {"CapacityUnits": 0.5}}"#);
        meter.count("invite", "TransactWriteItems", br#"{"ConsumedCapacity": [{"CapacityUnits": 20.0}]}"#);
        meter.count("access", "GetItem", b"not JSON");
        let counted = meter.read();
        assert_eq!(counted["invite"], Units { calls: 3, read: 3.0, write: 20.0 });
        assert_eq!(counted["access"], Units { calls: 1, read: 0.0, write: 0.0 });
    }

    #[test]
    fn only_the_request_for_capacity_is_added_to_a_call() {
        let mut request = HttpRequest::new(SdkBody::from(r#"{"TableName":"t"}"#));
        request_capacity(&mut request);
        let changed: Value = serde_json::from_slice(request.body().bytes().expect("a body")).expect("JSON");
        assert_eq!(changed, json!({"TableName": "t", "ReturnConsumedCapacity": "TOTAL"}));
        let length = changed.to_string().len().to_string();
        assert_eq!(request.headers().get("content-length"), Some(length.as_str()));
    }
}
