//! Looks up the invitation of a link, for the page `/join`.

use serde::{Deserialize, Serialize};
use staffroom_api::{Answer, ApiError, Call, StoreSummary};
use staffroom_app::LookUpInvitation;
use staffroom_domain::{
    AccountRule, DisplayName, EmailAddress, Invitation, Locale, Status, Store, Text, Timestamp,
};

use crate::App;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LookupBody {
    token: String,
    /// The language of the page; by default that of the invitation.
    locale: Option<Locale>,
}

pub(crate) async fn look_up(app: &App, call: &Call) -> Result<Answer, ApiError> {
    let body: LookupBody = call.body()?;
    let link = app.verify(&body.token)?;
    let (store, invitation) = app.api.execute(call, &LookUpInvitation { link }).await?;
    let locale = body.locale.unwrap_or(invitation.locale);
    Ok(Answer::ok(&LookupView::of(&store, &invitation, locale, call.now)))
}

#[derive(Serialize)]
struct LookupView<'a> {
    store: StoreSummary<'a>,
    email: &'a EmailAddress,
    /// Which accounts may accept: `any` or `invited`, as in `catalog.toml`.
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

impl<'a> RightView<'a> {
    fn of(slug: &'a str, text: Option<&'static Text>) -> Self {
        Self { slug, label: text.map_or(slug, |t| t.label), description: text.map_or("", |t| t.description) }
    }
}

impl<'a> LookupView<'a> {
    fn of(store: &'a Store, invitation: &'a Invitation, locale: Locale, now: Timestamp) -> Self {
        let (catalog, grant) = (store.catalog, &invitation.grant);
        let roles = grant
            .roles
            .iter()
            .map(|r| RightView::of(r.as_str(), catalog.role(r.as_str()).and_then(|r| r.text(locale))));
        let permissions = grant
            .permissions
            .iter()
            .map(|p| RightView::of(p.as_str(), catalog.permission(p.as_str()).and_then(|p| p.text(locale))));
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
            roles: roles.collect(),
            permissions: permissions.collect(),
            expires_at: invitation.expires_at,
            access_ends_at: invitation.access_ends_at,
        }
    }
}
