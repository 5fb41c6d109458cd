//! Evaluates up to fifty questions at once: may this person do this to that store or activity?

use staffroom_domain::{ActivityId, Rejection, Store, StoreId, Timestamp, UserId};

use crate::access_subject::AccessSubject;
use crate::check_access::{Access, AccessDecision, decide};
use crate::context::{Caller, Context};
use crate::error::Error;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::read::{ReadResult, ReadSet};

/// What a person may act on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resource {
    /// A store, with the type that its catalog gives to stores: [`staffroom_domain::Catalog::resource_type`].
    Store {
        /// The type.
        kind: &'static str,
        /// The store.
        id: StoreId,
    },
    /// An activity of a store.
    Activity {
        /// The store.
        store: StoreId,
        /// The activity.
        id: ActivityId,
    },
}

impl Resource {
    /// The store, or that of the activity.
    #[must_use]
    pub fn store_id(&self) -> &StoreId {
        match self {
            Self::Store { id, .. } => id,
            Self::Activity { store, .. } => store,
        }
    }

    /// The keys that tell whether it exists.
    pub(crate) fn keys(&self) -> Vec<Key> {
        match self {
            Self::Store { id, .. } => vec![Key::Store(id.clone())],
            Self::Activity { store, id } => {
                vec![Key::Store(store.clone()), Key::Activity(store.clone(), id.clone())]
            }
        }
    }

    /// Its store, as read; `None` if the resource does not exist, or is of another type.
    pub(crate) fn store<'a>(&self, read: &'a ReadResult) -> Option<&'a Store> {
        let store = read.store(self.store_id())?;
        let exists = match self {
            Self::Store { kind, .. } => store.catalog.resource_type == *kind,
            Self::Activity { store, id } => read.activity(store, id).is_some(),
        };
        exists.then_some(store)
    }
}

/// A question: may the subject do this to the resource?
#[derive(Debug, Clone)]
pub struct Evaluation {
    subject: Option<AccessSubject>,
    permission: String,
    resource: Option<Resource>,
}

impl Evaluation {
    /// A question of the caller. A user or a resource that cannot exist is `None`.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`] if the caller may not ask about other people.
    pub fn new(
        caller: &Caller,
        user: Option<UserId>,
        permission: String,
        resource: Option<Resource>,
    ) -> Result<Self, Rejection> {
        let subject = user.map(|user| AccessSubject::named(caller, user)).transpose()?;
        Ok(Self { subject, permission, resource })
    }

    fn keys(&self) -> Vec<Key> {
        match (&self.subject, &self.resource) {
            (Some(subject), Some(resource)) => subject_and_resource(subject, resource),
            _ => Vec::new(),
        }
    }

    /// The decision; `None` if the subject or the resource does not exist.
    fn decide(&self, read: &ReadResult, now: Timestamp) -> Option<AccessDecision> {
        let (subject, store) = (self.subject.as_ref()?, self.resource.as_ref()?.store(read)?);
        Some(decide(subject, store, std::slice::from_ref(&self.permission), read, now))
    }
}

/// Evaluates questions, each as if it were asked alone.
#[derive(Debug, Clone)]
pub struct EvaluateAccess {
    /// The questions.
    pub evaluations: Vec<Evaluation>,
}

impl UseCase for EvaluateAccess {
    /// The decisions in the order of the questions; `None` where the subject or the resource does not exist.
    type Answer = Vec<Option<AccessDecision>>;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys(self.evaluations.iter().flat_map(Evaluation::keys))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let decisions: Self::Answer =
            self.evaluations.iter().map(|one| one.decide(read, context.now)).collect();
        let is_doubtful = |decision: &AccessDecision| decision.access == Access::NoPart;
        // See `CheckAccess`: during a transfer of a store, a read may contain half of it.
        Ok(if decisions.iter().flatten().any(is_doubtful) {
            Outcome::Unconfirmed(decisions)
        } else {
            Outcome::Unchanged(decisions)
        })
    }
}

/// The keys of the resource and of the person's membership.
pub(crate) fn subject_and_resource(subject: &AccessSubject, resource: &Resource) -> Vec<Key> {
    let mut keys = resource.keys();
    keys.push(Key::Member(resource.store_id().clone(), subject.user().clone()));
    keys
}

#[cfg(test)]
pub(crate) mod tests;
