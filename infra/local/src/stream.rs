//! The local stand-in for Lambda's event source mapping of the table's stream: reads the stream, filters and batches
//! its records, invokes the functions, and retries.

mod checkpoint;
mod lambda_record;
mod mapping;
mod reader;
mod readers;

use std::path::PathBuf;
use std::sync::Arc;

use aws_sdk_dynamodbstreams::config::{BehaviorVersion, Region};
use aws_sdk_dynamodbstreams::{Client, Config};
use staffroom_aws::Connection;

use self::checkpoint::Checkpoint;
use self::mapping::EventSourceMapping;
use self::reader::Reader;
use crate::database::Database;
use crate::functions::Functions;
use crate::template::Template;

pub use self::readers::StreamReaders;

/// Starts a reader for each event source mapping of the template. With `checkpoints`, a folder, each reader continues
/// where it stopped in the previous run.
pub async fn start(
    database: &Database,
    template: &Arc<Template>,
    functions: &Arc<Functions>,
    checkpoints: Option<PathBuf>,
) -> anyhow::Result<StreamReaders> {
    let client = client(&database.connection);
    let mut readers = StreamReaders::default();
    for (name, function) in &template.functions {
        for source in 0..function.streams.len() {
            let mapping = EventSourceMapping::new(template.clone(), functions.clone(), name.clone(), source);
            let file = checkpoints.as_ref().map(|folder| folder.join(format!("{name}.stream")));
            let checkpoint = Checkpoint::load(file)?;
            let reader = Reader::open(
                client.clone(),
                database.stream_arn.clone(),
                mapping,
                checkpoint,
                database.owns_stream,
            )
            .await?;
            tokio::spawn(reader.run_forever(readers.add()));
        }
    }
    Ok(readers)
}

/// A client without injected faults: those are for calls of the functions, and reading the stream is Lambda's part.
fn client(connection: &Connection) -> Client {
    let mut config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(connection.region.clone()))
        .credentials_provider(connection.credentials.clone())
        .http_client(connection.http.clone());
    config.set_endpoint_url(connection.endpoint.clone());
    Client::from_conf(config.build())
}
