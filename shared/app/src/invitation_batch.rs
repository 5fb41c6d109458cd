//! A batch of invitations, made in one transaction: one for a single call, up to [`BATCH`] for a bulk call.

use std::collections::BTreeSet;

use staffroom_domain::{
    Actor, EmailAddress, EventKind, Invitation, InvitationId, Offer, Rejection, SeatChange, StoreId, bounds,
};

use crate::addressee::Addressee;
use crate::execute::Outcome;
use crate::key::Key;
use crate::opt_out;
use crate::plan::{Plan, SeatCheck};
use crate::quota::Quota;
use crate::read::{ReadResult, ReadSet};
use crate::store_context::StoreContext;
use crate::{Error, Fault};

/// The largest number of invitations in a transaction. Each takes four actions, and a fifth if a seat is
/// released. Five are common to all: store, actor, two counts, idempotency record.
pub(crate) const BATCH: usize = 19;

const _: () = assert!(BATCH * 5 + 5 <= bounds::TRANSACTION_ACTIONS);

/// The keys that must be read to invite this address.
pub(crate) fn reads(store: &StoreId, email: &EmailAddress) -> [Key; 4] {
    let id = InvitationId::of(store, email);
    [
        Key::Invitation(store.clone(), id),
        Key::Address(store.clone(), id),
        opt_out::key(store, id),
        opt_out::everywhere_key(email),
    ]
}

/// The members who have these addresses, as far as they were not read: an address can be invited if their
/// access has ended.
pub(crate) fn unread_addressees<'a>(
    read: &ReadResult,
    store: &StoreId,
    offers: impl Iterator<Item = &'a Offer>,
) -> Option<ReadSet> {
    let unread: Vec<Key> = offers
        .filter_map(|offer| Addressee::find(read, store, InvitationId::of(store, &offer.email)).err())
        .collect();
    (!unread.is_empty()).then(|| ReadSet::keys(unread))
}

/// A batch of invitations, with the plan that creates them.
pub(crate) struct InvitationBatch<'a> {
    store: &'a StoreContext<'a>,
    actor: &'a Actor<'a>,
    read: &'a ReadResult,
    plan: Plan,
    made: BTreeSet<InvitationId>,
}

impl<'a> InvitationBatch<'a> {
    pub(crate) fn new(
        store: &'a StoreContext<'a>,
        actor: &'a Actor<'a>,
        read: &'a ReadResult,
    ) -> Result<Self, Fault> {
        let mut plan = store.plan(actor)?;
        plan.require_departures(store.store.departures)?;
        Ok(Self { store, actor, read, plan, made: BTreeSet::new() })
    }

    /// Makes the batch's invitation take the place of this one, which ends, and its seat.
    pub(crate) fn replace(&mut self, before: &Invitation) -> Result<(), Error> {
        let ended = before.revoke(self.store.store, self.actor, self.store.now())?;
        self.plan.replace_invitation(before, &ended)?;
        self.plan.record_event(EventKind::InvitationRevoked { invitation: (&ended).into() })?;
        Ok(())
    }

    /// The number of invitations in the batch.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.made.len()).unwrap_or(u32::MAX)
    }

    /// Adds an invitation. A rejected offer leaves the batch unchanged.
    pub(crate) fn add(&mut self, offer: &Offer) -> Result<Invitation, Error> {
        let (store, now) = (self.store.store, self.store.now());
        let id = InvitationId::of(&store.id, &offer.email);
        if self.made.contains(&id) {
            return Err(Rejection::AlreadyInvited(id).into());
        }
        let previous = self.read.invitation(&store.id, id);
        let addressee = Addressee::find(self.read, &store.id, id)
            .map_err(|_| Fault::InvalidPlan("the addressee was not read"))?;
        let invitation = Invitation::invite(store, self.actor, offer, previous, addressee.member(), now)?;
        opt_out::require_invitable(self.read, &store.id, &offer.email)?;

        // The store counts once a day.
        let recipient = invitation.is_first_mail_of_day().then(|| Quota::of_recipient(&offer.email, now));
        let limits = [
            (Quota::of_store(store, now), self.len()),
            (Quota::of_inviter(store, &invitation.invited_by.user_id, now), self.len()),
        ];
        for (quota, used) in limits.into_iter().chain(recipient.clone().map(|quota| (quota, 0))) {
            if self.read.room(&quota) <= used {
                return Err(quota.exceeded().into());
            }
        }
        let mut plan = self.plan.clone();
        plan.put_invitation(previous, &invitation)?;
        addressee.require_free(&mut plan, id, now)?;
        if let Some(recipient) = recipient {
            plan.count(recipient, 1)?;
        }
        plan.record_event(EventKind::InvitationCreated { invitation: (&invitation).into() })?;
        plan.clone().settle_seats(store, SeatChange::default(), self.read)?;
        self.plan = plan;
        self.made.insert(id);
        Ok(invitation)
    }

    /// The plan that creates all invitations of the batch.
    pub(crate) fn into_plan(mut self) -> Result<Plan, Error> {
        let (store, now, made) = (self.store.store, self.store.now(), self.len());
        self.plan.count(Quota::of_store(store, now), made)?;
        if let Some(user) = self.actor.user() {
            self.plan.count(Quota::of_inviter(store, user, now), made)?;
        }
        match self.plan.settle_seats(store, SeatChange::default(), self.read)? {
            SeatCheck::Fits => Ok(self.plan),
            SeatCheck::Unread => Err(Fault::InvalidPlan("the releasable seats were not read").into()),
        }
    }
}

/// Commits the batch with this answer; an empty batch writes nothing.
pub(crate) fn commit<A>(batch: InvitationBatch<'_>, answer: A) -> Result<Outcome<A>, Error> {
    if batch.len() == 0 {
        Ok(Outcome::Unchanged(answer))
    } else {
        Ok(Outcome::commit(batch.into_plan()?, answer))
    }
}
