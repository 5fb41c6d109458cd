use std::fmt;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_smithy_runtime_api::client::http::{
    HttpConnector as _, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;

use crate::connectors::{amazon_hosts, plain_http};
use crate::error::ConfigError;

/// The longest time that [`Connection::open`] waits.
const OPEN_TIMEOUT: Duration = Duration::from_secs(1);

/// How an AWS service is reached.
#[derive(Clone)]
pub struct Connection {
    /// The region that requests are signed for.
    pub region: String,
    /// The credentials that requests are signed with.
    pub credentials: Credentials,
    /// The HTTP client that SDK clients send their requests with.
    pub http: SharedHttpClient,
    /// The endpoint, if it is not that of AWS.
    pub endpoint: Option<String>,
    /// The connector behind `http`, as `from_lookup` made it: it holds the pool of open connections.
    connector: SharedHttpConnector,
}

impl Connection {
    /// Reads the variables that Lambda sets (`AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
    /// `AWS_SESSION_TOKEN`) and the optional ones (`AWS_ENDPOINT_URL_<service>`, `AWS_ENDPOINT_URL`, `SSL_CERT_FILE`).
    ///
    /// # Errors
    /// If a variable is missing, or the file of root certificates cannot be read.
    pub fn from_lookup(service: &str, lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let require = |name: &str| lookup(name).ok_or_else(|| ConfigError::missing(name));
        let endpoint = lookup(&format!("AWS_ENDPOINT_URL_{service}")).or_else(|| lookup("AWS_ENDPOINT_URL"));
        let connector = if endpoint.as_deref().is_some_and(|url| url.starts_with("http://")) {
            plain_http()
        } else {
            amazon_hosts(lookup("SSL_CERT_FILE"))?
        };
        let shared = connector.clone();
        Ok(Self {
            region: require("AWS_REGION")?,
            credentials: Credentials::from_keys(
                require("AWS_ACCESS_KEY_ID")?,
                require("AWS_SECRET_ACCESS_KEY")?,
                lookup("AWS_SESSION_TOKEN"),
            ),
            http: http_client_fn(move |_, _| shared.clone()),
            endpoint,
            connector,
        })
    }

    /// Opens a connection to `host`, or to the endpoint if there is one, so that the first call finds it open.
    ///
    /// To be called while a function starts: Lambda gives it a whole CPU then, and only a share of one later. The
    /// request is an unsigned GET, which DynamoDB answers without charge. Errors are ignored here; the first call
    /// reports them.
    pub async fn open(&self, host: &str) {
        let url = self.endpoint.clone().unwrap_or_else(|| format!("https://{host}"));
        let mut request = HttpRequest::empty();
        if request.set_uri(url).is_err() {
            return;
        }
        let exchange = async {
            if let Ok(response) = self.connector.call(request).await {
                // A connection can be reused only once the body has been read to its end.
                let _ = ByteStream::new(response.into_body()).collect().await;
            }
        };
        let _ = tokio::time::timeout(OPEN_TIMEOUT, exchange).await;
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}
