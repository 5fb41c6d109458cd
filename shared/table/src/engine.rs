//! Reads, commits, and the wait between attempts: [`Table`] as a [`Database`].

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{CancellationReason, KeysAndAttributes, TransactWriteItem};
use futures_util::future::{try_join_all, try_join3};
use staffroom_app::{CommitOutcome, Database, Fault, Key, List, Page, Plan, ReadResult, ReadSet, Record};
use staffroom_domain::StoreId;

use crate::Table;
use crate::error::{cancelled, fault, unbuilt};
use crate::expressions::{Action, actions, may_be_repeated};
use crate::items::to_record;
use crate::keys::PrimaryKey;
use crate::schema::Item;

/// The largest number of keys in a `BatchGetItem`. Source: DynamoDB API reference, BatchGetItem.
const BATCH: usize = 100;

/// The largest number of requests for keys that DynamoDB leaves unprocessed.
const BATCH_ATTEMPTS: u32 = 10;

impl Database for Table {
    /// One read unit for each key, even if its item does not exist; more for an item above 4 KB. The ranges
    /// are read concurrently.
    async fn read(&self, set: &ReadSet) -> Result<ReadResult, Fault> {
        let seats = async {
            match &set.releasable_seats {
                Some((store, now)) => self.first_releasable_seats(store, *now).await.map(Some),
                None => Ok(None),
            }
        };
        let members = async {
            match &set.first_members {
                Some((store, limit)) => self.first_members(store, *limit).await.map(Some),
                None => Ok(None),
            }
        };
        let (records, seats, members) = try_join3(self.records(&set.keys), seats, members).await?;
        let mut result = ReadResult::default();
        for (key, record) in records {
            result.set(key, record);
        }
        if let Some(seats) = seats {
            result.set_releasable_seats(seats);
        }
        if let Some(members) = members {
            result.set_first_members(members);
        }
        Ok(result)
    }

    /// Two write units for each KB of each record. A plan of a single write that may be repeated takes half
    /// of that.
    async fn commit(&self, plan: &Plan) -> Result<CommitOutcome, Fault> {
        let mut actions = actions(&self.name, plan)?;
        if let (None, [write], [_]) = (&plan.store, plan.writes.as_slice(), actions.as_slice())
            && may_be_repeated(write)
            && let Some((key, action)) = actions.pop()
        {
            return self.commit_one(key, action).await;
        }
        if actions.is_empty() {
            return Ok(CommitOutcome::Committed);
        }
        self.commit_transaction(actions).await
    }

    async fn page(&self, list: &List, after: Option<&Key>, limit: usize) -> Result<Page, Fault> {
        match list {
            List::Listing(store, listing, start) => self.listing((store, listing, start), after, limit).await,
            List::Events(store, by, times) => self.events((store, by, *times), after, limit).await,
            List::Activities(store) => self.activities(store, after, limit).await,
            List::Published(store) => self.published(store, after, limit).await,
            List::References(hour, part) => self.references((*hour, *part), after, limit).await,
            List::Webhooks => self.webhooks(after, limit).await,
            List::Deliveries(webhook) => self.deliveries(*webhook, after, limit).await,
            List::DueDeliveries(webhook, now) => self.due_deliveries(*webhook, *now, limit).await,
            List::ReleasableSeats(store, now) => self.releasable_seats(store, *now, after, limit).await,
            List::Due(shard, now) => self.due(*shard, *now, after, limit).await,
            List::Holders(store, holding) => self.holders(store, holding, after, limit).await,
            List::OfUser(user) | List::ActivitiesOfUser(user) => self.of_user(user, after, limit).await,
            List::OfAddress(email) => self.of_address(email, after, limit).await,
            List::Records(store, kind) => self.records_of(store, *kind, after, limit).await,
            List::OfPerson(list) => self.person_list(list, after, limit).await,
        }
    }

    /// One read unit for each 4 KB, one write unit for each KB of each item, and those of its indexes.
    async fn delete_of_store(&self, store: &StoreId, limit: usize) -> Result<usize, Fault> {
        self.delete_items_of(store, limit).await
    }

    async fn back_off(&self, attempt: u32) {
        tokio::time::sleep(jitter(attempt)).await;
    }
}

impl Table {
    async fn records(&self, keys: &[Key]) -> Result<Vec<(Key, Option<Record>)>, Fault> {
        let batches = try_join_all(keys.chunks(BATCH).map(|batch| self.batch(batch))).await?;
        let items = batches.into_iter().flatten();
        let mut items: HashMap<PrimaryKey, Item> =
            items.filter_map(|item| Some((PrimaryKey::of_item(&item)?, item))).collect();
        keys.iter()
            .map(|key| {
                let item = items.remove(&PrimaryKey::from(key));
                Ok((key.clone(), item.map(|item| to_record(key, item)).transpose()?))
            })
            .collect()
    }

