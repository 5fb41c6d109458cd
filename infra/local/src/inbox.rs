//! SES v2's part: takes mails as the SDK sends them, and shows them.

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use aws_smithy_types::body::SdkBody;
use axum::http::{HeaderMap, StatusCode};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::http_client::HttpClient;

/// A mail as it was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// SES's message id.
    pub id: String,
    /// Every address it goes to.
    pub to: Vec<String>,
    /// Who sends it.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its text part.
    pub text: Option<String>,
    /// Its HTML part.
    pub html: Option<String>,
    /// Further headers.
    pub headers: Map<String, Value>,
    /// Message tags, which SES reports back with every event.
    #[serde(default)]
    pub tags: Map<String, Value>,
    /// The configuration set, which decides what SES reports.
    #[serde(default)]
    pub configuration_set: Option<String>,
    /// When, by the stack's clock.
    pub sent_at: String,
}

impl Message {
    /// A mail that another program sent through the same SES: nothing but its id is known here.
    #[must_use]
    pub fn of_somebody_else(id: String) -> Self {
        Self {
            id,
            to: Vec::new(),
            from: String::new(),
            subject: String::new(),
            text: None,
            html: None,
            headers: Map::new(),
            tags: Map::new(),
            configuration_set: None,
            sent_at: String::new(),
        }
    }
}

/// Every mail sent.
#[derive(Default)]
pub struct Inbox {
    /// Newest first.
    messages: Mutex<VecDeque<Message>>,
    /// One message per line, oldest first.
    kept_in: Option<PathBuf>,
    forward: Option<Forward>,
}

