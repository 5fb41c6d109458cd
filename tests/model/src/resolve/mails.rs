//! Calls about mails: what becomes of them, who is told of events, and who wants that.

use staffroom_app::{AfterDelivery, RecordMailProblem, RecordUndelivered, SetMailPreference};
use staffroom_domain::{AddressId, Delivery, Event, MailKind, MailProblem, StoreId, Wish};

use super::{Light, MadeLink};
use crate::command::Command;
use crate::steps::{Call, Link};
use crate::world;

impl Light<'_> {
    pub(super) fn about_mails(&self, call: &Call) -> Option<Command> {
        Some(match call {
            Call::RecordDelivery { store, which, older, delivery } => {
                let link = self.link(Link { store: *store, which: *which, older: *older })?;
                let (store, invitation, generation) = (link.store, link.invitation, link.generation);
                // Nothing is reported of a mail that was not sent.
                let is_it = |made: &&MadeLink| {
                    made.store == store && made.invitation == invitation && made.generation == generation
                };
                if self.links.iter().rev().find(is_it).is_some_and(|made| !made.mailed) {
                    return None;
                }
                let undelivered = match delivery {
                    0 => return Some(Command::Delivered(store, invitation, generation, Delivery::Sent)),
                    1 => return Some(Command::Delivered(store, invitation, generation, Delivery::Delivered)),
                    2 => Delivery::Bounced,
                    3 => Delivery::Complained,
                    _ => Delivery::Failed,
                };
                Command::Undelivered(RecordUndelivered {
                    store,
                    invitation,
                    generation,
                    delivery: undelivered,
                    after_delivery: AfterDelivery::Counts,
                })
            }
            Call::MarkMailed { store, event, email } => {
                let store = world::store(*store);
                let deleted = self.state.deleted_events.iter();
                let deleted = deleted.filter(|(of, _)| of == store).map(|(_, event)| event);
                let events: Vec<&Event> = self.told_events(store).chain(deleted).collect();
                let event = (*events.get(usize::from(*event) % events.len().max(1))?).clone();
                Command::MarkMailed(store.clone(), Box::new(event), AddressId::of(world::email(*email)))
            }
            Call::Notify { store, event, more } => {
                let store = world::store(*store);
                let mut events: Vec<&Event> = self.told_events(store).collect();
                events.reverse();
                let first = usize::from(*event) % events.len().max(1);
                let told: Vec<Event> =
                    events.into_iter().skip(first).take(usize::from(*more) + 1).cloned().collect();
                if told.is_empty() {
                    return None;
                }
                Command::Notify(store.clone(), told)
            }
            Call::SetMailPreference { store, whom, kind, wanted } => {
                let store = world::store(*store);
                Command::SetMailPreference(SetMailPreference {
                    store: store.clone(),
                    user: self.user(self.team(store)?, *whom),
                    kind: *world::nth(&[MailKind::Answers, MailKind::Orders, MailKind::Reviews], *kind),
                    wish: if *wanted { Wish::Wanted } else { Wish::Unwanted },
                    told_at: self.now,
                })
            }
            Call::RecordMailProblem { store, whom, complained, other, reply } => {
                let store = world::store(*store);
                let team = self.team(store)?;
                let user = self.user(team, *whom);
                let email = match (other, team.member(&user)) {
                    (None, Some(place)) => &place.email,
                    (other, _) => world::email(other.unwrap_or_default()),
                };
                Command::RecordMailProblem(RecordMailProblem {
                    store: store.clone(),
                    address: AddressId::of(email),
                    recipient: Some(world::invitation(store, email)),
                    event: None,
                    after_delivery: if *reply {
                        AfterDelivery::IsAutomaticReply
                    } else {
                        AfterDelivery::Counts
                    },
                    user,
                    problem: if *complained { MailProblem::Complained } else { MailProblem::Bounced },
                })
            }
            _ => return None,
        })
    }

    /// The events of a store as they were recorded. Nothing follows from those that an erasure rewrote.
    fn told_events<'a>(&'a self, store: &'a StoreId) -> impl Iterator<Item = &'a Event> {
        self.state.events(store).filter(|event| !self.state.rewritten.contains(&event.id))
    }
}
