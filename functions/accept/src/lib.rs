//! Shows, accepts and declines invitations, by the token of their link.

use lambda_http::http::Method;
use lambda_http::{Body, Error, Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use staffroom_aws::Metric;
use staffroom_domain::{
    Acceptance, AccountRule, Catalog, DisplayName, EmailAddress, EventActor, EventKind, Invitation,
    InvitationId, InvitationState, Invitee, LinkKeys, Locale, Member, Opened, Reason, Refusal, Status, Store,
    Timestamp,
};
use staffroom_http::{
    Answer, Call, Failure, MemberView, StoreSummary, end_invitation, send_again, serve_with_public,
};
use staffroom_pages::{Page, Settings};
use staffroom_table::{Change, Decision, Needs, Snapshot, Table, keys};

/// What the function works with, made once per cold start.
pub struct App {
    /// The table and the clock.
    pub base: staffroom_http::App,
    /// The keys that links are signed with.
    pub keys: LinkKeys,
    /// The page that a link opens.
    pub join: Page,
}

impl App {
    /// Reads what Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let (base, keys) =
            tokio::join!(staffroom_http::App::from_env(), staffroom_aws::secret("LINK_KEYS", lookup));
        let keys = LinkKeys::parse(&keys?).ok_or("LINK_KEYS holds no keys")?;
        Ok(Self { base: base?, keys, join: Page::join(&Settings::from_lookup(lookup)?) })
    }

    fn table(&self) -> &Table {
        &self.base.table
    }

    fn open(&self, token: &str) -> Result<Opened, Refusal> {
        self.keys.open(token).map_err(|_| Refusal::InvalidToken)
    }
}

