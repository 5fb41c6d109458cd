//! Names the store and the grantor of a link, also of one that can no longer be used.

use staffroom_domain::{DisplayName, LinkClaims, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::read::{ReadResult, ReadSet};
use crate::steps::{link_keys, linked};

/// Says where a link came from, whatever became of its invitation. Who has a genuine link read both names in the mail.
#[derive(Debug, Clone)]
pub struct DescribeLink {
    /// The link.
    pub link: LinkClaims,
}

/// Where a link came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOrigin {
    /// The name of the store.
    pub store_name: DisplayName,
    /// The name of the grantor.
    pub invited_by: Option<DisplayName>,
}

impl UseCase for DescribeLink {
    type Answer = LinkOrigin;

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys(link_keys(&self.link))
    }

    fn decide(&self, read: &ReadResult, _: &Context) -> Result<Outcome<LinkOrigin>, Error> {
        let (store, invitation) = linked(read, &self.link)?;
        let invited_by = invitation.invited_by.name.clone();
        Ok(Outcome::Unchanged(LinkOrigin { store_name: store.name.clone(), invited_by }))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, invitation, noon, store};
    use staffroom_domain::{Invitation, InvitationState, Rejection};

    use super::{DescribeLink, LinkOrigin};
    use crate::builders::{
        context_at, found, invitation_found, invitation_key, link, store_found, store_key,
    };
    use crate::execute::UseCase;
    use crate::expect::{rejected, unchanged};

    #[test]
    fn a_link_that_is_over_still_names_its_store_and_grantor() {
        let lou = invitation(&store("whatnot"), "lou", &["seller"]);
        let revoked = Invitation { state: InvitationState::Revoked, generation: 7, ..lou.clone() };
        let describe = DescribeLink { link: link(&lou) };
        assert_eq!(describe.reads(noon()).keys, [store_key(), invitation_key("lou")]);
        for invitation in [&lou, &revoked] {
            let read = found([store_found(&store("whatnot")), invitation_found(invitation)]);
            let origin =
                LinkOrigin { store_name: store("whatnot").name, invited_by: lou.invited_by.name.clone() };
            assert_eq!(unchanged(describe.decide(&read, &context_at(day(90)))), origin);
        }
        let read = found([store_found(&store("whatnot"))]);
        assert_eq!(rejected(describe.decide(&read, &context_at(day(90)))), Rejection::TokenTooOld);
    }
}
