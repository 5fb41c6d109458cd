//! Lambda's event source mapping for the table's stream: reads it, filters, batches, invokes, tries again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use aws_sdk_dynamodbstreams::config::{BehaviorVersion, Region};
use aws_sdk_dynamodbstreams::operation::get_records::GetRecordsError;
use aws_sdk_dynamodbstreams::types::{AttributeValue, OperationType, Record, Shard, ShardIteratorType};
use aws_sdk_dynamodbstreams::{Client, Config};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use staffroom_aws::Connection;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::database::{Database, reason};
use crate::functions::{Context, Functions};
use crate::template::Template;

/// Between two looks at a stream that something may just have been written to: a moment, in which a caller's
/// next write is not held up by the mail of the last, and several make one batch.
const BRISK: Duration = Duration::from_millis(10);
/// Between two looks at a quiet one.
const QUIET: Duration = Duration::from_millis(250);
/// How long after a write a stream counts as brisk: a DynamoDB elsewhere shows records a moment later.
const BRISK_FOR: Duration = Duration::from_millis(600);
/// How often shards are listed again.
const LIST_SHARDS: Duration = Duration::from_secs(5);
/// Records per look, at most: what a crash may have delivered a second time.
const PAGE: i32 = 100;
/// The longest pause before another try.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Wakes the readers, and knows when they have seen everything.
#[derive(Clone, Default)]
pub struct Wake(Vec<(Arc<Notify>, watch::Receiver<Instant>)>);

impl Wake {
    /// Something may have been written.
    pub fn wake(&self) {
        for (bell, _) in &self.0 {
            bell.notify_one();
        }
    }

    /// Waits until what was written before this call has been dealt with, at most for so long.
    pub async fn settle(&self, limit: Duration) {
        let asked = Instant::now();
        self.wake();
        let all = async {
            for (_, settled) in &self.0 {
                let _ = settled.clone().wait_for(|since| *since >= asked).await;
            }
        };
        let _ = timeout(limit, all).await;
    }
}

/// Where a reader begins.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// Whether the stream's past counts; if not, only what comes after now.
    pub past_counts: bool,
    /// The folder that remembers how far each function has read.
    pub checkpoints: Option<PathBuf>,
}

/// Starts a reader per stream source of the template.
pub async fn start(
    database: &Database,
    template: &Arc<Template>,
    functions: &Arc<Functions>,
    beginning: &Beginning,
) -> anyhow::Result<Wake> {
    let client = client(&database.connection);
    let mut wake = Wake::default();
    for (name, function) in &template.functions {
        for source in 0..function.streams.len() {
            let bell = Arc::new(Notify::new());
            let (settled, watched) = watch::channel(Instant::now());
            let mut reader = Reader {
                client: client.clone(),
                stream: database.stream.clone(),
                mapping: Mapping {
                    template: template.clone(),
                    functions: functions.clone(),
                    name: name.clone(),
                    source,
                },
                checkpoint: Checkpoint::load(
                    beginning.checkpoints.as_ref().map(|at| at.join(format!("{name}.stream"))),
                )?,
                past_counts: beginning.past_counts,
                shards: BTreeMap::new(),
                finished: BTreeSet::new(),
                listed: None,
            };
            reader.list_shards().await?;
            // Whatever appears from now on belongs to this run, in old shards and in new ones.
            reader.past_counts = true;
            tokio::spawn(reader.run(bell.clone(), settled));
            wake.0.push((bell, watched));
        }
    }
    Ok(wake)
}

/// A client that no ordered fault reaches: what fails is the product's parts, not what plays Lambda.
fn client(connection: &Connection) -> Client {
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(connection.region.clone()))
        .credentials_provider(connection.credentials.clone())
        .http_client(connection.http.clone());
    config.set_endpoint_url(connection.endpoint.clone());
    Client::from_conf(config.build())
}

struct Reader {
    client: Client,
    stream: String,
    mapping: Mapping,
    checkpoint: Checkpoint,
    past_counts: bool,
    shards: BTreeMap<String, OpenShard>,
    finished: BTreeSet<String>,
    listed: Option<Instant>,
}

struct OpenShard {
    parent: Option<String>,
    iterator: Option<String>,
}

