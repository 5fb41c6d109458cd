//! The ledger of erasures: a table of its own, so that it survives a restore of the other one. It has no address and no user id,
//! only keyed hashes of them.
//!
//! | item | `pk` | attributes |
//! | --- | --- | --- |
//! | erasure | `ERASURE#erasure` | `subjects`, `begun_at`, `status`, counts |
//! | latest erasure of a person | `SUBJECT#hash` | `erasure`, `begun_at` |

use std::collections::BTreeSet;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use chrono::serde::ts_milliseconds;
use serde::{Deserialize, Serialize};
use staffroom_app::{Fault, Ledger, LedgerEntry};
use staffroom_aws::{ConfigError, Connection};
use staffroom_domain::{ErasureCounts, ErasureId, ErasureStatus, Timestamp};

use crate::error::{corrupt, fault};
use crate::schema::{ERASURES, Item, PK};

const SUBJECTS: &str = "SUBJECT#";
const KIND: &str = "entry of the ledger";

/// The status of an erasure that is done, as it is stored.
const DONE: &str = "done";

fn is_condition_failed(error: &SdkError<PutItemError>) -> bool {
    error.as_service_error().is_some_and(PutItemError::is_conditional_check_failed_exception)
}

/// The ledger of erasures. Clones share the connections.
#[derive(Debug, Clone)]
pub struct ErasureLedger {
    client: Client,
    name: String,
}

#[derive(Serialize, Deserialize)]
struct EntryItem {
    subjects: BTreeSet<String>,
    #[serde(with = "ts_milliseconds")]
    begun_at: Timestamp,
    status: ErasureStatus,
    #[serde(flatten)]
    counts: ErasureCounts,
}

#[derive(Serialize, Deserialize)]
struct SubjectItem {
    erasure: ErasureId,
    #[serde(with = "ts_milliseconds")]
    begun_at: Timestamp,
}

impl ErasureLedger {
    /// The ledger in the table of this name.
    #[must_use]
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    /// The ledger in the table with the name in `ERASURE_LEDGER_NAME`, by a connection as in [`Connection::from_lookup`].
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let name =
            lookup("ERASURE_LEDGER_NAME").ok_or_else(|| ConfigError::missing("ERASURE_LEDGER_NAME"))?;
        Ok(Self::new(staffroom_aws::dynamodb(&Connection::from_lookup("DYNAMODB", lookup)?), name))
    }

    async fn get(&self, key: String) -> Result<Option<Item>, Fault> {
        let sent = self.client.get_item().table_name(&self.name).key(PK, AttributeValue::S(key));
        Ok(sent.consistent_read(true).send().await.map_err(fault)?.item)
    }

    async fn put_item(&self, key: String, item: impl Serialize) -> Result<(), Fault> {
        self.request(key, item)?.send().await.map_err(fault)?;
        Ok(())
    }

    /// Puts the entry of an erasure in progress, unless it is said to be done: a worker that was slower than another one may say
    /// so late.
    async fn put_unless_done(&self, key: String, item: EntryItem) -> Result<(), Fault> {
        let sent = self
            .request(key, item)?
            .condition_expression("attribute_not_exists(#pk) OR #status <> :done")
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":done", AttributeValue::S(DONE.to_owned()));
        match sent.send().await {
            Err(error) if is_condition_failed(&error) => Ok(()),
            other => other.map(|_| ()).map_err(fault),
        }
    }

    fn request(&self, key: String, item: impl Serialize) -> Result<PutItemFluentBuilder, Fault> {
        let mut item: Item = serde_dynamo::to_item(item).map_err(|error| corrupt(KIND, error))?;
        item.insert(PK.to_owned(), AttributeValue::S(key));
        Ok(self.client.put_item().table_name(&self.name).set_item(Some(item)))
    }
}

impl Ledger for ErasureLedger {
    async fn entry(&self, id: ErasureId) -> Result<Option<LedgerEntry>, Fault> {
        let Some(item) = self.get(format!("{ERASURES}{id}")).await? else { return Ok(None) };
        let EntryItem { subjects, begun_at, status, counts } =
            serde_dynamo::from_item(item).map_err(|error| corrupt(KIND, error))?;
        Ok(Some(LedgerEntry { id, subjects, begun_at, status, counts }))
    }

    async fn latest(&self, subject: &str) -> Result<Option<ErasureId>, Fault> {
        let Some(item) = self.get(format!("{SUBJECTS}{subject}")).await? else { return Ok(None) };
        let item: SubjectItem = serde_dynamo::from_item(item).map_err(|error| corrupt(KIND, error))?;
        Ok(Some(item.erasure))
    }

    /// The entry itself comes last: an erasure whose entry is there is found by each of its hashes.
    async fn put(&self, entry: &LedgerEntry) -> Result<(), Fault> {
        let LedgerEntry { id, subjects, begun_at, status, counts } = entry.clone();
        for subject in &subjects {
            self.put_item(format!("{SUBJECTS}{subject}"), SubjectItem { erasure: id, begun_at }).await?;
        }
        let (key, item) = (format!("{ERASURES}{id}"), EntryItem { subjects, begun_at, status, counts });
        match status {
            ErasureStatus::Running => self.put_unless_done(key, item).await,
            ErasureStatus::Done => self.put_item(key, item).await,
        }
    }
}
