//! The DynamoDB table: its keys, its items, and one function per access pattern.
//!
//! Every change goes through [`Table::transact`]: read what decides, decide, write under conditions that
//! hold what was read. Whoever loses a race is told by the same rules as whoever came too late.

mod change;
mod error;
mod items;
mod page;
mod quota;
mod schema;
mod snapshot;
mod table;

pub use change::Change;
pub use error::TableError;
pub use items::{Announced, Remembered, Requested};
pub use page::Page;
pub use quota::Quota;
pub use schema::{Key, keys};
pub use snapshot::Snapshot;
pub use table::{Decision, Due, Needs, Table};
