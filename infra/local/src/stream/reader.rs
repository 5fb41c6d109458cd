//! Reads the shards of a stream in order and passes the records to an event source mapping.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::error::SdkError;
use aws_sdk_dynamodbstreams::operation::get_records::GetRecordsError;
use aws_sdk_dynamodbstreams::types::{Shard, ShardIteratorType};
use tokio::time::{Instant, sleep};

use super::checkpoint::Checkpoint;
use super::lambda_record::lambda_record;
use super::mapping::EventSourceMapping;
use super::readers::ReaderHandle;
use crate::aws_connection::describe_error;

/// The time between two reads while writes are expected. It lets records of several writes form one batch, and keeps
/// the processing of one write from delaying the next.
const ACTIVE_INTERVAL: Duration = Duration::from_millis(10);
/// The time between two reads while no writes are expected.
const IDLE_INTERVAL: Duration = Duration::from_millis(250);
/// How long after a write further records are expected: an external DynamoDB shows records with a delay.
const ACTIVE_PERIOD: Duration = Duration::from_millis(600);
/// The time before the next read after a failed one.
const RETRY_INTERVAL: Duration = Duration::from_secs(1);
/// The time between two listings of the shards.
const LIST_INTERVAL: Duration = Duration::from_secs(5);
/// The largest number of records per read, and so of records that are delivered again after a crash.
const PAGE_SIZE: i32 = 100;

/// Reads a stream for one event source mapping.
pub struct Reader {
    client: Client,
    stream_arn: String,
    mapping: EventSourceMapping,
    checkpoint: Checkpoint,
    /// Whether a shard without a checkpoint is read from its beginning, or from its end.
    from_beginning: bool,
    open_shards: BTreeMap<String, OpenShard>,
    finished_shards: BTreeSet<String>,
    listed_at: Option<Instant>,
}

struct OpenShard {
    parent: Option<String>,
    /// `None` when the shard is closed and has been read to its end.
    iterator: Option<String>,
}

impl Reader {
    /// Opens the shards that exist now. Without a checkpoint, `from_beginning` decides whether their existing records
    /// are read; later records always are.
    pub async fn open(
        client: Client,
        stream_arn: String,
        mapping: EventSourceMapping,
        checkpoint: Checkpoint,
        from_beginning: bool,
    ) -> anyhow::Result<Self> {
        let mut reader = Self {
            client,
            stream_arn,
            mapping,
            checkpoint,
            from_beginning,
            open_shards: BTreeMap::new(),
            finished_shards: BTreeSet::new(),
            listed_at: None,
        };
        reader.list_shards().await?;
        reader.from_beginning = true;
        Ok(reader)
    }