    /// Reads up to [`BATCH`] keys consistently. The items are in no particular order; absent ones are left
    /// out.
    pub(crate) async fn batch(&self, keys: &[Key]) -> Result<Vec<Item>, Fault> {
        let wanted = KeysAndAttributes::builder()
            .consistent_read(true)
            .set_keys(Some(keys.iter().map(|key| PrimaryKey::from(key).into_item()).collect()))
            .build()
            .map_err(unbuilt)?;
        let mut request = HashMap::from([(self.name.clone(), wanted)]);
        let mut items = Vec::with_capacity(keys.len());
        for attempt in 0..BATCH_ATTEMPTS {
            let sent = self.client.batch_get_item().set_request_items(Some(request)).send().await;
            let answer = sent.map_err(fault)?;
            items.extend(answer.responses.into_iter().flatten().flat_map(|(_, items)| items));
            match answer.unprocessed_keys {
                Some(left) if !left.is_empty() => request = left,
                _ => return Ok(items),
            }
            self.back_off(attempt).await;
        }
        Err(Fault::Unavailable { reason: "DynamoDB left keys unprocessed".to_owned(), source: None })
    }

    async fn commit_transaction(&self, actions: Vec<(Key, Action)>) -> Result<CommitOutcome, Fault> {
        let (keys, actions): (Vec<Key>, Vec<TransactWriteItem>) =
            actions.into_iter().map(|(key, action)| (key, action.into())).unzip();
        let sent = self.client.transact_write_items().set_transact_items(Some(actions)).send().await;
        let Err(error) = sent else { return Ok(CommitOutcome::Committed) };
        let Some(TransactWriteItemsError::TransactionCanceledException(exception)) = error.as_service_error()
        else {
            return Err(fault(error));
        };
        match cancellation(keys, exception.cancellation_reasons()) {
            Cancellation::Stale(found) => stale(found),
            Cancellation::Contention => Ok(CommitOutcome::Contention),
            Cancellation::Refused(reason) => Err(cancelled(reason, error)),
        }
    }

    async fn commit_one(&self, key: Key, action: Action) -> Result<CommitOutcome, Fault> {
        match action {
            Action::Update(update) => {
                let request = self
                    .client
                    .update_item()
                    .table_name(update.table_name)
                    .set_key(Some(update.key))
                    .update_expression(update.update_expression)
                    .set_condition_expression(update.condition_expression)
                    .set_expression_attribute_names(update.expression_attribute_names)
                    .set_expression_attribute_values(update.expression_attribute_values)
                    .set_return_values_on_condition_check_failure(
                        update.return_values_on_condition_check_failure,
                    );
                settle(key, request.send().await, |error| match error {
                    UpdateItemError::ConditionalCheckFailedException(failed) => Some(failed.item.clone()),
                    _ => None,
                })
            }
            Action::Put(put) => {
                let request = self
                    .client
                    .put_item()
                    .table_name(put.table_name)
                    .set_item(Some(put.item))
                    .set_condition_expression(put.condition_expression)
                    .set_expression_attribute_names(put.expression_attribute_names)
                    .set_expression_attribute_values(put.expression_attribute_values)
                    .set_return_values_on_condition_check_failure(
                        put.return_values_on_condition_check_failure,
                    );
                settle(key, request.send().await, |error| match error {
                    PutItemError::ConditionalCheckFailedException(failed) => Some(failed.item.clone()),
                    _ => None,
                })
            }
            Action::Delete(delete) => {
                let request = self
                    .client
                    .delete_item()
                    .table_name(delete.table_name)
                    .set_key(Some(delete.key))
                    .set_condition_expression(delete.condition_expression)
                    .set_expression_attribute_names(delete.expression_attribute_names)
                    .set_expression_attribute_values(delete.expression_attribute_values)
                    .set_return_values_on_condition_check_failure(
                        delete.return_values_on_condition_check_failure,
                    );
                settle(key, request.send().await, |error| match error {
                    DeleteItemError::ConditionalCheckFailedException(failed) => Some(failed.item.clone()),
                    _ => None,
                })
            }
            // A check exists only in transactions.
            Action::Check(_) => self.commit_transaction(vec![(key, action)]).await,
        }
    }
}

