//! The history of a store, and its events by person and by subject.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{EventsBy, Fault, Key, Page, Record, TimeRange};
use staffroom_domain::{EventId, StoreId, Timestamp};

use crate::Table;
use crate::event_lists::{person_list, subject_list};
use crate::items::to_record;
use crate::keys::{self, PrimaryKey};
use crate::schema::{EVENTS, Item, LIST_1, LIST_1_INDEX, LIST_2, LIST_2_INDEX, PK, PLACE_1, PLACE_2, SK};

/// Before and behind every id.
const FIRST: char = '0';
const LAST: char = '~';

impl Table {
    /// A page of a list of events in a range of time, newest first. One read unit for each 4 KB of all events; half of it for
    /// each 4 KB of the keys of those by a person or of a subject.
    ///
    /// An event that this version cannot read, such as one of a newer version, is an entry without a record,
    /// so that the rest of the history stays readable.
    pub(crate) async fn events(
        &self,
        (store, by, times): (&StoreId, &EventsBy, TimeRange),
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let (index, list, place, value) = match by {
            EventsBy::Time => {
                let query = self.client.query().table_name(&self.name).consistent_read(true);
                let query = within(query, (PK, keys::of_store(store)), (SK, EVENTS), times);
                return self.page_of_records(&query, after, limit, read_if_known).await;
            }
            EventsBy::Actor(_) | EventsBy::Joined(_) => {
                (LIST_1_INDEX, LIST_1, PLACE_1, person_list(store, by).unwrap_or_default())
            }
            EventsBy::Subject(subject) => {
                (LIST_2_INDEX, LIST_2, PLACE_2, subject_list(store, subject.as_str()))
            }
        };
        let start = after.and_then(|key| {
            let Key::Event(_, id) = key else { return None };
            let mut start = PrimaryKey::from(key).into_item();
            start.insert(list.to_owned(), AttributeValue::S(value.clone()));
            start.insert(place.to_owned(), AttributeValue::S(id.to_string()));
            Some(start)
        });
        let query = within(self.index(index), (list, value), (place, ""), times);
        self.page_of_keys(&query, start, limit).await
    }
}

/// The query of a list by time, newest first. The ids of events begin with their time.
fn within(
    query: QueryFluentBuilder,
    (list, value): (&str, String),
    (place, prefix): (&str, &str),
    TimeRange { since, until }: TimeRange,
) -> QueryFluentBuilder {
    let first_of = |at: Timestamp| EventId::new(at, [0; 10]).to_string();
    let low = format!("{prefix}{}", since.map_or_else(|| FIRST.to_string(), first_of));
    let high = format!("{prefix}{}", until.map_or_else(|| LAST.to_string(), first_of));
    // DynamoDB refuses a range that ends before it begins; nothing is in it.
    let high = high.max(low.clone());
    query
        .scan_index_forward(false)
        .key_condition_expression("#list = :list AND #place BETWEEN :low AND :high")
        .expression_attribute_names("#list", list)
        .expression_attribute_names("#place", place)
        .expression_attribute_values(":list", AttributeValue::S(value))
        .expression_attribute_values(":low", AttributeValue::S(low))
        .expression_attribute_values(":high", AttributeValue::S(high))
}

#[expect(clippy::unnecessary_wraps, reason = "a reader of lists")]
pub(crate) fn read_if_known(key: &Key, item: Item) -> Result<Option<Record>, Fault> {
    match to_record(key, item) {
        Ok(record) => Ok(Some(record)),
        Err(error) => {
            tracing::warn!(%error, "an event cannot be read by this version");
            Ok(None)
        }
    }
}