impl Reader {
    async fn run(mut self, bell: Arc<Notify>, settled: watch::Sender<Instant>) {
        let mut brisk_until = Instant::now();
        loop {
            let started = Instant::now();
            let pause = match self.pass().await {
                Ok(0) => {
                    settled.send_replace(started);
                    if started < brisk_until { BRISK } else { QUIET }
                }
                Ok(_) => BRISK,
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "the table's stream cannot be read");
                    LONGEST_PAUSE
                }
            };
            tokio::select! {
                () = bell.notified() => {
                    brisk_until = Instant::now() + BRISK_FOR;
                    sleep(BRISK).await;
                }
                () = sleep(pause) => {}
            }
        }
    }

    /// Reads every shard once and answers how many records there were.
    async fn pass(&mut self) -> anyhow::Result<usize> {
        if self.listed.is_none_or(|at| at.elapsed() > LIST_SHARDS) {
            self.list_shards().await?;
        }
        // A shard's records come after all of its parent's.
        let ready: Vec<String> = self
            .shards
            .iter()
            .filter(|(_, shard)| shard.parent.as_ref().is_none_or(|parent| !self.shards.contains_key(parent)))
            .map(|(id, _)| id.clone())
            .collect();
        let mut read = 0;
        for id in ready {
            read += self.read_shard(&id).await?;
        }
        Ok(read)
    }

    async fn list_shards(&mut self) -> anyhow::Result<()> {
        let mut last = None;
        loop {
            let page = self
                .client
                .describe_stream()
                .stream_arn(&self.stream)
                .set_exclusive_start_shard_id(last)
                .send()
                .await
                .map_err(|error| anyhow!(reason(&error)))?;
            let description = page.stream_description.context("no description of the stream")?;
            for shard in description.shards() {
                self.take_up(shard).await?;
            }
            last = description.last_evaluated_shard_id;
            if last.is_none() {
                break;
            }
        }
        self.listed = Some(Instant::now());
        Ok(())
    }

    async fn take_up(&mut self, shard: &Shard) -> anyhow::Result<()> {
        let Some(id) = shard.shard_id() else { return Ok(()) };
        if self.shards.contains_key(id) || self.finished.contains(id) {
            return Ok(());
        }
        let iterator = self.iterator(id).await?;
        let parent = shard.parent_shard_id().map(str::to_owned);
        self.shards.insert(id.to_owned(), OpenShard { parent, iterator });
        Ok(())
    }

    /// A place in a shard: after what was dealt with, or at its beginning, or, where the past does not count, at
    /// its end.
    async fn iterator(&self, shard: &str) -> anyhow::Result<Option<String>> {
        let request = self.client.get_shard_iterator().stream_arn(&self.stream).shard_id(shard);
        let request = match self.checkpoint.of(shard) {
            Some(last) => {
                request.shard_iterator_type(ShardIteratorType::AfterSequenceNumber).sequence_number(last)
            }
            None if self.past_counts => request.shard_iterator_type(ShardIteratorType::TrimHorizon),
            None => request.shard_iterator_type(ShardIteratorType::Latest),
        };
        let answer = request.send().await.map_err(|error| anyhow!(reason(&error)))?;
        Ok(answer.shard_iterator)
    }

    async fn read_shard(&mut self, id: &str) -> anyhow::Result<usize> {
        let Some(shard) = self.shards.get_mut(id) else { return Ok(0) };
        let Some(iterator) = shard.iterator.clone() else {
            // Closed, and read to its end.
            self.shards.remove(id);
            self.finished.insert(id.to_owned());
            self.listed = None;
            return Ok(0);
        };
        let page = match self.client.get_records().shard_iterator(iterator).limit(PAGE).send().await {
            Ok(page) => page,
            Err(error) => {
                let stale = error.as_service_error().is_some_and(|error| {
                    matches!(
                        error,
                        GetRecordsError::ExpiredIteratorException(_)
                            | GetRecordsError::TrimmedDataAccessException(_)
                    )
                });
                if stale {
                    let fresh = self.iterator(id).await?;
                    self.shards.entry(id.to_owned()).and_modify(|shard| shard.iterator = fresh);
                }
                return Err(anyhow!(reason(&error)));
            }
        };
        let records = page.records();
        self.mapping.deliver(records.iter().map(|record| event_record(record, &self.stream)).collect()).await;
        if let Some(last) = records.last().and_then(|record| record.dynamodb()?.sequence_number()) {
            self.checkpoint.set(id, last);
        }
        let read = records.len();
        self.shards.entry(id.to_owned()).and_modify(|shard| shard.iterator = page.next_shard_iterator);
        Ok(read)
    }
}

/// How far a function has read, per shard.
struct Checkpoint {
    file: Option<PathBuf>,
    last: BTreeMap<String, String>,
}

impl Checkpoint {
    fn load(file: Option<PathBuf>) -> anyhow::Result<Self> {
        let last = match &file {
            Some(path) => serde_json::from_slice(&crate::data::kept(path, || Ok(b"{}".to_vec()))?)
                .with_context(|| format!("{} is no checkpoint", path.display()))?,
            None => BTreeMap::new(),
        };
        Ok(Self { file, last })
    }

    fn of(&self, shard: &str) -> Option<&String> {
        self.last.get(shard)
    }

