//! A mail.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A mail that was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The id that SES assigned.
    pub id: String,
    /// All recipients.
    pub to: Vec<String>,
    /// The sender.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// The other headers.
    pub headers: Map<String, Value>,
    /// The message tags, which SES includes in the events about the mail.
    #[serde(default)]
    pub tags: Map<String, Value>,
    /// The configuration set, which determines the events that SES publishes.
    #[serde(default)]
    pub configuration_set: Option<String>,
    /// The time of sending, by the stack's clock.
    pub sent_at: String,
}
