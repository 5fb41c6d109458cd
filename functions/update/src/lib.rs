//! Puts and changes stores, invitations and members.

use futures_util::future::try_join_all;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Error, Request, Response};
use serde::Deserialize;
use staffroom_domain::{
    Activity, ActivityId, Actor, Catalog, DisplayName, EmailAddress, EventActor, EventKind, InvitationChange,
    InvitationId, Locale, Member, MemberChange, Owner, PermissionSlug, PlanSlug, Profile, Refusal, RoleSlug,
    SeatCount, Settings, Standing, Store, StoreId, Timestamp, UserId, WebAddress,
};
use staffroom_http::{
    ActivityView, Answer, App, Call, Desk, Failure, InvitationView, MemberView, Moment, Object, Seats,
    StoreView, double_option, end_invitation, serve,
};
use staffroom_table::{Change, Decision, Needs, Snapshot, keys};

/// Answers a request.
///
/// # Errors
/// When the answer cannot be put into HTTP.
pub async fn handle(app: &App, request: Request) -> Result<Response<Body>, Error> {
    serve(app, request, async |call| match call.route() {
        "PUT /stores/{store}" => put_store(app, call).await,
        "PATCH /stores/{store}" => change_store(app, call).await,
        "PATCH /stores/{store}/invitations/{invitation}" => change_invitation(app, call).await,
        "PATCH /stores/{store}/members/{user}" => change_member(app, call).await,
        "PUT /stores/{store}/activities/{activity}" => put_activity(app, call).await,
        "PATCH /me" => change_me(app, call).await,
        _ => Err(Refusal::NotFound.into()),
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreBody {
    name: DisplayName,
    owner: Object<OwnerBody>,
    catalog: String,
    plan: Option<PlanSlug>,
    locale: Option<Locale>,
    admin_url: Option<WebAddress>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnerBody {
    user_id: UserId,
    email: EmailAddress,
    name: DisplayName,
}

impl StoreBody {
    /// The store that this makes of `before`, or anew.
    fn store(&self, id: &StoreId, before: Option<&Store>, now: Timestamp) -> Result<Store, Refusal> {
        let catalog = Catalog::named(&self.catalog)
            .ok_or_else(|| Refusal::invalid("/catalog", "is no catalog that is shipped"))?;
        let plan = match (&self.plan, catalog.plans) {
            (Some(plan), _) => catalog.plan(plan.as_str()),
            (None, [only]) => Some(only),
            (None, _) => return Err(Refusal::invalid("/plan", "is needed: the catalog has several")),
        };
        Ok(Store {
            id: id.clone(),
            name: self.name.clone(),
            owner: Owner {
                user_id: self.owner.0.user_id.clone(),
                email: self.owner.0.email.clone(),
                name: self.owner.0.name.clone(),
            },
            catalog,
            plan: plan.ok_or_else(|| Refusal::invalid("/plan", "is no plan of the catalog"))?,
            locale: self.locale.or(catalog.locale()).unwrap_or_default(),
            admin_url: self.admin_url.clone(),
            settings: before.map_or_else(Settings::default, |b| b.settings.clone()),
            seats: before.map_or_else(SeatCount::default, |b| b.seats),
            review_at: match before {
                Some(before) if before.catalog.slug == catalog.slug => before.review_at,
                _ => Store::next_review(catalog, now),
            },
            created_at: before.map_or(now, |b| b.created_at),
            version: before.map_or(1, |b| b.version + 1),
        })
    }
}

async fn put_store(app: &App, call: &Call) -> Result<Answer, Failure> {
    call.caller()?.must_be_platform()?;
    let (id, body) = (call.store()?, call.body::<StoreBody>()?);
    let address = InvitationId::of(&id, &body.owner.0.email);
    let needs = Needs::items([
        keys::store(&id),
        keys::member(&id, &body.owner.0.user_id),
        keys::invitation(&id, address),
    ]);
    let expired = async { Ok(app.table.count_expired_seats(&id, call.now).await?) };
    let put = app.table.transact::<_, Failure>(needs, |snapshot| {
        let before = snapshot.store(&id)?;
        call.if_match(before.as_ref().map(|before| before.version))?;
        let after = body.store(&id, before.as_ref(), call.now)?;
        let change = put(call, snapshot, before.as_ref(), &after)?;
        Ok(match (change, before) {
            (Some(change), before) => {
                let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
                Decision::change(change, (status, after))
            }
            (None, before) => Decision::Nothing((StatusCode::OK, before.unwrap_or(after))),
        })
    });
    let ((status, store), expired) = app.table.at_once(put, expired).await?;
    let answer =
        Answer::json(status, &StoreView::of(&store, Some(Seats::of(&store, expired)))).version(store.version);
    Ok(if status == StatusCode::CREATED { answer.at(format!("/stores/{}", id.as_str())) } else { answer })
}

/// The change from one store to the other, if there is any.
fn put(
    call: &Call,
    snapshot: &Snapshot,
    before: Option<&Store>,
    after: &Store,
) -> Result<Option<Change>, Failure> {
    let mut change = Change::new(after, call.now, EventActor::Platform, call.source_ip());
    let Some(before) = before else {
        change.put_store(None, after)?;
        change.tell(EventKind::StoreCreated)?;
        return Ok(Some(change));
    };
    let transferred = before.owner.user_id != after.owner.user_id;
    let changed = changes(before, after);
    if !transferred
        && changed.is_none()
        && before.owner == after.owner
        && before.owner.name == after.owner.name
        && before.catalog.slug == after.catalog.slug
        && before.admin_url == after.admin_url
    {
        return Ok(None);
    }
    change.put_store(Some(before), after)?;
    if transferred {
        change.tell(EventKind::StoreTransferred { from: before.owner.clone(), to: after.owner.clone() })?;
        // The owner takes no seat and holds no grant: whoever becomes it is a member no more.
        let membership = snapshot.membership(&after.id, &after.owner.user_id)?;
        match membership.member() {
            Some(member) => change.remove_member(member, snapshot)?,
            None => change.membership_unchanged(&after.owner.user_id, membership.version()),
        }
        end_invitation(&mut change, snapshot, &after.id, InvitationId::of(&after.id, &after.owner.email))?;
    }
    if let Some(changed) = changed {
        change.tell(changed)?;
    }
    Ok(Some(change))
}

/// What a store's history says of the change from one to the other.
fn changes(before: &Store, after: &Store) -> Option<EventKind> {
    let name = (before.name != after.name).then(|| after.name.clone());
    let locale = (before.locale != after.locale).then(|| after.locale.as_str().to_owned());
    let plan = (before.plan.slug != after.plan.slug).then(|| after.plan.slug.to_owned());
    let settings = (before.settings != after.settings).then(|| after.settings.clone());
    (name.is_some() || locale.is_some() || plan.is_some() || settings.is_some())
        .then_some(EventKind::StoreChanged { name, locale, plan, settings })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StoreChangeBody {
    name: Option<DisplayName>,
    locale: Option<Locale>,
    plan: Option<PlanSlug>,
    settings: Option<Object<SettingsBody>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsBody {
    support_access: Option<bool>,
    allowed_domains: Option<std::collections::BTreeSet<staffroom_domain::Domain>>,
}

impl StoreChangeBody {
    fn apply(&self, before: &Store, actor: &Actor<'_>) -> Result<Store, Refusal> {
        actor.must_own()?;
        let mut after = before.clone();
        if let Some(plan) = &self.plan {
            if actor.standing != Standing::Platform {
                return Err(Refusal::Forbidden("only the platform itself changes a store's plan"));
            }
            after.plan = before
                .catalog
                .plan(plan.as_str())
                .ok_or_else(|| Refusal::invalid("/plan", "is no plan of the catalog"))?;
        }
        if let Some(name) = &self.name {
            after.name = name.clone();
        }
        after.locale = self.locale.unwrap_or(before.locale);
        if let Some(Object(settings)) = &self.settings {
            after.settings.support_access = settings.support_access.unwrap_or(before.settings.support_access);
            if let Some(domains) = &settings.allowed_domains {
                after.settings.allowed_domains.clone_from(domains);
            }
        }
        after.version += 1;
        Ok(after)
    }
}

async fn change_store(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (id, body) = (call.store()?, call.body::<StoreChangeBody>()?);
    let needs = Needs::items(Desk::keys(call, &id)?);
    let expired = async { Ok(app.table.count_expired_seats(&id, call.now).await?) };
    let changed = app.table.transact::<_, Failure>(needs, |snapshot| {
        let desk = Desk::open(call, snapshot, &id)?;
        let actor = desk.actor()?;
        let after = body.apply(&desk.store, &actor)?;
        call.if_match(desk.store.version)?;
        let Some(event) = changes(&desk.store, &after) else {
            return Ok(Decision::Nothing(desk.store.clone()));
        };
        let mut change = desk.change(&actor);
        change.put_store(Some(&desk.store), &after)?;
        change.tell(event)?;
        Ok(Decision::change(change, after))
    });
    let (store, expired) = app.table.at_once(changed, expired).await?;
    Ok(Answer::ok(&StoreView::of(&store, Some(Seats::of(&store, expired)))).version(store.version))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InvitationChangeBody {
    roles: Option<Vec<RoleSlug>>,
    permissions: Option<Vec<PermissionSlug>>,
    locale: Option<Locale>,
}

async fn change_invitation(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, id) = (call.store()?, call.invitation()?);
    let body: InvitationChangeBody = call.body()?;
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::invitation(&store, id)]);
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let actor = desk.manager()?;
            let before = desk.invitation(snapshot, id)?;
            let asked = InvitationChange {
                roles: body.roles.clone(),
                permissions: body.permissions.clone(),
                locale: body.locale,
            };
            let after = before.change(&desk.store, &actor, asked, call.now)?;
            let answer = Answer::ok(&InvitationView::of(&after, call.now)).version(after.version);
            if after == before {
                return Ok(Decision::Nothing(answer));
            }
            let mut change = desk.change(&actor);
            change.put_invitation(Some(&before), &after)?;
            change.tell(EventKind::InvitationChanged {
                invitation: (&after).into(),
                before: before.grant.clone(),
            })?;
            Ok(Decision::change(change, answer))
        })
        .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberChangeBody {
    roles: Option<Vec<RoleSlug>>,
    permissions: Option<Vec<PermissionSlug>>,
    #[serde(default, deserialize_with = "double_option")]
    #[expect(clippy::option_option, reason = "absent leaves it, null takes it away")]
    access_ends_at: Option<Option<Moment>>,
}

async fn change_member(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, target) = (call.store()?, call.path::<UserId>("user")?);
    let body: MemberChangeBody = call.body()?;
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::member(&store, &target)]);
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let actor = desk.manager()?;
            let before = desk.member(snapshot, &target)?;
            let asked = MemberChange {
                roles: body.roles.clone(),
                permissions: body.permissions.clone(),
                access_ends_at: body.access_ends_at.map(|end| end.map(|Moment(end)| end)),
            };
            let after = before.change(&desk.store, &actor, asked, call.now)?;
            let answer =
                |member| Answer::ok(&MemberView::of(&desk.store, member, call.now)).version(member.version);
            if after.grant == before.grant && after.access_ends_at == before.access_ends_at {
                return Ok(Decision::Nothing(answer(&before)));
            }
            let mut change = desk.change(&actor);
            change.put_member(&after)?;
            change.tell(EventKind::MemberChanged {
                member: (&after).into(),
                before: before.grant.clone(),
                access_ends_at: after.access_ends_at,
            })?;
            let answer = answer(&after);
            Ok(Decision::change(change, answer))
        })
        .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActivityBody {
    name: DisplayName,
    #[serde(default)]
    order_notifications: bool,
}

