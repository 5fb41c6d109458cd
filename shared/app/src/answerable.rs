//! Whether the link of an invitation can be answered: what a lookup of the link would answer, and whether the invitee would
//! find a seat, in a domain that the store allows.

use staffroom_domain::{EventActor, Invitation, Rejection, SeatChange, Store};

use crate::context::{Context, Invocation};
use crate::database::Database;
use crate::error::{Error, Fault};
use crate::plan::{Plan, SeatCheck};
use crate::read::{ReadResult, ReadSet};
use crate::steps::{GrantorNeed, grantor};

/// The largest number of reads: the grantor, then the seats that can be released.
const READS: u32 = 3;

/// Whether the present link of an invitation is open and somebody still gives the offer, or how a lookup would reject it; as an
/// error, what must be read to know.
fn given(
    read: &ReadResult,
    store: &Store,
    invitation: &Invitation,
    context: &Context,
) -> Result<Result<(), Rejection>, ReadSet> {
    let grantor = grantor(read, store, invitation, GrantorNeed::Always, context)?.membership;
    let open = invitation.open_with_grantor(store, invitation.generation, grantor, context.now);
    let is_given = invitation.still_given(store, grantor, context.now).is_some();
    Ok(if is_given { open } else { Err(Rejection::InvitationWithdrawn) })
}

/// Whether nobody gives the offer of an unanswered invitation any more, whatever its term; as an error, what must be read to know.
pub(crate) fn is_withdrawn(
    read: &ReadResult,
    store: &Store,
    invitation: &Invitation,
    context: &Context,
) -> Result<bool, ReadSet> {
    if !invitation.is_unanswered() {
        return Ok(false);
    }
    Ok(given(read, store, invitation, context)? == Err(Rejection::InvitationWithdrawn))
}

/// Whether the present link of an invitation can be answered; as an error, what must be read to know.
pub(crate) fn answerable(
    read: &ReadResult,
    store: &Store,
    invitation: &Invitation,
    context: &Context,
) -> Result<Result<bool, ReadSet>, Fault> {
    let given = match given(read, store, invitation, context) {
        Ok(given) => given,
        Err(unread) => return Ok(Err(unread)),
    };
    if given.is_err() || store.require_allowed(&invitation.email).is_err() {
        return Ok(Ok(false));
    }
    let now = context.now;
    // The same rule as for sending the link again. The plan is not committed.
    let mut plan = Plan::in_store(store, context, EventActor::Service);
    match plan.settle_seats(store, SeatChange { taken: 0, members: 1 }, read) {
        Ok(SeatCheck::Fits) => Ok(Ok(true)),
        Ok(SeatCheck::Unread) => Ok(Err(ReadSet::default().and_releasable_seats(&store.id, now))),
        Err(Error::Rejected(_)) => Ok(Ok(false)),
        Err(Error::Faulted(fault)) => Err(fault),
    }
}

