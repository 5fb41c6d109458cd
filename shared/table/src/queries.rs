//! The queries, one function per list.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use staffroom_app::{DueShard, Fault, Holding, Key, Page, Record};
use staffroom_domain::{
    AddressId, EmailAddress, Member, Membership, StoreId, Timestamp, UserId, WebhookId, bounds,
};

use crate::Table;
use crate::error::fault;
use crate::items::{key_of, to_record};
use crate::keys::{self, PrimaryKey};
use crate::schema::Item;
use crate::schema::{
    ACTIVITIES, DELIVERIES, DUE, DUE_AT, DUE_INDEX, HELD_SEATS_INDEX, HELD_UNTIL, LEFT_AT, MEMBERS,
    PEOPLE_INDEX, PERSON, PK, PUBLISHED, SK, WEBHOOKS, WEBHOOKS_PK, due_shard,
};

/// The smallest number of items that a query with a filter reads.
const READ_FILTERED: usize = 100;

/// The largest number of queries for a page. If a filter leaves out nearly everything, the page may be empty
/// and still have a next page.
const QUERIES: u32 = 5;

/// The largest number of keys on a page of an index, for any requested limit. A query returns 1 MB at most, which is some
/// thousand keys.
const KEYS: usize = 20_000;

/// Reads the record of a list's item; `None` for an entry without a record.
pub(crate) type Reader = fn(&Key, Item) -> Result<Option<Record>, Fault>;

impl Table {
    /// The first members of a store: up to `limit`, and one more. If hundreds of traces precede the members,
    /// there may be fewer.
    pub(crate) async fn first_members(&self, store: &StoreId, limit: usize) -> Result<Vec<Member>, Fault> {
        let page = self.page_of_records(&self.present_members(store), None, limit + 1, read).await?;
        let members = page.entries.into_iter().filter_map(|(_, record)| match record {
            Some(Record::Membership(Membership::Active(member))) => Some(*member),
            _ => None,
        });
        Ok(members.collect())
    }

    /// A page of a store's activities, sorted by id. One read unit for each 4 KB.
    pub(crate) async fn activities(
        &self,
        store: &StoreId,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        self.page_of_records(&self.in_store(store, ACTIVITIES), after, limit, read).await
    }

    /// A page of the published events of a store, in the order of their numbers. One read unit for each 4 KB.
    pub(crate) async fn published(
        &self,
        store: &StoreId,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        self.page_of_records(&self.in_store(store, PUBLISHED), after, limit, read).await
    }

    /// A page of the references to published events of a part of an hour, by id. One read unit for each 4 KB.
    pub(crate) async fn references(
        &self,
        hour: (u64, u8),
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let query = self
            .client
            .query()
            .table_name(&self.name)
            .consistent_read(true)
            .key_condition_expression("#pk = :pk")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_values(":pk", text(keys::of_hour(hour)));
        self.page_of_records(&query, after, limit, read).await
    }

    /// A page of the webhooks, by id. One read unit for each 4 KB.
    pub(crate) async fn webhooks(&self, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        self.page_of_records(&self.in_partition(WEBHOOKS_PK, WEBHOOKS), after, limit, read).await
    }

    /// A page of the deliveries to a webhook, newest first. One read unit for each 4 KB.
    pub(crate) async fn deliveries(
        &self,
        webhook: WebhookId,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let query = self.in_partition(&keys::of_webhook(webhook), DELIVERIES).scan_index_forward(false);
        self.page_of_records(&query, after, limit, read).await
    }

    /// The first seats that can be released, sorted by time: as many as one transaction can release together
    /// with the change of the store. Half a read unit.
    pub(crate) async fn first_releasable_seats(
        &self,
        store: &StoreId,
        now: Timestamp,
    ) -> Result<Vec<Key>, Fault> {
        let page = self.releasable_seats(store, now, None, bounds::TRANSACTION_ACTIONS - 1).await?;
        Ok(page.entries.into_iter().map(|(key, _)| key).collect())
    }

    /// A page of the records whose seats can be released, sorted by time. Half a read unit for each 4 KB.
    pub(crate) async fn releasable_seats(
        &self,
        store: &StoreId,
        now: Timestamp,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let query = self
            .index(HELD_SEATS_INDEX)
            .key_condition_expression("#pk = :pk AND #held_until <= :now")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#held_until", HELD_UNTIL)
            .expression_attribute_values(":pk", text(keys::of_store(store)))
            .expression_attribute_values(":now", seconds(now));
        let start = self.place_in_index(after, HELD_UNTIL, now).await?;
        self.page_of_keys(&query, start, limit).await
    }

    /// A page of the members who hold something, sorted by user id. One read unit for each 4 KB.
    pub(crate) async fn holders(
        &self,
        store: &StoreId,
        holding: &Holding,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let query = self.in_store(store, &keys::holders_of(holding));
        self.page_of_keys(&query, after.map(|key| PrimaryKey::from(key).into_item()), limit).await
    }

    /// A page of the records of a shard that are due, sorted by time. Half a read unit for each 4 KB.
    pub(crate) async fn due(
        &self,
        shard: DueShard,
        now: Timestamp,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let query = self
            .index(DUE_INDEX)
            .key_condition_expression("#due = :due AND #due_at <= :now")
            .expression_attribute_names("#due", DUE)
            .expression_attribute_names("#due_at", DUE_AT)
            .expression_attribute_values(":due", text(due_shard(shard)))
            .expression_attribute_values(":now", seconds(now));
        let mut start = self.place_in_index(after, DUE_AT, now).await?;
        if let Some(place) = &mut start {
            place.insert(DUE.to_owned(), text(due_shard(shard)));
        }
        self.page_of_keys(&query, start, limit).await
    }

