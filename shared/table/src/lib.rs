//! The DynamoDB table: [`Table`] implements the port [`staffroom_app::Database`].
//!
//! | module | job |
//! | --- | --- |
//! | `schema` | the names in the table, and the access patterns with what they cost |
//! | `keys` | a [`staffroom_app::Key`] as partition key and sort key, both ways |
//! | `items` | a [`staffroom_app::Record`] as an item, both ways, by kind |
//! | `expressions` | a [`staffroom_app::Plan`] as the actions of a transaction |
//! | `engine` | reads, commits, and the wait between attempts |
//! | `queries` | the lists, one function each |
//! | `closing` | the deletion of what a closed store has left |
//! | `due_deliveries` | the deliveries to a webhook that wait |
//! | `event_lists` | the names of the lists in which events stand |
//! | `events` | the history, and events by person and subject |
//! | `listings` | the lists in which entries have a place |
//! | `people` | the lists by which a person is found, and the records of a store that can name them |
//! | `ledger` | the ledger of erasures, a table of its own |
//! | `error` | an error of the SDK as a [`staffroom_app::Fault`] |

mod closing;
mod due_deliveries;
mod engine;
mod error;
mod event_lists;
mod events;
mod expressions;
mod items;
mod keys;
mod ledger;
mod listings;
mod people;
mod places;
mod queries;
mod schema;

#[cfg(test)]
#[path = "../tests/support/samples.rs"]
mod samples;

use aws_sdk_dynamodb::Client;
use staffroom_aws::{ConfigError, Connection};

pub use items::read_image;
pub use ledger::ErasureLedger;
pub use schema::Item;

/// The table of all stores. Clones share the connections.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// The table of this name.
    #[must_use]
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    /// The table with the name in `TABLE_NAME`, by a connection as in [`Connection::from_lookup`]. Opens the
    /// connection now, so that the first call does not wait for it.
    ///
    /// # Errors
    /// Names the variable that is missing.
    pub async fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let name = lookup("TABLE_NAME").ok_or_else(|| ConfigError::missing("TABLE_NAME"))?;
        let connection = Connection::from_lookup("DYNAMODB", lookup)?;
        connection.open(&format!("dynamodb.{}.amazonaws.com", connection.region)).await;
        Ok(Self::new(staffroom_aws::dynamodb(&connection), name))
    }
}
