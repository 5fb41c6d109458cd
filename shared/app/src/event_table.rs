//! Every event: when it is recorded, who causes it, who is told, and what the mail claims.
//!
//! `docs/events.md` is this table with the recipients of each catalog. A test compares them. The model requires of each event
//! that its cause is one of its row's, and, independently, that those are told who must be, of what is still so.

use staffroom_domain::{Event, EventActor, EventKind, Notify, StoreId, Timestamp};

use crate::read::ReadResult;

/// Who causes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The owner, a member, or a person who accepts or declines signed in.
    Person,
    /// The invitee, by the link alone.
    Invitee,
    /// The platform's own back end.
    Platform,
    /// Staffroom itself, because of another event or of the time.
    Service,
}

impl Cause {
    /// The cause that an event's actor stands for.
    #[must_use]
    pub fn of(actor: &EventActor) -> Self {
        match actor {
            EventActor::User { .. } => Self::Person,
            EventActor::Invitee => Self::Invitee,
            EventActor::Platform => Self::Platform,
            EventActor::Service => Self::Service,
        }
    }
}

/// What the mail about an event claims. A mail is not sent when a later change made its claim untrue: that change has a mail
/// of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// That it happened, which stays true.
    Happened,
    /// That its link leads to an invitation that can be accepted. `notify` checks it when it makes the link.
    LinkIsOpen,
    /// That the member has these rights until this end.
    RightsAndEnd,
    /// That this is the member's address.
    Address,
    /// That the member's access ends at this time.
    AccessEnds,
    /// That the member has no access.
    NoAccess,
    /// That the member has access.
    Access,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// When the event is recorded.
    pub when: &'static str,
    /// Who causes it.
    pub by: &'static [Cause],
    /// The key in a catalog's `[mails]` that lists who is told, and what the mail claims; `None` if there is no mail. Events can
    /// share a key.
    pub mail: Option<(&'static str, Claim)>,
}

/// The row of an event.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one row for each event")]
pub fn row(kind: &EventKind) -> Row {
    use Cause::{Invitee, Person, Platform, Service};
    use Claim::{Access, AccessEnds, Address, Happened, LinkIsOpen, NoAccess, RightsAndEnd};
    let row = |when, by, mail| Row { when, by, mail };
    match kind {
        EventKind::StoreCreated => row("the platform creates a store", &[Platform], None),
        EventKind::StoreChanged { owner: Some(change), .. } if change.email_before().is_some() => row(
            "the owner's address changes",
            &[Person, Platform],
            Some(("store.owner_address_changed", Happened)),
        ),
        EventKind::StoreChanged { .. } => {
            row("anything else of the store changes", &[Person, Platform], None)
        }
        EventKind::StoreTransferred { .. } => {
            row("the store gets another owner", &[Platform], Some(("store.transferred", Happened)))
        }
        EventKind::StoreClosed => row("the platform closes the store", &[Platform], None),
        EventKind::InvitationCreated { .. } => row(
            "an address is invited, or gets the invitation of another",
            &[Person, Platform],
            Some(("invitation.created", LinkIsOpen)),
        ),
        EventKind::InvitationResent { .. } => row(
            "a manager resends an invitation, or its invitee renews it",
            &[Person, Invitee],
            Some(("invitation.created", LinkIsOpen)),
        ),
        EventKind::InvitationLinkCopied { .. } => {
            row("the platform or a manager gets a link to bring to the invitee", &[Person, Platform], None)
        }
        EventKind::InvitationChanged { .. } => {
            row("the offered rights, their end or the language change", &[Person], None)
        }
        EventKind::InvitationRevoked { .. } => {
            row("a manager revokes an invitation, or gives it another address", &[Person], None)
        }
        EventKind::InvitationSuperseded { .. } => {
            row("the addressee is a member already, or has left", &[Service], None)
        }
        EventKind::InvitationAccepted { .. } => {
            row("a person accepts and joins", &[Person], Some(("invitation.accepted", Happened)))
        }
        EventKind::InvitationDeclined { .. } => {
            row("the invitee declines", &[Invitee, Person], Some(("invitation.declined", Happened)))
        }
        EventKind::InvitationWithdrawn { .. } => row(
            "the grantor can no longer give any part of the offer",
            &[Service],
            Some(("invitation.withdrawn", Happened)),
        ),
        EventKind::InvitationExpired { .. } => {
            row("an invitation's term ends without an answer", &[Service], None)
        }
        EventKind::InvitationEnding { .. } => row(
            "an invitation ends in two days without an answer",
            &[Service],
            Some(("invitation.ending", LinkIsOpen)),
        ),
        EventKind::InvitationUndelivered { .. } => row(
            "an invitation's mail bounces, is reported as spam or is refused by SES",
            &[Service],
            Some(("invitation.bounced", Happened)),
        ),
        EventKind::MemberAdded { notify: Notify::Member, .. } => {
            row("the platform adds a member, who is told", &[Platform], Some(("member.added", RightsAndEnd)))
        }
        EventKind::MemberAdded { notify: Notify::Nobody, .. } => {
            row("the platform adds a member", &[Platform], None)
        }
        EventKind::MemberChanged { notify: Notify::Nobody, .. } => {
            row("the platform replaces a member, who is not told", &[Platform], None)
        }
        EventKind::MemberChanged {
            member,
            before,
            access_ends_at,
            access_ends_at_before,
            notify: Notify::Member,
        } if member.grant != *before || access_ends_at != access_ends_at_before => row(
            "a member's rights or the end of their access change",
            &[Person, Platform],
            Some(("member.changed", RightsAndEnd)),
        ),
        EventKind::MemberChanged { .. } => row("a grant is confirmed as it was", &[Person, Platform], None),
        EventKind::MemberRemoved { .. } => row(
            "a manager or the platform removes a member",
            &[Person, Platform],
            Some(("member.removed", Happened)),
        ),
        EventKind::MemberLeft { .. } => row("a member leaves", &[Person], Some(("member.left", Happened))),
        EventKind::MemberSuspended { .. } => {
            row("a manager suspends a member", &[Person], Some(("member.suspended", NoAccess)))
        }
        EventKind::MemberResumed { .. } => {
            row("a manager resumes a member's access", &[Person], Some(("member.resumed", Access)))
        }
        EventKind::MemberProfileChanged { email_before: Some(_), .. } => {
            row("a member's address changes", &[Person, Platform], Some(("member.address_changed", Address)))
        }
        EventKind::MemberProfileChanged { email_before: None, .. } => {
            row("a member's name or language changes", &[Person, Platform], None)
        }
        EventKind::MemberAccessEnding { .. } => row(
            "a member's access ends within a week",
            &[Service],
            Some(("member.access_ending", AccessEnds)),
        ),
        EventKind::MemberAccessEnded { .. } => {
            row("a member's access has ended", &[Service], Some(("member.access_ended", NoAccess)))
        }
        EventKind::ActivityPut { .. } => row("an activity is put", &[Person], None),
        EventKind::ActivityDeleted { .. } => row("an activity is deleted", &[Person], None),
        EventKind::RoleCreated { .. } => row("a manager creates a role", &[Person], None),
        EventKind::RoleChanged { .. } => row("a manager changes a role", &[Person], None),
        EventKind::RoleDeleted { .. } => row("a manager deletes a role", &[Person], None),
        EventKind::AnswersGathered { .. } => row(
            "an hour with more than three answers to invitations ends",
            &[Service],
            Some(("invitation.answers_gathered", Happened)),
        ),
        EventKind::OrderCreated { .. } => {
            row("a customer places an order", &[Platform], Some(("order.created", Happened)))
        }
        EventKind::AppInstalled { .. } => {
            row("a member or the owner installs an app", &[Person], Some(("app.installed", Happened)))
        }
        EventKind::ReviewDue => {
            row("a review of who has access is due", &[Service], Some(("review.due", Happened)))
        }
        EventKind::PersonErased { .. } => row("the platform has a person erased", &[Platform], None),
        EventKind::PersonMoved { .. } => row("the platform moves a person to another ID", &[Platform], None),
        EventKind::Unknown(_) => row("another version of the product wrote it", &[], None),
    }
}

