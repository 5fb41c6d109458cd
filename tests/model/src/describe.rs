//! Commands and answers in words, for the history of a broken promise.

use staffroom_app::{Announcement, MemberIs, PersonRequest, Precondition};
use staffroom_domain::{
    DeliveryChannel, EmailAddress, InvitationId, LinkClaims, MemberPut, Offer, PermissionSlug, RoleSlug,
    StoreId, Timestamp, UserId, Wish,
};

use crate::command::{Answer, Command};
use crate::ledger::Ledger;

fn list<'a>(slugs: impl Iterator<Item = &'a str>) -> String {
    let slugs: Vec<&str> = slugs.collect();
    if slugs.is_empty() { "nothing".to_owned() } else { slugs.join("+") }
}

/// What is done one after the other.
fn list_of(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", then ")
}

fn rights(roles: &[RoleSlug], permissions: &[PermissionSlug]) -> String {
    list(roles.iter().map(RoleSlug::as_str).chain(permissions.iter().map(PermissionSlug::as_str)))
}

fn until(end: Option<Timestamp>) -> String {
    end.map_or_else(String::new, |end| format!(" until {end:?}"))
}

fn offer(offer: &Offer) -> String {
    format!(
        "{} as {}{}",
        offer.email.as_typed(),
        rights(&offer.roles, &offer.permissions),
        until(offer.access_ends_at)
    )
}

fn member(put: &MemberPut) -> String {
    format!(
        "{} with {}: {:?}, end {:?}",
        put.user.as_str(),
        put.email.as_typed(),
        rights(&put.roles, &put.permissions),
        put.access_ends_at
    )
}

fn addresses(emails: &[EmailAddress]) -> String {
    list(emails.iter().map(EmailAddress::as_typed))
}

fn requiring(required: &Precondition) -> String {
    match required {
        Precondition::None => String::new(),
        Precondition::Exists => " if there is one".to_owned(),
        Precondition::Versions(versions) => format!(" if it has version {versions:?}"),
        Precondition::Absent => " if there is none".to_owned(),
    }
}

