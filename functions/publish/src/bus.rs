//! The event bus.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::error::DisplayErrorContext;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use staffroom_app::NumberedEvent;
use staffroom_aws::persistently;
use staffroom_domain::{StoreId, Subject};
use tracing::warn;

/// The largest number of events in one call. Source: Amazon EventBridge API Reference, `PutEvents`.
const ENTRIES: usize = 10;

/// The largest number of bytes of the events in one call, below the 256 KB of all fields together. One event is far smaller.
/// Source: Amazon EventBridge User Guide, "Calculating `PutEvents` event entry size".
const BYTES: usize = 200 * 1024;

/// The wait before the second attempt. The one before the third is twice as long.
const PAUSE: Duration = Duration::from_millis(100);

/// `source` of every event.
const SOURCE: &str = "staffroom";

/// An event bus.
pub struct Bus {
    client: Client,
    name: String,
}

impl Bus {
    /// The bus with this name.
    #[must_use]
    pub fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    /// Sends events in this order, and returns the indexes of those that the bus did not take. A subject's later events are
    /// not sent after one that was not taken: they are held back, and returned as well.
    pub(crate) async fn send(&self, events: &[&NumberedEvent]) -> BTreeSet<usize> {
        let send = |indexes| async move {
            let Ok(left) = persistently(indexes, PAUSE, |indexes| self.put_once(events, indexes)).await;
            left
        };
        in_calls(events, send).await
    }

    /// Sends the events with these indexes, and returns the indexes of those that the bus did not take.
    async fn put_once(
        &self,
        events: &[&NumberedEvent],
        indexes: Vec<usize>,
    ) -> Result<Vec<usize>, Infallible> {
        let entries = indexes.iter().filter_map(|index| Some(self.entry(events.get(*index)?))).collect();
        Ok(match self.client.put_events().set_entries(Some(entries)).send().await {
            Ok(answer) => {
                let failed = answer.entries().iter().map(|entry| entry.error_code.as_deref());
                let left: Vec<usize> =
                    indexes.iter().zip(failed).filter(|(_, code)| code.is_some()).map(|(i, _)| *i).collect();
                if !left.is_empty() {
                    let code = answer.entries().iter().find_map(|entry| entry.error_code());
                    warn!(count = left.len(), code, "the bus does not take some events");
                }
                left
            }
            Err(error) => {
                warn!(error = %DisplayErrorContext(&error), "the bus does not answer");
                indexes
            }
        })
    }

    fn entry(&self, event: &NumberedEvent) -> PutEventsRequestEntry {
        let at = event.event.at.timestamp_millis();
        PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(SOURCE)
            .detail_type(event.event.data.type_name())
            .detail(&event.json)
            .time(aws_sdk_eventbridge::primitives::DateTime::from_millis(at))
            .build()
    }
}

/// Sends events in calls, each of which has a subject once, because the bus may take one event of a call and not another.
async fn in_calls<F>(events: &[&NumberedEvent], send: impl Fn(Vec<usize>) -> F) -> BTreeSet<usize>
where
    F: Future<Output = Vec<usize>>,
{
    let mut failed = BTreeSet::new();
    let mut held = BTreeSet::new();
    let (mut call, mut subjects, mut bytes) = (Vec::new(), BTreeSet::new(), 0);
    for (index, event) in events.iter().enumerate() {
        let subject = subject(event);
        if subjects.contains(&subject) || call.len() == ENTRIES || bytes + event.json.len() > BYTES {
            let left = flush(&mut call, &send).await;
            held.extend(left.iter().filter_map(|index| Some(self::subject(events.get(*index)?))));
            failed.extend(left);
            subjects.clear();
            bytes = 0;
        }
        if held.contains(&subject) {
            failed.insert(index);
            continue;
        }
        call.push(index);
        subjects.insert(subject);
        bytes += event.json.len();
    }
    failed.extend(flush(&mut call, &send).await);
    failed
}

/// What an event is about. Ids are those of its store.
fn subject(event: &NumberedEvent) -> (&StoreId, &Subject) {
    (&event.event.store_id, &event.event.subject)
}

async fn flush<F>(call: &mut Vec<usize>, send: &impl Fn(Vec<usize>) -> F) -> Vec<usize>
where
    F: Future<Output = Vec<usize>>,
{
    if call.is_empty() { Vec::new() } else { send(std::mem::take(call)).await }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use staffroom_app::NumberedEvent;
    use staffroom_domain::{
        EventId, PublicActor, PublicActorKind, PublicData, PublicEvent, Subject, SubjectKind, Timestamp,
    };

    use super::{ENTRIES, in_calls};

    fn event(subject: &str) -> NumberedEvent {
        let at = Timestamp::UNIX_EPOCH;
        let event = PublicEvent {
            id: EventId::new(at, [0; 10]),
            store_id: "shop".parse().unwrap(),
            at,
            actor: PublicActor { kind: PublicActorKind::Platform, user_id: None, name: None },
            subject: Subject { kind: SubjectKind::Member, id: subject.to_owned() },
            version: 1,
            data: PublicData::StoreCreated {},
        };
        NumberedEvent { event, json: "{}".to_owned(), number: Some(1) }
    }

    /// The calls that are made for events of these subjects, and the events that were not taken: those that `refused` names.
    async fn calls(subjects: &[&str], refused: &[usize]) -> (Vec<Vec<usize>>, BTreeSet<usize>) {
        let events: Vec<NumberedEvent> = subjects.iter().map(|subject| event(subject)).collect();
        let events: Vec<&NumberedEvent> = events.iter().collect();
        let calls = RefCell::new(Vec::new());
        let failed = in_calls(&events, |indexes| {
            calls.borrow_mut().push(indexes.clone());
            std::future::ready(indexes.into_iter().filter(|index| refused.contains(index)).collect())
        })
        .await;
        (calls.into_inner(), failed)
    }

    #[tokio::test]
    async fn a_call_has_a_subject_once_and_ten_events_at_most() {
        let (made, failed) = calls(&["a", "b", "a", "c", "a"], &[]).await;
        assert_eq!((made, failed.len()), (vec![vec![0, 1], vec![2, 3], vec![4]], 0));
        let many: Vec<String> = (0..=ENTRIES).map(|number| number.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(calls(&many, &[]).await.0.iter().map(Vec::len).collect::<Vec<_>>(), [10, 1]);
    }

    #[tokio::test]
    async fn later_events_of_a_subject_are_held_back_and_no_others() {
        let (made, failed) = calls(&["a", "b", "a", "b", "a"], &[0]).await;
        assert_eq!(made, [vec![0, 1], vec![3]]);
        assert_eq!(failed, BTreeSet::from([0, 2, 4]));
    }

    #[tokio::test]
    async fn nothing_is_sent_for_no_event() {
        assert_eq!(calls(&[], &[]).await, (vec![], BTreeSet::new()));
    }
}
