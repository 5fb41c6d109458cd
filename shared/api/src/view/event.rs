use serde::Serialize;
use staffroom_domain::{Event, EventActor, EventId, EventKind, Timestamp};

/// An event of a store's history.
#[derive(Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "Event"))]
pub struct EventView<'a> {
    id: EventId,
    at: Timestamp,
    actor: &'a EventActor,
    /// The IP address of the request.
    source_ip: Option<&'a str>,
    #[serde(flatten)]
    kind: &'a EventKind,
}

impl<'a> From<&'a Event> for EventView<'a> {
    fn from(event: &'a Event) -> Self {
        Self {
            id: event.id,
            at: event.at,
            actor: &event.actor,
            source_ip: event.source_ip.as_deref(),
            kind: &event.kind,
        }
    }
}
