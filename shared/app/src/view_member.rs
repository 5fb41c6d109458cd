//! A person views one member of a store.

use staffroom_domain::{Member, Membership, Rejection, Store, StoreId, Timestamp, UserId};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Views one member of a store. The answer is the store, and the member; `None` is its owner.
#[derive(Debug, Clone)]
pub struct ViewMember {
    /// A manager, the platform, or the member themself.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The member.
    pub user: UserId,
}

impl UseCase for ViewMember {
    type Answer = (Store, Option<Member>);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Member(self.store.clone(), self.user.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        let actor = store.require_member()?;
        // The platform is no person of the store.
        if actor.user().is_some_and(|user| *user != self.user) {
            actor.require_manager()?;
        }
        let member = match read.membership(&self.store, &self.user) {
            _ if store.store.owner.user_id == self.user => None,
            Membership::Active(member) => Some((**member).clone()),
            Membership::Left(_) | Membership::Never => return Err(Rejection::NotFound.into()),
        };
        Ok(Outcome::Unchanged((store.store.clone(), member)))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{member, store, user};
    use staffroom_domain::{Rejection, Restriction};

    use super::ViewMember;
    use crate::builders::{context, found, left_found, member_found, person, platform, shop, store_found};
    use crate::execute::UseCase;
    use crate::expect::{rejected, unchanged};

    #[test]
    fn a_member_is_for_managers_the_platform_and_themself() {
        let view = |caller, id: &str| ViewMember { caller, store: shop(), user: user(id) };
        let sue = || member_found(&member("sue", &["seller"]));
        let read = || {
            found([store_found(&store("whatnot")), sue(), member_found(&member("kim", &["administrator"]))])
        };
        for caller in [person("owner"), person("kim"), person("sue"), platform()] {
            let seen = unchanged(view(caller, "sue").decide(&read(), &context()));
            assert_eq!(seen, (store("whatnot"), Some(member("sue", &["seller"]))));
        }
        let refused = rejected(view(person("sue"), "kim").decide(&read(), &context()));
        assert_eq!(refused, Rejection::Forbidden(Restriction::ManagersOnly));
        assert_eq!(rejected(view(person("tom"), "sue").decide(&read(), &context())), Rejection::NotFound);
        let owner = unchanged(view(person("kim"), "owner").decide(&read(), &context()));
        assert_eq!(owner, (store("whatnot"), None), "the owner is no member");
        let gone = found([store_found(&store("whatnot")), left_found("sue", 1, 2)]);
        assert_eq!(rejected(view(person("owner"), "sue").decide(&gone, &context())), Rejection::NotFound);
    }
}
