//! Names the calling function in each request to DynamoDB, for a proxy before an external one.

use aws_smithy_runtime_api::client::http::{
    HttpClient as _, HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
    http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;

/// The header with the function's name. It is added after the request was signed, and is not part of the signature.
const HEADER: &str = "x-local-function";

/// Wraps a client: its requests name this function.
#[must_use]
pub fn client(function: &'static str, inner: SharedHttpClient) -> SharedHttpClient {
    http_client_fn(move |settings, components| {
        let inner = inner.http_connector(settings, components);
        SharedHttpConnector::new(Connector { function, inner })
    })
}

#[derive(Debug)]
struct Connector {
    function: &'static str,
    inner: SharedHttpConnector,
}

impl HttpConnector for Connector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        request.headers_mut().insert(HEADER, self.function);
        self.inner.call(request)
    }
}
