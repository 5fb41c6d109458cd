use std::collections::BTreeSet;
use std::future::Future;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{BuildError, SdkError};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, Put, Select, TransactWriteItem};
use futures_util::future::try_join_all;
use staffroom_aws::{Connection, Misconfigured};
use staffroom_domain::{
    Activity, ActivityId, AddressId, Delivery, EmailAddress, Event, EventActor, EventId, EventKind,
    Invitation, InvitationId, InvitationState, Member, Status, Store, StoreId, Timestamp, UserId,
};

use crate::change::Change;
use crate::error::{TableError, kind};
use crate::items::{self, Item, LEFT_AT, MAILED, Remembered, sort_key};
use crate::page::Page;
use crate::schema::{
    ACTIVITIES, DUE, DUE_AT, DUE_INDEX, DUE_PARTITION, EVENTS, HELD_SEATS_INDEX, HELD_UNTIL, INVITATIONS,
    Key, MEMBERS, PEOPLE_INDEX, PERSON, PK, SK, keys,
};
use crate::snapshot::Snapshot;

/// Keys that one `BatchGetItem` takes. Source: DynamoDB API reference, BatchGetItem.
const BATCH: usize = 100;
/// How often a change is decided anew, or tried again, before the caller is told to.
const ATTEMPTS: u32 = 10;
/// How many seats past their term are looked for when seats are to be taken: as many as one transaction can
/// free, with the store itself, of DynamoDB's hundred actions.
const EXPIRED_SEATS: i32 = 99;
/// How many of them a change frees beside its own work.
const FEW_SEATS: usize = 19;
/// How many times more than that are let go before a change.
const SWEEPS: u32 = 12;
/// How much of what is due is read at a time.
const DUE_AT_ONCE: i32 = 100;
/// How many items are read at least where a filter leaves some out.
const READ_FILTERED: usize = 100;
/// How many queries one page may take when a filter leaves out most of what is read.
const QUERIES: u32 = 5;

/// The table of all stores.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: String,
    /// Whether the process has one connection so far.
    cold: Arc<AtomicBool>,
}

/// What must be read before deciding.
#[derive(Debug, Clone)]
pub struct Needs {
    keys: Vec<Key>,
    expired_seats: Option<(StoreId, Timestamp)>,
}

impl Needs {
    /// These items.
    #[must_use]
    pub fn items(keys: impl IntoIterator<Item = Key>) -> Self {
        let mut needed: Vec<Key> = Vec::new();
        for key in keys {
            if !needed.contains(&key) {
                needed.push(key);
            }
        }
        Self { keys: needed, expired_seats: None }
    }

    /// And the seats of the store that invitations past their term still hold.
    #[must_use]
    pub fn and_expired_seats(mut self, store: &StoreId, now: Timestamp) -> Self {
        self.expired_seats = Some((store.clone(), now));
        self
    }
}

/// What was decided.
#[derive(Debug)]
pub enum Decision<T> {
    /// There is nothing to change.
    Nothing(T),
    /// To be changed; then this is the answer.
    Change(Box<Change>, T),
}

impl<T> Decision<T> {
    /// Makes the change, then answers.
    pub fn change(change: Change, answer: T) -> Self {
        Self::Change(Box::new(change), answer)
    }
}

/// Something that has fallen due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A store's owner is to be asked to look through who has access.
    Review(StoreId),
    /// A member is to be told that access ends.
    Warning(StoreId, UserId),
}

impl Due {
    fn of(key: &Key) -> Option<Self> {
        let store = keys::store_of(&key.pk)?;
        if key.sk.starts_with(MEMBERS) {
            Some(Self::Warning(store, keys::user_of(&key.sk)?))
        } else {
            Some(Self::Review(store))
        }
    }
}

enum Outcome {
    Committed,
    Stale(Vec<(Key, Option<Item>)>),
    Contention,
}

