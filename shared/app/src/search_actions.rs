//! Which permissions a person holds at a resource.

use staffroom_domain::{Rejection, Timestamp, UserId};

use crate::access_subject::AccessSubject;
use crate::context::{Caller, Context};
use crate::error::Error;
use crate::evaluate_access::{Resource, subject_and_resource};
use crate::execute::{Outcome, UseCase};
use crate::read::{ReadResult, ReadSet};

/// Finds the permissions that a person holds at a resource.
#[derive(Debug, Clone)]
pub struct SearchActions {
    subject: AccessSubject,
    resource: Resource,
}

impl SearchActions {
    /// A search of the caller.
    ///
    /// # Errors
    /// [`Rejection::Forbidden`] if the caller may not ask about other people.
    pub fn new(caller: &Caller, user: UserId, resource: Resource) -> Result<Self, Rejection> {
        Ok(Self { subject: AccessSubject::named(caller, user)?, resource })
    }
}

impl UseCase for SearchActions {
    /// The permissions, in the order of the catalog.
    type Answer = Vec<&'static str>;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys(subject_and_resource(&self.subject, &self.resource))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let Some(store) = self.resource.store(read) else { return Ok(Outcome::Unchanged(Vec::new())) };
        let membership = read.membership(&store.id, self.subject.user());
        let Some(held) = self.subject.held(store, membership, context.now) else {
            return Ok(Outcome::Unconfirmed(Vec::new()));
        };
        let slugs = store.catalog.permissions.iter().map(|permission| permission.slug);
        Ok(Outcome::Unchanged(slugs.filter(|slug| held.contains(slug)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, member, store, user};
    use staffroom_domain::{Rejection, Restriction};

    use super::SearchActions;
    use crate::builders::{activity_found, context_at, member_found, person, platform};
    use crate::context::Caller;
    use crate::evaluate_access::tests::{activity, records, show, the_shop};
    use crate::execute::UseCase;
    use crate::expect::{unchanged, unconfirmed};

    #[test]
    fn a_person_asks_about_themself_only() {
        let others = Some(Rejection::Forbidden(Restriction::OthersByPlatform));
        assert_eq!(SearchActions::new(&person("kim"), user("sue"), the_shop()).err(), others);
    }

    #[test]
    fn the_actions_are_the_permissions_in_the_order_of_the_catalog() {
        let (shop, sue) = (store("whatnot"), member("sue", &["seller"]));
        let of = |caller: &Caller, about: &str, resource| {
            SearchActions::new(caller, user(about), resource).unwrap()
        };
        let read = records(&shop, [member_found(&sue), activity_found(&show())]);
        let sellers = ["inventory", "shipping", "live", "customer_messages"];
        for resource in [the_shop(), activity("show")] {
            let search = of(&person("sue"), "sue", resource);
            assert_eq!(unchanged(search.decide(&read, &context_at(day(1)))), sellers);
        }
        let nothing: [&str; 0] = [];
        let gala = of(&platform(), "sue", activity("gala"));
        assert_eq!(unchanged(gala.decide(&read, &context_at(day(1)))), nothing);
        let stranger = of(&platform(), "tom", the_shop());
        assert_eq!(unconfirmed(stranger.decide(&read, &context_at(day(1)))), nothing);
    }
}
