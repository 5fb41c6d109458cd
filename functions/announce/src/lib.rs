//! Takes what the platform tells: orders, which some on the team want to hear of, and installed apps, which
//! the owner does.

use lambda_http::{Body, Error, Request, Response};
use serde::Deserialize;
use serde_json::{Map, Value};
use staffroom_domain::{
    ActivityId, DisplayName, EventActor, EventKind, OrderSummary, Refusal, Store, UserId,
};
use staffroom_http::{Answer, App, Call, Failure, Object, Request as Requested, serve};
use staffroom_table::{Change, Decision, Key, Needs, Snapshot, keys};

/// Longest of an order's texts that is kept, in characters.
const LONGEST: usize = 100;

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "POST /stores/{store}/announcements" => announce(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

#[derive(Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Announcement {
    #[serde(rename = "order.created")]
    OrderCreated {
        activity_id: ActivityId,
        #[serde(default)]
        order: Map<String, Value>,
    },
    #[serde(rename = "app.installed")]
    AppInstalled { app: Object<InstalledApp>, installed_by: UserId },
}

/// An app is more than its name to the platform; here it is not.
#[derive(Deserialize)]
struct InstalledApp {
    name: DisplayName,
}

async fn announce(app: &App, call: &Call) -> Result<Answer, Failure> {
    call.caller()?.must_be_platform()?;
    let (id, announcement) = (call.store()?, call.body::<Announcement>()?);
    let requested = Requested::of(call, &id)?;
    let about: Key = match &announcement {
        Announcement::OrderCreated { activity_id, .. } => keys::activity(&id, activity_id),
        Announcement::AppInstalled { installed_by, .. } => keys::member(&id, installed_by),
    };
    let needed = [keys::store(&id), about].into_iter().chain(requested.as_ref().map(Requested::key));
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let store = snapshot.store(&id)?.ok_or(Refusal::NotFound)?;
            if let Some(requested) = &requested
                && let Some(answer) = requested.answered(snapshot)?
            {
                return Ok(Decision::Nothing(answer));
            }
            let answer = Answer::accepted();
            let told = told(call, snapshot, &store, &announcement)?;
            if told.is_none() && requested.is_none() {
                return Ok(Decision::Nothing(answer));
            }
            let (actor, event) = told.map_or((EventActor::Platform, None), |(by, event)| (by, Some(event)));
            let mut change = Change::new(&store, call.now, actor, call.source_ip());
            if let Some(event) = event {
                change.tell(event)?;
            }
            if let Some(requested) = &requested {
                requested.remember(&mut change, Some(&answer))?;
            }
            Ok(Decision::change(change, answer))
        })
        .await
}

/// What is told of an announcement, and as whose doing; `None` where nobody wants to hear of it.
fn told(
    call: &Call,
    snapshot: &Snapshot,
    store: &Store,
    announcement: &Announcement,
) -> Result<Option<(EventActor, EventKind)>, Failure> {
    match announcement {
        Announcement::OrderCreated { activity_id, order } => {
            let activity = snapshot
                .activity(&store.id, activity_id)?
                .ok_or_else(|| Refusal::invalid("/activity_id", "is no activity of this store"))?;
            let event = EventKind::OrderCreated { activity: activity.name, order: summary(order) };
            Ok(activity.order_notifications.then_some((EventActor::Platform, event)))
        }
        Announcement::AppInstalled { app, installed_by } => {
            let membership = snapshot.membership(&store.id, installed_by)?;
            let name = match membership.member() {
                Some(member) if !member.has_ended(call.now) => member.name.clone(),
                _ if store.owner.user_id == *installed_by => Some(store.owner.name.clone()),
                _ => return Err(Refusal::invalid("/installed_by", "is not on the store's team").into()),
            };
            let by = EventActor::User { user_id: installed_by.clone(), name };
            Ok(Some((by, EventKind::AppInstalled { app: app.0.name.clone() })))
        }
    }
}

/// The platform's order is whatever it is; this is what people call the same things in most of them.
fn summary(order: &Map<String, Value>) -> OrderSummary {
    let first = |names: &[&str]| names.iter().find_map(|name| order.get(*name).and_then(text));
    let total = first(&["total", "amount"]).map(|total| match first(&["currency"]) {
        Some(currency) => format!("{total} {currency}"),
        None => total,
    });
    OrderSummary {
        number: first(&["number", "reference", "id"]),
        customer: first(&["customer", "buyer"]),
        total,
    }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(members) => return members.get("name").filter(|name| name.is_string()).and_then(text),
        Value::Null | Value::Bool(_) | Value::Array(_) => return None,
    };
    Some(text.chars().take(LONGEST).collect()).filter(|text: &String| !text.trim().is_empty())
}
