//! An HTTP client for the calls that the stack itself makes: to an SES endpoint.

use anyhow::Context as _;
use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::Response;

/// The largest response body that is read, in bytes.
const MAX_RESPONSE_SIZE: usize = 1 << 20;

/// A client for http and https. It is the AWS SDK's client, so that the stack does not link a second one.
#[derive(Debug, Clone)]
pub struct HttpClient(SharedHttpConnector);

impl Default for HttpClient {
    fn default() -> Self {
        Self(staffroom_aws::any_host())
    }
}

impl HttpClient {
    /// Sends a request and returns the response, with any status.
    pub async fn send(
        &self,
        method: &'static str,
        url: &str,
        headers: &[(&'static str, String)],
        body: SdkBody,
    ) -> anyhow::Result<Response<Bytes>> {
        let mut request = HttpRequest::new(body);
        request.set_method(method)?;
        request.set_uri(url)?;
        for (name, value) in headers {
            request.headers_mut().try_insert(*name, value.clone())?;
        }
        let response = self.0.call(request).await.with_context(|| format!("cannot reach {url}"))?;
        let (head, body) = response.try_into_http1x()?.into_parts();
        Ok(Response::from_parts(head, to_bytes(Body::new(body), MAX_RESPONSE_SIZE).await?))
    }
}