impl Table {
    /// The table of this name.
    #[must_use]
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into(), cold: Arc::new(AtomicBool::new(false)) }
    }

    /// The table that `TABLE_NAME` names, reached as [`Connection::from_lookup`] says, with the connection opened: a
    /// function has a whole processor for that during init only.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, Misconfigured> {
        let name = lookup("TABLE_NAME").ok_or_else(|| Misconfigured::missing("TABLE_NAME"))?;
        let connection = Connection::from_lookup("DYNAMODB", lookup)?;
        let host = format!("dynamodb.{}.amazonaws.com", connection.region);
        let client = staffroom_aws::while_opening(|| staffroom_aws::dynamodb(&connection));
        let ((), client) = tokio::join!(connection.open(&host), client);
        Ok(Self { cold: Arc::new(AtomicBool::new(true)), ..Self::new(client, name) })
    }

    /// Asks two things at once; the first time in a process that had itself a connection opened, one after the other
    /// over that one: connecting and shaking hands for a second takes longer than to ask again.
    ///
    /// # Errors
    /// Whichever fails first.
    pub fn at_once<A, B, E>(
        &self,
        first: impl Future<Output = Result<A, E>>,
        second: impl Future<Output = Result<B, E>>,
    ) -> impl Future<Output = Result<(A, B), E>> {
        // Boxed, since a question's future is big, and whoever asks holds both.
        let (first, second) = (Box::pin(first), Box::pin(second));
        async move {
            if self.cold.swap(false, Ordering::Relaxed) {
                Ok((first.await?, second.await?))
            } else {
                tokio::try_join!(first, second)
            }
        }
    }

    /// Reads, decides and writes in at most two round trips when nobody else wants the same.
    ///
    /// Where the write finds another state than was read, it is decided again on that state, which came
    /// back with the failure; where others are writing the same items, it is tried again after a moment. What
    /// is refused is read a second time first: a batch is no snapshot, and may have shown half of a change.
    ///
    /// # Errors
    /// What `decide` refuses, or that the table does not answer.
    pub async fn transact<T, E: From<TableError>>(
        &self,
        needs: Needs,
        mut decide: impl FnMut(&Snapshot) -> Result<Decision<T>, E>,
    ) -> Result<T, E> {
        let mut snapshot = self.read(needs.clone()).await?;
        let decision = if let Ok(decision) = decide(&snapshot) {
            decision
        } else {
            snapshot = self.read(needs).await?;
            decide(&snapshot)?
        };
        self.carry_out(&mut snapshot, decision, decide).await
    }

    /// Decides and writes on what was read before.
    ///
    /// # Errors
    /// What `decide` refuses, or that the table does not answer.
    pub async fn settle<T, E: From<TableError>>(
        &self,
        snapshot: &mut Snapshot,
        mut decide: impl FnMut(&Snapshot) -> Result<Decision<T>, E>,
    ) -> Result<T, E> {
        let decision = decide(snapshot)?;
        self.carry_out(snapshot, decision, decide).await
    }

    async fn carry_out<T, E: From<TableError>>(
        &self,
        snapshot: &mut Snapshot,
        mut decision: Decision<T>,
        mut decide: impl FnMut(&Snapshot) -> Result<Decision<T>, E>,
    ) -> Result<T, E> {
        for attempt in 0..ATTEMPTS {
            let (change, answer) = match decision {
                Decision::Nothing(answer) => return Ok(answer),
                Decision::Change(change, answer) => (change, answer),
            };
            match self.commit(&change).await? {
                Outcome::Committed => return Ok(answer),
                Outcome::Stale(found) => {
                    for (key, item) in found {
                        snapshot.forget_expired_seat(&key);
                        snapshot.set(key, item);
                    }
                }
                Outcome::Contention => tokio::time::sleep(jitter(attempt)).await,
            }
            decision = decide(snapshot)?;
        }
        Err(TableError::Unavailable("too many changes of the same items at once".to_owned()).into())
    }

    /// Reads items, consistently, and at the same time the seats past their term if they are needed.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn read(&self, needs: Needs) -> Result<Snapshot, TableError> {
        let mut found = self.read_once(&needs).await?;
        for _ in 0..SWEEPS {
            let Some((store, now)) = needs.expired_seats.as_ref().filter(|_| found.1.len() > FEW_SEATS)
            else {
                break;
            };
            // So many that a transaction has no room for them beside its own work: a plan shrank, or a
            // season ended. They let go first.
            self.sweep(store, &found.1, *now).await?;
            found = self.read_once(&needs).await?;
        }
        let mut snapshot = Snapshot::default();
        for (key, item) in found.0 {
            snapshot.set(key, item);
        }
        found.1.truncate(FEW_SEATS);
        snapshot.set_expired_seats(found.1);
        Ok(snapshot)
    }

    async fn read_once(&self, needs: &Needs) -> Result<(Vec<(Key, Option<Item>)>, Vec<Key>), TableError> {
        match &needs.expired_seats {
            Some((store, now)) => self.at_once(self.get(&needs.keys), self.expired_seats(store, *now)).await,
            None => Ok((self.get(&needs.keys).await?, Vec::new())),
        }
    }

    /// Makes expired invitations let go of their seats. Whichever others are doing the same is no loss.
    async fn sweep(&self, store: &StoreId, seats: &[Key], now: Timestamp) -> Result<(), TableError> {
        let actions = crate::change::release(&self.name, store, seats, now)?;
        match self.client.transact_write_items().set_transact_items(Some(actions)).send().await {
            Ok(_) => Ok(()),
            Err(error) if is_cancelled(&error) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn get(&self, keys: &[Key]) -> Result<Vec<(Key, Option<Item>)>, TableError> {
        let batches = try_join_all(keys.chunks(BATCH).map(|batch| self.get_batch(batch))).await?;
        let mut items: Vec<Item> = batches.into_iter().flatten().collect();
        Ok(keys
            .iter()
            .map(|key| {
                let at = items.iter().position(|item| is_at(item, key));
                (key.clone(), at.map(|at| items.swap_remove(at)))
            })
            .collect())
    }

    async fn get_batch(&self, batch: &[Key]) -> Result<Vec<Item>, TableError> {
        let wanted = KeysAndAttributes::builder()
            .consistent_read(true)
            .set_keys(Some(batch.iter().map(key_item).collect()))
            .build()
            .map_err(|e| TableError::Refused(e.to_string()))?;
        let mut request = Some(std::collections::HashMap::from([(self.name.clone(), wanted)]));
        let mut items = Vec::with_capacity(batch.len());
        for attempt in 0..ATTEMPTS {
            let answer = self.client.batch_get_item().set_request_items(request).send().await?;
            items.extend(answer.responses.into_iter().filter_map(|mut r| r.remove(&self.name)).flatten());
            match answer.unprocessed_keys {
                Some(left) if !left.is_empty() => request = Some(left),
                _ => return Ok(items),
            }
            tokio::time::sleep(jitter(attempt)).await;
        }
        Err(TableError::Unavailable("keys stay unprocessed".to_owned()))
    }

    async fn commit(&self, change: &Change) -> Result<Outcome, TableError> {
        let (keys, actions): (Vec<Key>, Vec<_>) = change.actions(&self.name)?.into_iter().unzip();
        let sent = self.client.transact_write_items().set_transact_items(Some(actions)).send().await;
        let Err(error) = sent else { return Ok(Outcome::Committed) };
        let reasons = match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                cancelled.cancellation_reasons().to_vec()
            }
            _ => return Err(error.into()),
        };
        let mut stale = Vec::new();
        let mut passing = false;
        for (key, reason) in keys.into_iter().zip(reasons) {
            match reason.code() {
                Some("ConditionalCheckFailed") => {
                    // An item of nothing but its key is how some emulators say that there is none.
                    stale.push((key, reason.item.filter(|item| item.len() > 2)));
                }
                Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded") => {
                    passing = true;
                }
                _ => {}
            }
        }
        if !stale.is_empty() {
            tracing::debug!(items = ?stale.iter().map(|(key, _)| kind(&key.sk)).collect::<Vec<_>>(), "decided on a state that is past");
            Ok(Outcome::Stale(stale))
        } else if passing {
            Ok(Outcome::Contention)
        } else {
            Err(error.into())
        }
    }

    async fn expired_seats(&self, store: &StoreId, now: Timestamp) -> Result<Vec<Key>, TableError> {
        let found = self.held_seats(store, now).limit(EXPIRED_SEATS).send().await?;
        Ok(found.items.unwrap_or_default().iter().map(key_of).collect())
    }

    fn held_seats(&self, store: &StoreId, now: Timestamp) -> QueryFluentBuilder {
        self.index(HELD_SEATS_INDEX)
            .key_condition_expression(format!("{PK} = :pk AND {HELD_UNTIL} <= :now"))
            .expression_attribute_values(":pk", AttributeValue::S(keys::partition(store)))
            .expression_attribute_values(":now", AttributeValue::N(now.timestamp().to_string()))
    }

    /// How many seats are held by invitations past their term.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn count_expired_seats(&self, store: &StoreId, now: Timestamp) -> Result<u32, TableError> {
        let mut count: u32 = 0;
        let mut start = None;
        loop {
            let query = self.held_seats(store, now).select(Select::Count).set_exclusive_start_key(start);
            let answer = query.send().await?;
            count = count.saturating_add(u32::try_from(answer.count).unwrap_or(0));
            match answer.last_evaluated_key {
                Some(last) if !last.is_empty() => start = Some(last),
                _ => return Ok(count),
            }
        }
    }

    /// A page of a store's members, the owner apart, by user id.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn members(
        &self,
        store: &StoreId,
        after: Option<&UserId>,
        limit: usize,
    ) -> Result<Page<Member, UserId>, TableError> {
        let query = self.prefix(store, MEMBERS).filter_expression(format!("attribute_not_exists({LEFT_AT})"));
        let after = after.map(|user| keys::member(store, user));
        self.page(&query, after, limit, items::member, |member| member.user.clone()).await
    }

    /// A page of a store's invitations of these states, by id.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn invitations(
        &self,
        store: &StoreId,
        of: &BTreeSet<Status>,
        now: Timestamp,
        after: Option<InvitationId>,
        limit: usize,
    ) -> Result<Page<Invitation, InvitationId>, TableError> {
        let mut query = self.prefix(store, INVITATIONS);
        let mut filters = Vec::new();
        for status in of {
            filters.push(match status {
                Status::Pending => "(#state = :pending AND expires_at > :now)",
                Status::Expired => "(#state = :pending AND expires_at <= :now)",
                Status::Accepted => "#state = :accepted",
                Status::Declined => "#state = :declined",
                Status::Revoked => "#state IN (:revoked, :withdrawn)",
            });
            query = match status {
                Status::Pending | Status::Expired => {
                    query.expression_attribute_values(":pending", s("pending")).expression_attribute_values(
                        ":now",
                        AttributeValue::N(now.timestamp_millis().to_string()),
                    )
                }
                Status::Accepted => query.expression_attribute_values(":accepted", s("accepted")),
                Status::Declined => query.expression_attribute_values(":declined", s("declined")),
                Status::Revoked => query
                    .expression_attribute_values(":revoked", s("revoked"))
                    .expression_attribute_values(":withdrawn", s("withdrawn")),
            };
        }
        if !filters.is_empty() {
            query =
                query.filter_expression(filters.join(" OR ")).expression_attribute_names("#state", "state");
        }
        let after = after.map(|id| keys::invitation(store, id));
        self.page(&query, after, limit, items::invitation, |invitation| invitation.id).await
    }

    /// A page of a store's history, newest first.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn events(
        &self,
        store: &StoreId,
        before: Option<EventId>,
        limit: usize,
    ) -> Result<Page<Event, EventId>, TableError> {
        let query = self.prefix(store, EVENTS).scan_index_forward(false);
        let before = before.map(|id| keys::history(store, id));
        self.page(&query, before, limit, items::event, |event| event.id).await
    }

    fn prefix(&self, store: &StoreId, prefix: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.name)
            .consistent_read(true)
            .key_condition_expression(format!("{PK} = :pk AND begins_with({SK}, :prefix)"))
            .expression_attribute_values(":pk", AttributeValue::S(keys::partition(store)))
            .expression_attribute_values(":prefix", s(prefix))
    }

    /// More than asked for is read, so that what a filter leaves out seldom costs another round trip, and the
    /// last page says that it is the last.
    async fn page<T, I: FromStr>(
        &self,
        query: &QueryFluentBuilder,
        after: Option<Key>,
        limit: usize,
        read: impl Fn(Item) -> Result<T, TableError>,
        id: impl Fn(&T) -> I,
    ) -> Result<Page<T, I>, TableError> {
        let filtered = query.get_filter_expression().is_some();
        let at_once =
            i32::try_from(if filtered { limit.max(READ_FILTERED) } else { limit } + 1).unwrap_or(i32::MAX);
        let mut items = Vec::new();
        let mut start = after.as_ref().map(key_item);
        for _ in 0..QUERIES {
            let answer = query.clone().set_exclusive_start_key(start).limit(at_once).send().await?;
            let found = answer.items.unwrap_or_default();
            items.reserve(found.len());
            for item in found {
                items.push(read(item)?);
            }
            start = answer.last_evaluated_key.filter(|key| !key.is_empty());
            if start.is_none() || items.len() > limit {
                break;
            }
        }
        let next = if items.len() > limit {
            items.truncate(limit);
            items.last().map(id)
        } else {
            // There may be more behind what was read, however little of it the filter let through.
            start.map(|key| items::id_in_sk(&key)).transpose()?
        };
        Ok(Page { items, next })
    }

    /// A page of a store's activities, by id.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn activities(
        &self,
        store: &StoreId,
        after: Option<&ActivityId>,
        limit: usize,
    ) -> Result<Page<Activity, ActivityId>, TableError> {
        let after = after.map(|id| keys::activity(store, id));
        let query = self.prefix(store, ACTIVITIES);
        self.page(&query, after, limit, items::activity, |activity| activity.id.clone()).await
    }

    /// Some of what has fallen due by `now`: stores to review, members whose access ends.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn due(&self, now: Timestamp) -> Result<Vec<Due>, TableError> {
        let query = self
            .index(DUE_INDEX)
            .key_condition_expression(format!("{DUE} = :due AND {DUE_AT} <= :now"))
            .expression_attribute_values(":due", s(DUE_PARTITION))
            .expression_attribute_values(":now", AttributeValue::N(now.timestamp().to_string()))
            .limit(DUE_AT_ONCE);
        let items = query.send().await?.items.unwrap_or_default();
        Ok(items.iter().filter_map(|item| Due::of(&key_of(item))).collect())
    }

    /// Records that a member was active; only the newest counts, and nobody is held up by it.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn record_activity(
        &self,
        store: &StoreId,
        user: &UserId,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let update = self
            .update(&keys::member(store, user))
            .update_expression("SET last_active_at = :now")
            .condition_expression(format!(
                "attribute_exists({PERSON}) AND (attribute_not_exists(last_active_at) OR last_active_at < :now)"
            ))
            .expression_attribute_values(":now", AttributeValue::N(now.timestamp_millis().to_string()));
        tolerate_condition(update.send()).await
    }

    /// The stores that the user owns or is a member of, as the index knows them: as they were a moment ago.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn store_ids_of(&self, user: &UserId) -> Result<BTreeSet<StoreId>, TableError> {
        let found = self.people(keys::person_of_user(user)).await?;
        Ok(found.iter().filter_map(|key| keys::store_of(&key.pk)).collect())
    }

    /// Those of these stores that the user owns or is a member of, with the membership.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn stores_of(
        &self,
        user: &UserId,
        stores: &BTreeSet<StoreId>,
    ) -> Result<Vec<(Store, Option<Member>)>, TableError> {
        let both = stores.iter().flat_map(|store| [keys::store(store), keys::member(store, user)]);
        let snapshot = self.read(Needs::items(both)).await?;
        let mut mine = Vec::with_capacity(stores.len());
        for id in stores {
            let Some(store) = snapshot.store(id)? else { continue };
            let membership = snapshot.membership(id, user)?;
            if store.owner.user_id == *user || membership.member().is_some() {
                let member = membership.member().cloned();
                mine.push((store, member));
            }
        }
        Ok(mine)
    }

    /// Every invitation of the address, in whatever state, with the store that invites.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn invitations_of(&self, email: &EmailAddress) -> Result<Vec<(Store, Invitation)>, TableError> {
        let found = self.people(keys::person_of_address(AddressId::of(email))).await?;
        let stores: BTreeSet<StoreId> = found.iter().filter_map(|key| keys::store_of(&key.pk)).collect();
        let both = stores
            .iter()
            .flat_map(|store| [keys::store(store), keys::invitation(store, InvitationId::of(store, email))]);
        let snapshot = self.read(Needs::items(both)).await?;
        let mut waiting = Vec::with_capacity(stores.len());
        for id in &stores {
            if let (Some(store), Some(invitation)) =
                (snapshot.store(id)?, snapshot.invitation(id, InvitationId::of(id, email))?)
            {
                waiting.push((store, invitation));
            }
        }
        Ok(waiting)
    }

    async fn people(&self, person: String) -> Result<Vec<Key>, TableError> {
        let mut found = Vec::new();
        let mut start = None;
        loop {
            let query = self
                .index(PEOPLE_INDEX)
                .key_condition_expression(format!("{PERSON} = :person"))
                .expression_attribute_values(":person", AttributeValue::S(person.clone()))
                .set_exclusive_start_key(start);
            let answer = query.send().await?;
            found.extend(answer.items.unwrap_or_default().iter().map(key_of));
            match answer.last_evaluated_key {
                Some(last) if !last.is_empty() => start = Some(last),
                _ => return Ok(found),
            }
        }
    }

    /// Keeps the answer of a request that was remembered as being carried out.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn remember(&self, key: &Key, request: &Remembered) -> Result<(), TableError> {
        let item = items::from_remembered(key, request)?;
        self.client.put_item().table_name(&self.name).set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Records how far the mail of an invitation's link got; nothing happens when the link is not the latest,
    /// or its mail got as far or further before.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn record_delivery(
        &self,
        store: &StoreId,
        invitation: InvitationId,
        generation: u32,
        delivery: Delivery,
    ) -> Result<(), TableError> {
        let before = if delivery == Delivery::Delivered { Delivery::Sent } else { Delivery::Queued };
        let update = self
            .update(&keys::invitation(store, invitation))
            .update_expression("SET delivery = :delivery")
            .condition_expression("generation = :generation AND (delivery = :queued OR delivery = :before)")
            .expression_attribute_values(":delivery", items::delivery(delivery)?)
            .expression_attribute_values(":queued", items::delivery(Delivery::Queued)?)
            .expression_attribute_values(":before", items::delivery(before)?)
            .expression_attribute_values(":generation", AttributeValue::N(generation.to_string()));
        tolerate_condition(update.send()).await
    }

    /// Records that the mail of an invitation's link did not arrive, and tells it; nothing happens when the
    /// link is not the latest, or it was told before.
    ///
    /// # Errors
    /// When the table does not answer, or an item is corrupt.
    pub async fn record_undelivered(
        &self,
        store: &StoreId,
        invitation: InvitationId,
        generation: u32,
        delivery: Delivery,
        now: Timestamp,
    ) -> Result<(), TableError> {
        let needs = Needs::items([keys::store(store), keys::invitation(store, invitation)]);
        self.transact(needs, |snapshot| {
            let (Some(store), Some(before)) =
                (snapshot.store(store)?, snapshot.invitation(store, invitation)?)
            else {
                return Ok(Decision::Nothing(()));
            };
            let Some(after) = before.undelivered(generation, delivery) else {
                return Ok(Decision::Nothing(()));
            };
            let mut change = Change::new(&store, now, EventActor::Service, None);
            change.put_invitation(Some(&before), &after)?;
            // Once it was answered, nobody needs to do anything about its mail.
            if matches!(after.state, InvitationState::Pending(_)) {
                change.tell(EventKind::InvitationUndelivered { invitation: (&after).into(), delivery })?;
            }
            Ok(Decision::change(change, ()))
        })
        .await
    }

    /// Records that an address was written to about an event.
    ///
    /// # Errors
    /// When the table does not answer.
    pub async fn record_mailed(
        &self,
        store: &StoreId,
        event: &Event,
        to: AddressId,
    ) -> Result<(), TableError> {
        let update = self
            .update(&keys::event(store, event))
            .update_expression(format!("ADD {MAILED} :to"))
            .condition_expression(format!("attribute_exists({PK})"))
            .expression_attribute_values(":to", AttributeValue::Ss(vec![to.to_string()]));
        tolerate_condition(update.send()).await
    }

    /// Records in the store's history that an invitation ran out which DynamoDB deleted at the end of its time
    /// to live, and frees the seat that it still held. Whether it had not been recorded before: once, however
    /// often the stream tells of it.
    ///
    /// # Errors
    /// When the table does not answer, or the image is corrupt.
    pub async fn record_expired(&self, image: Item) -> Result<bool, TableError> {
        let invitation = items::invitation(image)?;
        if !matches!(invitation.state, InvitationState::Pending(_)) {
            return Ok(false);
        }
        let mut random = [0; 10];
        random.copy_from_slice(invitation.id.as_bytes().first_chunk::<10>().unwrap_or(&[0; 10]));
        let event = Event {
            id: EventId::new(invitation.expires_at, random),
            at: invitation.expires_at,
            actor: EventActor::Service,
            source_ip: None,
            kind: EventKind::InvitationExpired { invitation: (&invitation).into() },
        };
        let (_, item) = items::from_event(&invitation.store, &event)?;
        let built = |e: BuildError| TableError::Refused(e.to_string());
        let tell = Put::builder()
            .table_name(&self.name)
            .set_item(Some(item))
            .condition_expression(format!("attribute_not_exists({PK})"))
            .build()
            .map_err(built)?;
        let mut actions = vec![TransactWriteItem::builder().put(tell).build()];
        if invitation.seats() > 0 {
            actions.push(crate::change::free(&self.name, &invitation.store, 1)?);
        }
        match self.client.transact_write_items().set_transact_items(Some(actions)).send().await {
            Ok(_) => Ok(true),
            Err(error) if cancelled_by_condition(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn index(&self, name: &str) -> QueryFluentBuilder {
        self.client.query().table_name(&self.name).index_name(name)
    }

    fn update(&self, key: &Key) -> UpdateItemFluentBuilder {
        self.client.update_item().table_name(&self.name).set_key(Some(key_item(key)))
    }
}

fn is_cancelled(error: &SdkError<TransactWriteItemsError>) -> bool {
    error.as_service_error().is_some_and(TransactWriteItemsError::is_transaction_canceled_exception)
}

fn cancelled_by_condition(error: &SdkError<TransactWriteItemsError>) -> bool {
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            cancelled.cancellation_reasons().iter().any(|r| r.code() == Some("ConditionalCheckFailed"))
        }
        _ => false,
    }
}

/// A condition that does not hold is an answer, not an error.
async fn tolerate_condition<T>(
    sent: impl Future<Output = Result<T, SdkError<UpdateItemError>>>,
) -> Result<(), TableError> {
    match sent.await {
        Ok(_) => Ok(()),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(UpdateItemError::is_conditional_check_failed_exception) =>
        {
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn key_item(key: &Key) -> Item {
    Item::from([(PK.to_owned(), s(&key.pk)), (SK.to_owned(), s(&key.sk))])
}

fn key_of(item: &Item) -> Key {
    Key { pk: items::partition_key(item).to_owned(), sk: sort_key(item).to_owned() }
}

fn is_at(item: &Item, key: &Key) -> bool {
    items::partition_key(item) == key.pk && sort_key(item) == key.sk
}

/// Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): up to 20 ms, doubling to 640.
fn jitter(attempt: u32) -> Duration {
    let bound = 20_u64 << attempt.min(5);
    let random = uuid::Uuid::new_v4().as_u64_pair().0;
    Duration::from_millis(random % bound + 1)
}
