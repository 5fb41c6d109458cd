//! Writes the mails that follow from a store's events: the only function that sends mail or makes a link.
//!
//! The table's stream brings each event at least once. Who was written to is recorded on the event, so that
//! a second time sends nothing; a mail that cannot be sent now is reported back, and the stream brings its
//! event again without holding up the rest of the batch.

mod letter;
mod recipients;

use aws_lambda_events::dynamodb::{Event as Batch, EventRecord};
use futures_util::future::join_all;
use lambda_runtime::{Error, LambdaEvent};
use serde_json::{Value, json};
use staffroom_aws::{Metric, Metrics};
use staffroom_domain::{AddressId, Clock, Delivery, Event, EventKind, LinkKeys, Member, Store};
use staffroom_mail::{Rendered, SendError, Sender};
use staffroom_table::{Announced, Needs, Snapshot, Table, TableError, keys};
use tracing::{error, info, warn};

use recipients::Recipient;

/// Mails of one event that are sent at a time.
const AT_ONCE: usize = 10;

/// What the function works with, made once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The way out.
    pub sender: Sender,
    /// The keys that links are signed with.
    pub keys: LinkKeys,
    /// What time it is.
    pub clock: Clock,
    /// Where the join and team pages are, without a slash at the end.
    pub public_url: String,
    /// What is counted of it.
    pub metrics: Metrics,
}

impl App {
    /// Reads what Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let need = |name: &str| lookup(name).ok_or_else(|| format!("{name} is not set"));
        let ses = staffroom_aws::Connection::from_lookup("SESV2", lookup)?;
        let (table, keys) =
            tokio::join!(Table::from_lookup(lookup), staffroom_aws::secret("LINK_KEYS", lookup));
        Ok(Self {
            table: table?,
            sender: Sender::new(
                move || staffroom_aws::ses(&ses),
                need("MAIL_FROM")?,
                lookup("CONFIGURATION_SET").filter(|set| !set.is_empty()),
            ),
            keys: LinkKeys::parse(&keys?).ok_or("LINK_KEYS holds no keys")?,
            clock: std::sync::Arc::new(chrono::Utc::now),
            public_url: need("PUBLIC_URL")?.trim_end_matches('/').to_owned(),
            metrics: Metrics::from_lookup(lookup),
        })
    }
}

/// Deals with a batch of the table's stream, and names the records that must come again.
///
/// # Errors
/// When the batch cannot be read.
pub async fn handle(app: &App, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let batch: Batch = serde_json::from_value(event.payload)?;
    let outcomes = join_all(batch.records.into_iter().map(|record| async {
        let sequence = record.change.sequence_number.clone();
        (sequence, deal_with(app, record).await)
    }))
    .await;
    let again: Vec<Value> = outcomes
        .into_iter()
        .filter_map(|(sequence, outcome)| {
            let cause = outcome.err()?;
            warn!(sequence, %cause, "to be tried again");
            Some(json!({ "itemIdentifier": sequence }))
        })
        .collect();
    Ok(json!({ "batchItemFailures": again }))
}

/// Why a record must come again.
#[derive(Debug, thiserror::Error)]
enum Again {
    #[error(transparent)]
    Table(#[from] TableError),
    #[error(transparent)]
    Mail(#[from] SendError),
    #[error("no link can be made")]
    NoKey,
}

async fn deal_with(app: &App, record: EventRecord) -> Result<(), Again> {
    match record.event_name.as_str() {
        "INSERT" => announce(app, Announced::from_image(record.change.new_image.into())?).await,
        "REMOVE" => {
            if app.table.record_expired(record.change.old_image.into()).await? {
                app.metrics.record((app.clock)().timestamp_millis(), &[(Metric::InvitationsExpired, 1)]);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

async fn announce(app: &App, announced: Announced) -> Result<(), Again> {
    let Announced { store, event } = announced;
    let mut needed = vec![keys::store(&store), keys::event(&store, &event)];
    if let Some(invitation) = letter::invitation_of(&event.kind) {
        needed.push(keys::invitation(&store, invitation.id));
        needed.push(keys::member(&store, &invitation.invited_by));
    }
    if letter::topic(&event.kind).is_none() {
        return Ok(());
    }
    let snapshot = app.table.read(Needs::items(needed)).await?;
    let Some(store) = snapshot.store(&store)? else { return Ok(()) };
    let team = match event.kind {
        EventKind::ReviewDue => recipients::team(app, &store).await?,
        _ => Vec::new(),
    };
    if matches!(event.kind, EventKind::ReviewDue) && team.is_empty() {
        return Ok(());
    }
    let about = About { store: &store, event: &event, snapshot: &snapshot, team: &team };
    for some in recipients::of(app, &store, &event, &snapshot).await?.chunks(AT_ONCE) {
        // Whoever was written to is recorded one by one: what fails comes again for the others only.
        join_all(some.iter().map(|to| tell(app, &about, to)))
            .await
            .into_iter()
            .collect::<Result<(), Again>>()?;
    }
    Ok(())
}

/// What a mail is written from.
struct About<'a> {
    store: &'a Store,
    event: &'a Event,
    snapshot: &'a Snapshot,
    team: &'a [Member],
}

async fn tell(app: &App, about: &About<'_>, to: &Recipient) -> Result<(), Again> {
    let About { store, event, snapshot, .. } = about;
    let address = AddressId::of(&to.email);
    if snapshot.was_mailed(&store.id, event, address) {
        return Ok(());
    }
    if let Some(mail) = letter::write(app, about, to)? {
        send(app, store, event, to, &mail).await?;
        app.table.record_mailed(&store.id, event, address).await?;
    }
    Ok(())
}

async fn send(app: &App, store: &Store, event: &Event, to: &Recipient, mail: &Rendered) -> Result<(), Again> {
    let kind = &event.kind;
    let link = letter::link_of(kind);
    let said = link.map(|link| (link.id.to_string(), link.generation.to_string()));
    let mut tags = vec![("store", store.id.as_str()), ("event", kind.name())];
    if let Some((invitation, generation)) = &said {
        tags.extend([("invitation", invitation.as_str()), ("generation", generation.as_str())]);
    }
    let sent = app.sender.send(to.email.as_typed(), mail, &tags).await;
    let failed = match sent {
        Ok(_) => None,
        Err(SendError::Refused { code }) => Some(code),
        Err(again @ SendError::TryAgain { .. }) => return Err(again.into()),
    };
    if let Some(code) = &failed {
        error!(store = store.id.as_str(), mail = kind.name(), code, "refused for good");
    } else {
        info!(store = store.id.as_str(), mail = kind.name(), "sent");
    }
    let now = (app.clock)();
    if failed.is_none() {
        let waited = u64::try_from((now - event.at).num_milliseconds()).unwrap_or_default();
        let mut values = vec![(Metric::MailLatency, waited)];
        values.extend(link.map(|_| (Metric::InvitationsSent, 1)));
        app.metrics.record(now.timestamp_millis(), &values);
    }
    let Some(link) = link else { return Ok(()) };
    if failed.is_some() {
        app.table.record_undelivered(&store.id, link.id, link.generation, Delivery::Failed, now).await?;
    } else {
        app.table.record_delivery(&store.id, link.id, link.generation, Delivery::Sent).await?;
    }
    Ok(())
}
