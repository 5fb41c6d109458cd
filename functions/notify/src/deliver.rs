//! One event: its recipients are found, and each gets one mail.

use futures_util::future::join_all;
use staffroom_app::notice::{self, Recipient};
use staffroom_app::{Database, RecordUndelivered, execute, lists, mark_mailed, record_delivery};
use staffroom_aws::Metric;
use staffroom_domain::{AddressId, Delivery, Event, EventKind, InvitationSummary, Member, Store, StoreId};
use staffroom_mail::{RenderedMail, SendError};
use tracing::{error, info};

use crate::event_mail::Subject;
use crate::{App, RetryError, event_mail};

/// Mails of one event that are sent at a time.
const AT_ONCE: usize = 10;

/// Members that are read at a time.
const PAGE: usize = 100;

/// How often the mark that SES took a mail is tried before the record is given back: after that the mail is sent again.
const MARK_ATTEMPTS: u32 = 5;

/// Sends the mails of an event.
pub(crate) async fn event(app: &App, store: &StoreId, event: &Event) -> Result<(), RetryError> {
    if notice::topic(&event.kind).is_none() {
        return Ok(());
    }
    let mut read = app.table.read(&notice::reads(store, event)).await?;
    let (mut members, mut departures) = (Vec::new(), 0);
    if let Some(store) = read.store(store).filter(|store| notice::needs_team(store, &event.kind)) {
        (members, departures) = team(app, store).await?;
    }
    // A store that changed hands between the two reads: the new owner is in neither. Read again, it names them.
    if read.store(store).is_some_and(|store| store.departures < departures) {
        read = app.table.read(&notice::reads(store, event)).await?;
    }
    let (Some(store), team) = (read.store(store), members) else { return Ok(()) };
    // A review of a team of one has nothing to show.
    if event.kind == EventKind::ReviewDue && team.is_empty() {
        return Ok(());
    }
    let subject = Subject { store, event, read: &read, team: &team };
    let recipients = notice::recipients(store, event, &read, &team, app.invocation().now());
    for some in recipients.chunks(AT_ONCE) {
        // Each is marked by itself: what fails comes again for the others only.
        join_all(some.iter().map(|to| mail(app, &subject, to)))
            .await
            .into_iter()
            .collect::<Result<(), RetryError>>()?;
    }
    Ok(())
}

/// Every member of the store, and the latest departure among the traces.
async fn team(app: &App, store: &Store) -> Result<(Vec<Member>, u64), RetryError> {
    let mut found = Vec::new();
    let mut departures = 0;
    let mut after = None;
    loop {
        let page = lists::members(&app.table, &store.id, after.as_ref(), PAGE).await?;
        found.extend(page.items);
        departures = departures.max(page.departures);
        after = page.next;
        if after.is_none() {
            return Ok((found, departures));
        }
    }
}

async fn mail(app: &App, subject: &Subject<'_>, to: &Recipient) -> Result<(), RetryError> {
    let Subject { store, event, read, .. } = subject;
    let address = AddressId::of(&to.email);
    if read.was_mailed(&store.id, event, address) {
        return Ok(());
    }
    if let Some(mail) = event_mail::write(app, subject, to)? {
        send(app, store, event, to, &mail).await?;
        mark(app, &store.id, event, address).await?;
    }
    Ok(())
}

/// Marks that SES took the mail. The mark is tried several times: the mail goes twice only where the table fails for as long
/// as that, or the process ends in between.
async fn mark(app: &App, store: &StoreId, event: &Event, address: AddressId) -> Result<(), RetryError> {
    for attempt in 1.. {
        match mark_mailed(&app.table, &app.invocation(), store, event, address).await {
            Ok(()) => break,
            Err(fault) if attempt == MARK_ATTEMPTS => return Err(fault.into()),
            Err(_) => app.table.back_off(attempt).await,
        }
    }
    Ok(())
}

async fn send(
    app: &App,
    store: &Store,
    event: &Event,
    to: &Recipient,
    mail: &RenderedMail,
) -> Result<(), RetryError> {
    let kind = &event.kind;
    let link = event_mail::link_of(kind);
    let link_tags = link.map(|link| (link.id.to_string(), link.generation.to_string()));
    let mut tags = vec![("store", store.id.as_str()), ("event", kind.name())];
    if let Some((invitation, generation)) = &link_tags {
        tags.extend([("invitation", invitation.as_str()), ("generation", generation.as_str())]);
    }
    match app.sender.send(&to.email.deliverable(), mail, &tags).await {
        Ok(_) => {
            info!(store = store.id.as_str(), mail = kind.name(), "sent");
            count(app, event, link);
            record(app, store, link, Delivery::Sent).await
        }
        Err(SendError::Refused { code }) => {
            error!(store = store.id.as_str(), mail = kind.name(), code, "SES refused the mail for good");
            record(app, store, link, Delivery::Failed).await
        }
        Err(again @ SendError::TryAgain { .. }) => Err(again.into()),
    }
}

fn count(app: &App, event: &Event, link: Option<&InvitationSummary>) {
    let now = app.invocation().now();
    let waited = u64::try_from((now - event.at).num_milliseconds()).unwrap_or_default();
    let mut values = vec![(Metric::MailLatency, waited)];
    values.extend(link.map(|_| (Metric::InvitationsSent, 1)));
    app.metrics.record(now.timestamp_millis(), &values);
}

/// Records the delivery state of the mail with a link.
async fn record(
    app: &App,
    store: &Store,
    link: Option<&InvitationSummary>,
    delivery: Delivery,
) -> Result<(), RetryError> {
    let Some(link) = link else { return Ok(()) };
    let (invocation, store) = (app.invocation(), &store.id);
    if delivery == Delivery::Failed {
        let undelivered = RecordUndelivered {
            store: store.clone(),
            invitation: link.id,
            generation: link.generation,
            delivery,
        };
        execute(&app.table, &invocation, &undelivered).await?;
    } else {
        // Best effort: SES took the mail, and a failure here must not send it again. SES's report records it, too.
        let recorded =
            record_delivery(&app.table, &invocation, (store, link.id), link.generation, delivery).await;
        if let Err(fault) = recorded {
            tracing::warn!(store = store.as_str(), %fault, "the delivery state is not recorded");
        }
    }
    Ok(())
}
