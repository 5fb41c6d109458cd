//! Everything of a closed store is deleted, step by step, the record of the store last.
//!
//! A call that read the store before it was closed may still write in it: a plan with a condition on the store fails, and others
//! come to an end soon. So the record of the store goes only when nothing is found so long after the closing that none of those
//! calls runs any more ([`durations::CLOSING_SECONDS`]).

use chrono::Duration;
use staffroom_domain::{ClosedStore, EventActor, Timestamp, bounds, durations};

use crate::context::{Context, Invocation};
use crate::database::Database;
use crate::dealt::Dealt;
use crate::error::Error;
use crate::execute::{Outcome, UseCase, execute};
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};

/// Deletes what is left of a closed store, a part of it at a time. A repetition goes on where this one stopped, whatever became
/// of it.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn empty_store<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &ClosedStore,
) -> Result<Dealt, Error> {
    for _ in 0..bounds::CLOSING_STEP / bounds::CLOSING_AT_ONCE {
        let now = invocation.now();
        if database.delete_of_store(&store.id, bounds::CLOSING_AT_ONCE).await? > 0 {
            continue;
        }
        let wait = seconds_left(store, now);
        if wait > 0 {
            return Ok(Dealt::Again { after_seconds: wait });
        }
        execute(database, invocation, &DeleteStore { store }).await?;
        return Ok(Dealt::Done);
    }
    Ok(Dealt::Again { after_seconds: 0 })
}

/// For how many seconds the record of the store has to stay.
fn seconds_left(store: &ClosedStore, now: Timestamp) -> u16 {
    let left = store.closed_at + Duration::seconds(durations::CLOSING_SECONDS) - now;
    let seconds = (left + Duration::milliseconds(999)).num_seconds();
    u16::try_from(seconds).unwrap_or_default()
}

/// Deletes the record of a closed store, if it is still there. Its id may have been given again.
struct DeleteStore<'a> {
    store: &'a ClosedStore,
}

impl UseCase for DeleteStore<'_> {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([Key::Store(self.store.id.clone())])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        if read.closed_store(&self.store.id) != Some(self.store) {
            return Ok(Outcome::Unchanged(()));
        }
        let mut plan = Plan::outside_store(context, EventActor::Service);
        let condition = Condition::Version(self.store.version);
        plan.push(Write::Delete { key: Key::Store(self.store.id.clone()), condition })?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, noon, store};
    use staffroom_domain::{ClosedStore, Timestamp, bounds, durations};

    use super::{Dealt, empty_store};
    use crate::builders::{closed_found, found, invocation, store_found, store_key};
    use crate::plan::{Condition, Write};
    use crate::scripted::{ScriptedDatabase, ready};

    fn closed() -> ClosedStore {
        store("whatnot").closed(noon())
    }

    fn empty(database: &ScriptedDatabase, now: Timestamp) -> Dealt {
        ready(empty_store(database, &invocation(now), &closed())).unwrap()
    }

    #[test]
    fn the_store_goes_last_when_nothing_is_found_any_more() {
        let read = found([closed_found(&store("whatnot"))]);
        let database = ScriptedDatabase::reading([read]).deleting([25, 3]);
        assert_eq!(empty(&database, day(1)), Dealt::Done);
        let plans = database.asked().plans;
        let condition = Condition::Version(closed().version);
        assert_eq!(plans.len(), 1);
        assert_eq!(plans[0].writes, [Write::Delete { key: store_key(), condition }]);
    }

    #[test]
    fn another_store_with_the_id_stays() {
        let database = ScriptedDatabase::reading([found([store_found(&store("whatnot"))])]);
        assert_eq!(empty(&database, day(1)), Dealt::Done);
        assert!(database.asked().plans.is_empty());
    }

    #[test]
    fn it_stays_while_calls_that_read_it_open_may_write() {
        let database = ScriptedDatabase::default().deleting([25]);
        let second = noon() + chrono::Duration::milliseconds(1_001);
        let wait = u16::try_from(durations::CLOSING_SECONDS - 1).unwrap();
        assert_eq!(empty(&database, second), Dealt::Again { after_seconds: wait });
        assert!(database.asked().plans.is_empty());
    }

    #[test]
    fn a_step_is_bounded_and_goes_on() {
        let steps = bounds::CLOSING_STEP / bounds::CLOSING_AT_ONCE;
        let database = ScriptedDatabase::default().deleting(vec![25; steps + 1]);
        assert_eq!(empty(&database, day(1)), Dealt::Again { after_seconds: 0 });
        assert!(database.asked().plans.is_empty());
    }
}
