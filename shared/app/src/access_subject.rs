//! Whose access is asked about, and by whom: what follows from that for the permissions.

use staffroom_domain::{
    Membership, PermissionKind, PermissionSet, Rejection, Restriction, Store, Timestamp, UserId,
};

use crate::context::{Authority, Caller};

/// The person whose access is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AccessSubject {
    /// A person, who asks for themself or about whom the platform asks.
    Person(UserId),
    /// A person about whom a support agent asks.
    PersonBySupport(UserId),
    /// A support agent, for themself.
    SupportAgent(UserId),
}

impl AccessSubject {
    /// The subject that the caller names by its id.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`] if the caller may not ask about other people.
    pub(crate) fn named(caller: &Caller, user: UserId) -> Result<Self, Rejection> {
        match caller.authority {
            Authority::Platform => Ok(Self::Person(user)),
            Authority::Support if user == caller.user => Ok(Self::SupportAgent(user)),
            Authority::Support => Ok(Self::PersonBySupport(user)),
            Authority::Person if user == caller.user => Ok(Self::Person(user)),
            Authority::Person => Err(Rejection::Forbidden(Restriction::OthersByPlatform)),
        }
    }

    /// The person.
    pub(crate) fn user(&self) -> &UserId {
        match self {
            Self::Person(user) | Self::PersonBySupport(user) | Self::SupportAgent(user) => user,
        }
    }

    /// The permissions that the person holds in the store; `None` if they have no part in it.
    pub(crate) fn held(
        &self,
        store: &Store,
        membership: &Membership,
        now: Timestamp,
    ) -> Option<PermissionSet> {
        let is_owner = store.owner.user_id == *self.user();
        match self {
            // Support acts in the store, for itself or as one of its users, only where the owner allows it.
            Self::PersonBySupport(_) | Self::SupportAgent(_) if !store.settings.support_access => None,
            Self::SupportAgent(_) => Some(grantable(store)),
            // As the owner, too, support does what a member could do and no more.
            Self::PersonBySupport(_) if is_owner => Some(grantable(store)),
            Self::Person(_) if is_owner => Some(store.catalog.everything()),
            Self::Person(_) | Self::PersonBySupport(_) => {
                membership.present(now).map(|member| member.held(store, now))
            }
        }
    }

    /// Whether the person holds the permission in the store.
    pub(crate) fn holds(
        &self,
        permission: &str,
        store: &Store,
        membership: &Membership,
        now: Timestamp,
    ) -> bool {
        self.held(store, membership, now).is_some_and(|held| held.contains(permission))
    }
}

/// The permissions of a support agent: all but those that are reserved for the owner.
fn grantable(store: &Store) -> PermissionSet {
    let is_owner_only = |kind: &PermissionKind| matches!(kind, PermissionKind::OwnerOnly);
    store.catalog.permissions.iter().filter(|p| !is_owner_only(&p.kind)).map(|p| p.slug).collect()
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::user;
    use staffroom_domain::{Rejection, Restriction};

    use super::AccessSubject::{self, Person, PersonBySupport, SupportAgent};
    use crate::builders::{person, platform, support};

    #[test]
    fn people_are_named_by_themselves_the_platform_and_support() {
        let named = |caller, id: &str| AccessSubject::named(&caller, user(id));
        assert_eq!(named(person("kim"), "kim"), Ok(Person(user("kim"))));
        assert_eq!(named(platform(), "kim"), Ok(Person(user("kim"))));
        assert_eq!(named(support(), "kim"), Ok(PersonBySupport(user("kim"))));
        assert_eq!(named(support(), "agent"), Ok(SupportAgent(user("agent"))));
        let others = Rejection::Forbidden(Restriction::OthersByPlatform);
        assert_eq!(named(person("kim"), "sue"), Err(others));
    }
}
