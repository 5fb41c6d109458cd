//! A manager views one invitation of a store.

use staffroom_domain::{Invitation, InvitationId, Rejection, Store, StoreId, Timestamp};

use crate::Error;
use crate::context::{Caller, Context};
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;

/// Views one invitation of a store.
#[derive(Debug, Clone)]
pub struct ViewInvitation {
    /// The manager.
    pub caller: Caller,
    /// The store.
    pub store: StoreId,
    /// The invitation.
    pub invitation: InvitationId,
}

impl UseCase for ViewInvitation {
    type Answer = (Store, Invitation);

    fn reads(&self, _: Timestamp) -> ReadSet {
        StoreContext::reads(&self.caller, &self.store)
            .and([Key::Invitation(self.store.clone(), self.invitation)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Self::Answer>, Error> {
        let store = StoreContext::load(read, &self.store, &self.caller, context)?;
        store.require_manager()?;
        let invitation = read.invitation(&self.store, self.invitation).ok_or(Rejection::NotFound)?;
        Ok(Outcome::Unchanged((store.store.clone(), invitation.clone())))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::Rejection;
    use staffroom_domain::builders::{invitation, noon, store};

    use super::ViewInvitation;
    use crate::builders::{
        context, found, invitation_found, invitation_id, invitation_key, member_key, person, shop,
        store_found, store_key,
    };
    use crate::execute::UseCase;
    use crate::expect::{managers_only, rejected, unchanged};

    #[test]
    fn an_invitation_is_for_managers() {
        let lou = invitation(&store("whatnot"), "lou", &["seller"]);
        let read = found([store_found(&store("whatnot")), invitation_found(&lou)]);
        let view = |caller, id: &str| ViewInvitation { caller, store: shop(), invitation: invitation_id(id) };
        managers_only(|caller| view(caller, "lou"), &read);
        let keys = view(person("kim"), "lou").reads(noon()).keys;
        assert_eq!(keys, [store_key(), member_key("kim"), invitation_key("lou")]);
        let seen = unchanged(view(person("owner"), "lou").decide(&read, &context()));
        assert_eq!(seen, (store("whatnot"), lou));
        assert_eq!(rejected(view(person("owner"), "mel").decide(&read, &context())), Rejection::NotFound);
    }
}
