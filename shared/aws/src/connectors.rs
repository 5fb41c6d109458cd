//! HTTP connectors for the three kinds of hosts that are called.

use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::dns::ResolveDns;
use aws_smithy_runtime_api::client::http::{HttpConnectorSettings, SharedHttpConnector};

use crate::error::ConfigError;

/// The root certificates of Amazon Trust Services, valid until 2037 or later: every AWS endpoint's certificate leads
/// to one of them. Reading the system's whole trust store instead doubles the start time.
///
/// Source: <https://www.amazontrust.com/repository/>
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-trust-services.pem");

/// The longest time to connect, TLS handshake not included.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The same for hosts outside AWS that may be far away, TLS handshake and name resolution included.
const CONNECT_TIMEOUT_OUTSIDE: Duration = Duration::from_secs(8);

/// The longest time that a host outside AWS may take to answer. AWS clients have their own limits: see `clients.rs`.
const READ_TIMEOUT: Duration = Duration::from_secs(3);

/// A connector for endpoints without TLS, such as that of DynamoDB Local.
#[must_use]
pub fn plain_http() -> SharedHttpConnector {
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
    SharedHttpConnector::new(Connector::builder().connector_settings(settings).build_http())
}

/// A connector for hosts outside AWS, such as an identity provider. Making one reads the system's trust store, which is
/// slow, so make it only when it is needed.
#[must_use]
pub fn any_host() -> SharedHttpConnector {
    let settings =
        HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).read_timeout(READ_TIMEOUT).build();
    let provider = tls::Provider::Rustls(CryptoMode::Ring);
    SharedHttpConnector::new(Connector::builder().connector_settings(settings).tls_provider(provider).build())
}

/// A connector for hosts outside AWS that this resolver finds. It follows no proxy. Its caller limits the time.
#[must_use]
pub fn hosts_of(resolver: impl ResolveDns + Clone + 'static) -> SharedHttpConnector {
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT_OUTSIDE).build();
    let provider = tls::Provider::Rustls(CryptoMode::Ring);
    let builder = Connector::builder().connector_settings(settings).tls_provider(provider);
    SharedHttpConnector::new(builder.build_with_resolver(resolver))
}

/// A connector for AWS endpoints. It trusts Amazon's root certificates, or those in `roots_file` instead.
pub(crate) fn amazon_hosts(roots_file: Option<String>) -> Result<SharedHttpConnector, ConfigError> {
    let roots = match roots_file {
        Some(path) => match std::fs::read(&path) {
            Ok(roots) => roots,
            Err(source) => return Err(ConfigError::RootCertificates { path, source }),
        },
        None => AMAZON_ROOTS.to_vec(),
    };
    let context = TlsContext::builder()
        .with_trust_store(TrustStore::empty().with_native_roots(false).with_pem_certificate(roots))
        .build()
        .map_err(|error| ConfigError::Tls(Box::new(error)))?;
    let settings = HttpConnectorSettings::builder().connect_timeout(CONNECT_TIMEOUT).build();
    let connector = Connector::builder()
        .connector_settings(settings)
        .tls_provider(tls::Provider::Rustls(CryptoMode::Ring))
        .tls_context(context)
        .build();
    Ok(SharedHttpConnector::new(connector))
}
