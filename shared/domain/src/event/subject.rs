//! What an event is about, by which it is found in the history.

use std::borrow::Cow;
use std::str::FromStr;

use super::{Event, EventKind};
use crate::{InvalidId, StoreId, UserId};

/// The id of something that events are about: of a member, an invitation, an activity, a role or the store. It has the form of a
/// user id, which all these ids have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectId(UserId);

impl SubjectId {
    /// The id itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The person who may have this id.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.0
    }
}

impl FromStr for SubjectId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        text.parse().map(Self)
    }
}

impl Event {
    /// The id of what the event is first of all about, under which it is stored. Of an acceptance that is the invitation: its
    /// actor is the member, by whom it is found, too.
    #[must_use]
    pub fn subject<'a>(&'a self, store: &'a StoreId) -> Cow<'a, str> {
        match &self.kind {
            EventKind::InvitationCreated { invitation }
            | EventKind::InvitationResent { invitation }
            | EventKind::InvitationLinkCopied { invitation }
            | EventKind::InvitationChanged { invitation, .. }
            | EventKind::InvitationRevoked { invitation }
            | EventKind::InvitationSuperseded { invitation }
            | EventKind::InvitationAccepted { invitation, .. }
            | EventKind::InvitationDeclined { invitation, .. }
            | EventKind::InvitationWithdrawn { invitation }
            | EventKind::InvitationExpired { invitation }
            | EventKind::InvitationEnding { invitation }
            | EventKind::InvitationUndelivered { invitation, .. } => invitation.id.to_string().into(),
            EventKind::MemberAdded { member, .. }
            | EventKind::MemberChanged { member, .. }
            | EventKind::MemberRemoved { member }
            | EventKind::MemberLeft { member }
            | EventKind::MemberSuspended { member }
            | EventKind::MemberResumed { member }
            | EventKind::MemberProfileChanged { member, .. }
            | EventKind::MemberAccessEnding { member, .. }
            | EventKind::MemberAccessEnded { member, .. } => member.user_id.as_str().into(),
            EventKind::PersonErased { user_id } | EventKind::PersonMoved { user_id, .. } => {
                user_id.as_str().into()
            }
            EventKind::ActivityPut { activity, .. } | EventKind::ActivityDeleted { activity, .. } => {
                activity.as_str().into()
            }
            EventKind::RoleCreated { role }
            | EventKind::RoleChanged { role, .. }
            | EventKind::RoleDeleted { role, .. } => role.slug.as_str().into(),
            EventKind::StoreCreated
            | EventKind::StoreChanged { .. }
            | EventKind::StoreTransferred { .. }
            | EventKind::StoreClosed
            | EventKind::OrderCreated { .. }
            | EventKind::AppInstalled { .. }
            | EventKind::AnswersGathered { .. }
            | EventKind::ReviewDue
            | EventKind::Unknown(_) => store.as_str().into(),
        }
    }

    /// Whether the event is about this subject.
    #[must_use]
    pub fn is_about(&self, store: &StoreId, subject: &SubjectId) -> bool {
        self.subject(store) == subject.as_str()
            || self.kind.member().is_some_and(|member| member.user_id == *subject.user())
    }
}

#[cfg(test)]
mod tests {
    use super::SubjectId;
    use crate::builders::{day, invitation, member, noon, store};
    use crate::{Event, EventActor, EventId, EventKind, PersonalData};

    fn event(kind: EventKind) -> Event {
        let id = EventId::new(noon(), [0; 10]);
        Event { id, at: noon(), actor: EventActor::Platform, source_ip: None, kind }
    }

    #[test]
    fn an_event_is_about_its_member_invitation_or_activity_and_else_the_store() {
        let shop = store("whatnot");
        let lou = invitation(&shop, "lou", &["seller"]);
        let kim = member("kim", &["seller"]);
        let accepted = EventKind::InvitationAccepted { invitation: (&lou).into(), member: (&kim).into() };
        let put = EventKind::ActivityPut {
            activity: "show".parse().unwrap(),
            name: "Show".to_owned().try_into().unwrap(),
            order_notifications: true,
        };
        let ending = EventKind::MemberAccessEnding { member: (&kim).into(), access_ends_at: day(7) };
        let unknown: EventKind = serde_json::from_str(r#"{"type": "store.sold"}"#).unwrap();
        let invited = lou.id.to_string();
        for (kind, subjects) in [
            (EventKind::MemberLeft { member: (&kim).into() }, vec!["kim"]),
            (ending, vec!["kim"]),
            (EventKind::InvitationRevoked { invitation: (&lou).into() }, vec![invited.as_str()]),
            (accepted, vec![invited.as_str(), "kim"]),
            (put, vec!["show"]),
            (EventKind::StoreCreated, vec![shop.id.as_str()]),
            (EventKind::StoreClosed, vec![shop.id.as_str()]),
            (EventKind::ReviewDue, vec![shop.id.as_str()]),
            (unknown, vec![shop.id.as_str()]),
        ] {
            let published = kind.publications(&shop.id, PersonalData::Omit);
            let event = event(kind);
            assert_eq!(event.subject(&shop.id), subjects[0]);
            if let [first, ..] = published.as_slice() {
                assert_eq!(event.subject(&shop.id), first.subject.id, "as it is published");
            }
            for id in ["kim", "show", &invited, shop.id.as_str(), "other"] {
                let subject: SubjectId = id.parse().unwrap();
                assert_eq!(event.is_about(&shop.id, &subject), subjects.contains(&id), "{id}");
            }
        }
        assert!("".parse::<SubjectId>().is_err());
    }
}
