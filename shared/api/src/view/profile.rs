use serde::Serialize;
use staffroom_app::Caller;
use staffroom_app::lists::OptedOut;
use staffroom_domain::{DisplayName, EmailAddress, Locale, Member, Store, StoreId, UserId};

use crate::problem::Code;
use crate::request::Call;

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
    /// The reason: the store does not allow the domain of the new address, or another person on its team has it.
    #[cfg_attr(feature = "describe", schemars(with = "String", extend("enum" = [Code::DomainNotAllowed.as_str(), Code::AlreadyMember.as_str()])))]
    pub code: Code,
}

/// What the product knows of the caller.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Me"))]
pub struct MeView<'a> {
    /// The caller.
    user_id: &'a UserId,
    /// Null if the caller has no membership and the token no verified address.
    email: Option<EmailAddress>,
    /// The caller's name.
    name: Option<&'a DisplayName>,
    /// The caller's language.
    locale: Option<Locale>,
    /// Whether they asked to be invited by nobody; false without a verified address in the token.
    opted_out: bool,
}

impl<'a> MeView<'a> {
    /// The profile as a membership has it; without one, as the token has it; the name at last as the owner of a store.
    #[must_use]
    pub fn of(
        call: &Call,
        caller: &'a Caller,
        stores: &'a [(Store, Option<Member>)],
        invitations: OptedOut,
    ) -> Self {
        let member = stores.iter().find_map(|(_, member)| member.as_ref());
        let owned = stores.iter().find(|(_, member)| member.is_none()).map(|(store, _)| &store.owner.name);
        let name = member.map_or(caller.name.as_ref(), |member| member.name.as_ref()).or(owned);
        let verified = || call.account().ok().map(|account| account.email);
        Self {
            user_id: &caller.user,
            email: member.map(|member| member.email.clone()).or_else(verified),
            name,
            locale: member.map(|member| member.locale).or_else(|| call.locale()),
            opted_out: invitations == OptedOut::Yes,
        }
    }
}
