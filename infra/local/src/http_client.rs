//! Calls that the stack itself makes: to an issuer, or to an SES endpoint.

use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{HttpConnector as _, HttpConnectorSettings, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::Response;

/// Nobody asked here answers with more.
const LARGEST_ANSWER: usize = 1 << 20;

/// A client for http and https. The SDK's own, so that the stack links no second one.
#[derive(Debug, Clone)]
pub struct HttpClient(SharedHttpConnector);

impl Default for HttpClient {
    fn default() -> Self {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(Duration::from_secs(2))
            .read_timeout(Duration::from_secs(10))
            .build();
        let provider = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        let connector = Connector::builder().connector_settings(settings).tls_provider(provider).build();
        Self(SharedHttpConnector::new(connector))
    }
}

impl HttpClient {
    /// The body of a successful GET.
    pub async fn get(&self, url: &str) -> anyhow::Result<Bytes> {
        let answer = self.send("GET", url, &[], SdkBody::empty()).await?;
        if !answer.status().is_success() {
            bail!("{url} answers HTTP {}", answer.status().as_u16());
        }
        Ok(answer.into_body())
    }

    /// A request's answer, whatever its status.
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
        let answer = self.0.call(request).await.with_context(|| format!("cannot reach {url}"))?;
        let (head, body) = answer.try_into_http1x()?.into_parts();
        Ok(Response::from_parts(head, to_bytes(Body::new(body), LARGEST_ANSWER).await?))
    }
}
