mod about;
mod grants;
mod kind;
mod subject;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use kind::{EventKind, UnknownEvent};
pub use subject::SubjectId;

use crate::{
    AnswerKind, DisplayName, EmailAddress, EventId, GatheredAnswer, Grant, Invitation, InvitationId, Member,
    PermissionSlug, RoleLabel, RoleSlug, Timestamp, UserId,
};

/// An event in a store. It is written in the transaction of the change, shown in the history, and read from
/// the table's stream by `notify`, which sends the mails about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id, which sorts by time.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// The actor.
    pub actor: EventActor,
    /// The address that the request came from.
    pub source_ip: Option<String>,
    /// The kind of event, with its details.
    pub kind: EventKind,
}

impl Event {
    /// The answer to an invitation that the event tells of; `None` if it is about anything else.
    #[must_use]
    pub fn answer(&self) -> Option<GatheredAnswer> {
        let (answer, email, name, reason) = if let EventKind::InvitationAccepted { member, .. } = &self.kind {
            (AnswerKind::Accepted, &member.email, member.name.clone(), None)
        } else if let EventKind::InvitationDeclined { invitation, reason } = &self.kind {
            (AnswerKind::Declined, &invitation.email, None, reason.clone())
        } else {
            return None;
        };
        Some(GatheredAnswer { event: self.id, answer, email: email.clone(), name, reason })
    }
}

/// The actor of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum EventActor {
    /// The platform's own back end.
    Platform,
    /// A person who uses an invitation's link, and whose account is not known.
    Invitee,
    /// A signed-in person.
    User {
        /// With `user`: the person.
        user_id: UserId,
        /// With `user`: the person's name, if it is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
    },
    /// Staffroom itself, because of a report of SES or because a time was reached.
    Service,
}

impl EventActor {
    /// The person's name, if it is known.
    #[must_use]
    pub fn name(&self) -> Option<&DisplayName> {
        match self {
            Self::User { name, .. } => name.as_ref(),
            Self::Platform | Self::Invitee | Self::Service => None,
        }
    }
}

/// An invitation, as an event contains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct InvitationSummary {
    /// The invitation.
    pub id: InvitationId,
    /// The invited address.
    #[serde(deserialize_with = "crate::email::or_erased")]
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::ErasableEmail"))]
    pub email: EmailAddress,
    /// The number of the link, which increases with each new link. The first is the time in seconds since 1970.
    #[cfg_attr(feature = "describe", schemars(range(max = u32::MAX), extend("format" = "int64")))]
    pub generation: u32,
    /// The offered grant.
    pub grant: Grant,
    /// The grantor.
    pub invited_by: UserId,
    /// When the access that is offered ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_ends_at: Option<Timestamp>,
}

impl From<&Invitation> for InvitationSummary {
    fn from(invitation: &Invitation) -> Self {
        Self {
            id: invitation.id,
            email: invitation.email.clone(),
            generation: invitation.generation,
            grant: invitation.grant.clone(),
            invited_by: invitation.invited_by.user_id.clone(),
            access_ends_at: invitation.access_ends_at,
        }
    }
}

/// A member, as an event contains it: enough to write a mail to a former member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct MemberSummary {
    /// The user.
    pub user_id: UserId,
    /// Their address.
    #[serde(deserialize_with = "crate::email::or_erased")]
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::ErasableEmail"))]
    pub email: EmailAddress,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
    /// Their language.
    pub locale: String,
    /// Their grant; of a former member, the last one.
    pub grant: Grant,
    /// When their access ends by itself, or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_ends_at: Option<Timestamp>,
}

impl From<&Member> for MemberSummary {
    fn from(member: &Member) -> Self {
        Self {
            user_id: member.user.clone(),
            email: member.email.clone(),
            name: member.name.clone(),
            locale: member.locale.as_str().to_owned(),
            grant: member.grant.clone(),
            access_ends_at: member.access_ends_at,
        }
    }
}

/// A role of a store's own, as an event contains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct RoleSummary {
    /// The role.
    pub slug: RoleSlug,
    /// Its name.
    pub label: RoleLabel,
    /// The permissions that it gives.
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::Permissions"))]
    pub permissions: BTreeSet<PermissionSlug>,
}

/// Who is told of a change of a member.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    /// The member.
    #[default]
    Member,
    /// Nobody: the platform tells them by its own means.
    Nobody,
}

impl Notify {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests;
