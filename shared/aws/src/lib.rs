//! AWS clients with a short start time: TLS by ring, Amazon's root certificates compiled in, region and credentials
//! from the environment variables that Lambda sets. `docs/architecture.md` has the measurements behind each choice.

#[cfg(any(
    feature = "dynamodb",
    feature = "eventbridge",
    feature = "secretsmanager",
    feature = "sesv2",
    feature = "sqs"
))]
mod clients;
mod connection;
mod connectors;
mod deadline;
mod error;
mod metrics;
#[cfg(any(feature = "eventbridge", feature = "sqs"))]
mod persistence;
#[cfg(feature = "sqs")]
mod queue;
#[cfg(feature = "secretsmanager")]
mod secret;

#[cfg(feature = "eventbridge")]
pub use clients::event_bridge;
#[cfg(feature = "sesv2")]
pub use clients::ses;
#[cfg(feature = "sqs")]
pub use clients::sqs;
#[cfg(feature = "dynamodb")]
pub use clients::{connect_dynamodb, dynamodb};
pub use connection::Connection;
pub use connectors::{any_host, hosts_of, plain_http};
pub use deadline::{Deadline, OutOfTime};
pub use error::ConfigError;
pub use metrics::{Metric, Metrics};
#[cfg(any(feature = "eventbridge", feature = "sqs"))]
pub use persistence::persistently;
#[cfg(feature = "sqs")]
pub use queue::{BATCH, MAX_DELAY_SECONDS, Message, Queue, QueueError};
#[cfg(feature = "secretsmanager")]
pub use {clients::secrets, secret::secret};
