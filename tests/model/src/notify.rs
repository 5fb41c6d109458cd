//! What the function `notify` does with events: selects the recipients, mails each, marks that, and counts it.

use staffroom_app::{
    BeginMail, Database, Error, Fault, Invocation, MailBegun, TellOfAnswer, can_be_answered, event_table,
    execute, lists, mark_begun, mark_mailed, notice,
};
use staffroom_domain::{AddressId, Delivery, EmailAddress, Event, EventKind, StoreId, Telling};

/// The number of attempts at a mark: the same as in `notify`.
const ATTEMPTS: u32 = 5;

/// Whether the mail about an event has the link of an invitation. Such mails have a limit of their own.
#[must_use]
pub fn has_link(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::InvitationCreated { .. }
            | EventKind::InvitationResent { .. }
            | EventKind::InvitationEnding { .. }
    )
}

/// Tells of the events, one after the other. The answer is who was told of each.
pub(crate) async fn notify<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    events: &[Event],
) -> Result<Vec<Vec<EmailAddress>>, Fault> {
    let mut told = Vec::with_capacity(events.len());
    for event in events {
        told.push(tell_of(database, invocation, store, event).await?);
    }
    Ok(told)
}

async fn tell_of<D: Database>(
    database: &D,
    invocation: &Invocation,
    store: &StoreId,
    event: &Event,
) -> Result<Vec<EmailAddress>, Fault> {
    let mut sent = Vec::new();
    if event_table::topic(&event.kind).is_none() {
        return Ok(sent);
    }
    let Some((read, holders)) = notice::find(database, store, event).await? else { return Ok(sent) };
    let is_review = event.kind == EventKind::ReviewDue;
    if is_review && lists::first_members(database, store, 100).await?.is_empty() {
        return Ok(sent);
    }
    let Some(found) = read.store(store) else { return Ok(sent) };
    if !event_table::is_current(store, event, &read, invocation.now()) {
        return Ok(sent);
    }
    let link = event.kind.invitation().filter(|_| has_link(&event.kind));
    if let Some(invitation) = link.and_then(|link| read.invitation(store, link.id))
        // The platform, or a manager, brings the latest link.
        && (invitation.delivery == Delivery::None
            || !can_be_answered(database, invocation, found, invitation, &read).await?)
    {
        return Ok(sent);
    }
    let recipients = notice::recipients(found, event, &read, &holders, invocation.now());
    for to in notice::wanting(database, found, event, recipients).await? {
        let address = AddressId::of(&to.email);
        if read.was_mailed(store, event, address) {
            continue;
        }
        // As if many were told: the teams of the model are small.
        let telling =
            to.user.as_ref().and_then(|reader| TellOfAnswer::of(found, event, usize::MAX, reader, address));
        if let Some(telling) = telling {
            match execute(database, invocation, &telling).await {
                Ok(Telling::Alone) => {}
                Ok(Telling::Gathered) => continue,
                Err(Error::Faulted(fault)) => return Err(fault),
                Err(Error::Rejected(_)) => {
                    return Err(Fault::InvalidPlan("telling of an answer is never refused"));
                }
            }
        }
        if has_link(&event.kind) {
            persistently(database, || mark_begun(database, invocation, store, event, address)).await?;
        } else {
            let begin = BeginMail { store: store.clone(), event: event.clone(), address };
            match execute(database, invocation, &begin).await {
                Ok(MailBegun::Now) => {}
                Ok(MailBegun::NotNow | MailBegun::TooMany) => continue,
                Err(Error::Faulted(fault)) => return Err(fault),
                Err(Error::Rejected(_)) => {
                    return Err(Fault::InvalidPlan("the beginning of a mail is never refused"));
                }
            }
        }
        sent.push(to.email);
        persistently(database, || mark_mailed(database, invocation, store, event, address)).await?;
    }
    Ok(sent)
}

/// Tries a mark several times, as `notify` does.
async fn persistently<D: Database, F: Future<Output = Result<(), Fault>>>(
    database: &D,
    write: impl Fn() -> F,
) -> Result<(), Fault> {
    let mut attempt = 1;
    loop {
        match write().await {
            Err(_) if attempt < ATTEMPTS => database.back_off(attempt).await,
            outcome => return outcome,
        }
        attempt += 1;
    }
}