    fn set(&mut self, shard: &str, sequence: &str) {
        self.last.insert(shard.to_owned(), sequence.to_owned());
        let Some(file) = &self.file else { return };
        if let Err(error) = crate::data::replace(file, json!(self.last).to_string().as_bytes()) {
            tracing::warn!(%error, "the stream's checkpoint could not be kept");
        }
    }
}

/// One function's stream source.
struct Mapping {
    template: Arc<Template>,
    functions: Arc<Functions>,
    name: String,
    source: usize,
}

/// How a batch went.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    /// From this record on it has to be tried again.
    FailedFrom(usize),
    /// Nobody knows which record it was.
    Failed,
}

impl Mapping {
    /// Invokes the function until every record is dealt with, or given up.
    async fn deliver(&self, records: Vec<Value>) {
        let Some(function) = self.template.functions.get(&self.name) else { return };
        let Some(source) = function.streams.get(self.source) else { return };
        let wanted =
            |record: &Value| source.filters.is_empty() || source.filters.iter().any(|f| f.fits(record));
        let records: Vec<Value> = records.into_iter().filter(wanted).collect();
        let mut work: VecDeque<(Vec<Value>, u32)> =
            records.chunks(source.batch_size.max(1)).map(|batch| (batch.to_vec(), 0)).collect();
        let began = Instant::now();
        while let Some((mut batch, tried)) = work.pop_front() {
            let (mut rest, tried) =
                match self.invoke(&batch, function.timeout, source.reports_item_failures).await {
                    Outcome::Done => continue,
                    Outcome::FailedFrom(0) => (batch, tried + 1),
                    Outcome::FailedFrom(first) => (batch.split_off(first), 1),
                    Outcome::Failed if source.bisects && batch.len() > 1 => {
                        let second = batch.split_off(batch.len() / 2);
                        work.push_front((second, tried + 1));
                        (batch, tried + 1)
                    }
                    Outcome::Failed => (batch, tried + 1),
                };
            if source.limits.are_exceeded(tried, began.elapsed()) {
                // On AWS this goes to the source's dead-letter queue.
                let given_up = rest.remove(0);
                tracing::error!(
                    function = self.name,
                    failures = tried,
                    record = sequence(&given_up),
                    "given up"
                );
                work.push_front((rest, 0));
                continue;
            }
            sleep(pause_before(tried)).await;
            work.push_front((rest, tried));
        }
    }

    async fn invoke(&self, batch: &[Value], limit: Duration, reports: bool) -> Outcome {
        if batch.is_empty() {
            return Outcome::Done;
        }
        let context = Context { request_id: Uuid::new_v4().to_string(), limit };
        let event = json!({"Records": batch}).to_string();
        match self.functions.invoke(&self.name, event, context).await {
            Ok(answer) if reports => outcome(&answer, batch),
            Ok(_) => Outcome::Done,
            Err(error) => {
                tracing::warn!(function = self.name, error = format!("{error:#}"), "the batch failed");
                Outcome::Failed
            }
        }
    }
}

fn pause_before(try_number: u32) -> Duration {
    Duration::from_millis(50).saturating_mul(1 << try_number.min(10)).min(LONGEST_PAUSE)
}

fn sequence(record: &Value) -> &str {
    record.pointer("/dynamodb/SequenceNumber").and_then(Value::as_str).unwrap_or_default()
}

/// Reads a partial batch response: the batch is done up to its first failed record.
fn outcome(answer: &str, batch: &[Value]) -> Outcome {
    let Ok(answer) = serde_json::from_str::<Value>(answer) else { return Outcome::Failed };
    let failures = match answer.get("batchItemFailures") {
        None | Some(Value::Null) => return Outcome::Done,
        Some(Value::Array(failures)) => failures,
        Some(_) => return Outcome::Failed,
    };
    let position = |failure: &Value| {
        let identifier = failure.get("itemIdentifier")?.as_str()?;
        batch.iter().position(|record| sequence(record) == identifier)
    };
    match failures.iter().map(position).collect::<Option<Vec<usize>>>() {
        // An identifier that is none of the batch's: AWS takes the whole batch for failed.
        None => Outcome::FailedFrom(0),
        Some(positions) => positions.into_iter().min().map_or(Outcome::Done, Outcome::FailedFrom),
    }
}

