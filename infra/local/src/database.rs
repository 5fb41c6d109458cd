//! The table: in the embedded database, or in a DynamoDB elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::{
    self, AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, StreamSpecification,
    TableStatus, TimeToLiveSpecification,
};
use dynoxide::storage::Storage;
use staffroom_aws::Connection;
use tokio::net::TcpListener;

use crate::clock::Clock;
use crate::data::Folder;
use crate::template::{KeyElement, Projection, Table};

/// The table's name, which the template leaves to CloudFormation.
pub const TABLE: &str = "staffroom";

/// The embedded database looks through all of a stream's records for each write and each look at the stream,
/// and keeps them all; an index makes that the same however many there are.
const STREAM_INDEX: &str = "CREATE INDEX IF NOT EXISTS stream_records_by_sequence \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// How often the embedded database looks for expired items without being told that time moved.
const SWEEP: Duration = Duration::from_secs(30);

/// A database with the table in it.
pub struct Database {
    /// How it is reached.
    pub connection: Connection,
    /// The table's stream.
    pub stream: String,
    /// Whether the stream's past is this stack's own, to be read from its beginning.
    pub own_history: bool,
    /// Deletes what has expired.
    pub expiry: Expiry,
}

/// Who deletes items that have expired.
#[derive(Clone)]
pub enum Expiry {
    /// This process, in the memory of the embedded database.
    Memory(dynoxide::Database),
    /// This process, in the embedded database's file.
    File {
        /// The file.
        path: Arc<PathBuf>,
        /// The time it expires by.
        clock: Clock,
    },
    /// The database itself, by real time.
    Elsewhere,
}

impl Database {
    /// Starts the embedded database on a port of its own.
    pub async fn embedded(folder: Option<&Folder>, clock: &Clock, schema: &Table) -> anyhow::Result<Self> {
        let (database, expiry) = match folder {
            None => {
                let database = dynoxide::Database::memory_with_clock(Arc::new(clock.clone()))?;
                // Its SQL can be reached in files alone: so it begins as the copy of an empty one.
                let empty = std::env::temp_dir().join(format!("staffroom-{}.sqlite3", uuid::Uuid::new_v4()));
                let copied = index_stream(&empty).and_then(|name| Ok(database.restore_from(&name)?));
                for ending in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{ending}", empty.display()));
                }
                copied.context("the database in memory")?;
                (database.clone(), Expiry::Memory(database))
            }
            Some(folder) => {
                let path = folder.file("table.sqlite3");
                let name = index_stream(&path)?;
                let database =
                    dynoxide::Database::new(&name).with_context(|| format!("cannot open {name}"))?;
                (database, Expiry::File { path: Arc::new(path), clock: clock.clone() })
            }
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.context("no free port for the database")?;
        let url = format!("http://{}", listener.local_addr()?);
        tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, std::future::pending()));
        Self::at(&url, expiry, schema, |_| None).await
    }

    /// Uses a DynamoDB elsewhere, with the environment's credentials and region where it has some.
    pub async fn elsewhere(url: &str, schema: &Table) -> anyhow::Result<Self> {
        Self::at(url, Expiry::Elsewhere, schema, |name| std::env::var(name).ok()).await
    }

    async fn at(
        url: &str,
        expiry: Expiry,
        schema: &Table,
        environment: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        let connection = connection(url, environment)?;
        let client = staffroom_aws::dynamodb(&connection);
        let created =
            ensure_table(&client, schema).await.with_context(|| format!("cannot use DynamoDB at {url}"))?;
        let stream = find_stream(&client).await.with_context(|| format!("cannot use DynamoDB at {url}"))?;
        let own_history = created || !matches!(expiry, Expiry::Elsewhere);
        Ok(Self { connection, stream, own_history, expiry })
    }
}

/// Makes the index in the database's file, which need not exist, and answers its name.
fn index_stream(file: &Path) -> anyhow::Result<String> {
    let name = file.to_str().context("the data folder's name is not Unicode")?;
    let storage = Storage::new(name).with_context(|| format!("cannot open {name}"))?;
    storage.conn().execute_batch(STREAM_INDEX).with_context(|| format!("cannot use {name}"))?;
    Ok(name.to_owned())
}

/// How a service at `url` is reached.
pub fn connection(url: &str, environment: impl Fn(&str) -> Option<String>) -> anyhow::Result<Connection> {
    let lookup = |name: &str| {
        let fallback = match name {
            "AWS_ENDPOINT_URL" => return Some(url.to_owned()),
            "AWS_REGION" => {
                return environment(name)
                    .or_else(|| environment("AWS_DEFAULT_REGION"))
                    .or(Some("local".to_owned()));
            }
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" => Some("local".to_owned()),
            _ => None,
        };
        environment(name).or(fallback)
    };
    Ok(Connection::from_lookup("LOCAL", lookup)?)
}