    /// Reads for as long as the stack runs.
    pub async fn run_forever(mut self, handle: ReaderHandle) {
        let mut active_until = Instant::now();
        loop {
            let started = Instant::now();
            let interval = match self.read_all_shards().await {
                Ok(0) => {
                    handle.report_processed(started);
                    if started < active_until { ACTIVE_INTERVAL } else { IDLE_INTERVAL }
                }
                Ok(_) => ACTIVE_INTERVAL,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "cannot read the table's stream");
                    RETRY_INTERVAL
                }
            };
            tokio::select! {
                () = handle.notified() => {
                    active_until = Instant::now() + ACTIVE_PERIOD;
                    sleep(ACTIVE_INTERVAL).await;
                }
                () = sleep(interval) => {}
            }
        }
    }

    /// Reads each shard once and returns the number of records.
    async fn read_all_shards(&mut self) -> anyhow::Result<usize> {
        if self.listed_at.is_none_or(|time| time.elapsed() > LIST_INTERVAL) {
            self.list_shards().await?;
        }
        // The records of a shard follow those of its parent.
        let parent_is_open = |shard: &OpenShard| {
            shard.parent.as_ref().is_some_and(|parent| self.open_shards.contains_key(parent))
        };
        let ready = self.open_shards.iter().filter(|(_, shard)| !parent_is_open(shard));
        let ready: Vec<String> = ready.map(|(id, _)| id.clone()).collect();
        let mut records = 0;
        for id in ready {
            records += self.read_shard(&id).await?;
        }
        Ok(records)
    }

    async fn list_shards(&mut self) -> anyhow::Result<()> {
        let mut last = None;
        loop {
            let page = self
                .client
                .describe_stream()
                .stream_arn(&self.stream_arn)
                .set_exclusive_start_shard_id(last)
                .send()
                .await
                .map_err(|error| anyhow!(describe_error(&error)))?;
            let description = page.stream_description.context("DescribeStream returned no description")?;
            for shard in description.shards() {
                self.open_shard(shard).await?;
            }
            last = description.last_evaluated_shard_id;
            if last.is_none() {
                break;
            }
        }
        self.listed_at = Some(Instant::now());
        Ok(())
    }

    async fn open_shard(&mut self, shard: &Shard) -> anyhow::Result<()> {
        let Some(id) = shard.shard_id() else { return Ok(()) };
        if self.open_shards.contains_key(id) || self.finished_shards.contains(id) {
            return Ok(());
        }
        let iterator = self.iterator(id).await?;
        let parent = shard.parent_shard_id().map(str::to_owned);
        self.open_shards.insert(id.to_owned(), OpenShard { parent, iterator });
        Ok(())
    }

    /// A new iterator: after the checkpoint, if the shard has one.
    async fn iterator(&self, shard: &str) -> anyhow::Result<Option<String>> {
        let request = self.client.get_shard_iterator().stream_arn(&self.stream_arn).shard_id(shard);
        let request = match self.checkpoint.get(shard) {
            Some(last) => {
                request.shard_iterator_type(ShardIteratorType::AfterSequenceNumber).sequence_number(last)
            }
            None if self.from_beginning => request.shard_iterator_type(ShardIteratorType::TrimHorizon),
            None => request.shard_iterator_type(ShardIteratorType::Latest),
        };
        let response = request.send().await.map_err(|error| anyhow!(describe_error(&error)))?;
        Ok(response.shard_iterator)
    }

    /// Reads one page of a shard and returns the number of records.
    async fn read_shard(&mut self, id: &str) -> anyhow::Result<usize> {
        let Some(shard) = self.open_shards.get_mut(id) else { return Ok(0) };
        let Some(iterator) = shard.iterator.clone() else {
            self.open_shards.remove(id);
            self.finished_shards.insert(id.to_owned());
            // It was split or merged, so there may be new shards.
            self.listed_at = None;
            return Ok(0);
        };
        let page = match self.client.get_records().shard_iterator(iterator).limit(PAGE_SIZE).send().await {
            Ok(page) => page,
            Err(error) => {
                if is_outdated_iterator(&error) {
                    let iterator = self.iterator(id).await?;
                    self.set_iterator(id, iterator);
                }
                return Err(anyhow!(describe_error(&error)));
            }
        };
        let records = page.records();
        let events = records.iter().map(|record| lambda_record(record, &self.stream_arn)).collect();
        self.mapping.deliver(events).await;
        if let Some(last) = records.last().and_then(|record| record.dynamodb()?.sequence_number()) {
            self.checkpoint.set(id, last);
        }
        let count = records.len();
        self.set_iterator(id, page.next_shard_iterator);
        Ok(count)
    }

    fn set_iterator(&mut self, id: &str, iterator: Option<String>) {
        self.open_shards.entry(id.to_owned()).and_modify(|shard| shard.iterator = iterator);
    }
}

fn is_outdated_iterator(error: &SdkError<GetRecordsError>) -> bool {
    error.as_service_error().is_some_and(|error| {
        error.is_expired_iterator_exception() || error.is_trimmed_data_access_exception()
    })
}
