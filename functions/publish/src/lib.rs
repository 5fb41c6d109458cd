//! Publishes the events of stores: numbers them in the order of the table's stream, keeps them for a while, sends them to the
//! event bus, and makes the deliveries to webhooks.
//!
//! It is the second reader of the stream, beside `notify`. The stream brings each record at least once, so an event can be
//! sent more than once, with the same id and number. A record whose events were not sent is reported as failed, and the stream
//! brings it and all later ones again.

mod app;
mod bus;
mod records;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_lambda_events::dynamodb::Event as Batch;
use futures_util::future::{join, join_all};
use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};
use staffroom_app::{Invocation, NumberedEvent, PublishEvents, execute};
use staffroom_aws::Deadline;
use staffroom_domain::{EventId, PublicEvent, StoreId, bounds};
use tracing::{info, warn};

pub use app::App;
pub use bus::Bus;

/// How long before the end of its time an invocation stops, to report what is not done.
const RESERVE: Duration = Duration::from_secs(1);

/// A record that publishes something.
struct Published {
    /// Its number in the stream.
    sequence: String,
    events: Vec<EventId>,
}

/// Publishes a batch of the table's stream, and returns the records that must be retried.
///
/// # Errors
/// When the batch cannot be read.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let deadline = Deadline::before(event.context.deadline(), RESERVE);
    let batch: Batch = serde_json::from_value(event.payload)?;
    let mut records = Vec::new();
    let mut by_store: BTreeMap<StoreId, Vec<PublicEvent>> = BTreeMap::new();
    for record in batch.records {
        let sequence = record.change.sequence_number.clone().unwrap_or_default();
        if let Some((store, events)) = records::events(record, app.personal_data) {
            records.push(Published { sequence, events: events.iter().map(|event| event.id).collect() });
            by_store.entry(store).or_default().extend(events);
        }
    }
    let sent = deadline.run(Box::pin(publish(app, by_store))).await.unwrap_or_default();
    let is_done = |record: &Published| record.events.iter().all(|id| sent.contains(id));
    let failed: Vec<Value> = records
        .iter()
        .filter(|record| !is_done(record))
        .map(|record| json!({ "itemIdentifier": record.sequence }))
        .collect();
    if !records.is_empty() {
        info!(published = sent.len(), failed = failed.len(), "events were published");
    }
    Ok(json!({ "batchItemFailures": failed }))
}

/// Publishes the events of each store, and returns those that were sent.
async fn publish(app: &App, by_store: BTreeMap<StoreId, Vec<PublicEvent>>) -> BTreeSet<EventId> {
    let stores = by_store.into_iter().map(|(store, events)| Box::pin(number(app, store, events)));
    let numbered: Vec<NumberedEvent> = join_all(stores).await.into_iter().flatten().collect();
    // Events of different stores are about different subjects, so their order does not matter.
    let events: Vec<&NumberedEvent> = numbered.iter().collect();
    let (failed, delivered) = join(app.bus.send(&events), webhooks::deliver(app, &numbered)).await;
    if let Err(error) = delivered {
        warn!(%error, "deliveries cannot be made now");
        return BTreeSet::new();
    }
    let sent = numbered.iter().enumerate().filter(|(index, _)| !failed.contains(index));
    sent.map(|(_, event)| event.event.id).collect()
}

/// Numbers the events of a store, and returns those that have a number. After one that failed, none gets a number.
async fn number(app: &App, store: StoreId, events: Vec<PublicEvent>) -> Vec<NumberedEvent> {
    let invocation = Invocation::unattended(&app.clock);
    let mut numbered = Vec::with_capacity(events.len());
    for events in events.chunks(bounds::PUBLISHED_AT_ONCE) {
        let publish = PublishEvents { store: store.clone(), events: events.to_vec() };
        match execute(&app.table, &invocation, &publish).await {
            Ok(events) => numbered.extend(events),
            Err(error) => {
                warn!(store = store.as_str(), %error, "events of a store cannot be numbered now");
                break;
            }
        }
    }
    numbered
}
