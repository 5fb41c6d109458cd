use serde::Deserialize;
use staffroom_domain::{DisplayName, EmailAddress, Locale};

use crate::body::Optional;

/// A change of the caller's profile. Omitted fields keep their values.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ProfileChange"))]
#[serde(deny_unknown_fields)]
pub struct ProfileBody {
    /// The caller's name.
    #[serde(default)]
    pub name: Optional<DisplayName>,
    /// The caller's language.
    #[serde(default)]
    pub locale: Optional<Locale>,
    /// The verified address of the token.
    #[serde(default)]
    pub email: Optional<EmailAddress>,
}
