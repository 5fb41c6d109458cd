use serde::Serialize;
use staffroom_domain::{DisplayName, EmailAddress, Locale, StoreId, UserId};

use crate::problem::Code;

/// The caller's profile.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Profile"))]
pub struct ProfileView<'a> {
    /// The caller.
    pub user_id: &'a UserId,
    /// The caller's name.
    pub name: Option<&'a DisplayName>,
    /// The caller's language.
    pub locale: Option<Locale>,
    /// Null if the caller has no membership and the token no verified address.
    pub email: Option<EmailAddress>,
    /// The memberships that keep their address although `email` was sent.
    pub unchanged: Vec<KeptAddressView<'a>>,
}

/// A membership that keeps its address.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "KeptAddress"))]
pub struct KeptAddressView<'a> {
    /// The store.
    pub store_id: &'a StoreId,
    /// The address that the membership keeps.
    pub email: &'a EmailAddress,
    /// The reason: the store does not allow the domain of the new address.
    #[cfg_attr(feature = "describe", schemars(with = "String", extend("enum" = [Code::DomainNotAllowed.as_str()])))]
    pub code: Code,
}
