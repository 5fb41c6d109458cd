use std::borrow::Cow;

use serde::Serialize;
use staffroom_domain::{
    DisplayName, EmailAddress, Locale, MailProblem, Member, MemberStatus, Metadata, Store, TimeZone,
    Timestamp, UserId,
};

use super::{GrantView, HeldGrantView, StoreSummary};

/// A member, or the owner among them.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Member"))]
pub struct MemberView<'a> {
    user_id: &'a UserId,
    email: &'a EmailAddress,
    name: Option<&'a DisplayName>,
    /// Whether the person is the owner.
    owner: bool,
    #[serde(flatten)]
    grant: HeldGrantView,
    locale: Locale,
    joined_at: Timestamp,
    /// Updated at most once a day; null for the owner.
    last_active_at: Option<Timestamp>,
    /// When the access ends; null if it does not end.
    access_ends_at: Option<Timestamp>,
    /// Whether the person has access.
    status: MemberStatus,
    /// Since when a manager has suspended the access, whether or not it has ended since; null if it is not suspended.
    suspended_at: Option<Timestamp>,
    /// Null if none is known, and for the owner. Managers, the platform and the member themself see it.
    mail_problem: Option<MailProblem>,
    /// What the platform or a manager noted; empty for the owner.
    metadata: Cow<'a, Metadata>,
    /// The version in its `ETag`, for changes made from a list; null for the owner.
    #[cfg_attr(feature = "describe", schemars(with = "Option<staffroom_domain::describe::Version>"))]
    version: Option<u64>,
}

impl<'a> MemberView<'a> {
    /// A member of a store.
    #[must_use]
    pub fn of(store: &Store, member: &'a Member, now: Timestamp) -> Self {
        Self {
            user_id: &member.user,
            email: &member.email,
            name: member.name.as_ref(),
            owner: false,
            grant: HeldGrantView::of(store, member, now),
            locale: member.locale,
            joined_at: member.joined_at,
            last_active_at: member.last_active_at,
            access_ends_at: member.access_ends_at,
            status: member.status(now),
            suspended_at: member.suspended_at,
            mail_problem: member.mail_problem,
            metadata: Cow::Borrowed(&member.metadata),
            version: Some(member.version),
        }
    }

    /// As members see each other who do not manage the team: how a colleague gets mail is not their business.
    #[must_use]
    pub fn to_colleague(self) -> Self {
        Self { mail_problem: None, ..self }
    }

    /// The owner, who heads the list.
    #[must_use]
    pub fn owner(store: &'a Store) -> Self {
        Self {
            user_id: &store.owner.user_id,
            email: &store.owner.email,
            name: Some(&store.owner.name),
            owner: true,
            grant: HeldGrantView::owner(store),
            locale: store.locale,
            joined_at: store.created_at,
            last_active_at: None,
            access_ends_at: None,
            status: MemberStatus::Active,
            suspended_at: None,
            mail_problem: None,
            metadata: Cow::Owned(Metadata::default()),
            version: None,
        }
    }
}

impl HeldGrantView {
    fn of(store: &Store, member: &Member, now: Timestamp) -> Self {
        Self { grant: GrantView::of(store, &member.grant), effective_permissions: member.held(store, now) }
    }
}

/// A store in the shop picker.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "MyStore"))]
pub struct MyStoreView<'a> {
    #[serde(flatten)]
    store: StoreSummary<'a>,
    /// The time zone in which the store counts its days, as the IANA database names it.
    time_zone: TimeZone,
    /// Whether the caller is the owner.
    owner: bool,
    #[serde(flatten)]
    grant: HeldGrantView,
    /// When the caller's access ends; null if it does not end.
    access_ends_at: Option<Timestamp>,
    /// Whether the caller has access.
    status: MemberStatus,
}

impl<'a> MyStoreView<'a> {
    /// A store in which the caller is this member or, without one, the owner.
    #[must_use]
    pub fn of(store: &'a Store, member: Option<&Member>, now: Timestamp) -> Self {
        Self {
            store: store.into(),
            time_zone: store.time_zone,
            owner: member.is_none(),
            grant: member
                .map_or_else(|| HeldGrantView::owner(store), |member| HeldGrantView::of(store, member, now)),
            access_ends_at: member.and_then(|member| member.access_ends_at),
            status: member.map_or(MemberStatus::Active, |member| member.status(now)),
        }
    }
}

/// A store and the membership of the person who joined it.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Joined"))]
pub struct JoinedView<'a> {
    /// The store.
    pub store: StoreSummary<'a>,
    /// The membership.
    pub member: MemberView<'a>,
}
