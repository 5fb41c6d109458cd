//! Calls about a person as a whole: the platform moves them to another id, and a worker does it in each store.

use chrono::Duration;
use staffroom_app::{IdempotencyKey, IdempotencyScope, Key, MovePerson};
use staffroom_domain::UserId;

use super::Light;
use crate::command::{Command, MoveMessage, MoveRequest};
use crate::steps::{Call, Who};
use crate::world;

/// How long the queue of the workers keeps a message.
const MESSAGE_MINUTES: i64 = 15;

impl Light<'_> {
    pub(super) fn about_people(&self, call: &Call) -> Option<Command> {
        Some(match call {
            Call::MovePerson { from, to, key } => {
                let (from, to) = (self.somebody(*from)?, world::person(*to).clone());
                let caller = world::platform();
                let key = key.map(|number| IdempotencyKey {
                    key: Key::Idempotency(
                        IdempotencyScope::User(caller.user.clone()),
                        format!("move-{number}"),
                    ),
                    // As the hash of a request, it names nobody.
                    fingerprint: format!("{:?} {:?}", world::number_of(&from), world::number_of(&to)),
                });
                let command = MovePerson { caller, from, to };
                Command::Move(MoveRequest { command, key, queue: std::sync::Arc::default() })
            }
            Call::MoveInStore { which } => {
                let kept =
                    |message: &&MoveMessage| self.now - message.at <= Duration::minutes(MESSAGE_MINUTES);
                // The last one first.
                let messages: Vec<&MoveMessage> = self.messages.iter().rev().filter(kept).collect();
                let message = messages.get(usize::from(*which) % messages.len().max(1))?;
                Command::MoveInStore(Box::new((*message).clone()))
            }
            _ => return None,
        })
    }

    /// A person as the first of the stores knows them that is there.
    pub(super) fn somebody(&self, who: Who) -> Option<UserId> {
        match (self.ledger.teams.first(), who) {
            (Some(team), _) => Some(self.user(self.team(world::store(0)).unwrap_or(team), who)),
            (None, Who::Person(number)) => Some(world::person(number).clone()),
            (None, _) => None,
        }
    }
}
