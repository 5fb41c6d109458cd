use std::fmt;

use serde::{Deserialize, Serialize};

use crate::bounds;
use crate::visible::{is_hidden, is_plain, is_visible, without_hidden};

/// Why a text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidText(&'static str);

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for InvalidText {}

macro_rules! text {
    ($($(#[$doc:meta])* $name:ident by $check:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidText;
            fn try_from(text: String) -> Result<Self, InvalidText> {
                $check(text).map(Self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )+};
}

text! {
    /// The name of a store, a person, an activity or an app: 1 to 200 characters of any script, of which one can be seen and
    /// none is hidden.
    DisplayName by name;
    /// The name of a role of a store's own: 1 to 80 characters, as of other names.
    RoleLabel by role_label;
    /// Why an invitation was declined: up to 1,000 characters, line breaks allowed.
    Reason by reason;
    /// What the inviter writes to the invitee: up to 500 characters, line breaks allowed.
    Note by note;
    /// What is noted about a webhook or a role: up to 500 characters, line breaks allowed.
    Description by description;
    /// A web address that a mail or page may link to, at most 2,000 bytes; no other scheme than http and https.
    WebAddress by web_address;
}

impl Description {
    /// The empty one.
    #[must_use]
    pub fn none() -> Self {
        Self(String::new())
    }
}

impl DisplayName {
    /// A name from a source that is not asked again, such as a token's claim: what cannot be in a name is left out; `None`
    /// when no name remains.
    #[must_use]
    pub fn from_claim(text: &str) -> Option<Self> {
        let kept: String = without_hidden(text).chars().take(bounds::NAME_CHARACTERS).collect();
        kept.try_into().ok()
    }
}

impl Note {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// Why a text was not taken that consists of spaces, marks or characters without a glyph.
const UNSEEN: InvalidText = InvalidText("must have a character that can be seen");

#[expect(clippy::needless_pass_by_value, reason = "the checks share one signature")]
fn name(text: String) -> Result<String, InvalidText> {
    let refused = "must be 1 to 200 characters, without control, direction and invisible characters";
    visible_line(&text, bounds::NAME_CHARACTERS, refused)
}

#[expect(clippy::needless_pass_by_value, reason = "the checks share one signature")]
fn role_label(text: String) -> Result<String, InvalidText> {
    let refused = "must be 1 to 80 characters, without control, direction and invisible characters";
    visible_line(&text, bounds::ROLE_LABEL_CHARACTERS, refused)
}

/// The text without the spaces around it, if it is a line of up to `most` characters that people can see.
fn visible_line(text: &str, most: usize, refused: &'static str) -> Result<String, InvalidText> {
    let trimmed = text.trim();
    if !(1..=most).contains(&trimmed.chars().count()) || trimmed.chars().any(is_hidden) {
        return Err(InvalidText(refused));
    }
    if is_visible(trimmed) { Ok(trimmed.to_owned()) } else { Err(UNSEEN) }
}

fn reason(text: String) -> Result<String, InvalidText> {
    if text.chars().count() > bounds::REASON_CHARACTERS || !is_plain(&text) {
        return Err(InvalidText(
            "must be at most 1000 characters, without control, direction and invisible characters",
        ));
    }
    if text.is_empty() || is_visible(&text) { Ok(text) } else { Err(UNSEEN) }
}

fn note(text: String) -> Result<String, InvalidText> {
    if text.chars().count() > bounds::NOTE_CHARACTERS || !is_plain(&text) {
        return Err(InvalidText(
            "must be at most 500 characters, without control, direction and invisible characters",
        ));
    }
    if text.trim().is_empty() || is_visible(&text) { Ok(text) } else { Err(UNSEEN) }
}

fn description(text: String) -> Result<String, InvalidText> {
    let is_short = text.chars().count() <= bounds::DESCRIPTION_CHARACTERS;
    if is_short && is_plain(&text) {
        Ok(text)
    } else {
        Err(InvalidText(
            "must be at most 500 characters, without control, direction and invisible characters",
        ))
    }
}

fn web_address(text: String) -> Result<String, InvalidText> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?', '#']).next()).unwrap_or_default();
    let sound = text.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
    // A user name before the host is how a link is made to look like another's.
    if sound && !host.is_empty() && !host.contains('@') && text.len() <= bounds::WEB_ADDRESS_BYTES {
        Ok(text)
    } else {
        Err(InvalidText("must be a web address such as https://example.com/admin, of at most 2000 bytes"))
    }
}

#[cfg(test)]
mod tests;
