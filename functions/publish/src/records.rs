//! What a record of the table's stream publishes.

use aws_lambda_events::dynamodb::EventRecord;
use staffroom_app::{Key, Record};
use staffroom_domain::{PersonalData, PublicEvent, StoreId};
use staffroom_table::{Item, read_image};
use tracing::error;

/// The events that a record publishes, with their store; `None` if there are none. A record that this version cannot read is
/// logged and skipped, because a retry would not help.
pub(crate) fn events(record: EventRecord, personal: PersonalData) -> Option<(StoreId, Vec<PublicEvent>)> {
    let sequence = record.change.sequence_number.clone().unwrap_or_default();
    let (before, after) = (record.change.old_image.into(), record.change.new_image.into());
    let (store, events) = match record.event_name.as_str() {
        "INSERT" => {
            let (Key::Event(store, _), Record::Event(stored)) = image(after)? else { return None };
            let events = stored.event.published(&store, &stored.versions, personal);
            (store, events)
        }
        "MODIFY" => {
            let ((_, Record::Store(before)), (_, Record::Store(after))) = (image(before)?, image(after)?)
            else {
                return None;
            };
            (after.id.clone(), PublicEvent::of_seats(&before, &after, &sequence).into_iter().collect())
        }
        _ => return None,
    };
    (!events.is_empty()).then_some((store, events))
}

fn image(item: Item) -> Option<(Key, Record)> {
    read_image(item).map_err(|fault| error!(%fault, "a stream record is skipped")).ok()
}