async fn put_activity(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (store, id) = (call.store()?, call.path::<ActivityId>("activity")?);
    let body: ActivityBody = call.body()?;
    let needed = Desk::keys(call, &store)?.into_iter().chain([keys::activity(&store, &id)]);
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let desk = Desk::open(call, snapshot, &store)?;
            let actor = desk.manager()?;
            let before = snapshot.activity(&store, &id)?;
            call.if_match(before.as_ref().map(|before| before.version))?;
            let (name, notify) = (body.name.clone(), body.order_notifications);
            let after = Activity::put(&actor, before.as_ref(), id.clone(), name, notify)?;
            let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
            let mut change = desk.change(&actor);
            change.put_activity(&after)?;
            change.tell(EventKind::ActivityPut {
                activity: after.id.clone(),
                name: after.name.clone(),
                order_notifications: after.order_notifications,
            })?;
            let answer = Answer::json(status, &ActivityView::of(&store, &after)).version(after.version);
            let path = format!("/stores/{}/activities/{}", store.as_str(), id.as_str());
            Ok(Decision::change(change, if before.is_none() { answer.at(path) } else { answer }))
        })
        .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileBody {
    name: Option<DisplayName>,
    locale: Option<Locale>,
    email: Option<EmailAddress>,
}

/// Memberships that are brought up to date at a time.
const MEMBERSHIPS_AT_ONCE: usize = 8;

