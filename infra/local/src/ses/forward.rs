//! Forwards mails to another SES v2 endpoint: `--ses`.

use aws_smithy_types::body::SdkBody;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::send_email::{ERROR_TYPE, Rejection};
use crate::http_client::HttpClient;

/// Request headers that are forwarded.
const HEADERS: [&str; 4] = ["content-type", "authorization", "x-amz-date", "x-amz-security-token"];

/// An SES v2 endpoint that receives every mail, too.
pub struct Forward {
    /// Its URL.
    pub endpoint: String,
    /// The client to call it with.
    pub client: HttpClient,
}

impl Forward {
    /// Sends a `SendEmail` request and returns the message id of the response.
    pub(super) async fn send(&self, body: &[u8], headers: &HeaderMap) -> Result<String, Rejection> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Sent {
            message_id: String,
        }
        let unavailable = |message: String| {
            tracing::warn!(message, "the SES endpoint did not accept a mail");
            let error = "ServiceUnavailableException".to_owned();
            Rejection { status: StatusCode::SERVICE_UNAVAILABLE, error, message }
        };
        let headers: Vec<(&str, String)> = HEADERS
            .into_iter()
            .filter_map(|name| Some((name, headers.get(name)?.to_str().ok()?.to_owned())))
            .collect();
        let url = format!("{}/v2/email/outbound-emails", self.endpoint);
        let response = self.client.send("POST", &url, &headers, SdkBody::from(body)).await;
        let (head, body) = response.map_err(|error| unavailable(format!("{error:#}")))?.into_parts();
        if !head.status.is_success() {
            let error = head.headers.get(ERROR_TYPE).and_then(|name| name.to_str().ok()).unwrap_or_default();
            return Err(Rejection {
                status: head.status,
                error: error.to_owned(),
                message: String::from_utf8_lossy(&body).into_owned(),
            });
        }
        let Sent { message_id } = serde_json::from_slice(&body)
            .map_err(|error| unavailable(format!("no message id in the response: {error}")))?;
        Ok(message_id)
    }
}
