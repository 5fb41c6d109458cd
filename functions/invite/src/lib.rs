//! Invites people: one, several at once, again.

use std::collections::BTreeSet;

use lambda_http::http::StatusCode;
use lambda_http::{Body, Error, Request, Response};
use serde::Deserialize;
use serde_json::Value;
use staffroom_aws::Metric;
use staffroom_domain::{
    Actor, EmailAddress, EventKind, Invitation, InvitationId, Locale, Offer, PermissionSlug, Refusal,
    RoleSlug, StoreId, Timestamp,
};
use staffroom_http::{
    Answer, App, Call, Desk, Failure, InvitationView, Moment, Request as Requested, problem_members,
    read_value, send_again, serve,
};
use staffroom_table::{Change, Decision, Needs, Quota, Snapshot, keys};

/// How many people one call may invite.
const BULK: usize = 100;
/// How many of them one transaction holds: four actions each, a fifth where an expired invitation lets go of
/// its seat, and five for all together, of DynamoDB's hundred (API reference, TransactWriteItems).
const AT_ONCE: usize = 19;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "POST /stores/{store}/invitations" => invite(app, call).await,
        "POST /stores/{store}/invitations/bulk" => invite_several(app, call).await,
        "POST /stores/{store}/invitations/{invitation}/resend" => resend(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferBody {
    email: EmailAddress,
    roles: Option<Vec<RoleSlug>>,
    permissions: Option<Vec<PermissionSlug>>,
    locale: Option<Locale>,
    access_ends_at: Option<Moment>,
}

impl From<OfferBody> for Offer {
    fn from(body: OfferBody) -> Self {
        Self {
            email: body.email,
            roles: body.roles.unwrap_or_default(),
            permissions: body.permissions.unwrap_or_default(),
            locale: body.locale,
            access_ends_at: body.access_ends_at.map(|Moment(end)| end),
        }
    }
}

async fn invite(app: &App, call: &Call) -> Result<Answer, Failure> {
    let store = call.store()?;
    let offer: Offer = call.body::<OfferBody>()?.into();
    let requested = Requested::of(call, &store)?;
    let id = InvitationId::of(&store, &offer.email);
    let needed = Desk::keys(call, &store)?
        .into_iter()
        .chain([keys::invitation(&store, id), keys::address(&store, id)])
        .chain(requested.as_ref().map(Requested::key));
    let needs = Needs::items(needed).and_expired_seats(&store, call.now);
    app.table
        .transact(needs, |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let actor = desk.manager()?;
            if let Some(answer) = answered(requested.as_ref(), snapshot)? {
                return Ok(Decision::Nothing(answer));
            }
            let mut round = Round::new(&desk, &actor, snapshot);
            let invitation = round.invite(&offer)?;
            let answer = created(&invitation, call.now);
            let mut change = round.into_change()?;
            if let Some(requested) = &requested {
                requested.remember(&mut change, Some(&answer))?;
            }
            Ok(Decision::change(change, answer))
        })
        .await
}

fn answered(requested: Option<&Requested<'_>>, snapshot: &Snapshot) -> Result<Option<Answer>, Failure> {
    requested.map_or(Ok(None), |requested| requested.answered(snapshot))
}

fn created(invitation: &Invitation, now: Timestamp) -> Answer {
    Answer::json(StatusCode::CREATED, &InvitationView::of(invitation, now))
        .at(format!("/stores/{}/invitations/{}", invitation.store.as_str(), invitation.id))
        .version(invitation.version)
}

/// Invitations that are made in one transaction.
struct Round<'a> {
    desk: &'a Desk<'a>,
    actor: &'a Actor<'a>,
    snapshot: &'a Snapshot,
    change: Change,
    made: u32,
    made_for: BTreeSet<InvitationId>,
}

impl<'a> Round<'a> {
    fn new(desk: &'a Desk<'a>, actor: &'a Actor<'a>, snapshot: &'a Snapshot) -> Self {
        let change = desk.change(actor);
        Self { desk, actor, snapshot, change, made: 0, made_for: BTreeSet::new() }
    }

