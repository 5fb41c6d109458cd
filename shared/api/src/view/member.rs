use serde::Serialize;
use staffroom_domain::{DisplayName, EmailAddress, Locale, MailProblem, Member, Store, Timestamp, UserId};

use staffroom_app::Caller;

use super::{GrantView, HeldGrantView, StoreSummary};
use crate::request::Call;

/// A member, or the owner among them.
#[derive(Serialize)]
pub struct MemberView<'a> {
    user_id: &'a UserId,
    email: &'a EmailAddress,
    name: Option<&'a str>,
    owner: bool,
    #[serde(flatten)]
    grant: HeldGrantView,
    locale: Locale,
    joined_at: Timestamp,
    last_active_at: Option<Timestamp>,
    access_ends_at: Option<Timestamp>,
    mail_problem: Option<MailProblem>,
    /// The version in its `ETag`; the owner has none.
    version: Option<u64>,
}

impl<'a> MemberView<'a> {
    /// A member of a store.
    #[must_use]
    pub fn of(store: &Store, member: &'a Member, now: Timestamp) -> Self {
        Self {
            user_id: &member.user,
            email: &member.email,
            name: member.name.as_ref().map(DisplayName::as_str),
            owner: false,
            grant: HeldGrantView::of(store, member, now),
            locale: member.locale,
            joined_at: member.joined_at,
            last_active_at: member.last_active_at,
            access_ends_at: member.access_ends_at,
            mail_problem: member.mail_problem,
            version: Some(member.version),
        }
    }

    /// The owner, who heads the list.
    #[must_use]
    pub fn owner(store: &'a Store) -> Self {
        Self {
            user_id: &store.owner.user_id,
            email: &store.owner.email,
            name: Some(store.owner.name.as_str()),
            owner: true,
            grant: HeldGrantView::owner(store),
            locale: store.locale,
            joined_at: store.created_at,
            last_active_at: None,
            access_ends_at: None,
            mail_problem: None,
            version: None,
        }
    }
}

impl HeldGrantView {
    fn of(store: &Store, member: &Member, now: Timestamp) -> Self {
        Self { grant: GrantView::of(store, &member.grant), effective_permissions: member.held(store, now) }
    }
}

/// What the product knows of the caller.
#[derive(Serialize)]
pub struct ProfileView<'a> {
    user_id: &'a UserId,
    email: Option<EmailAddress>,
    name: Option<&'a str>,
    locale: Option<Locale>,
    /// Whether they asked to be invited by nobody.
    opted_out: bool,
}

impl<'a> ProfileView<'a> {
    /// The profile as a membership has it; without one, as the token has it; the name at last as the owner of a store.
    #[must_use]
    pub fn of(call: &Call, caller: &'a Caller, stores: &'a [(Store, Option<Member>)]) -> Self {
        let member = stores.iter().find_map(|(_, member)| member.as_ref());
        let owned = stores.iter().find(|(_, member)| member.is_none()).map(|(store, _)| &store.owner.name);
        let name = member.map_or(caller.name.as_ref(), |member| member.name.as_ref()).or(owned);
        let verified = || call.account().ok().map(|account| account.email);
        Self {
            user_id: &caller.user,
            email: member.map(|member| member.email.clone()).or_else(verified),
            name: name.map(DisplayName::as_str),
            locale: member.map(|member| member.locale).or_else(|| call.locale()),
            opted_out: false,
        }
    }
}

/// A store in the shop picker.
#[derive(Serialize)]
pub struct MyStoreView<'a> {
    #[serde(flatten)]
    store: StoreSummary<'a>,
    owner: bool,
    #[serde(flatten)]
    grant: HeldGrantView,
    access_ends_at: Option<Timestamp>,
}

impl<'a> MyStoreView<'a> {
    /// A store in which the caller is this member or, without one, the owner.
    #[must_use]
    pub fn of(store: &'a Store, member: Option<&Member>, now: Timestamp) -> Self {
        Self {
            store: store.into(),
            owner: member.is_none(),
            grant: member
                .map_or_else(|| HeldGrantView::owner(store), |member| HeldGrantView::of(store, member, now)),
            access_ends_at: member.and_then(|member| member.access_ends_at),
        }
    }
}