/// A record as Lambda words it.
fn event_record(record: &Record, stream: &str) -> Value {
    let change = record.dynamodb();
    let item = |item: Option<&std::collections::HashMap<String, AttributeValue>>| item.map(attributes);
    let mut dynamodb = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            dynamodb.insert(name.to_owned(), value);
        }
    };
    put(
        "ApproximateCreationDateTime",
        change.and_then(|c| Some(json!(c.approximate_creation_date_time()?.secs()))),
    );
    put("Keys", item(change.and_then(|c| c.keys())));
    put("NewImage", item(change.and_then(|c| c.new_image())));
    put("OldImage", item(change.and_then(|c| c.old_image())));
    put("SequenceNumber", change.and_then(|c| Some(json!(c.sequence_number()?))));
    put("SizeBytes", change.and_then(|c| Some(json!(c.size_bytes()?))));
    put("StreamViewType", change.and_then(|c| Some(json!(c.stream_view_type()?.as_str()))));
    let mut event = json!({
        "eventID": record.event_id(),
        "eventName": record.event_name().map(OperationType::as_str),
        "eventVersion": record.event_version(),
        "eventSource": "aws:dynamodb",
        "awsRegion": record.aws_region(),
        "dynamodb": dynamodb,
        "eventSourceARN": stream,
    });
    // Only expiry has an identity, and the embedded database spells its fields as Lambda does, not as the API.
    if let (Some(identity), Value::Object(fields)) = (record.user_identity(), &mut event) {
        let identity = json!({
            "type": identity.r#type().unwrap_or("Service"),
            "principalId": identity.principal_id().unwrap_or("dynamodb.amazonaws.com"),
        });
        fields.insert("userIdentity".to_owned(), identity);
    }
    event
}

fn attributes(item: &std::collections::HashMap<String, AttributeValue>) -> Value {
    Value::Object(item.iter().map(|(name, value)| (name.clone(), attribute(value))).collect())
}

/// An attribute in DynamoDB's JSON.
fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({"S": text}),
        AttributeValue::N(number) => json!({"N": number}),
        AttributeValue::Bool(value) => json!({"BOOL": value}),
        AttributeValue::Null(value) => json!({"NULL": value}),
        AttributeValue::B(bytes) => json!({"B": STANDARD.encode(bytes)}),
        AttributeValue::Ss(texts) => json!({"SS": texts}),
        AttributeValue::Ns(numbers) => json!({"NS": numbers}),
        AttributeValue::Bs(all) => {
            json!({"BS": all.iter().map(|bytes| STANDARD.encode(bytes)).collect::<Vec<_>>()})
        }
        AttributeValue::L(items) => json!({"L": items.iter().map(attribute).collect::<Vec<_>>()}),
        AttributeValue::M(fields) => json!({"M": attributes(fields)}),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodbstreams::types::{Identity, StreamRecord};

    fn batch(sequences: &[&str]) -> Vec<Value> {
        sequences.iter().map(|s| json!({"dynamodb": {"SequenceNumber": s}})).collect()
    }

    #[test]
    fn a_batch_is_tried_again_from_its_first_failure() {
        let batch = batch(&["1", "2", "3"]);
        let of = |failures: Value| outcome(&json!({"batchItemFailures": failures}).to_string(), &batch);
        assert_eq!(of(json!([])), Outcome::Done);
        assert_eq!(of(json!(null)), Outcome::Done);
        assert_eq!(of(json!([{"itemIdentifier": "3"}, {"itemIdentifier": "2"}])), Outcome::FailedFrom(1));
        assert_eq!(of(json!([{"itemIdentifier": "9"}])), Outcome::FailedFrom(0));
        assert_eq!(of(json!([{}])), Outcome::FailedFrom(0));
        assert_eq!(outcome("null", &batch), Outcome::Done);
        assert_eq!(outcome("", &batch), Outcome::Failed);
    }

    #[test]
    fn a_record_as_lambda_words_it() {
        let keys = [("sk".to_owned(), AttributeValue::S("EVENT#1".to_owned()))];
        let image = [
            ("n".to_owned(), AttributeValue::N("1".to_owned())),
            ("m".to_owned(), AttributeValue::M([("l".to_owned(), AttributeValue::L(Vec::new()))].into())),
        ];
        let change = StreamRecord::builder()
            .set_keys(Some(keys.into()))
            .set_old_image(Some(image.into()))
            .sequence_number("100")
            .build();
        // As the embedded database names expiry: in a spelling that the SDK does not read.
        let record = Record::builder()
            .event_name(OperationType::Remove)
            .dynamodb(change)
            .user_identity(Identity::builder().build())
            .build();
        let event = event_record(&record, "arn");
        assert_eq!(event["eventName"], "REMOVE");
        assert_eq!(event["dynamodb"]["Keys"], json!({"sk": {"S": "EVENT#1"}}));
        assert_eq!(event["dynamodb"]["OldImage"], json!({"n": {"N": "1"}, "m": {"M": {"l": {"L": []}}}}));
        assert!(event["dynamodb"].get("NewImage").is_none());
        assert_eq!(
            event["userIdentity"],
            json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"})
        );
    }

    #[test]
    fn pauses_grow_and_stay_short() {
        assert_eq!(pause_before(1), Duration::from_millis(100));
        assert_eq!(pause_before(2), Duration::from_millis(200));
        assert_eq!(pause_before(60), LONGEST_PAUSE);
    }
}