    /// Adds the invitation that `offer` asks for.
    fn invite(&mut self, offer: &Offer) -> Result<Invitation, Failure> {
        let (store, now) = (&self.desk.store, self.desk.now());
        let id = InvitationId::of(&store.id, &offer.email);
        if self.made_for.contains(&id) {
            return Err(Refusal::AlreadyInvited(id).into());
        }
        let previous = self.snapshot.invitation(&store.id, id)?;
        let addressee = self.snapshot.addressee(&store.id, id)?;
        let invitation =
            Invitation::invite(store, self.actor, offer, previous.as_ref(), addressee.as_ref(), now)?;

        let recipient = Quota::of_recipient(store, &offer.email, now);
        for (quota, used) in
            [(self.of_store(), self.made), (self.of_inviter(&invitation), self.made), (recipient.clone(), 0)]
        {
            if self.snapshot.room(&quota) <= used {
                return Err(Refusal::QuotaExceeded { retry_after: quota.retry_after() }.into());
            }
        }
        self.change.check_seat_for(store, previous.as_ref(), &invitation, self.snapshot)?;

        self.change.put_invitation(previous.as_ref(), &invitation)?;
        self.change.address_is_no_members(id);
        self.change.count(recipient, 1);
        self.change.tell(EventKind::InvitationCreated { invitation: (&invitation).into() })?;
        self.made += 1;
        self.made_for.insert(id);
        Ok(invitation)
    }

    fn of_store(&self) -> Quota {
        Quota::of_store(&self.desk.store, self.desk.now())
    }

    fn of_inviter(&self, invitation: &Invitation) -> Quota {
        Quota::of_inviter(&self.desk.store, &invitation.invited_by.user_id, self.desk.now())
    }