impl Command {
    /// The command in words.
    #[must_use]
    pub fn describe(&self, ledger: &Ledger) -> String {
        let address = |store: &StoreId, id: InvitationId| {
            ledger
                .team(store)
                .and_then(|team| team.offer(id))
                .map_or_else(|| "nobody".to_owned(), |offered| offered.email.as_typed().to_owned())
        };
        let link = |link: &LinkClaims| {
            format!(
                "the link {} to {} of {}",
                link.generation,
                address(&link.store, link.invitation),
                link.store.as_str()
            )
        };
        let user = UserId::as_str;
        match self {
            Self::Invite(invite, key) => {
                let key =
                    key.as_ref().map_or_else(String::new, |key| format!(", with the key {:?}", key.key));
                format!(
                    "{}{} invites {} to {}{}{key}",
                    user(&invite.caller.user),
                    invite.invited_by.as_ref().map_or_else(String::new, |by| format!(" for {}", by.as_str())),
                    offer(&invite.offer),
                    invite.store.as_str(),
                    if invite.offer.channel == DeliveryChannel::None { ", without a mail" } else { "" }
                )
            }
            Self::InviteMany(many) => {
                let offers: Vec<String> = many.offers.iter().map(offer).collect();
                let key =
                    many.key.as_ref().map_or_else(String::new, |key| format!(", with the key {:?}", key.key));
                format!(
                    "{} invites [{}] to {}{key}",
                    user(&many.caller.user),
                    offers.join(", "),
                    many.store.as_str()
                )
            }
            Self::Accept(accept) => {
                format!(
                    "{} as {} accepts by {}",
                    user(&accept.account.user),
                    accept.account.email.as_typed(),
                    link(&accept.link)
                )
            }
            Self::Decline(decline) => format!("the invitee declines by {}", link(&decline.link)),
            Self::Renew(renew) => format!("the invitee renews {}", link(&renew.link)),
            Self::LookUp(look) => format!("the invitee looks up {}", link(&look.link)),
            Self::Resend(resend) => format!(
                "{} sends the invitation of {} to {} again{}",
                user(&resend.caller.user),
                address(&resend.store, resend.invitation),
                resend.store.as_str(),
                requiring(&resend.required)
            ),
            Self::ChangeInvitation(change) => format!(
                "{} changes the invitation of {} to {}: roles {:?}, permissions {:?}, locale {:?}{}",
                user(&change.caller.user),
                address(&change.store, change.invitation),
                change.store.as_str(),
                change.change.roles.as_ref().map(|roles| rights(roles, &[])),
                change.change.permissions.as_ref().map(|permissions| rights(&[], permissions)),
                change.change.locale,
                requiring(&change.required)
            ),
            Self::ReplaceInvitation(replace) => format!(
                "{} gives the invitation of {} to {} the address {}{}",
                user(&replace.change.caller.user),
                address(&replace.change.store, replace.change.invitation),
                replace.change.store.as_str(),
                replace.email.as_typed(),
                requiring(&replace.change.required)
            ),
            Self::Revoke(revoke) => format!(
                "{} revokes the invitation of {} to {}{}",
                user(&revoke.caller.user),
                address(&revoke.store, revoke.invitation),
                revoke.store.as_str(),
                requiring(&revoke.required)
            ),
            Self::ChangeMember(change) => format!(
                "{} changes {} in {}: roles {:?}, permissions {:?}, end {:?}, {:?}{}",
                user(&change.caller.user),
                user(&change.user),
                change.store.as_str(),
                change.change.roles.as_ref().map(|roles| rights(roles, &[])),
                change.change.permissions.as_ref().map(|permissions| rights(&[], permissions)),
                change.change.access_ends_at,
                change.change.suspension,
                requiring(&change.required)
            ),
            Self::PutMember(put) => {
                format!(
                    "the platform puts into {} {}{}",
                    put.store.as_str(),
                    member(&put.put),
                    requiring(&put.required)
                )
            }
            Self::PutMembers(many) => {
                let members: Vec<String> = many.members.iter().map(|(put, _)| member(put)).collect();
                let key =
                    many.key.as_ref().map_or_else(String::new, |key| format!(", with the key {:?}", key.key));
                format!("the platform puts into {} [{}]{key}", many.store.as_str(), members.join("; "))
            }
            Self::Remove(remove) => format!(
                "{} removes {} from {}{}",
                user(&remove.caller.user),
                user(&remove.user),
                remove.store.as_str(),
                requiring(&remove.required)
            ),
            Self::PutStore(put) => format!(
                "the platform puts {}: owner {} at {}, catalog {}, plan {}{}",
                put.store.as_str(),
                user(&put.owner.user_id),
                put.owner.email.as_typed(),
                put.catalog,
                put.plan.as_ref().map_or("", staffroom_domain::PlanSlug::as_str),
                requiring(&put.required)
            ),
            Self::ChangeStore(change) => format!(
                "{} changes {}: plan {:?}, domains {:?}, copies of links {:?}{}",
                user(&change.caller.user),
                change.store.as_str(),
                change.plan.as_ref().map(staffroom_domain::PlanSlug::as_str),
                change
                    .allowed_domains
                    .as_ref()
                    .map(|domains| list(domains.iter().map(staffroom_domain::Domain::as_str))),
                change.link_copying,
                requiring(&change.required)
            ),
            Self::ChangeProfile(caller, profiles) => {
                let emails = profiles.iter().map(|profile| {
                    profile.email.as_ref().map_or("the same address", |email| email.as_typed())
                });
                format!(
                    "{} changes their profile to {}",
                    user(&caller.user),
                    emails.collect::<Vec<_>>().join(", then ")
                )
            }
            Self::PutActivity(put) => {
                format!(
                    "{} puts an activity of {}{}{}",
                    user(&put.caller.user),
                    put.store.as_str(),
                    if put.order_notifications { "" } else { ", whose orders are mailed to nobody" },
                    requiring(&put.required)
                )
            }
            Self::CloseStore(close) => {
                format!("the platform closes {}{}", close.store.as_str(), requiring(&close.required))
            }
            Self::DeleteActivity(delete) => {
                format!(
                    "{} deletes the activity of {}{}",
                    user(&delete.caller.user),
                    delete.store.as_str(),
                    requiring(&delete.required)
                )
            }
            Self::Announce(announce, times) => match &announce.announcement {
                Announcement::OrderCreated { .. } => {
                    format!("the platform announces an order of {}, {times} times", announce.store.as_str())
                }
                Announcement::AppInstalled { installed_by, .. } => {
                    format!(
                        "the platform announces an app that {} installed in {}, {times} times",
                        user(installed_by),
                        announce.store.as_str()
                    )
                }
            },
            Self::CheckAccess(_, store, who, asked) => {
                format!(
                    "the access of {} in {} is checked for {}",
                    user(who),
                    store.as_str(),
                    asked.join("+")
                )
            }
            Self::View(view) => {
                format!("{} views {} for {:?}", user(&view.caller.user), view.store.as_str(), view.audience)
            }
            Self::Due => "what is due is done".to_owned(),
            Self::Delivered(store, id, generation, delivery) => {
                format!(
                    "SES reports {delivery:?} of the mail with link {generation} to {} of {}",
                    address(store, *id),
                    store.as_str()
                )
            }
            Self::Undelivered(undelivered) => format!(
                "SES reports {:?} of the mail with link {} to {} of {}",
                undelivered.delivery,
                undelivered.generation,
                address(&undelivered.store, undelivered.invitation),
                undelivered.store.as_str()
            ),
            Self::MarkMailed(store, event, _) => {
                format!("a mail about {} of {} is marked as sent", event.kind.name(), store.as_str())
            }
            Self::Notify(store, events) => {
                let names: Vec<&str> = events.iter().map(|event| event.kind.name()).collect();
                format!("those concerned are told of {} of {}", names.join(", "), store.as_str())
            }
            Self::SetMailPreference(set) => format!(
                "{} wants {} mails of the kind {:?} from {}",
                user(&set.user),
                if set.wish == Wish::Wanted { "the" } else { "no" },
                set.kind,
                set.store.as_str()
            ),
            Self::RecordMailProblem(record) => {
                let is_theirs = ledger
                    .team(&record.store)
                    .and_then(|team| team.member(&record.user))
                    .is_some_and(|place| staffroom_domain::AddressId::of(&place.email) == record.address);
                format!(
                    "SES reports {:?} of a mail to {} of {}, at {}",
                    record.problem,
                    user(&record.user),
                    record.store.as_str(),
                    if is_theirs { "their address" } else { "another address" }
                )
            }
            Self::RecordActivity(store, who) => {
                format!("the activity of {} in {} is recorded", user(who), store.as_str())
            }
            Self::CopyLink(copy) => format!(
                "{} copies the link to {} of {}{}",
                user(&copy.caller.user),
                address(&copy.store, copy.invitation),
                copy.store.as_str(),
                requiring(&copy.required)
            ),
            Self::AcceptOwn(own) | Self::DeclineOwn(own) => format!(
                "{} as {} {} the invitation to {} of {}, without its link",
                user(&own.account.user),
                own.account.email.as_typed(),
                if matches!(self, Self::AcceptOwn(_)) { "accepts" } else { "declines" },
                address(&own.store, own.invitation),
                own.store.as_str()
            ),
            Self::OptOut(said) => format!("by {} the invitee opts out", link(&said.link)),
            Self::WelcomeInvitations(said) => {
                format!("{} may be invited again", said.email.as_typed())
            }
            Self::CreateRoles(roles) => list_of(roles.iter().map(|role| {
                format!(
                    "{} creates the role {} in {} with {}",
                    user(&role.caller.user),
                    role.slug.as_str(),
                    role.store.as_str(),
                    rights(&[], &role.permissions)
                )
            })),
            Self::ChangeRole(change) => format!(
                "{} changes the role {} of {}: permissions {:?}, label {:?}{}",
                user(&change.caller.user),
                change.role.as_str(),
                change.store.as_str(),
                change.permissions.as_ref().map(|permissions| rights(&[], permissions)),
                change.label.is_some(),
                requiring(&change.required)
            ),
            Self::DeleteRoles(deletes) => list_of(deletes.iter().map(|delete| {
                format!(
                    "{} deletes the role {} of {}, replaced by {:?}{}",
                    user(&delete.caller.user),
                    delete.role.as_str(),
                    delete.store.as_str(),
                    delete.replace_with.as_ref().map(RoleSlug::as_str),
                    requiring(&delete.required)
                )
            })),
            Self::Move(request) => format!(
                "the platform moves {} to {}{}",
                user(&request.command.from),
                user(&request.command.to),
                request.key.as_ref().map_or_else(String::new, |key| format!(", with the key {:?}", key.key))
            ),
            Self::MoveInStore(message) => format!(
                "a worker moves {} to {} in {}",
                user(&message.hint.move_from),
                user(&message.hint.move_to),
                message.hint.store.as_str()
            ),
            Self::BeginErasure(begin) => format!(
                "the platform has {} erased{}",
                person(&begin.request.person),
                if begin.request.stores.is_empty() { "" } else { ", and names the stores" }
            ),
            Self::Erase(work) => format!("a worker gets to the erasure {}", work.id),
            Self::Publish(publication) => {
                format!("{} events of {} are published", publication.events.len(), publication.store.as_str())
            }
            Self::Export(request) => format!("the platform exports {}", person(&request.person)),
            Self::Expire(expire) => format!(
                "the stream brings that the invitation {} of {} to {} was deleted",
                expire.invitation.generation,
                expire.invitation.email.as_typed(),
                expire.invitation.store.as_str()
            ),
        }
    }
}

