//! The person who has the link of an invitation says that no store may invite its address any more. The invitation itself stays
//! as it is: declining it is another call.

use staffroom_domain::{AddressId, EventActor, LinkClaims, OptOut, OptOutCause, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::opt_out;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};
use crate::record::Record;
use crate::steps::{link_keys, linked};

/// Opts the address out that the link was sent to. Any link of the invitation serves, also an older one.
#[derive(Debug, Clone)]
pub struct OptOutOfInvitations {
    /// The link.
    pub link: LinkClaims,
}

impl UseCase for OptOutOfInvitations {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys(link_keys(&self.link))
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let (_, invitation) = linked(read, &self.link)?;
        let key = opt_out::everywhere_key(&invitation.email);
        if !read.was_read(&key) {
            return Ok(Outcome::ReadMore(ReadSet::keys([key])));
        }
        if read.is_invited_by_nobody(AddressId::of(&invitation.email)) {
            return Ok(Outcome::Unchanged(()));
        }
        let mut plan = Plan::outside_store(context, EventActor::Invitee);
        let record = Record::OptOut(OptOut { at: context.now, cause: OptOutCause::Request });
        plan.push(Write::Put { key, record, condition: Condition::None })?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, email, invitation, store};
    use staffroom_domain::{AddressId, Invitation, LinkClaims, OptOut, OptOutCause, Rejection};

    use super::OptOutOfInvitations;
    use crate::builders::{Found, context_at, found, invitation_found, link, nothing_found, store_found};
    use crate::execute::UseCase;
    use crate::expect::{committed, read_more, rejected, unchanged};
    use crate::key::Key;
    use crate::plan::{Condition, Write};
    use crate::read::ReadResult;
    use crate::record::Record;

    fn lou() -> Invitation {
        invitation(&store("whatnot"), "lou", &["seller"])
    }

    fn read(more: impl IntoIterator<Item = Found>) -> ReadResult {
        let known = [store_found(&store("whatnot")), invitation_found(&lou())];
        found(known.into_iter().chain(more))
    }

    fn opt_out() -> OptOutOfInvitations {
        OptOutOfInvitations { link: link(&lou()) }
    }

    fn key() -> Key {
        Key::AddressOptOut(AddressId::of(&email("lou@example.com")))
    }

    #[test]
    fn the_address_of_a_link_is_invited_by_nobody_once_this_is_recorded() {
        let unread = read_more(opt_out().decide(&read([]), &context_at(day(1))));
        assert_eq!(unread.keys, [key()]);
        let (plan, ()) = committed(opt_out().decide(&read([nothing_found(key())]), &context_at(day(1))));
        let record = Record::OptOut(OptOut { at: day(1), cause: OptOutCause::Request });
        assert_eq!(
            plan.writes,
            [Write::Put { key: key(), record: record.clone(), condition: Condition::None }]
        );
        unchanged(opt_out().decide(&read([(key(), Some(record))]), &context_at(day(2))));
    }

    #[test]
    fn a_link_whose_invitation_is_gone_opts_nobody_out() {
        assert_eq!(rejected(opt_out().decide(&found([]), &context_at(day(1)))), Rejection::TokenTooOld);
        // A link of a store that had the id before.
        let generation = lou().generation - 1;
        let old = OptOutOfInvitations { link: LinkClaims { generation, ..link(&lou()) } };
        assert_eq!(rejected(old.decide(&read([]), &context_at(day(1)))), Rejection::TokenTooOld);
    }
}
