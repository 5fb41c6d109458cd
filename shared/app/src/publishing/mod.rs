//! Events of a store are published: numbered in the order of the table's stream, and kept for a while.

mod list_published;
mod publish_events;

pub use list_published::published_events;
pub use publish_events::{NumberedEvent, PublishEvents};
