//! Sends signed events.

use std::error::Error as Source;
use std::sync::OnceLock;
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{HttpConnector as _, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook};
use tokio::time::timeout;

use crate::destination::{Destination, Kind};
use crate::resolver::{NotPublic, PublicOnly};

/// The longest time of an attempt, from the resolution of the name to the status of the answer. Standard Webhooks asks for 15 to
/// 30 seconds.
const TIMEOUT: Duration = Duration::from_secs(15);

/// How this product calls itself.
const USER_AGENT: &str = "Staffroom-Webhooks/1";

/// Sends signed events. It follows no redirects, and reads no body of an answer.
#[derive(Debug, Default)]
pub struct Client {
    /// Made when it is first needed, because it reads the system's root certificates.
    public: OnceLock<SharedHttpConnector>,
    local: OnceLock<SharedHttpConnector>,
}

/// Why an endpoint gave no answer. The text is shown to the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The host has an address that is not public.
    #[error("the host has a private, loopback or link-local address")]
    NotPublic,
    /// There was no answer in time.
    #[error("there was no answer within {} seconds", TIMEOUT.as_secs())]
    TimedOut,
    /// No connection could be made, or it was closed.
    #[error("no connection could be made, or it was closed before the answer")]
    NoConnection,
    /// The request cannot be written: its URL or a header is not valid.
    #[error("the request cannot be written")]
    NoRequest,
}

/// An event cannot be signed: its secret is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret of the webhook cannot sign")]
pub struct SignError;

/// The headers of an event (Standard Webhooks, "Webhook signatures").
#[derive(Clone, PartialEq, Eq)]
pub struct Headers([(&'static str, String); 3]);

impl Headers {
    /// Signs an event with each of the secrets.
    ///
    /// # Errors
    /// [`SignError`].
    pub(crate) fn sign(id: &str, timestamp: i64, body: &str, secrets: &[String]) -> Result<Self, SignError> {
        let sign = |secret: &String| {
            let webhook = Webhook::new(secret).map_err(|_| SignError)?;
            webhook.sign(id, timestamp, body.as_bytes()).map_err(|_| SignError)
        };
        let signatures = secrets.iter().map(sign).collect::<Result<Vec<_>, _>>()?;
        Ok(Self([
            (HEADER_WEBHOOK_ID, id.to_owned()),
            (HEADER_WEBHOOK_TIMESTAMP, timestamp.to_string()),
            (HEADER_WEBHOOK_SIGNATURE, signatures.join(" ")),
        ]))
    }
}

impl Client {
    /// Sends an event, signed with each of the secrets, and returns the status of the answer. `id` identifies the message and
    /// is the same in each attempt; `timestamp` is the time of this attempt in seconds since 1970.
    ///
    /// # Errors
    /// [`SignError`]; within the result, why the endpoint gave no answer.
    pub async fn send(
        &self,
        destination: &Destination,
        (id, timestamp): (&str, i64),
        body: &str,
        secrets: &[String],
    ) -> Result<Result<u16, SendError>, SignError> {
        let headers = Headers::sign(id, timestamp, body, secrets)?;
        let Some(request) = request(destination, &headers, body) else {
            return Ok(Err(SendError::NoRequest));
        };
        let call = self.connector(destination.kind()).call(request);
        Ok(match timeout(TIMEOUT, call).await {
            Ok(Ok(answer)) => Ok(answer.status().as_u16()),
            Ok(Err(error)) if is_caused_by::<NotPublic>(&error) => Err(SendError::NotPublic),
            Ok(Err(error)) if error.is_timeout() => Err(SendError::TimedOut),
            Ok(Err(error)) => {
                tracing::info!(%error, "an endpoint gives no answer");
                Err(SendError::NoConnection)
            }
            Err(_) => Err(SendError::TimedOut),
        })
    }

    fn connector(&self, kind: Kind) -> &SharedHttpConnector {
        match kind {
            Kind::Public => self.public.get_or_init(|| staffroom_aws::hosts_of(PublicOnly)),
            Kind::Local => self.local.get_or_init(staffroom_aws::plain_http),
        }
    }
}

fn request(destination: &Destination, headers: &Headers, body: &str) -> Option<HttpRequest> {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method("POST").ok()?;
    request.set_uri(destination.as_str()).ok()?;
    let fixed = [("content-type", "application/json".to_owned()), ("user-agent", USER_AGENT.to_owned())];
    for (name, value) in fixed.iter().chain(&headers.0) {
        request.headers_mut().try_insert(*name, value.clone()).ok()?;
    }
    Some(request)
}

fn is_caused_by<E: Source + 'static>(error: &(dyn Source + 'static)) -> bool {
    error.is::<E>() || error.source().is_some_and(is_caused_by::<E>)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::{Client, Headers, SendError, SignError};
    use crate::destination::{Destination, Reach};

    const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    /// An endpoint that gives one answer, and what it was sent.
    async fn endpoint(answer: &'static str) -> (Destination, tokio::task::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook?a=b", listener.local_addr().unwrap());
        let received = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut received = vec![0; 4096];
            let mut length = 0;
            while !String::from_utf8_lossy(&received[..length]).ends_with("{\"a\":1}") {
                length += stream.read(&mut received[length..]).await.unwrap();
            }
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8_lossy(&received[..length]).into_owned()
        });
        (Destination::parse(&url, Reach::PublicAndLocal).unwrap(), received)
    }

    async fn send(destination: &Destination) -> Result<u16, SendError> {
        let secrets = [SECRET.to_owned()];
        Client::default().send(destination, ("msg_1", 1_649_367_553), "{\"a\":1}", &secrets).await.unwrap()
    }

    #[test]
    fn each_secret_signs() {
        let body = "{\"email\":\"test@example.com\",\"username\":\"test_user\"}";
        let secrets = [SECRET.to_owned(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()];
        let Headers([_, _, (_, signatures)]) =
            Headers::sign("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1_649_367_553, body, &secrets).unwrap();
        let [first, second] = signatures.split(' ').collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(first, "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
        assert!(second.starts_with("v1,") && second != first);
        assert!(Headers::sign("a", 1, body, &["whsec_!".to_owned()]) == Err(SignError));
    }

    #[tokio::test]
    async fn an_event_is_posted_with_its_headers() {
        let (destination, received) = endpoint("HTTP/1.1 204 No Content\r\n\r\n").await;
        assert_eq!(send(&destination).await, Ok(204));
        let received = received.await.unwrap().to_lowercase();
        assert!(received.starts_with("post /hook?a=b http/1.1\r\n"), "{received}");
        for header in [
            "webhook-id: msg_1",
            "webhook-timestamp: 1649367553",
            "webhook-signature: v1,",
            "content-length: 7",
        ] {
            assert!(received.contains(header), "{header} in {received}");
        }
    }

    #[tokio::test]
    async fn a_redirect_is_not_followed() {
        let (destination, received) =
            endpoint("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
                .await;
        assert_eq!(send(&destination).await, Ok(302));
        received.await.unwrap();
    }

    #[tokio::test]
    async fn a_closed_port_gives_no_answer() {
        let destination = Destination::parse("http://127.0.0.1:1/", Reach::PublicAndLocal).unwrap();
        assert_eq!(send(&destination).await, Err(SendError::NoConnection));
    }
}
