//! The database with the product's table: the embedded one, or an external DynamoDB.

mod create_table;
mod expiry;

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use dynoxide::storage::Storage;
use staffroom_aws::Connection;
use tokio::net::TcpListener;

pub use self::create_table::{LEDGER, TABLE};
pub use self::expiry::Expiry;
use crate::aws_connection::connection;
use crate::clock::Clock;
use crate::persistence::{self, DataFolder};
use crate::template::Template;

/// The embedded database keeps all stream records and scans them for each write and each read of the stream. With
/// this index the time for both does not grow with the number of records.
const STREAM_INDEX: &str = "CREATE INDEX IF NOT EXISTS stream_records_by_sequence \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// A database with the product's table.
pub struct Database {
    /// The connection to it.
    pub connection: Connection,
    /// The ARN of the table's stream.
    pub stream_arn: String,
    /// Whether only this stack has written to the stream, so that it reads all records from the beginning.
    pub owns_stream: bool,
    /// Deletes expired items.
    pub expiry: Expiry,
}

impl Database {
    /// Starts the embedded database on a port of its own.
    pub async fn embedded(
        folder: Option<&DataFolder>,
        clock: &Clock,
        template: &Template,
    ) -> anyhow::Result<Self> {
        let (database, expiry) = match folder {
            None => {
                let database = in_memory(clock).context("cannot create the database in memory")?;
                (database.clone(), Expiry::Memory(database))
            }
            Some(folder) => {
                let path = folder.file("table.sqlite3");
                // SQLite gives its other files the mode of this one.
                persistence::create_private(&path)
                    .with_context(|| format!("cannot create {}", path.display()))?;
                let name = create_stream_index(&path)?;
                let database =
                    dynoxide::Database::new(&name).with_context(|| format!("cannot open {name}"))?;
                (database, Expiry::File { path: Arc::new(path), clock: clock.clone() })
            }
        };
        let listener =
            TcpListener::bind("127.0.0.1:0").await.context("cannot find a free port for the database")?;
        let address = listener.local_addr()?;
        tracing::info!(port = address.port(), "the embedded database listens");
        let url = format!("http://{address}");
        tokio::spawn(dynoxide::server::serve_with_shutdown(listener, database, std::future::pending()));
        Self::connect(&url, expiry, template, |_| None).await
    }

    /// Uses an external DynamoDB, with credentials and region from the environment, if they are set there.
    pub async fn external(url: &str, template: &Template) -> anyhow::Result<Self> {
        Self::connect(url, Expiry::External, template, |name| std::env::var(name).ok()).await
    }

    async fn connect(
        url: &str,
        expiry: Expiry,
        template: &Template,
        environment: impl Fn(&str) -> Option<String>,
    ) -> anyhow::Result<Self> {
        let connection = connection(url, environment)?;
        let client = staffroom_aws::dynamodb(&connection);
        let failed = || format!("cannot use DynamoDB at {url}");
        let created =
            create_table::create_if_missing(&client, TABLE, &template.table).await.with_context(failed)?;
        create_table::create_if_missing(&client, LEDGER, &template.ledger).await.with_context(failed)?;
        let stream_arn = create_table::wait_for_stream(&client).await.with_context(failed)?;
        let owns_stream = created || !matches!(expiry, Expiry::External);
        Ok(Self { connection, stream_arn, owns_stream, expiry })
    }
}

/// A database in memory, with the stream index.
fn in_memory(clock: &Clock) -> anyhow::Result<dynoxide::Database> {
    let database = dynoxide::Database::memory_with_clock(Arc::new(clock.clone()))?;
    // The index can be created in a database file only. So an empty file gets it, and is copied into memory.
    let file = std::env::temp_dir().join(format!("staffroom-{}.sqlite3", uuid::Uuid::new_v4()));
    let restored = create_stream_index(&file).and_then(|name| Ok(database.restore_from(&name)?));
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
    restored?;
    Ok(database)
}

/// Creates the stream index in a database file, which it creates if necessary. Returns the file's name.
fn create_stream_index(file: &Path) -> anyhow::Result<String> {
    let name = file.to_str().context("the name of the data folder is not valid Unicode")?;
    let storage = Storage::new(name).with_context(|| format!("cannot open {name}"))?;
    storage.conn().execute_batch(STREAM_INDEX).with_context(|| format!("cannot use {name}"))?;
    Ok(name.to_owned())
}