/// An SES endpoint that gets every mail, too.
pub struct Forward {
    /// Where.
    pub endpoint: String,
    /// With what.
    pub client: HttpClient,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendEmail {
    #[serde(default)]
    from_email_address: String,
    #[serde(default)]
    destination: Destination,
    content: Content,
    #[serde(default)]
    reply_to_addresses: Vec<String>,
    #[serde(default)]
    email_tags: Vec<NameValue>,
    configuration_set_name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Destination {
    #[serde(rename = "ToAddresses")]
    to: Vec<String>,
    #[serde(rename = "CcAddresses")]
    cc: Vec<String>,
    #[serde(rename = "BccAddresses")]
    bcc: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Content {
    simple: Option<Simple>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Simple {
    subject: Data,
    body: Body,
    #[serde(default)]
    headers: Vec<NameValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Body {
    text: Option<Data>,
    html: Option<Data>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Data {
    data: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct NameValue {
    name: String,
    value: String,
}

/// Where SES names an error.
pub const ERROR_TYPE: &str = "x-amzn-errortype";

/// SES's refusal: its error's name, and why.
#[derive(Debug, PartialEq, Eq)]
pub struct Rejected(pub StatusCode, pub String, pub String);

impl Inbox {
    /// An inbox that remembers its mails in `kept_in` and hands them on to `forward`.
    pub fn open(kept_in: Option<PathBuf>, forward: Option<Forward>) -> anyhow::Result<Self> {
        let mut messages = VecDeque::new();
        if let Some(file) = &kept_in {
            let lines = crate::data::kept(file, || Ok(Vec::new()))?;
            for line in String::from_utf8_lossy(&lines).lines() {
                let message = serde_json::from_str(line);
                messages.push_front(message.with_context(|| format!("{} holds no mails", file.display()))?);
            }
        }
        Ok(Self { messages: Mutex::new(messages), kept_in, forward })
    }

    /// Takes a `SendEmail` request and answers the message's id.
    pub async fn send(
        &self,
        body: &[u8],
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Result<String, Rejected> {
        let request: SendEmail =
            serde_json::from_slice(body).map_err(|error| bad_request(&error.to_string()))?;
        let own_id = format!("{:016x}-{}-000000", now.timestamp_millis(), Uuid::new_v4());
        let mut message = message(request, own_id, now)?;
        if let Some(forward) = &self.forward {
            message.id = forward.send(body, headers).await?;
        }
        let id = message.id.clone();
        self.keep(&message);
        self.messages().push_front(message);
        Ok(id)
    }

    /// Every mail, or every one to an address as it was written to, newest first.
    #[must_use]
    pub fn addressed(&self, to: Option<&str>) -> Vec<Message> {
        let is_for = |message: &&Message| to.is_none_or(|to| message.to.iter().any(|address| address == to));
        self.messages().iter().filter(is_for).cloned().collect()
    }

    /// One mail.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Message> {
        self.messages().iter().find(|message| message.id == id).cloned()
    }

    /// Throws every mail away.
    pub fn empty(&self) {
        self.messages().clear();
        if let Some(file) = &self.kept_in
            && let Err(error) = std::fs::write(file, b"")
        {
            tracing::warn!(%error, "the kept mails could not be thrown away");
        }
    }

    fn messages(&self) -> MutexGuard<'_, VecDeque<Message>> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, message: &Message) {
        let Some(file) = &self.kept_in else { return };
        let appended = serde_json::to_string(message).map_err(std::io::Error::from).and_then(|line| {
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(file)?;
            writeln!(file, "{line}")
        });
        if let Err(error) = appended {
            tracing::warn!(%error, "a mail could not be kept");
        }
    }
}

impl Forward {
    async fn send(&self, body: &[u8], headers: &HeaderMap) -> Result<String, Rejected> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Sent {
            message_id: String,
        }
        let unavailable = |detail: String| {
            tracing::warn!(detail, "the SES endpoint did not take a mail");
            Rejected(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailableException".to_owned(), detail)
        };
        let passed = ["content-type", "authorization", "x-amz-date", "x-amz-security-token"];
        let headers: Vec<(&str, String)> = passed
            .into_iter()
            .filter_map(|name| Some((name, headers.get(name)?.to_str().ok()?.to_owned())))
            .collect();
        let url = format!("{}/v2/email/outbound-emails", self.endpoint);
        let answer = self.client.send("POST", &url, &headers, SdkBody::from(body)).await;
        let (head, answer) = answer.map_err(|error| unavailable(format!("{error:#}")))?.into_parts();
        if !head.status.is_success() {
            let error = head.headers.get(ERROR_TYPE).and_then(|name| name.to_str().ok()).unwrap_or_default();
            return Err(Rejected(
                head.status,
                error.to_owned(),
                String::from_utf8_lossy(&answer).into_owned(),
            ));
        }
        let Sent { message_id } = serde_json::from_slice(&answer)
            .map_err(|error| unavailable(format!("no message id: {error}")))?;
        Ok(message_id)
    }
}

fn bad_request(why: &str) -> Rejected {
    Rejected(StatusCode::BAD_REQUEST, "BadRequestException".to_owned(), why.to_owned())
}

fn message(request: SendEmail, id: String, now: DateTime<Utc>) -> Result<Message, Rejected> {
    let simple =
        request.content.simple.ok_or_else(|| bad_request("the local stack takes simple content only"))?;
    let Destination { to, cc, bcc } = request.destination;
    let to: Vec<String> = [to, cc, bcc].concat();
    if to.is_empty() {
        return Err(bad_request("no destination"));
    }
    let mut headers: Map<String, Value> =
        simple.headers.into_iter().map(|header| (header.name, header.value.into())).collect();
    if !request.reply_to_addresses.is_empty() {
        headers.insert("Reply-To".to_owned(), request.reply_to_addresses.join(", ").into());
    }
    // SES refuses them, so that no header can begin inside of another.
    let fields = [&simple.subject.data, &request.from_email_address];
    let values = headers.values().filter_map(Value::as_str);
    if fields.into_iter().chain(&to).map(String::as_str).chain(values).any(|text| text.contains(['\r', '\n']))
    {
        return Err(bad_request("a header holds a line break"));
    }
    Ok(Message {
        id,
        to,
        from: request.from_email_address,
        subject: simple.subject.data,
        text: simple.body.text.map(|text| text.data),
        html: simple.body.html.map(|html| html.data),
        headers,
        tags: request.email_tags.into_iter().map(|tag| (tag.name, tag.value.into())).collect(),
        configuration_set: request.configuration_set_name,
        sent_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(subject: &str, to: &[&str]) -> Vec<u8> {
        json!({
            "FromEmailAddress": "Shop <shop@example.com>",
            "Destination": {"ToAddresses": to},
            "Content": {"Simple": {
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": "hi"}, "Html": {"Data": "<p>hi"}},
                "Headers": [{"Name": "X-One", "Value": "1"}],
            }},
            "ReplyToAddresses": ["owner@example.com"],
            "EmailTags": [{"Name": "store", "Value": "s"}],
            "ConfigurationSetName": "set",
        })
        .to_string()
        .into_bytes()
    }

    #[tokio::test]
    async fn mails_are_kept_as_sent_newest_first() {
        let folder = std::env::temp_dir().join(format!("inbox-{}", Uuid::new_v4()));
        std::fs::create_dir(&folder).expect("a folder");
        let file = folder.join("inbox");
        let inbox = Inbox::open(Some(file.clone()), None).expect("an inbox");
        let now = Utc::now();
        inbox.send(&request("first", &["a@example.com"]), &HeaderMap::new(), now).await.expect("sent");
        let id =
            inbox.send(&request("second", &["b@example.com"]), &HeaderMap::new(), now).await.expect("sent");
        let subjects =
            |inbox: &Inbox| inbox.addressed(None).into_iter().map(|m| m.subject).collect::<Vec<_>>();
        assert_eq!(subjects(&inbox), ["second", "first"]);
        let message = inbox.find(&id).expect("found");
        assert_eq!(
            message.headers,
            *json!({"X-One": "1", "Reply-To": "owner@example.com"}).as_object().expect("map")
        );
        assert_eq!(message.tags["store"], "s");
        assert_eq!(subjects(&Inbox::open(Some(file.clone()), None).expect("again")), ["second", "first"]);
        inbox.empty();
        assert!(
            inbox.addressed(None).is_empty()
                && Inbox::open(Some(file), None).expect("again").addressed(None).is_empty()
        );
        std::fs::remove_dir_all(folder).expect("removed");
    }

    #[tokio::test]
    async fn what_ses_refuses_is_refused() {
        let inbox = Inbox::default();
        for body in
            [request("a\r\nBcc: x@example.com", &["a@example.com"]), request("a", &[]), b"{}".to_vec()]
        {
            let rejected = inbox.send(&body, &HeaderMap::new(), Utc::now()).await.expect_err("refused");
            assert_eq!((rejected.0, rejected.1.as_str()), (StatusCode::BAD_REQUEST, "BadRequestException"));
        }
        assert!(inbox.addressed(None).is_empty());
    }
}
