use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use aws_smithy_runtime_api::client::connection::CaptureSmithyConnection;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::byte_stream::ByteStream;
use tokio::task::JoinHandle;

/// How long the first call waits for a connection that is being opened, before it opens its own.
const PATIENCE: Duration = Duration::from_secs(1);

/// A connector whose first connection may be opened before it is needed.
#[derive(Clone)]
pub(crate) struct Opening {
    connector: SharedHttpConnector,
    /// The answer that the first connection still waits for, until a call has waited for it too.
    answer: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Opening {
    /// Opens nothing yet.
    pub(crate) fn over(connector: SharedHttpConnector) -> Self {
        Self { connector, answer: Arc::default() }
    }

    /// Opens a connection, up to the point where the other side has to answer.
    ///
    /// Not waiting for the answer makes a start shorter by a round trip, in which Lambda hands over what there is to do.
    pub(crate) async fn begin(&self, url: &str) {
        let mut request = HttpRequest::empty();
        if request.set_uri(url).is_err() {
            return;
        }
        let connection = CaptureSmithyConnection::new();
        request.add_extension(connection.clone());
        let asked = self.connector.call(request);
        let mut answered = Box::pin(async move {
            // An answer that is not read to its end would keep the connection from being used again.
            if let Ok(answer) = asked.await {
                let _ = ByteStream::new(answer.into_body()).collect().await;
            }
        });
        let over = poll_fn(|context| match answered.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(true),
            Poll::Pending if connection.get().is_some() => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        });
        if !over.await
            && let Ok(mut answer) = self.answer.lock()
        {
            *answer = Some(tokio::spawn(answered));
        }
    }
}

impl HttpConnector for Opening {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Some(answer) = self.answer.lock().ok().and_then(|mut answer| answer.take()) else {
            return self.connector.call(request);
        };
        let connector = self.connector.clone();
        HttpConnectorFuture::new(async move {
            // Whether it came in time or not: a connection that is not to be had is opened by the call.
            let _ = tokio::time::timeout(PATIENCE, answer).await;
            connector.call(request).await
        })
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opening").finish_non_exhaustive()
    }
}