async fn change_me(app: &App, call: &Call) -> Result<Answer, Failure> {
    let (caller, body) = (call.caller()?, call.body::<ProfileBody>()?);
    if let Some(email) = &body.email
        && caller.account()?.email != *email
    {
        let detail = "must be the address that the identity provider vouches for: sign in with it first";
        return Err(Refusal::invalid("/email", detail).into());
    }
    let profile = Profile { name: body.name, locale: body.locale, email: body.email };
    let mine: Vec<StoreId> = app.table.store_ids_of(&caller.user).await?.into_iter().collect();
    let mut memberships = Vec::with_capacity(mine.len());
    for some in mine.chunks(MEMBERSHIPS_AT_ONCE) {
        let changed = some.iter().map(|store| change_membership(app, call, store, &profile));
        memberships.extend(try_join_all(changed).await?.into_iter().flatten());
    }
    let member = memberships.first();
    let name = profile.name.or_else(|| member.and_then(|m| m.name.clone())).or_else(|| caller.name.clone());
    let email = profile.email.or_else(|| member.map(|member| member.email.clone()));
    Ok(Answer::ok(&serde_json::json!({
        "user_id": caller.user,
        "name": name.as_ref().map(DisplayName::as_str),
        "locale": profile.locale.or_else(|| member.map(|member| member.locale)).or(caller.locale),
        "email": email.or_else(|| caller.account().ok().map(|account| account.email)),
    })))
}

