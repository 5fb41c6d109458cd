use std::collections::BTreeSet;

use chrono::Duration;

use crate::{
    Actor, Catalog, DisplayName, EmailAddress, Grant, InvitationId, Locale, PermissionSet, PermissionSlug,
    Refusal, RoleSlug, Store, StoreId, Timestamp, UserId,
};

/// Somebody who is signed in with a verified address.
#[derive(Debug, Clone)]
pub struct Account {
    /// Who it is at the identity provider.
    pub user: UserId,
    /// The address that the identity provider vouches for.
    pub email: EmailAddress,
    /// What they are called, if the identity provider knows.
    pub name: Option<DisplayName>,
    /// Their language, if the identity provider knows and Staffroom speaks it.
    pub locale: Option<Locale>,
}

/// A user who holds a grant in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who it is at the identity provider.
    pub user: UserId,
    /// Where mail to them goes.
    pub email: EmailAddress,
    /// What they are called.
    pub name: Option<DisplayName>,
    /// The language they are written and spoken to in.
    pub locale: Locale,
    /// What they were given.
    pub grant: Grant,
    /// When they accepted.
    pub joined_at: Timestamp,
    /// When they last asked for access, to the day.
    pub last_active_at: Option<Timestamp>,
    /// When their access ends by itself.
    pub access_ends_at: Option<Timestamp>,
    /// When they are to be told that it will; `None` when they were, or there is nothing to tell.
    pub warn_at: Option<Timestamp>,
    /// Every address known to be theirs in this store, by the invitation it would have.
    pub addresses: BTreeSet<InvitationId>,
    /// Counts the changes, activity apart.
    pub version: u64,
}

/// What a user is to a store besides its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Membership {
    /// Never a member, or so long ago that nothing is left of it.
    Never,
    /// A member.
    Active(Box<Member>),
    /// Was a member. Invitations made before `at` admit them no more.
    Left {
        /// When they left or were removed.
        at: Timestamp,
        /// Goes on counting where the membership stopped.
        version: u64,
    },
}

impl Membership {
    /// The member, if there is one.
    #[must_use]
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Active(member) => Some(member),
            Self::Never | Self::Left { .. } => None,
        }
    }

    /// How often it changed so far.
    #[must_use]
    pub fn version(&self) -> u64 {
        match self {
            Self::Active(member) => member.version,
            Self::Left { version, .. } => *version,
            Self::Never => 0,
        }
    }
}

/// What may be changed of a member; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// Other roles.
    pub roles: Option<Vec<RoleSlug>>,
    /// Other permissions.
    pub permissions: Option<Vec<PermissionSlug>>,
    /// Another end of access, or none.
    pub access_ends_at: Option<Option<Timestamp>>,
}

impl Member {
    /// Whether access has ended by itself.
    #[must_use]
    pub fn has_ended(&self, now: Timestamp) -> bool {
        self.access_ends_at.is_some_and(|end| end <= now)
    }

    /// What the member may do now.
    #[must_use]
    pub fn held(&self, catalog: &Catalog, now: Timestamp) -> PermissionSet {
        if self.has_ended(now) { PermissionSet::new() } else { catalog.effective(&self.grant) }
    }

    /// The member after `change` by `actor`.
    ///
    /// # Errors
    /// When the actor manages no team, holds less than the member has or would get, or the catalog forbids it.
    pub fn change(
        &self,
        store: &Store,
        actor: &Actor<'_>,
        change: MemberChange,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        actor.must_manage_team()?;
        actor.must_hold(&store.catalog.effective(&self.grant))?;
        let mut changed = self.clone();
        if change.roles.is_some() || change.permissions.is_some() {
            changed.grant = regrant(store.catalog, &self.grant, change.roles, change.permissions)?;
            actor.must_hold(&store.catalog.effective(&changed.grant))?;
        }
        if let Some(end) = change.access_ends_at {
            changed.access_ends_at = in_future(end, now)?;
            changed.warn_at = warning(changed.access_ends_at, now);
        }
        changed.version += 1;
        Ok(changed)
    }

    /// The member with what `profile` says of them, and the address before where it is another now; `None`
    /// when nothing changes.
    #[must_use]
    pub fn with_profile(&self, store: &StoreId, profile: &Profile) -> Option<(Self, Option<EmailAddress>)> {
        let mut changed = self.clone();
        if let Some(name) = &profile.name {
            changed.name = Some(name.clone());
        }
        changed.locale = profile.locale.unwrap_or(self.locale);
        let mut before = None;
        if let Some(email) = &profile.email {
            if *email != self.email {
                before = Some(self.email.clone());
            }
            changed.email = email.clone();
            changed.addresses.insert(InvitationId::of(store, email));
        }
        let same = changed == *self && changed.email.as_typed() == self.email.as_typed();
        changed.version += 1;
        (!same).then_some((changed, before))
    }

    /// The member after they were told that access ends; `None` when there is nothing to tell at `now`.
    #[must_use]
    pub fn warned(&self, now: Timestamp) -> Option<(Self, Timestamp)> {
        let ends = self.access_ends_at.filter(|end| *end > now)?;
        self.warn_at.filter(|warn| *warn <= now)?;
        Some((Self { warn_at: None, version: self.version + 1, ..self.clone() }, ends))
    }

    /// Whether activity at `now` is news: it is recorded once a day.
    #[must_use]
    pub fn is_active_again(&self, now: Timestamp) -> bool {
        self.last_active_at.is_none_or(|last| last + Duration::days(1) <= now)
    }
}

/// What people say of themselves; `None` leaves a field as it is.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Another name.
    pub name: Option<DisplayName>,
    /// Another language.
    pub locale: Option<Locale>,
    /// Another address, which the identity provider vouches for.
    pub email: Option<EmailAddress>,
}

/// How long before access ends a member is told.
const WARNING: Duration = Duration::days(7);

/// When to tell a member that access ends: a week before, and not at all when there is no week left.
pub(crate) fn warning(access_ends_at: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    access_ends_at.map(|end| end - WARNING).filter(|warn| *warn > now)
}

/// A grant in which roles, permissions or both were replaced.
pub(crate) fn regrant(
    catalog: &Catalog,
    before: &Grant,
    roles: Option<Vec<RoleSlug>>,
    permissions: Option<Vec<PermissionSlug>>,
) -> Result<Grant, Refusal> {
    // What has left the catalog is dropped here, or nobody could change the rest any more.
    let roles = roles.unwrap_or_else(|| {
        before.roles.iter().filter(|r| catalog.role(r.as_str()).is_some()).cloned().collect()
    });
    let permissions = permissions.unwrap_or_else(|| {
        before.permissions.iter().filter(|p| catalog.permission(p.as_str()).is_some()).cloned().collect()
    });
    catalog.grant(&roles, &permissions).map_err(Refusal::InvalidField)
}

/// An end of access that has not passed.
pub(crate) fn in_future(end: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    match end {
        Some(end) if end <= now => Err(Refusal::invalid("/access_ends_at", "must be in the future")),
        end => Ok(end),
    }
}
