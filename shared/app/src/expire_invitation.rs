//! DynamoDB's time to live deletes an unanswered invitation, perhaps before its expiry was recorded (`invitation_due.rs`).

use staffroom_domain::{
    Event, EventActor, EventId, EventKind, ExpiryRecord, Invitation, SeatChange, Timestamp,
};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::key::Key;
use crate::plan::Plan;
use crate::read::{ReadResult, ReadSet};

/// Records that an invitation expired, and frees its seat if it still holds one. It does so once, even if the
/// stream delivers the deletion several times. The answer says whether it was recorded now.
#[derive(Debug, Clone)]
pub struct ExpireInvitation {
    /// The deleted invitation.
    pub invitation: Invitation,
}

/// Whether an expiry was recorded now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// It was recorded now.
    Recorded,
    /// It was recorded before, or the invitation was answered.
    Nothing,
}

/// The event of a deletion. Its id is made from the invitation and the end of its term, so that it is recorded once however
/// often the stream brings the deletion.
fn event(invitation: &Invitation) -> Event {
    let mut random = [0; 10];
    if let Some(bytes) = invitation.id.as_bytes().first_chunk::<10>() {
        random = *bytes;
    }
    Event {
        id: EventId::new(invitation.expires_at, random),
        at: invitation.expires_at,
        actor: EventActor::Service,
        source_ip: None,
        kind: EventKind::InvitationExpired { invitation: invitation.into() },
    }
}

impl UseCase for ExpireInvitation {
    type Answer = Expiry;

    fn reads(&self, _: Timestamp) -> ReadSet {
        let store = &self.invitation.store;
        ReadSet::keys([Key::Store(store.clone()), Key::of_event(store, &event(&self.invitation))])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<Expiry>, Error> {
        let (store, event) = (&self.invitation.store, event(&self.invitation));
        let is_recorded = read.has(&Key::of_event(store, &event));
        let is_recorded = is_recorded || self.invitation.expiry == ExpiryRecord::Done;
        // The invitation may be that of a closed store whose id another one has by now.
        let is_there = read.store(store).is_some_and(|known| known.has_lived_at(self.invitation.created_at));
        if !self.invitation.is_unanswered() || is_recorded || !is_there {
            return Ok(Outcome::Unchanged(Expiry::Nothing));
        }
        let mut plan = if self.invitation.seats() == SeatChange::default() {
            Plan::beside_store(store, context, EventActor::Service)
        } else {
            let mut plan = Plan::freeing_seats(store, context);
            plan.free_seats(self.invitation.seats())?;
            plan
        };
        // The invitation is gone. Its next version counts its end.
        plan.put_event(event, vec![self.invitation.version + 1])?;
        Ok(Outcome::commit(plan, Expiry::Recorded))
    }
}

#[cfg(test)]
mod tests;