/// The key in a catalog's `[mails]` that lists the recipients of an event; `None` if the event causes no mail.
#[must_use]
pub fn topic(kind: &EventKind) -> Option<&'static str> {
    row(kind).mail.map(|(topic, _)| topic)
}

/// Whether what the mail about the event claims is still so. No mail may claim access that is not there.
#[must_use]
pub fn is_current(store: &StoreId, event: &Event, read: &ReadResult, now: Timestamp) -> bool {
    let (Some((_, claim)), Some(member)) = (row(&event.kind).mail, event.kind.member()) else { return true };
    let membership = read.membership(store, &member.user_id);
    let present = membership.present(now);
    let is_owner = read.store(store).is_some_and(|store| store.owner.user_id == member.user_id);
    let end = end(&event.kind);
    match claim {
        Claim::Happened | Claim::LinkIsOpen => true,
        Claim::RightsAndEnd => present.zip(read.store(store)).is_some_and(|(known, store)| {
            // A role that was replaced is the same right in another spelling. A grant of a former catalog confers nothing.
            store.catalog_version == known.grant.catalog_version
                && store.roles.resolved(&known.grant).is_written_as(&store.roles.resolved(&member.grant))
                && known.access_ends_at == end
        }),
        Claim::Address => membership.member().is_none_or(|known| known.email == member.email),
        Claim::AccessEnds => present.is_some_and(|known| known.access_ends_at == end),
        Claim::NoAccess => present.is_none() && !is_owner,
        Claim::Access => present.is_some(),
    }
}

/// Whether an event takes a member's access, so that it is the last news for them.
#[must_use]
pub fn is_last_news(kind: &EventKind) -> bool {
    matches!(kind, EventKind::MemberRemoved { .. } | EventKind::MemberSuspended { .. })
}

/// The end of access that an event names.
fn end(kind: &EventKind) -> Option<Timestamp> {
    if let EventKind::MemberChanged { access_ends_at, .. } | EventKind::MemberAdded { access_ends_at, .. } =
        kind
    {
        *access_ends_at
    } else if let EventKind::MemberAccessEnding { access_ends_at, .. } = kind {
        Some(*access_ends_at)
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
