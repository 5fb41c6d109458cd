use crate::{Catalog, DisplayName, Member, PermissionSet, Refusal, Store, Timestamp, UserId};

/// What the caller is to the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// The platform's own back end.
    Platform,
    /// The person it belongs to.
    Owner,
    /// Somebody with a grant.
    Member(&'a Member),
}

/// Whoever asks for something in a store, with what they hold there.
#[derive(Debug, Clone)]
pub struct Actor<'a> {
    /// Who it is; the platform is nobody.
    pub user: Option<&'a UserId>,
    /// What they are called.
    pub name: Option<&'a DisplayName>,
    /// What they are to the store.
    pub standing: Standing<'a>,
    held: PermissionSet,
}

impl<'a> Actor<'a> {
    /// The platform's own back end.
    #[must_use]
    pub fn platform() -> Self {
        Self { user: None, name: None, standing: Standing::Platform, held: PermissionSet::new() }
    }

    /// A person, by what they are to the store.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for whoever has no part in it: they are not even told that it exists.
    pub fn person(
        store: &'a Store,
        user: &'a UserId,
        member: Option<&'a Member>,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        if store.owner.user_id == *user {
            return Ok(Self {
                user: Some(user),
                name: Some(&store.owner.name),
                standing: Standing::Owner,
                held: store.catalog.everything(),
            });
        }
        let member = member.filter(|m| !m.has_ended(now)).ok_or(Refusal::NotFound)?;
        Ok(Self {
            user: Some(user),
            name: member.name.as_ref(),
            standing: Standing::Member(member),
            held: member.held(store.catalog, now),
        })
    }

    /// What the actor may do in the store.
    #[must_use]
    pub fn held(&self) -> &PermissionSet {
        &self.held
    }

    /// Refuses whoever may not change who works here.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn must_manage_team(&self) -> Result<(), Refusal> {
        if Catalog::manages_team(&self.held) {
            Ok(())
        } else {
            Err(Refusal::Forbidden("only the store's owner and those who hold `team` manage who works here"))
        }
    }

    /// Refuses whoever is neither the owner nor the platform.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`].
    pub fn must_own(&self) -> Result<(), Refusal> {
        match self.standing {
            Standing::Platform | Standing::Owner => Ok(()),
            Standing::Member(_) => Err(Refusal::Forbidden("only the store's owner may change the store")),
        }
    }

    /// Refuses to let somebody give, or change the holder of, what they do not hold themselves.
    ///
    /// # Errors
    /// [`Refusal::GrantExceedsOwn`].
    pub fn must_hold(&self, permissions: &PermissionSet) -> Result<(), Refusal> {
        if permissions.is_subset(&self.held) { Ok(()) } else { Err(Refusal::GrantExceedsOwn) }
    }
}
