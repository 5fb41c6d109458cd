//! Sends the mails about one event: one to each recipient.

use std::time::Duration;

use futures_util::future::join_all;
use staffroom_app::event_table;
use staffroom_app::notice::{self, Recipient};
use staffroom_app::{
    AfterDelivery, BeginMail, Database, Fault, MailBegun, ReadResult, RecordMailProblem, RecordUndelivered,
    TellOfAnswer, can_be_answered, execute, lists, mark_begun, mark_mailed, record_delivery,
};
use staffroom_aws::{Deadline, Metric, OutOfTime};
use staffroom_domain::{
    AddressId, Delivery, EmailAddress, Event, EventKind, InvitationId, InvitationSummary, MailProblem, Store,
    StoreId, Telling,
};
use staffroom_mail::{Envelope, MAX_TAG, RenderedMail, SendError, encode_tag};
use tracing::{error, info};

use crate::app::App;
use crate::event_mail::{self, Subject};
use crate::retry::RetryError;

/// The number of mails that are sent concurrently.
const AT_ONCE: usize = 10;

/// The number of members that the mail of a review lists.
const REVIEWED: usize = 100;

/// The largest number of attempts at a write after a mail was accepted. After that, the record is retried, and the mail is sent a
/// second time as soon as the table takes writes again.
const ATTEMPTS: u32 = 5;

/// The time that a mail may take, from its first read to its mark: SES has 20 seconds. No mail is begun with less, because a
/// mail that SES accepts and nobody marks is sent again.
const MAIL_TIME: Duration = Duration::from_secs(30);

/// Sends the mails of an event.
pub(crate) async fn event(
    app: &App,
    deadline: Deadline,
    store: &StoreId,
    event: &Event,
) -> Result<(), RetryError> {
    if event_table::topic(&event.kind).is_none() {
        return Ok(());
    }
    let Some((read, holders)) = notice::find(&app.table, store, event).await? else { return Ok(()) };
    let team = if event.kind == EventKind::ReviewDue {
        lists::first_members(&app.table, store, REVIEWED).await?
    } else {
        Vec::new()
    };
    let Some(store) = read.store(store) else { return Ok(()) };
    // A review of a team of one has nothing to show.
    if event.kind == EventKind::ReviewDue && team.is_empty() {
        return Ok(());
    }
    if !event_table::is_current(&store.id, event, &read, app.invocation().now()) {
        info!(store = store.id.as_str(), mail = event.kind.name(), "a later change tells by itself");
        return Ok(());
    }
    if !Box::pin(is_answerable(app, store, event, &read)).await? {
        info!(store = store.id.as_str(), mail = event.kind.name(), "the link cannot be answered");
        return Ok(());
    }
    let recipients = notice::recipients(store, event, &read, &holders, app.invocation().now());
    let roles = lists::role_texts(&app.table, store, |_| true).await?;
    let subject = Subject { store, event, read: &read, team: &team, roles: &roles, told: recipients.len() };
    let recipients = notice::wanting(&app.table, store, event, recipients).await?;
    for some in recipients.chunks(AT_ONCE) {
        if !deadline.leaves(MAIL_TIME) {
            return Err(OutOfTime.into());
        }
        // Each recipient is marked individually, so that a retry sends only the mails that failed.
        join_all(some.iter().map(|to| mail(app, &subject, to)))
            .await
            .into_iter()
            .collect::<Result<(), RetryError>>()?;
    }
    Ok(())
}

/// Whether the link of the mail can be answered, if it has one.
async fn is_answerable(app: &App, store: &Store, event: &Event, read: &ReadResult) -> Result<bool, Fault> {
    let invitation = event_mail::link_of(&event.kind).and_then(|link| read.invitation(&store.id, link.id));
    let Some(invitation) = invitation else { return Ok(true) };
    // Boxed: the future is large.
    Box::pin(can_be_answered(&app.table, &app.invocation(), store, invitation, read)).await
}

async fn mail(app: &App, subject: &Subject<'_>, to: &Recipient) -> Result<(), RetryError> {
    let Subject { store, event, read, .. } = subject;
    let address = AddressId::of(&to.email);
    if read.was_mailed(&store.id, event, address) {
        return Ok(());
    }
    if is_gathered(app, subject, to).await? {
        return Ok(());
    }
    let unsubscribe_url = event_mail::unsubscribe_url(app, store, event, to)?;
    if let Some(mail) = event_mail::write(app, subject, to, unsubscribe_url.as_deref())? {
        let (table, invocation) = (&app.table, app.invocation());
        // Mails with a link have a limit of their own, which the invitation was made under.
        if event_mail::link_of(&event.kind).is_some() {
            persistently(app, || mark_begun(table, &invocation, &store.id, event, address)).await?;
        } else {
            let begin = BeginMail { store: store.id.clone(), event: (*event).clone(), address };
            match execute(table, &invocation, &begin).await? {
                MailBegun::Now => {}
                MailBegun::NotNow => return Ok(()),
                MailBegun::TooMany => {
                    info!(
                        store = store.id.as_str(),
                        mail = event.kind.name(),
                        "this person causes too many mails"
                    );
                    return Ok(());
                }
            }
        }
        send(app, subject, (to, unsubscribe_url.as_deref()), &mail).await?;
        mark(app, &store.id, event, address).await?;
    }
    Ok(())
}

