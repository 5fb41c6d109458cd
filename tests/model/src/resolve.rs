//! Turns the numbers in a call into people, links and versions of the current state.

mod activities;
mod erasures;
mod links;
mod mails;
mod own;
mod people;
mod roles;

use std::sync::Arc;

use chrono::Duration;
use staffroom_app::{
    AcceptInvitation, Audience, Caller, ChangeInvitation, ChangeMember, ChangeStore, CheckAccess, CloseStore,
    DeclineInvitation, IdempotencyKey, IdempotencyScope, InviteMember, InviteMembers, Key, LookUpInvitation,
    Precondition, PutMember, PutMembers, PutStore, Record, RemoveMember, RenewInvitation, ReplaceInvitation,
    ResendInvitation, RevokeInvitation, ViewStore,
};
use staffroom_domain::{
    DeliveryChannel, DisplayName, Domain, EmailAddress, EventActor, InvitationChange, Locale, MemberChange,
    MemberPut, Metadata, Notify, Offer, PermissionSlug, Profile, RoleSlug, StoreId, Suspension, Timestamp,
    UserId,
};

pub use self::links::MadeLink;
use crate::command::{Command, MoveMessage, Office};
use crate::ledger::{Ledger, Team};
use crate::memory::State;
use crate::steps::{Call, End, OTHER_CATALOGS, OWN_ROLES, Required, Who};
use crate::world;

/// The current state, with which a call is resolved.
pub struct Light<'a> {
    /// The promises.
    pub ledger: &'a Ledger,
    /// The records.
    pub state: &'a State,
    /// Every link that was ever made.
    pub links: &'a [MadeLink],
    /// Every message to the workers that a person is to be moved.
    pub messages: &'a [MoveMessage],
    /// The ledger of erasures.
    pub office: &'a Arc<Office>,
    /// The time.
    pub now: Timestamp,
}

