use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bounds;

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A supported language: one folder of `shared/locales`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Locale(usize);

impl Locale {
    /// The language of a tag such as `fr`, `fr-CA` or `fr_CA`; `None` if it is not supported.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        let is_tag = tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !is_tag || tag.len() > bounds::LANGUAGE_TAG_CHARACTERS {
            return None;
        }
        let language = tag.split(['-', '_']).next()?;
        LOCALES.iter().position(|known| known.eq_ignore_ascii_case(language)).map(Self)
    }

    /// Every language there is, in alphabetical order of their codes.
    #[must_use]
    pub fn all() -> Vec<Self> {
        (0..LOCALES.len()).map(Self).collect()
    }

    /// The ISO 639-1 code, which is the folder's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        LOCALES.get(self.0).copied().unwrap_or("en")
    }

    /// The position of this language's texts in a catalog's tables.
    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// English, whose folder is there in every build.
impl Default for Locale {
    fn default() -> Self {
        Self(LOCALES.iter().position(|l| *l == "en").unwrap_or_default())
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?)
            .ok_or_else(|| serde::de::Error::custom(format_args!("must be one of {}", LOCALES.join(", "))))
    }
}

#[cfg(test)]
mod tests;
