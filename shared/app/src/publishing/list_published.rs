use chrono::Duration;
use staffroom_domain::{StoreId, Timestamp, durations};

use crate::database::{Database, List};
use crate::error::Fault;
use crate::key::{Key, PublishingKey};
use crate::lists::PageOf;
use crate::record::{PublishedEvent, PublishingRecord, Record};

/// The published events of a store after `after`, in the order of their publication: up to `limit` of them, and among those
/// the ones for which `is_wanted`. `next` is never `None`: asked again later, the list goes on there.
///
/// # Errors
/// When the database does not answer, or a record is corrupt.
pub async fn published_events<D: Database>(
    database: &D,
    store: &StoreId,
    after: Option<&Key>,
    limit: usize,
    (now, is_wanted): (Timestamp, impl Fn(&PublishedEvent) -> bool),
) -> Result<PageOf<PublishedEvent>, Fault> {
    let page = database.page(&List::Published(store.clone()), after, limit).await?;
    let start = Key::Publishing(PublishingKey::Event(store.clone(), 0));
    let next = page.entries.last().map(|(key, _)| key).or(after).cloned().unwrap_or(start);
    // DynamoDB deletes items late, so the time in the record decides.
    let kept_since = now - Duration::days(durations::PUBLISHED_RETENTION_DAYS);
    let items = page.entries.into_iter().filter_map(|(_, record)| match record {
        Some(Record::Publishing(PublishingRecord::Event(event))) if event.at > kept_since => Some(*event),
        _ => None,
    });
    Ok(PageOf { items: items.filter(is_wanted).collect(), next: Some(next) })
}
