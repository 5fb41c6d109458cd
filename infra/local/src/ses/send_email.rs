//! SES's operation `SendEmail`: its request and its errors.

use axum::http::StatusCode;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::encoded_word::decoded;
use super::message::Message;

/// The response header in which SES names an error.
pub const ERROR_TYPE: &str = "x-amzn-errortype";

/// An error response of SES.
#[derive(Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The HTTP status.
    pub status: StatusCode,
    /// The error's name.
    pub error: String,
    /// The error's message.
    pub message: String,
}

impl Rejection {
    pub(super) fn bad_request(message: &str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: "BadRequestException".to_owned(),
            message: message.to_owned(),
        }
    }
}

/// The request body.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SendEmail {
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

impl SendEmail {
    /// The mail that the request asks SES to send.
    pub fn into_message(self, id: String, now: DateTime<Utc>) -> Result<Message, Rejection> {
        let simple = self
            .content
            .simple
            .ok_or_else(|| Rejection::bad_request("the local stack supports simple content only"))?;
        let Destination { to, cc, bcc } = self.destination;
        let to: Vec<String> = [to, cc, bcc].concat();
        if to.is_empty() {
            return Err(Rejection::bad_request("the destination is missing"));
        }
        let mut headers: Map<String, Value> =
            simple.headers.into_iter().map(|header| (header.name, header.value.into())).collect();
        if !self.reply_to_addresses.is_empty() {
            headers.insert("Reply-To".to_owned(), self.reply_to_addresses.join(", ").into());
        }
        if !self.from_email_address.is_ascii() {
            return Err(Rejection::bad_request("the sender's name must be encoded: it is not ASCII"));
        }
        let values = headers.values().filter_map(Value::as_str);
        let fields = [simple.subject.data.as_str(), self.from_email_address.as_str()];
        // SES refuses line breaks, which would allow header injection.
        if fields.into_iter().chain(to.iter().map(String::as_str)).chain(values).any(has_line_break) {
            return Err(Rejection::bad_request("a header contains a line break"));
        }
        Ok(Message {
            id,
            to,
            from: decoded(&self.from_email_address),
            subject: simple.subject.data,
            text: simple.body.text.map(|text| text.data),
            html: simple.body.html.map(|html| html.data),
            headers,
            tags: self.email_tags.into_iter().map(|tag| (tag.name, tag.value.into())).collect(),
            configuration_set: self.configuration_set_name,
            sent_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
        })
    }
}

fn has_line_break(text: &str) -> bool {
    text.contains(['\r', '\n'])
}
