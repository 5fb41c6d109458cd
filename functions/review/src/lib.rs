//! Runs on a schedule: asks owners to look through who has access, and warns members whose access ends.
//!
//! What is due stands in an index of the table. Each is dealt with in a transaction that also says when it is
//! due next, so running twice, or at the same time, asks and warns nobody twice. The mails follow from the
//! events, through `notify`.

use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};
use staffroom_domain::{Clock, EventActor, EventKind, StoreId, Timestamp, UserId};
use staffroom_table::{Change, Decision, Due, Needs, Table, TableError, keys};
use tracing::info;

/// What the function works with, made once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// What time it is.
    pub clock: Clock,
}

/// Rounds that one run takes; what is left comes with the next.
const ROUNDS: u32 = 200;

impl App {
    /// Reads what Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_env() -> Result<Self, Error> {
        let table = Table::from_lookup(|name| std::env::var(name).ok()).await?;
        Ok(Self { table, clock: std::sync::Arc::new(chrono::Utc::now) })
    }
}

/// Deals with what has fallen due, and answers how much it was.
///
/// # Errors
/// When the table does not answer: the next run goes on.
pub async fn handle(app: &App, _: LambdaEvent<Value>) -> Result<Value, Error> {
    let now = (app.clock)();
    let (mut reviews, mut warnings) = (0_u32, 0_u32);
    for _ in 0..ROUNDS {
        let mut progress = false;
        for due in app.table.due(now).await? {
            let (done, count) = match &due {
                Due::Review(store) => (review(app, store, now).await?, &mut reviews),
                Due::Warning(store, user) => (warn(app, store, user, now).await?, &mut warnings),
            };
            if done {
                *count += 1;
                progress = true;
            }
        }
        // The index may still show what was dealt with; what makes no progress is that.
        if !progress {
            break;
        }
    }
    info!(reviews, warnings, "dealt with");
    Ok(json!({ "reviews": reviews, "warnings": warnings }))
}

async fn review(app: &App, id: &StoreId, now: Timestamp) -> Result<bool, TableError> {
    app.table
        .transact(Needs::items([keys::store(id)]), |snapshot| {
            let Some(before) = snapshot.store(id)? else { return Ok(Decision::Nothing(false)) };
            let Some(after) = before.reviewed(now) else { return Ok(Decision::Nothing(false)) };
            let mut change = Change::new(&before, now, EventActor::Service, None);
            change.put_store(Some(&before), &after)?;
            change.tell(EventKind::ReviewDue)?;
            Ok(Decision::change(change, true))
        })
        .await
}

async fn warn(app: &App, id: &StoreId, user: &UserId, now: Timestamp) -> Result<bool, TableError> {
    app.table
        .transact(Needs::items([keys::store(id), keys::member(id, user)]), |snapshot| {
            let Some(store) = snapshot.store(id)? else { return Ok(Decision::Nothing(false)) };
            let membership = snapshot.membership(id, user)?;
            let Some((after, access_ends_at)) = membership.member().and_then(|member| member.warned(now))
            else {
                return Ok(Decision::Nothing(false));
            };
            let mut change = Change::new(&store, now, EventActor::Service, None);
            change.put_member(&after)?;
            change.tell(EventKind::MemberAccessEnding { member: (&after).into(), access_ends_at })?;
            Ok(Decision::change(change, true))
        })
        .await
}