impl Light<'_> {
    /// The command of a call; `None` if the current state has nothing to which it applies.
    #[must_use]
    pub fn command(&self, call: &Call) -> Option<Command> {
        Some(match call {
            Call::Invite { store, by, email, rights, end, key, named, silent } => {
                let (store, caller) = self.caller(*store, *by)?;
                let invited_by = match named {
                    Some(who) => Some(self.user(self.team(store)?, *who)),
                    None => None,
                };
                let vouching = invited_by.as_ref().map_or_else(|| caller.clone(), world::caller);
                let mut offer = self.offer(store, &vouching, world::email(*email), *rights, *end);
                if *silent {
                    offer.channel = DeliveryChannel::None;
                }
                let by = invited_by.as_ref().map(world::number_of);
                let request = format!("{email} {rights} {end:?} {by:?} {silent}");
                let key = key.map(|key| Self::key(store, &caller, key, &request));
                Command::Invite(InviteMember { caller, store: store.clone(), offer, invited_by }, key)
            }
            Call::InviteMany { store, by, emails, crowd, rights, end, key } => {
                let (store, caller) = self.caller(*store, *by)?;
                let emails = emails.iter().map(|email| world::email(*email)).chain(world::crowd(*crowd));
                let offers: Vec<Offer> =
                    emails.map(|email| self.offer(store, &caller, email, *rights, *end)).collect();
                let request = format!("{} {rights} {end:?}", offers.len());
                let key = key.map(|key| Self::key(store, &caller, key, &request));
                Command::InviteMany(InviteMembers { caller, store: store.clone(), offers, key })
            }
            Call::Accept { link, signed_in } => {
                let link = self.link(*link)?;
                let account = self.account(&link, *signed_in)?;
                Command::Accept(AcceptInvitation { caller: world::caller(&account.user), account, link })
            }
            Call::Decline { link } => {
                let link = self.link(*link)?;
                Command::Decline(DeclineInvitation { link, actor: EventActor::Invitee, reason: None })
            }
            Call::Renew { link } => Command::Renew(RenewInvitation { link: self.link(*link)? }),
            Call::LookUp { link } => Command::LookUp(LookUpInvitation { link: self.link(*link)? }),
            Call::Resend { store, by, which, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let invitation = self.invitation(store, *which)?;
                let required = self.required(*required, &Key::Invitation(store.clone(), invitation));
                Command::Resend(ResendInvitation { caller, store: store.clone(), invitation, required })
            }
            Call::ChangeInvitation { store, by, which, rights, locale, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let invitation = self.invitation(store, *which)?;
                let required = self.required(*required, &Key::Invitation(store.clone(), invitation));
                let (roles, permissions) = self.named(store, *rights);
                let locale = locale.then(|| Locale::parse("de")).flatten();
                let change = InvitationChange { roles, permissions, locale, ..InvitationChange::default() };
                Command::ChangeInvitation(ChangeInvitation {
                    caller,
                    store: store.clone(),
                    invitation,
                    required,
                    change,
                })
            }
            Call::ReplaceInvitation { store, by, which, email, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let invitation = self.invitation(store, *which)?;
                let required = self.required(*required, &Key::Invitation(store.clone(), invitation));
                let change = ChangeInvitation {
                    caller,
                    store: store.clone(),
                    invitation,
                    required,
                    change: InvitationChange::default(),
                };
                let email = world::email(*email).clone();
                Command::ReplaceInvitation(ReplaceInvitation { change, email })
            }
            Call::Revoke { store, by, which, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let invitation = self.invitation(store, *which)?;
                let required = self.required(*required, &Key::Invitation(store.clone(), invitation));
                Command::Revoke(RevokeInvitation { caller, store: store.clone(), invitation, required })
            }
            Call::ChangeMember { store, by, whom, rights, end, required, suspends } => {
                let (store, caller) = self.caller(*store, *by)?;
                let user = self.user(self.team(store)?, *whom);
                let required = self.required(*required, &Key::Member(store.clone(), user.clone()));
                let (roles, permissions) = self.named(store, *rights);
                let access_ends_at = end.map(|end| self.end(store, &caller, end));
                let suspension =
                    suspends.map(|suspends| if suspends { Suspension::Suspend } else { Suspension::Resume });
                let change = MemberChange { roles, permissions, access_ends_at, suspension, metadata: None };
                Command::ChangeMember(ChangeMember { caller, store: store.clone(), user, required, change })
            }
            Call::PutMember { store, person, email, rights, end, required } => {
                let (store, user) = (world::store(*store), world::person(*person));
                let (put, notify) = self.member_put(store, (*person, *email), *rights, *end)?;
                let required = self.required(*required, &Key::Member(store.clone(), user.clone()));
                let caller = world::platform();
                Command::PutMember(PutMember { caller, store: store.clone(), required, put, notify })
            }
            Call::PutMembers { store, members, rights, end, key } => {
                let (store, caller) = (world::store(*store), world::platform());
                let put = |number: u8, of: &(u8, u8)| {
                    self.member_put(store, *of, rights.wrapping_add(number), *end)
                };
                let entries = (0..).zip(members).map(|(number, of)| put(number, of));
                let request = format!("{members:?} {rights} {end:?}");
                Command::PutMembers(PutMembers {
                    store: store.clone(),
                    members: entries.collect::<Option<_>>()?,
                    key: key.map(|key| Self::key(store, &caller, key, &request)),
                    caller,
                })
            }
            Call::Suspend { store, by, whom, required } | Call::Resume { store, by, whom, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let user = self.user(self.team(store)?, *whom);
                let required = self.required(*required, &Key::Member(store.clone(), user.clone()));
                let suspension = if matches!(call, Call::Suspend { .. }) {
                    Suspension::Suspend
                } else {
                    Suspension::Resume
                };
                let change = MemberChange { suspension: Some(suspension), ..MemberChange::default() };
                Command::ChangeMember(ChangeMember { caller, store: store.clone(), user, required, change })
            }
            Call::Remove { store, by, whom, required } => {
                let (store, caller) = self.caller(*store, *by)?;
                let user = self.user(self.team(store)?, *whom);
                let required = self.required(*required, &Key::Member(store.clone(), user.clone()));
                Command::Remove(RemoveMember { caller, store: store.clone(), user, required })
            }
            Call::Leave { store, who } => {
                let store = world::store(*store);
                let user = self.user(self.team(store)?, *who);
                let caller = world::caller(&user);
                Command::Remove(RemoveMember {
                    caller,
                    store: store.clone(),
                    user,
                    required: Precondition::None,
                })
            }
            Call::PutStore { store, owner, second_address, policy, required } => {
                let store = world::store(*store);
                let required = self.required(*required, &Key::Store(store.clone()));
                let (catalog, plan) = *world::nth(&world::POLICIES, *policy);
                let owner = world::owner(*owner, *second_address);
                Self::put(store, owner, (catalog, plan.parse().ok()), required)
            }
            Call::CloseStore { store, required } => {
                let store = world::store(*store).clone();
                let required = self.required(*required, &Key::Store(store.clone()));
                Command::CloseStore(CloseStore { caller: world::platform(), store, required })
            }
            Call::TransferTo { store, member } => {
                let team = self.team(world::store(*store))?;
                let user = self.user(team, Who::Member(*member));
                let owner = world::owner(world::number_of(&user)?, false);
                let plan = team.catalog.plans.iter().find(|plan| plan.seats == team.limit)?;
                Self::put(&team.id, owner, (team.catalog.slug, plan.slug.parse().ok()), Precondition::None)
            }
            Call::ChangeStore { store, by, policy, domain, name, required, copying } => {
                let (store, caller) = self.caller(*store, *by)?;
                let team = self.team(store)?;
                let plan = policy
                    .filter(|_| !team.catalog.plans.is_empty())
                    .map(|policy| world::nth(team.catalog.plans, policy).slug.parse().ok());
                let domains = domain.map(|domain| match domain {
                    0 => None,
                    1 => Domain::parse("one.example"),
                    _ => Domain::parse("two.example"),
                });
                Command::ChangeStore(ChangeStore {
                    caller,
                    store: store.clone(),
                    required: self.required(*required, &Key::Store(store.clone())),
                    name: name.then(|| DisplayName::try_from("Another name".to_owned()).ok()).flatten(),
                    locale: None,
                    time_zone: None,
                    plan: plan.flatten(),
                    support_access: None,
                    link_copying: *copying,
                    allowed_domains: domains.map(|domain| domain.into_iter().collect()),
                    metadata: None,
                })
            }
            Call::ChangeProfile { person, email, name, times } => {
                let user = self.user(self.team(world::store(0))?, *person);
                let number = world::number_of(&user)?;
                let profile = |turn: u8| Profile {
                    name: name.then(|| DisplayName::try_from("Another name".to_owned()).ok()).flatten(),
                    locale: None,
                    email: email.map(|email| match email {
                        0 | 1 => world::email(number * 2 + (email + turn) % 2).clone(),
                        other => world::email(other).clone(),
                    }),
                };
                Command::ChangeProfile(world::caller(&user), (0..*times).map(profile).collect())
            }
            Call::PutActivity { .. } | Call::DeleteActivity { .. } | Call::Announce { .. } => {
                return self.about_activities(call);
            }
            Call::CheckAccess { store, whom, by_platform } => {
                let store = world::store(*store);
                let team = self.team(store)?;
                let user = self.user(team, *whom);
                let asked: Vec<&'static str> =
                    team.catalog.permissions.iter().map(|permission| permission.slug).collect();
                let caller = if *by_platform { world::platform() } else { world::caller(&user) };
                let permissions = asked.iter().map(|slug| (*slug).to_owned()).collect();
                let check =
                    CheckAccess::new(caller, store.clone(), Some(user.clone()), permissions).ok()??;
                Command::CheckAccess(check, store.clone(), user, asked)
            }
            Call::View { store, who } => {
                let store = world::store(*store);
                let caller = world::caller(&self.user(self.team(store)?, *who));
                Command::View(ViewStore { caller, store: store.clone(), audience: Audience::Members })
            }
            Call::Due => Command::Due,
            Call::CopyLink { .. }
            | Call::AcceptOwn { .. }
            | Call::DeclineOwn { .. }
            | Call::OptOut { .. }
            | Call::WelcomeInvitations { .. } => return self.about_own(call),
            Call::MovePerson { .. } | Call::MoveInStore { .. } => return self.about_people(call),
            Call::BeginErasure { .. } | Call::Erase { .. } | Call::Publish { .. } | Call::Export { .. } => {
                return self.about_erasures(call);
            }
            Call::CreateRole { .. } | Call::ChangeRole { .. } | Call::DeleteRole { .. } => {
                return self.about_roles(call);
            }
            Call::RecordDelivery { .. }
            | Call::MarkMailed { .. }
            | Call::Notify { .. }
            | Call::SetMailPreference { .. }
            | Call::RecordMailProblem { .. } => return self.about_mails(call),
            Call::RecordActivity { store, whom } => {
                let store = world::store(*store);
                Command::RecordActivity(store.clone(), self.user(self.team(store)?, *whom))
            }
        })
    }

    /// The command with which the platform puts a store.
    #[must_use]
    pub fn put(
        store: &StoreId,
        owner: staffroom_domain::Owner,
        (catalog, plan): (&str, Option<staffroom_domain::PlanSlug>),
        required: Precondition,
    ) -> Command {
        Command::PutStore(PutStore {
            caller: world::platform(),
            store: store.clone(),
            required,
            name: world::store_name().clone(),
            owner,
            catalog: catalog.to_owned(),
            plan,
            locale: None,
            time_zone: None,
            admin_url: None,
            metadata: Metadata::default(),
        })
    }

    fn team(&self, store: &StoreId) -> Option<&Team> {
        self.ledger.team(store)
    }

    fn user(&self, team: &Team, who: Who) -> UserId {
        let managers = || team.members.iter().filter(|place| team.manages(&place.user, self.now));
        let of = |places: Vec<&crate::ledger::Place>, number: u8| {
            places.get(usize::from(number) % places.len().max(1)).map(|place| place.user.clone())
        };
        match who {
            Who::Owner | Who::Platform => team.owner.clone(),
            Who::Manager(number) => of(managers().collect(), number).unwrap_or_else(|| team.owner.clone()),
            Who::Member(number) => {
                of(team.members.iter().collect(), number).unwrap_or_else(|| world::person(number).clone())
            }
            Who::Person(number) => world::person(number).clone(),
        }
    }

    fn caller(&self, store: u8, who: Who) -> Option<(&'static StoreId, Caller)> {
        let store = world::store(store);
        let caller = match who {
            Who::Platform => world::platform(),
            Who::Owner | Who::Manager(_) | Who::Member(_) | Who::Person(_) => {
                world::caller(&self.user(self.team(store)?, who))
            }
        };
        Some((store, caller))
    }

    fn end(&self, store: &StoreId, caller: &Caller, end: End) -> Option<Timestamp> {
        match end {
            End::Never => None,
            End::Hours(hours) => Some(self.now + Duration::hours(hours.into())),
            End::Days(days) => Some(self.now + Duration::days(days.into())),
            End::Own(more) => {
                let own = self.team(store).and_then(|team| team.end_of(&caller.user));
                own.map(|own| own + Duration::milliseconds(more.into()))
            }
            End::Past => Some(self.now - Duration::milliseconds(1)),
        }
    }

    /// Roles and permissions by number: of the store's catalog, of its own where it has any or, from [`OTHER_CATALOGS`], of any
    /// catalog.
    fn rights(&self, store: &StoreId, number: u8) -> (Vec<RoleSlug>, Vec<PermissionSlug>) {
        let team = self.team(store);
        if let (Some(own), Some(team)) = (number.checked_sub(OWN_ROLES), team)
            && number < OTHER_CATALOGS
            && let Some(rights) = Self::own_rights(team, own)
        {
            return rights;
        }
        let catalog = if number < OTHER_CATALOGS {
            team.map_or("", |team| team.catalog.slug)
        } else {
            world::nth(&world::POLICIES, number - OTHER_CATALOGS).0
        };
        let (roles, permissions) = world::nth(world::offers(catalog), number % 5);
        (
            roles.iter().filter_map(|slug| slug.parse().ok()).collect(),
            permissions.iter().filter_map(|slug| slug.parse().ok()).collect(),
        )
    }

    /// What a change names: roles where the catalog has them, permissions otherwise; now and then both.
    fn named(
        &self,
        store: &StoreId,
        rights: Option<u8>,
    ) -> (Option<Vec<RoleSlug>>, Option<Vec<PermissionSlug>>) {
        let Some(number) = rights else { return (None, None) };
        let (roles, permissions) = self.rights(store, number);
        match (roles.is_empty(), permissions.is_empty()) {
            (false, true) => (Some(roles), None),
            (true, false) => (None, Some(permissions)),
            _ => (Some(roles), Some(permissions)),
        }
    }

    /// What the platform says of a member: mostly with an address of theirs.
    fn member_put(
        &self,
        store: &StoreId,
        (person, email): (u8, u8),
        rights: u8,
        end: End,
    ) -> Option<(MemberPut, Notify)> {
        let user = world::person(person).clone();
        let (roles, permissions) = self.rights(store, rights);
        let email = match email {
            0..=3 => world::email(world::number_of(&user)? * 2 + email % 2).clone(),
            other => world::email(other).clone(),
        };
        let put = MemberPut {
            user,
            email,
            name: Some(world::name(person).clone()),
            locale: None,
            roles,
            permissions,
            access_ends_at: self.end(store, &world::platform(), end),
            metadata: Metadata::default(),
        };
        Some((put, if rights.is_multiple_of(2) { Notify::Nobody } else { Notify::Member }))
    }

    fn offer(&self, store: &StoreId, caller: &Caller, email: &EmailAddress, rights: u8, end: End) -> Offer {
        let (roles, permissions) = self.rights(store, rights);
        let access_ends_at = self.end(store, caller, end);
        Offer {
            email: email.clone(),
            roles,
            permissions,
            locale: None,
            access_ends_at,
            note: None,
            metadata: Metadata::default(),
            channel: DeliveryChannel::Mail,
        }
    }

    fn key(store: &StoreId, caller: &Caller, number: u8, request: &str) -> IdempotencyKey {
        // The functions store a hash, which names nobody.
        let name = format!("{:?}-{number}", world::number_of(&caller.user));
        IdempotencyKey {
            key: Key::Idempotency(IdempotencyScope::Store(store.clone()), name),
            fingerprint: request.to_owned(),
        }
    }

    fn required(&self, required: Required, key: &Key) -> Precondition {
        let version = self.state.records.get(key).map_or(1, Record::version);
        match required {
            Required::Nothing => Precondition::None,
            Required::Current => Precondition::Versions(vec![version]),
            Required::Older => Precondition::Versions(vec![version.saturating_sub(1)]),
            Required::Exists => Precondition::Exists,
            Required::Absent => Precondition::Absent,
        }
    }
}