/// Brings one membership up to date. An invitation to the new address ends with it: whoever has the address
/// is a member already.
async fn change_membership(
    app: &App,
    call: &Call,
    id: &StoreId,
    profile: &Profile,
) -> Result<Option<Member>, Failure> {
    let address = profile.email.as_ref().map(|email| InvitationId::of(id, email));
    let needed = Desk::keys(call, id)?
        .into_iter()
        .chain(address.into_iter().flat_map(|a| [keys::invitation(id, a), keys::address(id, a)]));
    app.table
        .transact(Needs::items(needed), |snapshot| {
            let user = &call.caller()?.user;
            let membership = snapshot.membership(id, user)?;
            // The index may know of a store that is gone.
            let Some(store) = snapshot.store(id)? else { return Ok(Decision::Nothing(None)) };
            let Some((after, email_before)) = membership.member().and_then(|m| m.with_profile(id, profile))
            else {
                return Ok(Decision::Nothing(membership.member().cloned()));
            };
            let mut change = call.change(&store);
            change.put_member(&after)?;
            if let Some(address) = address {
                change.claim_address(address, user)?;
                end_invitation(&mut change, snapshot, id, address)?;
            }
            change.tell(EventKind::MemberProfileChanged { member: (&after).into(), email_before })?;
            Ok(Decision::change(change, Some(after)))
        })
        .await
}