/// The outcome of a single write. `failed` recognises a failed condition and returns the current item.
fn settle<T, E>(
    key: Key,
    sent: Result<T, SdkError<E>>,
    failed: impl Fn(&E) -> Option<Option<Item>>,
) -> Result<CommitOutcome, Fault>
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let Err(error) = sent else { return Ok(CommitOutcome::Committed) };
    if let Some(item) = error.as_service_error().and_then(failed) {
        return stale(vec![(key, item)]);
    }
    if error.code() == Some("TransactionConflictException") {
        return Ok(CommitOutcome::Contention);
    }
    Err(fault(error))
}

/// Why DynamoDB cancelled a transaction.
#[derive(Debug, PartialEq)]
enum Cancellation {
    /// Conditions failed. These are the current items.
    Stale(Vec<(Key, Option<Item>)>),
    /// Other writes of the same items are in progress, or requests are throttled. A retry can succeed.
    Contention,
    /// An action is not possible, and a retry cannot succeed. The text has the error code and the kind of
    /// record.
    Refused(String),
}

/// Classifies a cancellation by its reasons, one for each action.
fn cancellation(keys: Vec<Key>, reasons: &[CancellationReason]) -> Cancellation {
    let mut found = Vec::new();
    for (key, reason) in keys.into_iter().zip(reasons) {
        match reason.code() {
            Some("ConditionalCheckFailed") => found.push((key, reason.item.clone())),
            None
            | Some(
                "None"
                | "TransactionConflict"
                | "ThrottlingError"
                | "ProvisionedThroughputExceeded"
                | "RequestLimitExceeded",
            ) => {}
            Some(code) => return Cancellation::Refused(format!("{code} at the {}", key.kind())),
        }
    }
    if found.is_empty() { Cancellation::Contention } else { Cancellation::Stale(found) }
}

fn stale(found: Vec<(Key, Option<Item>)>) -> Result<CommitOutcome, Fault> {
    let kinds: Vec<&str> = found.iter().map(|(key, _)| key.kind()).collect();
    tracing::debug!(?kinds, "a condition failed");
    let records = found.into_iter().map(|(key, item)| {
        let record = item.map(|item| to_record(&key, item)).transpose()?;
        Ok((key, record))
    });
    records.collect::<Result<_, Fault>>().map(CommitOutcome::Stale)
}

/// Full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): up to 20 ms, doubling to 640 ms.
fn jitter(attempt: u32) -> Duration {
    let bound = 20_u64 << attempt.min(5);
    let random = uuid::Uuid::new_v4().as_u64_pair().0;
    Duration::from_millis(random % bound + 1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_sdk_dynamodb::types::CancellationReason;
    use staffroom_app::Key;

    use super::{Cancellation, cancellation, jitter};
    use crate::items::to_item;
    use crate::samples;

    fn of(codes: &[&str]) -> Cancellation {
        let keys =
            (0..codes.len()).map(|n| Key::Member(samples::store_id(), samples::user(&format!("u{n}"))));
        let reasons: Vec<CancellationReason> =
            codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
        cancellation(keys.collect(), &reasons)
    }

    #[test]
    fn a_cancelled_transaction_is_stale_or_contention_or_refused() {
        for code in [
            "TransactionConflict",
            "ThrottlingError",
            "ProvisionedThroughputExceeded",
            "RequestLimitExceeded",
        ] {
            assert_eq!(of(&["None", code]), Cancellation::Contention, "{code}");
        }
        let stale = vec![(Key::Member(samples::store_id(), samples::user("u1")), None)];
        assert_eq!(
            of(&["TransactionConflict", "ConditionalCheckFailed", "None"]),
            Cancellation::Stale(stale)
        );
        for code in ["ValidationError", "ItemCollectionSizeLimitExceeded", "AccessDenied"] {
            let refused = Cancellation::Refused(format!("{code} at the member"));
            assert_eq!(of(&["ConditionalCheckFailed", code]), refused, "not tried again");
        }
    }

    #[test]
    fn each_failed_condition_keeps_its_item() {
        let records = [samples::of_store(samples::store()), samples::of_member(samples::member("kim"))];
        let items = records.clone().map(|(key, record)| to_item(&key, &record).unwrap());
        let reasons = items.clone().map(|item| {
            CancellationReason::builder().code("ConditionalCheckFailed").set_item(Some(item)).build()
        });
        let keys = records.map(|(key, _)| key);
        let found = keys.clone().into_iter().zip(items.map(Some)).collect();
        assert_eq!(cancellation(keys.into(), &reasons), Cancellation::Stale(found));
    }

    #[test]
    fn the_wait_between_attempts_is_bounded() {
        for (attempt, bound) in [(0, 20), (1, 40), (5, 640), (6, 640), (u32::MAX, 640)] {
            for _ in 0..100 {
                let waits = Duration::from_millis(1)..=Duration::from_millis(bound);
                assert!(waits.contains(&jitter(attempt)));
            }
        }
    }
}
