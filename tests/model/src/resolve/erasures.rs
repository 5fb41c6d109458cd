//! Calls about the erasure of a person, and the publishing of events that it waits for.

use chrono::Duration;
use staffroom_app::{ErasureRequest, Key, PersonRequest, PublishingKey};
use staffroom_domain::{ErasureId, PersonalData, PublicEvent};

use super::Light;
use crate::command::{Command, ErasureBegin, ErasureWork, ExportRequest, Publication};
use crate::steps::{Call, Who};
use crate::world;

/// For how long the stream brings an event to the publisher.
const STREAM_DAYS: i64 = 14;

impl Light<'_> {
    pub(super) fn about_erasures(&self, call: &Call) -> Option<Command> {
        let office = self.office.clone();
        Some(match call {
            Call::BeginErasure { who, by_address, stores } => {
                let person = self.person(*who, *by_address)?;
                let stores = if *stores { 0..2 } else { 0..0 };
                let stores = stores.map(|number| world::store(number).clone()).collect();
                let (id, alias) = office.next();
                Command::BeginErasure(ErasureBegin {
                    request: ErasureRequest { person, stores },
                    id,
                    alias,
                    office,
                })
            }
            Call::Erase { which } => {
                let of_task = |key: &Key| if let Key::Erasure(id) = key { Some(*id) } else { None };
                let mut known: Vec<ErasureId> = self.state.records.keys().rev().map_while(of_task).collect();
                known.extend(office.known());
                let id = *known.get(usize::from(*which) % known.len().max(1))?;
                Command::Erase(ErasureWork { id, office })
            }
            Call::Publish { store } => {
                let store = world::store(*store);
                let is_due = |event: &PublicEvent| {
                    let key = Key::Publishing(PublishingKey::Reference(event.id));
                    !self.state.records.contains_key(&key)
                };
                let recent = self.state.streamed.iter().filter(|(of, stored)| {
                    of == store && self.now - stored.event.at <= Duration::days(STREAM_DAYS)
                });
                let events = recent.flat_map(|(_, stored)| {
                    stored.event.published(store, &stored.versions, PersonalData::Include)
                });
                let events: Vec<PublicEvent> = events.filter(is_due).collect();
                if events.is_empty() {
                    return None;
                }
                Command::Publish(Publication { store: store.clone(), events })
            }
            Call::Export { who, by_address } => {
                Command::Export(ExportRequest { person: self.person(*who, *by_address)? })
            }
            _ => return None,
        })
    }

    /// A person by their id, or by their first or second address.
    fn person(&self, who: Who, by_address: Option<bool>) -> Option<PersonRequest> {
        let user = self.somebody(who)?;
        Some(match by_address {
            None => PersonRequest::User(user),
            Some(second) => {
                let number = world::number_of(&user)? * 2 + u8::from(second);
                PersonRequest::Address(world::email(number).clone())
            }
        })
    }
}
