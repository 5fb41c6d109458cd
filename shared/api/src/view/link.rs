use serde::Serialize;
use staffroom_domain::Timestamp;

/// The link of an invitation. Each call makes a new one, and the former one is dead.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Link"))]
pub struct LinkView<'a> {
    /// The address of the page on which the invitation is accepted or declined. Whoever has it can decline.
    #[cfg_attr(feature = "describe", schemars(url))]
    pub url: &'a str,
    /// When the link expires.
    pub expires_at: Timestamp,
}
