use serde::Serialize;
use staffroom_domain::{DisplayName, EmailAddress, Owner};

/// Whether a user has permissions in a store.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Access"))]
pub struct AccessView<'a> {
    /// Whether the user holds all of the requested permissions or, if none is requested, has access to the store.
    pub allowed: bool,
    /// The requested permissions that the user does not hold.
    #[cfg_attr(feature = "describe", schemars(length(max = staffroom_domain::bounds::CHECKED_PERMISSIONS)))]
    pub missing: &'a [String],
    /// A text for the user, in the language of the membership, or else of the token or the store. Null if `allowed`.
    pub message: Option<String>,
    /// Whom the user can ask.
    pub contact: ContactView<'a>,
}

/// The owner of the store.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Contact"))]
pub struct ContactView<'a> {
    name: &'a DisplayName,
    email: &'a EmailAddress,
}

impl<'a> From<&'a Owner> for ContactView<'a> {
    fn from(owner: &'a Owner) -> Self {
        Self { name: &owner.name, email: &owner.email }
    }
}
