use serde::Deserialize;
use staffroom_domain::{Locale, Reason};

/// The token of a link.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "TokenRequest"))]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// The token.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::LinkToken"))]
    pub token: String,
}

/// The token of a link whose invitation is looked up.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "LookupRequest"))]
#[serde(deny_unknown_fields)]
pub struct LookupBody {
    /// The token.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::LinkToken"))]
    pub token: String,
    /// The language of the labels. Default: the language of the invitation.
    pub locale: Option<Locale>,
}

/// The token of a link whose invitation is declined.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "DeclineRequest"))]
#[serde(deny_unknown_fields)]
pub struct DeclineBody {
    /// The token.
    #[cfg_attr(feature = "describe", schemars(with = "staffroom_domain::LinkToken"))]
    pub token: String,
    /// Why, for the inviter.
    pub reason: Option<Reason>,
}

/// How a signed-in person declines an invitation to their own address.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "MyDeclineRequest"))]
#[serde(deny_unknown_fields)]
pub struct OwnDeclineBody {
    /// Why, for the inviter.
    pub reason: Option<Reason>,
}
