//! Deliveries to webhooks.

use staffroom_app::{Fault, Invocation, NumberedEvent, Target, deliver_events};
use staffroom_aws::{BATCH, Message};
use staffroom_domain::{DeliverySource, EventKind};
use tracing::warn;

use crate::app::App;

/// Makes the deliveries of events, and sends a hint for each. Deliveries stand in the index of what falls due, so that a hint
/// that the queue does not take is sent by `dispatch`.
pub(crate) async fn deliver(app: &App, events: &[NumberedEvent]) -> Result<(), Fault> {
    if events.is_empty() {
        return Ok(());
    }
    let webhooks = staffroom_app::webhooks(&app.table).await?;
    let invocation = Invocation::unattended(&app.clock);
    let targets: Vec<Target> = events.iter().filter_map(target).collect();
    let hints = deliver_events(&app.table, &invocation, &webhooks, &targets).await?;
    let messages = hints.iter().filter_map(|hint| serde_json::to_string(hint).ok()).map(Message::now);
    let messages: Vec<Message> = messages.collect();
    for batch in messages.chunks(BATCH) {
        match app.deliveries.send(batch).await {
            Ok(0) => {}
            Ok(passed_over) => warn!(passed_over, "the queue does not take some deliveries"),
            Err(error) => warn!(%error, "the queue does not take deliveries"),
        }
    }
    Ok(())
}

/// What webhooks get of an event. Nothing is kept of a closed store, so of its events they get the last one, which names nobody:
/// the others could stay with an endpoint that does not answer, where no export and no erasure finds them.
fn target(event: &NumberedEvent) -> Option<Target> {
    let kind = event.event.data.type_name();
    let source = match event.number {
        Some(number) => DeliverySource::Published { store: event.event.store_id.clone(), number },
        None if kind == EventKind::StoreClosed.name() => DeliverySource::Inline { event: event.json.clone() },
        None => return None,
    };
    Some(Target { event: event.event.id, kind: kind.to_owned(), store: event.event.store_id.clone(), source })
}
