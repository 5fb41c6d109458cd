//! Everything of a closed store is deleted, step by step, the record of the store last.
//!
//! A call that read the store before it was closed may still write in it: a plan with a condition on the store fails, and others
//! come to an end soon. So the record of the store goes only when nothing is found so long after the closing that none of those
//! calls runs any more ([`durations::CLOSING_SECONDS`]).

use chrono::Duration;
use staffroom_domain::{ClosedStore, EventActor, Timestamp, bounds, durations};

use crate::context::Invocation;
use crate::database::Database;
use crate::dealt::Dealt;
use crate::error::Error;
use crate::key::Key;
use crate::plan::{Condition, Plan, Write};
use crate::read::ReadResult;

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
        delete_store(database, invocation, store).await?;
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

async fn delete_store<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &ClosedStore,
) -> Result<(), Error> {
    let context = invocation.context(&ReadResult::default());
    let mut plan = Plan::outside_store(&context, EventActor::Service);
    let condition = Condition::Version(store.version);
    plan.push(Write::Delete { key: Key::Store(store.id.clone()), condition })?;
    // Stale: another worker was first, and the id may have been given again.
    Ok(database.commit(&plan).await?.or_superseded()?)
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, noon, store};
    use staffroom_domain::{ClosedStore, Timestamp, bounds, durations};

    use super::{Dealt, empty_store};
    use crate::builders::{invocation, store_key};
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
        let database = ScriptedDatabase::default().deleting([25, 3]);
        assert_eq!(empty(&database, day(1)), Dealt::Done);
        let plans = database.asked().plans;
        let condition = Condition::Version(closed().version);
        assert_eq!(plans.len(), 1);
        assert_eq!(plans[0].writes, [Write::Delete { key: store_key(), condition }]);
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