/// Whether the present link of an invitation can be answered. Reads what `known` has not.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn can_be_answered<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &Store,
    invitation: &Invitation,
    known: &ReadResult,
) -> Result<bool, Fault> {
    let mut read = known.clone();
    for _ in 0..READS {
        match answerable(&read, store, invitation, &invocation.context(&read))? {
            Ok(answer) => return Ok(answer),
            Err(unread) => read.merge(database.read(&unread).await?),
        }
    }
    Err(Fault::InvalidPlan("what a link depends on is read in two steps"))
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, grant, invitation, member, noon, store, user};
    use staffroom_domain::{Domain, Grantor, Invitation, Member, Owner, SeatCount, Store};

    use super::{answerable, can_be_answered};
    use crate::builders::{
        Found, context_at, found, invocation, left_found, member_found, member_key, nothing_found, store_key,
    };
    use crate::read::ReadResult;
    use crate::scripted::{ScriptedDatabase, ready};

    /// An invitation of the shop by Kim, who manages the team.
    fn lou() -> Invitation {
        let invited_by = Grantor {
            user_id: user("kim"),
            member_version: Some(1),
            ..invitation(&store("whatnot"), "lou", &["seller"]).invited_by
        };
        Invitation { invited_by, ..invitation(&store("whatnot"), "lou", &["seller"]) }
    }

    fn is_answerable(store: &Store, kim: Found) -> bool {
        answerable(&found([kim]), store, &lou(), &context_at(day(5))).unwrap().unwrap()
    }

    #[test]
    fn a_link_is_answerable_as_long_as_its_grantor_can_give_the_offer() {
        let shop = store("whatnot");
        let kim = member("kim", &["administrator"]);
        assert!(is_answerable(&shop, member_found(&kim)));
        let suspended = Member { suspended_at: Some(day(1)), ..kim.clone() };
        let ended = Member { access_ends_at: Some(day(5)), ..kim.clone() };
        let demoted = Member { grant: grant(&["seller"], &[]), ..kim.clone() };
        for (kim, what) in [
            (member_found(&suspended), "suspended"),
            (member_found(&ended), "ended"),
            (member_found(&demoted), "demoted"),
            (left_found("kim", 1, 2), "removed"),
        ] {
            assert!(!is_answerable(&shop, kim), "{what}");
        }
        let unread = answerable(&found([]), &shop, &lou(), &context_at(day(5))).unwrap().unwrap_err();
        assert_eq!(unread.keys, [member_key("kim")]);
    }

    #[test]
    fn a_link_is_not_answerable_where_the_store_changed() {
        let shop = store("whatnot");
        let kim = || member_found(&member("kim", &["administrator"]));
        let mut other = shop.clone();
        other.settings.allowed_domains = [Domain::parse("other.example").unwrap()].into();
        assert!(!is_answerable(&other, kim()), "the domain is not allowed");
        assert!(!is_answerable(&store("ecwid"), kim()), "the catalog has no such role");
        let owner = Owner { user_id: user("next"), ..shop.owner.clone() };
        let (by_owner, transferred) = (invitation(&shop, "lou", &["seller"]), Store { owner, ..shop });
        let read = found([left_found("owner", 1, 2)]);
        let answer = answerable(&read, &transferred, &by_owner, &context_at(day(5)));
        assert!(!answer.unwrap().unwrap(), "the store has another owner");
    }

    #[test]
    fn a_link_needs_a_seat_for_the_member() {
        let full = Store { seats: SeatCount { taken: 3, members: 2 }, ..store("ecwid") };
        let lou = || {
            let mut lou = lou();
            lou.grant = grant(&[], &["sales"]);
            lou.invited_by.user_id = full.owner.user_id.clone();
            lou.invited_by.member_version = None;
            lou
        };
        let mut read = ReadResult::default();
        let unread = answerable(&read, &full, &lou(), &context_at(noon())).unwrap().unwrap_err();
        assert!(unread.releasable_seats.is_some());
        read.set_releasable_seats(Vec::new());
        assert!(!answerable(&read, &full, &lou(), &context_at(noon())).unwrap().unwrap());
        read.set_releasable_seats(vec![member_key("tom")]);
        assert!(answerable(&read, &full, &lou(), &context_at(noon())).unwrap().unwrap());
    }

    #[test]
    fn what_is_not_known_is_read() {
        let shop = store("whatnot");
        let kim = found([member_found(&member("kim", &["administrator"]))]);
        let database = ScriptedDatabase::reading([kim.clone()]);
        let answer = |database: &ScriptedDatabase, known: &ReadResult| {
            ready(can_be_answered(database, &invocation(day(5)), &shop, &lou(), known)).unwrap()
        };
        assert!(answer(&database, &found([nothing_found(store_key())])));
        assert_eq!(database.asked().reads.len(), 1);
        let database = ScriptedDatabase::default();
        assert!(answer(&database, &kim));
        assert!(database.asked().reads.is_empty());
    }
}