    fn into_change(mut self) -> Result<Change, Failure> {
        let quota = self.of_store();
        self.change.count(quota, self.made);
        if let Some(user) = self.actor.user {
            self.change.count(Quota::of_inviter(&self.desk.store, user, self.desk.now()), self.made);
        }
        self.change.release_expired_seats(&self.desk.store, self.snapshot)?;
        Ok(self.change)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BulkBody {
    invitations: Vec<Value>,
}

/// One entry of a bulk call: what was asked, and what came of it.
struct Entry {
    email: Value,
    offer: Result<Offer, Refusal>,
    result: Option<Value>,
}

impl Entry {
    fn read(entry: Value) -> Self {
        // Shown as it was sent, so that the caller recognises it even where it is no address.
        let email = entry.get("email").cloned().unwrap_or_default();
        Self { email, offer: read_value::<OfferBody>(entry).map(Offer::from), result: None }
    }

    fn settle(&mut self, outcome: &Outcome, now: Timestamp) {
        self.result = Some(match outcome {
            Ok(invitation) => serde_json::json!({
                "email": self.email, "status": 201, "invitation": InvitationView::of(invitation, now),
            }),
            Err(refusal) => {
                let problem = problem_members(refusal);
                serde_json::json!({ "email": self.email, "status": problem.get("status"), "problem": problem })
            }
        });
    }
}

type Outcome = Result<Invitation, Refusal>;

async fn invite_several(app: &App, call: &Call) -> Result<Answer, Failure> {
    let store = call.store()?;
    let body: BulkBody = call.body()?;
    if !(1..=BULK).contains(&body.invitations.len()) {
        return Err(Refusal::invalid("/invitations", "must hold 1 to 100 invitations").into());
    }
    let requested = Requested::of(call, &store)?;
    let mut entries: Vec<Entry> = body.invitations.into_iter().map(Entry::read).collect();
    let mut snapshot = app.table.read(needs_of_several(call, &store, &entries, requested.as_ref())?).await?;

    let begun = requested.as_ref().map_or(Ok(None), |requested| requested.begun(&snapshot))?;

    for (number, chunk) in entries.chunks_mut(AT_ONCE).enumerate() {
        let bulk = Bulk { store: &store, requested: requested.as_ref().filter(|_| number == 0), begun };
        let settled = app.table.settle(&mut snapshot, |snapshot| bulk.invite(call, chunk, snapshot)).await;
        let outcomes = match settled {
            Ok(Settled::Before(answer)) => return Ok(answer),
            Ok(Settled::Now(outcomes)) => outcomes,
            Err(failure) => {
                if let Some(requested) = requested.as_ref().filter(|_| number > 0) {
                    // So that the same call can go on where this one stopped, and at once. If this fails as
                    // well it can after a minute.
                    let given_up = requested.given_up(begun.unwrap_or(call.now));
                    if let Err(error) = app.table.remember(&requested.key(), &given_up).await {
                        tracing::warn!(%error, "the request stays marked as under way");
                    }
                }
                return Err(failure);
            }
        };
        let refused = outcomes.iter().filter(|o| matches!(o, Err(Refusal::SeatLimitReached { .. }))).count();
        app.count(call, Metric::SeatsRefused, u64::try_from(refused).unwrap_or(u64::MAX));
        for (entry, outcome) in chunk.iter_mut().zip(outcomes) {
            entry.settle(&outcome, call.now);
        }
    }

    let results: Vec<Value> = entries.into_iter().filter_map(|entry| entry.result).collect();
    let answer = Answer::json(StatusCode::MULTI_STATUS, &serde_json::json!({ "results": results }));
    if let Some(requested) = &requested {
        app.table.remember(&requested.key(), &requested.remembered(Some(&answer))).await?;
    }
    Ok(answer)
}

fn needs_of_several(
    call: &Call,
    store: &StoreId,
    entries: &[Entry],
    requested: Option<&Requested<'_>>,
) -> Result<Needs, Refusal> {
    let addresses = entries
        .iter()
        .filter_map(|entry| entry.offer.as_ref().ok())
        .map(|offer| InvitationId::of(store, &offer.email))
        .flat_map(|id| [keys::invitation(store, id), keys::address(store, id)]);
    let needed = Desk::keys(call, store)?.into_iter().chain(requested.map(Requested::key)).chain(addresses);
    Ok(Needs::items(needed).and_expired_seats(store, call.now))
}

enum Settled {
    /// The call was answered before.
    Before(Answer),
    /// What came of each entry.
    Now(Vec<Outcome>),
}

/// A round of a bulk call.
struct Bulk<'a> {
    store: &'a StoreId,
    /// With the first round, the request that is to be remembered.
    requested: Option<&'a Requested<'a>>,
    /// When the same request was begun before and given up half-way.
    begun: Option<Timestamp>,
}

impl Bulk<'_> {
    fn invite(
        &self,
        call: &Call,
        chunk: &[Entry],
        snapshot: &Snapshot,
    ) -> Result<Decision<Settled>, Failure> {
        let desk = Desk::open(call, snapshot, self.store)?;
        let actor = desk.manager()?;
        if let Some(answer) = answered(self.requested, snapshot)? {
            return Ok(Decision::Nothing(Settled::Before(answer)));
        }
        let mut round = Round::new(&desk, &actor, snapshot);
        let mut outcomes = Vec::with_capacity(chunk.len());
        for entry in chunk {
            let outcome = match &entry.offer {
                Ok(offer) => round.invite(offer),
                Err(refusal) => Err(refusal.clone().into()),
            };
            outcomes.push(match outcome {
                Ok(invitation) => Ok(invitation),
                Err(Failure::Refused(Refusal::AlreadyInvited(id))) => {
                    match self.made_before(call, snapshot, id)? {
                        Some(invitation) => Ok(invitation),
                        None => Err(Refusal::AlreadyInvited(id)),
                    }
                }
                Err(Failure::Refused(refusal)) => Err(refusal),
                Err(fault @ Failure::Fault(_)) => return Err(fault),
            });
        }
        let made = round.made;
        let mut change = round.into_change()?;
        match self.requested {
            Some(requested) => requested.remember(&mut change, None)?,
            None if made == 0 => return Ok(Decision::Nothing(Settled::Now(outcomes))),
            None => {}
        }
        Ok(Decision::change(change, Settled::Now(outcomes)))
    }

    /// The invitation of this address, where it was this very request that made it before it was given up.
    fn made_before(
        &self,
        call: &Call,
        snapshot: &Snapshot,
        id: InvitationId,
    ) -> Result<Option<Invitation>, Failure> {
        let (Some(begun), Some(invitation)) = (self.begun, snapshot.invitation(self.store, id)?) else {
            return Ok(None);
        };
        let ours = invitation.created_at >= begun && invitation.invited_by.user_id == call.caller()?.user;
        Ok(ours.then_some(invitation))
    }
}

async fn resend(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, id) = (call.store()?, call.invitation()?);
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::invitation(&store, id)]);
    let needs = Needs::items(needed).and_expired_seats(&store, call.now);
    app.table
        .transact(needs, |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let actor = desk.manager()?;
            let before = desk.invitation(snapshot, id)?;
            let renewed = before.resend(&desk.store, &actor, call.now)?;
            let mut change = desk.change(&actor);
            send_again(&mut change, snapshot, &desk.store, &before, &renewed)?;
            let answer = Answer::ok(&InvitationView::of(&renewed, call.now)).version(renewed.version);
            Ok(Decision::change(change, answer))
        })
        .await
}
