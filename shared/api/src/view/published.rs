use serde::Serialize;
use serde_json::Value;

use crate::cursor::Cursor;

/// A page of published events, in the order of their publication.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublishedPage {
    /// The events.
    #[cfg_attr(
        feature = "describe",
        schemars(with = "Vec<staffroom_domain::PublicEvent>", length(max = staffroom_domain::bounds::PAGE_ENTRIES))
    )]
    pub events: Vec<Value>,
    /// Where the list goes on, now or later. It is never null.
    pub next_cursor: After,
}

/// The position in a list that never ends.
#[derive(Debug, Clone)]
pub struct After(pub Cursor);

impl Serialize for After {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.encode())
    }
}
