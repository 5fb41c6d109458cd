use std::fmt;

use serde::{Deserialize, Serialize};

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
    /// The name of a store or a person: 1 to 200 characters of any script, no control characters.
    DisplayName by name;
    /// The reason for declining: up to 1,000 characters, line breaks allowed.
    Reason by reason;
    /// A web address that a mail or page may link to, at most 2,000 bytes; no other scheme than http and https.
    WebAddress by web_address;
}

impl DisplayName {
    /// A name from a source that cannot correct it, such as a token's claim. Invalid characters are removed;
    /// `None` if nothing remains.
    #[must_use]
    pub fn from_claim(text: &str) -> Option<Self> {
        let kept: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
        kept.try_into().ok()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the three checks share one signature")]
fn name(text: String) -> Result<String, InvalidText> {
    let trimmed = text.trim();
    let sound = !trimmed.chars().any(char::is_control);
    if sound && (1..=200).contains(&trimmed.chars().count()) {
        Ok(trimmed.to_owned())
    } else {
        Err(InvalidText("must be 1 to 200 characters, without control characters"))
    }
}

fn reason(text: String) -> Result<String, InvalidText> {
    let sound = text.chars().all(|c| !c.is_control() || c == '\n' || c == '\r' || c == '\t');
    if sound && text.chars().count() <= 1000 {
        Ok(text)
    } else {
        Err(InvalidText("must be at most 1000 characters, without control characters"))
    }
}

fn web_address(text: String) -> Result<String, InvalidText> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|r| r.split(['/', '?', '#']).next()).unwrap_or_default();
    let sound = text.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
    // A user name before the host can make a link look like one to another host.
    if sound && !host.is_empty() && !host.contains('@') && text.len() <= 2000 {
        Ok(text)
    } else {
        Err(InvalidText("must be a web address such as https://example.com/admin"))
    }
}

#[cfg(test)]
mod tests;