impl Expiry {
    /// Deletes what has expired by the stack's clock, and answers how much that was.
    pub async fn sweep(&self) -> anyhow::Result<usize> {
        match self.clone() {
            Self::Memory(database) => Ok(tokio::task::spawn_blocking(move || database.sweep_ttl()).await??),
            Self::File { path, clock } => {
                let path = path.to_str().context("the data folder's name is not Unicode")?.to_owned();
                // A second connection, because only a bare one takes a clock.
                let sweep = move || {
                    let storage = Storage::new(&path)?.with_clock(Arc::new(clock));
                    tokio::runtime::Handle::current().block_on(dynoxide::ttl::sweep_expired_items(&storage))
                };
                Ok(tokio::task::spawn_blocking(sweep).await??)
            }
            Self::Elsewhere => Ok(0),
        }
    }

    /// Sweeps for as long as the stack runs.
    pub async fn run(self) {
        loop {
            tokio::time::sleep(SWEEP).await;
            if let Err(error) = self.sweep().await {
                tracing::warn!(error = format!("{error:#}"), "expired items could not be deleted");
            }
        }
    }
}

/// Makes the table as the template describes it, unless it is there, and answers whether it did.
async fn ensure_table(client: &Client, schema: &Table) -> anyhow::Result<bool> {
    match client.describe_table().table_name(TABLE).send().await {
        Ok(_) => return Ok(false),
        Err(error)
            if error.as_service_error().is_some_and(DescribeTableError::is_resource_not_found_exception) => {}
        Err(error) => bail!(reason(&error)),
    }
    let indexes = schema.global_secondary_indexes.iter().map(|index| {
        let Projection { projection_type, non_key_attributes } = &index.projection;
        let projection = types::Projection::builder()
            .projection_type(projection_type.as_str().into())
            .set_non_key_attributes((!non_key_attributes.is_empty()).then(|| non_key_attributes.clone()));
        let index = GlobalSecondaryIndex::builder()
            .index_name(&index.name)
            .set_key_schema(Some(key_schema(&index.key_schema)?))
            .projection(projection.build());
        Ok(index.build()?)
    });
    let attributes = schema.attribute_definitions.iter().map(|attribute| {
        let definition = AttributeDefinition::builder()
            .attribute_name(&attribute.attribute_name)
            .attribute_type(attribute.attribute_type.as_str().into());
        Ok(definition.build()?)
    });
    let stream = StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(schema.stream_specification.stream_view_type.as_str().into());
    client
        .create_table()
        .table_name(TABLE)
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes.collect::<anyhow::Result<_>>()?))
        .set_key_schema(Some(key_schema(&schema.key_schema)?))
        .set_global_secondary_indexes(Some(indexes.collect::<anyhow::Result<_>>()?))
        .stream_specification(stream.build()?)
        .send()
        .await
        .map_err(|error| anyhow!("the table cannot be created: {}", reason(&error)))?;
    find_stream(client).await?;
    let expiry = TimeToLiveSpecification::builder()
        .enabled(true)
        .attribute_name(&schema.time_to_live_specification.attribute_name);
    client
        .update_time_to_live()
        .table_name(TABLE)
        .time_to_live_specification(expiry.build()?)
        .send()
        .await
        .map_err(|error| anyhow!("expiry cannot be switched on: {}", reason(&error)))?;
    Ok(true)
}

fn key_schema(elements: &[KeyElement]) -> anyhow::Result<Vec<KeySchemaElement>> {
    let elements = elements.iter().map(|element| {
        let built = KeySchemaElement::builder()
            .attribute_name(&element.attribute_name)
            .key_type(element.key_type.as_str().into());
        Ok(built.build()?)
    });
    elements.collect()
}

/// The stream of the table, once the table is ready.
async fn find_stream(client: &Client) -> anyhow::Result<String> {
    for _ in 0..100 {
        let described = client.describe_table().table_name(TABLE).send().await;
        let table = described.map_err(|error| anyhow!(reason(&error)))?.table.context("no description")?;
        if table.table_status == Some(TableStatus::Active) {
            return table.latest_stream_arn.with_context(|| format!("its table {TABLE} has no stream"));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("its table {TABLE} does not get ready")
}

/// An SDK's error in a few words: AWS's own, or the innermost reason why there are none.
pub fn reason<E>(error: &SdkError<E>) -> String
where
    E: std::error::Error + ProvideErrorMetadata + 'static,
{
    fn innermost(error: &dyn std::error::Error) -> String {
        error.source().map_or_else(|| error.to_string(), innermost)
    }
    match (error.code(), error.raw_response()) {
        (Some(code), _) => format!("{code}: {}", error.message().unwrap_or("no reason given")),
        (None, Some(response)) => {
            format!("it answers HTTP {}, not as DynamoDB does", response.status().as_u16())
        }
        (None, None) => innermost(error),
    }
}
