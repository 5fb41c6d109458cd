//! Calls that the stack itself makes: to an issuer, or to an SES endpoint.

use std::time::Duration;

use anyhow::{Context as _, bail};
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{HttpConnector as _, HttpConnectorSettings, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use axum::body::Bytes;
use axum::http::StatusCode;

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
        let (status, body) = self.send("GET", url, &[], SdkBody::empty()).await?;
        if !status.is_success() {
            bail!("{url} answered {status}");
        }
        Ok(body)
    }

    /// A request's answer, whatever its status.
    pub async fn send(
        &self,
        method: &'static str,
        url: &str,
        headers: &[(String, String)],
        body: SdkBody,
    ) -> anyhow::Result<(StatusCode, Bytes)> {
        let mut request = HttpRequest::new(body);
        request.set_method(method)?;
        request.set_uri(url)?;
        for (name, value) in headers {
            request.headers_mut().try_insert(name.clone(), value.clone())?;
        }
        let response = self.0.call(request).await.with_context(|| format!("cannot reach {url}"))?;
        let status = StatusCode::from_u16(response.status().as_u16())?;
        let body = axum::body::to_bytes(axum::body::Body::new(response.into_body()), 16 << 20).await?;
        Ok((status, body))
    }
}