/// The routes for whoever holds a link.
const PUBLIC: [&str; 3] =
    ["POST /invitations/lookup", "POST /invitations/decline", "POST /invitations/renew"];

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    // The page, `GET /join`: the only thing here that is not asked for by POST.
    if request.method() == Method::GET {
        return app.join.response();
    }
    serve_with_public(&app.base, &PUBLIC, request, async |call| match call.route() {
        "POST /invitations/lookup" => lookup(app, call).await,
        "POST /invitations/accept" => accept(app, call).await,
        "POST /invitations/decline" => decline(app, call).await,
        "POST /invitations/renew" => renew(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenBody {
    token: String,
}

/// Reads the store and the invitation of a link. A genuine link whose store or invitation is gone is no
/// link any more.
fn linked(snapshot: &Snapshot, link: &Opened) -> Result<(Store, Invitation), Failure> {
    let store = snapshot.store(&link.store)?.ok_or(Refusal::InvalidToken)?;
    let invitation = snapshot.invitation(&link.store, link.invitation)?.ok_or(Refusal::InvalidToken)?;
    Ok((store, invitation))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookupBody {
    token: String,
    /// The language that the page is read in, where it is not the invitation's.
    locale: Option<Locale>,
}

async fn lookup(app: &App, call: &Call) -> Result<Answer, Failure> {
    let body: LookupBody = call.body()?;
    let link = app.open(&body.token)?;
    let needed = [keys::store(&link.store), keys::invitation(&link.store, link.invitation)];
    let snapshot = app.table().read(Needs::items(needed)).await?;
    let (store, invitation) = linked(&snapshot, &link)?;
    invitation.open(link.generation, call.now)?;
    let locale = body.locale.unwrap_or(invitation.locale);
    Ok(Answer::ok(&LookupView::of(&store, &invitation, locale, call.now)))
}

/// What the page behind the link shows.
#[derive(Serialize)]
struct LookupView<'a> {
    store: StoreSummary<'a>,
    email: &'a EmailAddress,
    /// Whose account may use the link, as catalogs spell it.
    account: &'static str,
    status: Status,
    invited_by: Option<&'a str>,
    locale: Locale,
    roles: Vec<RightView<'a>>,
    permissions: Vec<RightView<'a>>,
    expires_at: Timestamp,
    access_ends_at: Option<Timestamp>,
}

/// A role or permission, in the language of the page.
#[derive(Serialize)]
struct RightView<'a> {
    slug: &'a str,
    label: &'a str,
    description: &'a str,
}

impl<'a> LookupView<'a> {
    fn of(store: &'a Store, invitation: &'a Invitation, locale: Locale, now: Timestamp) -> Self {
        let catalog: &'static Catalog = store.catalog;
        let roles = invitation
            .grant
            .roles
            .iter()
            .map(|r| (r.as_str(), catalog.role(r.as_str()).and_then(|r| r.text(locale))));
        let permissions = invitation
            .grant
            .permissions
            .iter()
            .map(|p| (p.as_str(), catalog.permission(p.as_str()).and_then(|p| p.text(locale))));
        let shown = |(slug, text): (&'a str, Option<&'static staffroom_domain::Text>)| RightView {
            slug,
            label: text.map_or(slug, |t| t.label),
            description: text.map_or("", |t| t.description),
        };
        Self {
            store: store.into(),
            email: &invitation.email,
            account: match catalog.account {
                AccountRule::Any => "any",
                AccountRule::Invited => "invited",
            },
            status: invitation.status(now),
            invited_by: invitation.invited_by.name.as_ref().map(DisplayName::as_str),
            locale: invitation.locale,
            roles: roles.map(shown).collect(),
            permissions: permissions.map(shown).collect(),
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
        }
    }
}

async fn accept(app: &App, call: &Call) -> Result<Answer, Failure> {
    let link = app.open(&call.body::<TokenBody>()?.token)?;
    let account = call.caller()?.account()?;
    let theirs = InvitationId::of(&link.store, &account.email);
    let needs = Needs::items([
        keys::store(&link.store),
        keys::invitation(&link.store, link.invitation),
        keys::invitation(&link.store, theirs),
        keys::member(&link.store, &account.user),
    ]);
    // With how many have joined by it.
    let outcome: Result<(Answer, u64), Refusal> = app
        .table()
        .transact::<_, Failure>(needs, |snapshot| {
            let (store, invitation) = linked(snapshot, &link)?;
            let membership = snapshot.membership(&store.id, &account.user)?;
            let inviter = snapshot.membership_if_read(&store.id, &invitation.invited_by.user_id)?;
            let visitor = Invitee { account: &account, membership: &membership, inviter: inviter.as_ref() };
            let mut change = call.change(&store);
            if store.owner.user_id != invitation.invited_by.user_id {
                // Whoever vouched is not read: as long as their membership has not moved they still can.
                let version = match &inviter {
                    Some(read) => read.version(),
                    None => invitation.invited_by.member_version.unwrap_or(0),
                };
                change.membership_unchanged(&invitation.invited_by.user_id, version);
            }
            match invitation.accept(&store, link.generation, &visitor, call.now)? {
                Acceptance::Already(member) => {
                    Ok(Decision::Nothing(Ok((joined(&store, &member, call.now), 0))))
                }
                Acceptance::Ended { invitation: ended, member, refusal } => {
                    change.put_invitation(Some(&invitation), &ended)?;
                    if let Some(member) = member {
                        change.put_member(&member)?;
                        change.claim_address(ended.id, &member.user)?;
                    }
                    let summary = (&ended).into();
                    change.tell(match refusal {
                        Refusal::InvitationWithdrawn => {
                            EventKind::InvitationWithdrawn { invitation: summary }
                        }
                        _ => EventKind::InvitationRevoked { invitation: summary },
                    })?;
                    Ok(Decision::change(change, Err(refusal)))
                }
                Acceptance::Joined { invitation: accepted, member } => {
                    let answer = joined(&store, &member, call.now);
                    change.put_invitation(Some(&invitation), &accepted)?;
                    change.add_member(&member)?;
                    change.tell(EventKind::InvitationAccepted {
                        invitation: (&accepted).into(),
                        member: (&*member).into(),
                    })?;
                    // Whoever joins with one link may have another, to the address they sign in with.
                    if theirs != accepted.id {
                        end_invitation(&mut change, snapshot, &store.id, theirs)?;
                    }
                    Ok(Decision::change(change, Ok((answer, 1))))
                }
            }
        })
        .await?;
    let (answer, joined) = outcome?;
    app.base.count(call, Metric::InvitationsAccepted, joined);
    Ok(answer)
}

fn joined(store: &Store, member: &Member, now: Timestamp) -> Answer {
    Answer::ok(&json!({ "store": StoreSummary::from(store), "member": MemberView::of(store, member, now) }))
        .version(member.version)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeclineBody {
    token: String,
    reason: Option<Reason>,
}

async fn decline(app: &App, call: &Call) -> Result<Answer, Failure> {
    let body: DeclineBody = call.body()?;
    let link = app.open(&body.token)?;
    let needs = Needs::items([keys::store(&link.store), keys::invitation(&link.store, link.invitation)]);
    let answer = app
        .table()
        .transact::<_, Failure>(needs, |snapshot| {
            let (store, invitation) = linked(snapshot, &link)?;
            let declined = invitation.decline(link.generation, body.reason.clone(), call.now)?;
            let mut change = call.change(&store);
            change.put_invitation(Some(&invitation), &declined)?;
            let reason = match &declined.state {
                InvitationState::Declined { reason } => reason.clone(),
                _ => None,
            };
            change.tell(EventKind::InvitationDeclined { invitation: (&declined).into(), reason })?;
            Ok(Decision::change(change, Answer::no_content()))
        })
        .await?;
    app.base.count(call, Metric::InvitationsDeclined, 1);
    Ok(answer)
}

/// A fresh link, asked for by whoever holds the expired one. It goes to the invited address and nowhere else.
async fn renew(app: &App, call: &Call) -> Result<Answer, Failure> {
    let link = app.open(&call.body::<TokenBody>()?.token)?;
    let needs = Needs::items([
        keys::store(&link.store),
        keys::invitation(&link.store, link.invitation),
        keys::address(&link.store, link.invitation),
    ])
    .and_expired_seats(&link.store, call.now);
    app.table()
        .transact(needs, |snapshot| {
            let (store, before) = linked(snapshot, &link)?;
            let renewed = before.renew(&store, link.generation, call.now)?;
            let mut change = Change::new(&store, call.now, EventActor::Invitee, call.source_ip());
            send_again(&mut change, snapshot, &store, &before, &renewed)?;
            Ok(Decision::change(change, Answer::accepted()))
        })
        .await
}