/// Whether the recipient is told of the event with others: it is an answer to an invitation, and not the first of the hour.
async fn is_gathered(app: &App, subject: &Subject<'_>, to: &Recipient) -> Result<bool, RetryError> {
    let Subject { store, event, told, .. } = subject;
    let address = AddressId::of(&to.email);
    let telling = to.user.as_ref().and_then(|reader| TellOfAnswer::of(store, event, *told, reader, address));
    let Some(telling) = telling else { return Ok(false) };
    // The answers of a batch change the same records, so they wait for each other here and do not contend in the table.
    let _turn = app.answers.lock().await;
    Ok(execute(&app.table, &app.invocation(), &telling).await? == Telling::Gathered)
}

/// Marks the mail as sent. After repeated failures, or if the process ends before the mark, the mail is sent
/// twice.
async fn mark(app: &App, store: &StoreId, event: &Event, address: AddressId) -> Result<(), Fault> {
    persistently(app, || async { mark_mailed(&app.table, &app.invocation(), store, event, address).await })
        .await
}

/// Tries a write several times, so that a short failure neither sends a mail twice nor delays it.
async fn persistently<F: Future<Output = Result<(), Fault>>>(
    app: &App,
    write: impl Fn() -> F,
) -> Result<(), Fault> {
    let mut attempt = 1;
    loop {
        match write().await {
            Err(_) if attempt < ATTEMPTS => app.table.back_off(attempt).await,
            outcome => return outcome,
        }
        attempt += 1;
    }
}

async fn send(
    app: &App,
    subject: &Subject<'_>,
    (to, unsubscribe_url): (&Recipient, Option<&str>),
    mail: &RenderedMail,
) -> Result<(), RetryError> {
    let Subject { store, event, read, .. } = *subject;
    let kind = &event.kind;
    let link = event_mail::link_of(kind);
    let link_tags = link.map(|link| (link.id.to_string(), link.generation.to_string()));
    let mut tags = vec![("store", store.id.as_str()), ("event", kind.name())];
    let address = AddressId::of(&to.email).to_string();
    let recipient_tag = InvitationId::of(&store.id, &to.email).to_string();
    let event_tag = event.id.to_string();
    if let Some((invitation, generation)) = &link_tags {
        tags.extend([("invitation", invitation.as_str()), ("generation", generation.as_str())]);
    } else if let Some(user) = to.user.as_ref().filter(|user| encode_tag(user.as_str()).len() <= MAX_TAG) {
        tags.extend([("member", user.as_str()), ("address", address.as_str())]);
        // What `feedback` needs to remember a complaint, and to tell an automatic reply from a bounce.
        tags.push(("recipient", recipient_tag.as_str()));
        if *user != store.owner.user_id {
            tags.push((if kind.is_history() { "event_id" } else { "notice_id" }, event_tag.as_str()));
        }
    }
    let recipient = to.email.deliverable();
    let reply_to = notice::reply_to(store, event, read, to, app.invocation().now());
    let reply_to = reply_to.map(EmailAddress::deliverable);
    let envelope = Envelope { to: &recipient, reply_to: reply_to.as_deref(), unsubscribe_url };
    match app.sender.send(envelope, mail, &tags).await {
        Ok(_) => {
            info!(store = store.id.as_str(), mail = kind.name(), "sent");
            count(app, event, link);
            record(app, store, link, Delivery::Sent).await
        }
        Err(SendError::Refused { code }) => {
            error!(store = store.id.as_str(), mail = kind.name(), code, "SES rejected the mail permanently");
            record(app, store, link, Delivery::Failed).await?;
            record_refused(app, store, to, link).await
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

/// Records that a mail without a link was refused, if its recipient is a member.
async fn record_refused(
    app: &App,
    store: &Store,
    to: &Recipient,
    link: Option<&InvitationSummary>,
) -> Result<(), RetryError> {
    let (None, Some(user)) = (link, &to.user) else { return Ok(()) };
    let problem = RecordMailProblem {
        store: store.id.clone(),
        user: user.clone(),
        address: AddressId::of(&to.email),
        recipient: None,
        event: None,
        problem: MailProblem::Bounced,
        after_delivery: AfterDelivery::Counts,
    };
    execute(&app.table, &app.invocation(), &problem).await?;
    Ok(())
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
            after_delivery: AfterDelivery::Counts,
        };
        execute(&app.table, &invocation, &undelivered).await?;
    } else {
        // Best effort: SES accepted the mail, and a failure here must not cause a second one. The event of
        // SES is recorded later, too.
        let recorded = persistently(app, || async {
            record_delivery(&app.table, &invocation, (store, link.id), link.generation, delivery).await
        })
        .await;
        if let Err(fault) = recorded {
            tracing::warn!(store = store.as_str(), %fault, "the delivery state is not recorded");
        }
    }
    Ok(())
}