    /// A page of the stores and memberships of a user, sorted by store. Half a read unit for each 4 KB.
    pub(crate) async fn of_user(
        &self,
        user: &UserId,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        self.of_person(keys::of_user(user), after, limit).await
    }

    /// A page of the invitations of an address, sorted by store. Half a read unit for each 4 KB.
    pub(crate) async fn of_address(
        &self,
        email: &EmailAddress,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        self.of_person(keys::of_address(AddressId::of(email)), after, limit).await
    }

    pub(crate) async fn of_person(
        &self,
        person: String,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let start = after.map(|key| {
            let mut start = PrimaryKey::from(key).into_item();
            start.insert(PERSON.to_owned(), text(&person));
            start
        });
        let query = self
            .index(PEOPLE_INDEX)
            .key_condition_expression("#person = :person")
            .expression_attribute_names("#person", PERSON)
            .expression_attribute_values(":person", text(&person));
        self.page_of_keys(&query, start, limit).await
    }

    fn present_members(&self, store: &StoreId) -> QueryFluentBuilder {
        self.in_store(store, MEMBERS)
            .filter_expression("attribute_not_exists(#left_at)")
            .expression_attribute_names("#left_at", LEFT_AT)
    }

    pub(crate) fn in_store(&self, store: &StoreId, prefix: &str) -> QueryFluentBuilder {
        self.in_partition(&keys::of_store(store), prefix)
    }

    pub(crate) fn in_partition(&self, partition: &str, prefix: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.name)
            .consistent_read(true)
            .key_condition_expression("#pk = :pk AND begins_with(#sk, :prefix)")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK)
            .expression_attribute_values(":pk", text(partition))
            .expression_attribute_values(":prefix", text(prefix))
    }

    pub(crate) fn index(&self, name: &str) -> QueryFluentBuilder {
        self.client.query().table_name(&self.name).index_name(name)
    }

    /// The position of a key in an index that is sorted by the time in `attribute`. `None`, which is the
    /// beginning, if the record is no longer in the index. Processed records leave the index, so reading all
    /// pages ends nevertheless.
    async fn place_in_index(
        &self,
        after: Option<&Key>,
        attribute: &str,
        now: Timestamp,
    ) -> Result<Option<Item>, Fault> {
        let Some(key) = after else { return Ok(None) };
        let item = self.batch(std::slice::from_ref(key)).await?.pop();
        let time = item.and_then(|mut item| item.remove(attribute));
        let seconds = time.as_ref().and_then(|time| time.as_n().ok()?.parse::<i64>().ok());
        if let (Some(time), Some(seconds)) = (time, seconds)
            && seconds <= now.timestamp()
        {
            let mut place = PrimaryKey::from(key).into_item();
            place.insert(attribute.to_owned(), time);
            return Ok(Some(place));
        }
        Ok(None)
    }

    /// A page of up to `limit` records. It reads one more than requested, to know whether there is a next page; with a
    /// filter it reads further ones, to avoid another query.
    pub(crate) async fn page_of_records(
        &self,
        query: &QueryFluentBuilder,
        after: Option<&Key>,
        limit: usize,
        read: Reader,
    ) -> Result<Page, Fault> {
        let filtered = query.get_filter_expression().is_some();
        let at_once = if filtered { limit.max(READ_FILTERED) } else { limit } + 1;
        let mut entries: Vec<(Key, Option<Record>)> = Vec::new();
        let mut start = after.map(|key| PrimaryKey::from(key).into_item());
        for _ in 0..QUERIES {
            let query = query.clone().set_exclusive_start_key(start).limit(count(at_once));
            let answer = query.send().await.map_err(fault)?;
            for item in answer.items.unwrap_or_default() {
                let key = key_of(&item)?;
                let record = read(&key, item)?;
                entries.push((key, record));
            }
            start = answer.last_evaluated_key.filter(|key| !key.is_empty());
            if start.is_none() || entries.len() > limit {
                break;
            }
        }
        Ok(page(entries, limit, start.as_ref()))
    }

    /// A page of keys from an index, at most [`KEYS`]. Keys that this version does not know are left out.
    pub(crate) async fn page_of_keys(
        &self,
        query: &QueryFluentBuilder,
        mut start: Option<Item>,
        limit: usize,
    ) -> Result<Page, Fault> {
        let limit = limit.min(KEYS);
        let mut entries = Vec::new();
        for _ in 0..QUERIES {
            let query = query.clone().set_exclusive_start_key(start);
            let answer = query.limit(count(limit + 1 - entries.len())).send().await.map_err(fault)?;
            for item in answer.items.unwrap_or_default() {
                match key_of(&item) {
                    Ok(key) => entries.push((key, None)),
                    Err(error) => tracing::warn!(%error, "an unknown key in an index is skipped"),
                }
            }
            start = answer.last_evaluated_key.filter(|key| !key.is_empty());
            if start.is_none() || entries.len() > limit {
                break;
            }
        }
        Ok(page(entries, limit, start.as_ref()))
    }
}

/// The page of the entries that were read. `start` is where the query would continue.
fn page(mut entries: Vec<(Key, Option<Record>)>, limit: usize, start: Option<&Item>) -> Page {
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().map(|(key, _)| key.clone());
    let next = if more {
        last
    } else {
        // There may be more items, even if the filter left out all that were read.
        start.and_then(|start| key_of(start).ok().or(last))
    };
    Page { entries, next }
}

pub(crate) fn read(key: &Key, item: Item) -> Result<Option<Record>, Fault> {
    to_record(key, item).map(Some)
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn seconds(at: Timestamp) -> AttributeValue {
    AttributeValue::N(at.timestamp().to_string())
}

fn text(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}