fn person(request: &PersonRequest) -> &str {
    match request {
        PersonRequest::User(user) => user.as_str(),
        PersonRequest::Address(email) => email.as_typed(),
    }
}

fn member_is(is: &MemberIs) -> String {
    match is {
        MemberIs::Added(_, member) => format!("added {}", member.user.as_str()),
        MemberIs::Replaced(_, member) => format!("replaced {}", member.user.as_str()),
    }
}

impl Answer {
    /// The answer in words.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Done => "done".to_owned(),
            Self::Invitation(invitation) => {
                format!(
                    "invited, with link {} until {:?}{}",
                    invitation.generation,
                    invitation.expires_at,
                    until(invitation.access_ends_at)
                )
            }
            Self::Replayed(_) => "answered as before".to_owned(),
            Self::Many(results) => {
                let each = results.iter().map(|result| {
                    result.as_ref().map_or_else(|r| format!("{r:?}"), |_| "invited".to_owned())
                });
                each.collect::<Vec<_>>().join(", ")
            }
            Self::Member(is) => member_is(is),
            Self::Members(results) => {
                let each = results.iter().map(|result| {
                    result.as_ref().map_or_else(|rejection| format!("{rejection:?}"), member_is)
                });
                each.collect::<Vec<_>>().join(", ")
            }
            Self::Told(told) => {
                let each: Vec<String> = told.iter().map(|emails| addresses(emails)).collect();
                format!("told {}", each.join(", then "))
            }
            Self::Access(missing, access) => {
                format!("{access:?}, missing {}", list(missing.iter().map(String::as_str)))
            }
            Self::Moving(stores) => format!("to be moved in {stores} stores"),
            Self::Moved => "moved, or not there as was said".to_owned(),
            Self::NotMoved => "not moved: the other id is on the team".to_owned(),
            Self::Erasing(id) => format!("to be erased by {id}"),
            Self::Erased => "the erasure is done".to_owned(),
            Self::Exported(pages) => {
                let items = pages.iter().map(|page| page.items.len()).sum::<usize>();
                format!("{items} entries are exported")
            }
            Self::Rejected(rejection) => format!("refused: {rejection:?}"),
            Self::Fault(fault) => format!("failed: {fault}"),
            Self::Crashed => "crashed".to_owned(),
        }
    }
}
