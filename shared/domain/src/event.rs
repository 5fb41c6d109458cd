use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    ActivityId, Delivery, DisplayName, EmailAddress, EventId, Grant, Invitation, InvitationId, Member,
    OrderSummary, Owner, Reason, Settings, Timestamp, UserId,
};

/// Something that happened in a store: written in the transaction that did it, shown as its history, and
/// read from the table's stream to send the mails that follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id, which sorts by time.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: EventActor,
    /// The address that the request came from.
    pub source_ip: Option<String>,
    /// What happened.
    pub kind: EventKind,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum EventActor {
    /// The platform's own back end.
    Platform,
    /// Whoever holds an invitation's link, signed in or not.
    Invitee,
    /// A signed-in person.
    User {
        /// Who it is.
        user_id: UserId,
        /// What they are called.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
    },
    /// Staffroom itself, on what the mail service reported or because a date came.
    Service,
}

/// What an event says of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSummary {
    /// The invitation.
    pub id: InvitationId,
    /// Who is invited.
    pub email: EmailAddress,
    /// Which of its links.
    pub generation: u32,
    /// What is offered.
    pub grant: Grant,
    /// Who vouches for it.
    pub invited_by: UserId,
}

impl From<&Invitation> for InvitationSummary {
    fn from(invitation: &Invitation) -> Self {
        Self {
            id: invitation.id,
            email: invitation.email.clone(),
            generation: invitation.generation,
            grant: invitation.grant.clone(),
            invited_by: invitation.invited_by.user_id.clone(),
        }
    }
}

/// What an event says of a member. Complete enough to write to somebody who is a member no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberSummary {
    /// Who it is.
    pub user_id: UserId,
    /// Their address.
    pub email: EmailAddress,
    /// What they are called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
    /// Their language.
    pub locale: String,
    /// What they hold, or held last.
    pub grant: Grant,
}

impl From<&Member> for MemberSummary {
    fn from(member: &Member) -> Self {
        Self {
            user_id: member.user.clone(),
            email: member.email.clone(),
            name: member.name.clone(),
            locale: member.locale.as_str().to_owned(),
            grant: member.grant.clone(),
        }
    }
}

/// A change of catalog. Every grant was given under the catalog before, and confers nothing under the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogChange {
    /// The slug of the catalog before.
    pub from: String,
    /// The slug of the catalog after.
    pub to: String,
    /// The first [`crate::bounds::LISTED_LOSSES`] members, each with the grant that confers nothing any more.
    pub lost: Vec<LostGrant>,
    /// Whether there are more members than `lost` names.
    pub lost_more: bool,
}

/// A member's grant that a change of catalog made void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostGrant {
    /// The member.
    pub user_id: UserId,
    /// The member's roles and permissions under the catalog before.
    pub grant: Grant,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum EventKind {
    /// The platform put a store that was not there.
    #[serde(rename = "store.created")]
    StoreCreated,
    /// Name, language, plan or settings changed; only what did is given.
    #[serde(rename = "store.changed")]
    StoreChanged {
        /// The new name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
        /// The new language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        locale: Option<String>,
        /// The new plan.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<String>,
        /// The new settings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        settings: Option<Settings>,
        /// The change of catalog, with the members who lost their rights by it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        catalog: Option<CatalogChange>,
    },
    /// The platform gave the store to another person.
    #[serde(rename = "store.transferred")]
    StoreTransferred {
        /// Who had it.
        from: Owner,
        /// Who has it.
        to: Owner,
    },
    /// Somebody was invited.
    #[serde(rename = "invitation.created")]
    InvitationCreated {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// A new link was made.
    #[serde(rename = "invitation.resent")]
    InvitationResent {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// What is offered, or the language, was changed.
    #[serde(rename = "invitation.changed")]
    InvitationChanged {
        /// The invitation, after.
        invitation: InvitationSummary,
        /// What was offered before.
        before: Grant,
    },
    /// A manager revoked the invitation.
    #[serde(rename = "invitation.revoked")]
    InvitationRevoked {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The invitation ended because its addressee is a member, or the owner, in another way.
    #[serde(rename = "invitation.superseded")]
    InvitationSuperseded {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// Somebody joined.
    #[serde(rename = "invitation.accepted")]
    InvitationAccepted {
        /// The invitation.
        invitation: InvitationSummary,
        /// The new member.
        member: MemberSummary,
    },
    /// The invitee does not want to.
    #[serde(rename = "invitation.declined")]
    InvitationDeclined {
        /// The invitation.
        invitation: InvitationSummary,
        /// Why, if they said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// Whoever vouched could give none of it any more.
    #[serde(rename = "invitation.withdrawn")]
    InvitationWithdrawn {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// Nobody answered, and DynamoDB deleted what was kept of it.
    #[serde(rename = "invitation.expired")]
    InvitationExpired {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The mail did not arrive, or was reported as unwanted.
    #[serde(rename = "invitation.undelivered")]
    InvitationUndelivered {
        /// The invitation.
        invitation: InvitationSummary,
        /// What became of the mail.
        delivery: Delivery,
    },
    /// A member was given other rights or another end of access.
    #[serde(rename = "member.changed")]
    MemberChanged {
        /// The member, after.
        member: MemberSummary,
        /// What they held before.
        before: Grant,
        /// When their access ends by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access_ends_at: Option<Timestamp>,
    },
    /// A member was taken out.
    #[serde(rename = "member.removed")]
    MemberRemoved {
        /// The member, as they were.
        member: MemberSummary,
    },
    /// A member goes by another address, name or language now.
    #[serde(rename = "member.profile_changed")]
    MemberProfileChanged {
        /// The member, after.
        member: MemberSummary,
        /// The address before, where it is another now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email_before: Option<EmailAddress>,
    },
    /// A member's access ends by itself within a week.
    #[serde(rename = "member.access_ending")]
    MemberAccessEnding {
        /// The member.
        member: MemberSummary,
        /// When it ends.
        access_ends_at: Timestamp,
    },
    /// An activity was put.
    #[serde(rename = "activity.put")]
    ActivityPut {
        /// Which.
        activity: ActivityId,
        /// What it is called.
        name: DisplayName,
        /// Whether new orders are told.
        order_notifications: bool,
    },
    /// Somebody ordered something.
    #[serde(rename = "order.created")]
    OrderCreated {
        /// What the activity is called.
        activity: DisplayName,
        /// The order.
        order: OrderSummary,
    },
    /// Somebody on the team installed an app.
    #[serde(rename = "app.installed")]
    AppInstalled {
        /// What the app is called.
        app: DisplayName,
    },
    /// It is time to look through who has access.
    #[serde(rename = "review.due")]
    ReviewDue,
    /// A member left by themselves.
    #[serde(rename = "member.left")]
    MemberLeft {
        /// The member, as they were.
        member: MemberSummary,
    },
    /// What another version of the product wrote. It is shown as it is, and no mail follows from it.
    #[serde(untagged)]
    Unknown(UnknownEvent),
}

/// An event of a type that this version of the product does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "AnyEvent")]
pub struct UnknownEvent {
    /// The type.
    #[serde(rename = "type")]
    name: String,
    /// Everything else that it says.
    #[serde(flatten)]
    data: Map<String, Value>,
}

/// An event of any type.
#[derive(Deserialize)]
struct AnyEvent {
    #[serde(rename = "type")]
    name: String,
    #[serde(flatten)]
    data: Map<String, Value>,
}

impl TryFrom<AnyEvent> for UnknownEvent {
    type Error = String;
    fn try_from(any: AnyEvent) -> Result<Self, String> {
        // An event of a known type that cannot be read is corrupt, and must not pass for one of another version.
        if EventKind::NAMES.contains(&any.name.as_str()) {
            return Err(format!("the event {} is not as it must be", any.name));
        }
        Ok(Self { name: any.name, data: any.data })
    }
}

impl EventKind {
    /// The types that this version of the product knows.
    pub(crate) const NAMES: [&'static str; 22] = [
        "store.created",
        "store.changed",
        "store.transferred",
        "invitation.created",
        "invitation.resent",
        "invitation.changed",
        "invitation.revoked",
        "invitation.superseded",
        "invitation.accepted",
        "invitation.declined",
        "invitation.withdrawn",
        "invitation.expired",
        "invitation.undelivered",
        "member.changed",
        "member.removed",
        "member.left",
        "member.profile_changed",
        "member.access_ending",
        "activity.put",
        "order.created",
        "app.installed",
        "review.due",
    ];

    /// The invitation that the event is about.
    #[must_use]
    pub fn invitation(&self) -> Option<&InvitationSummary> {
        match self {
            Self::InvitationCreated { invitation }
            | Self::InvitationResent { invitation }
            | Self::InvitationChanged { invitation, .. }
            | Self::InvitationRevoked { invitation }
            | Self::InvitationSuperseded { invitation }
            | Self::InvitationAccepted { invitation, .. }
            | Self::InvitationDeclined { invitation, .. }
            | Self::InvitationWithdrawn { invitation }
            | Self::InvitationExpired { invitation }
            | Self::InvitationUndelivered { invitation, .. } => Some(invitation),
            Self::StoreCreated
            | Self::StoreChanged { .. }
            | Self::StoreTransferred { .. }
            | Self::MemberChanged { .. }
            | Self::MemberRemoved { .. }
            | Self::MemberLeft { .. }
            | Self::MemberProfileChanged { .. }
            | Self::MemberAccessEnding { .. }
            | Self::ActivityPut { .. }
            | Self::OrderCreated { .. }
            | Self::AppInstalled { .. }
            | Self::Unknown(_)
            | Self::ReviewDue => None,
        }
    }

    /// The member that the event is about.
    #[must_use]
    pub fn member(&self) -> Option<&MemberSummary> {
        match self {
            Self::InvitationAccepted { member, .. }
            | Self::MemberChanged { member, .. }
            | Self::MemberRemoved { member }
            | Self::MemberLeft { member }
            | Self::MemberProfileChanged { member, .. }
            | Self::MemberAccessEnding { member, .. } => Some(member),
            Self::StoreCreated
            | Self::StoreChanged { .. }
            | Self::StoreTransferred { .. }
            | Self::InvitationCreated { .. }
            | Self::InvitationResent { .. }
            | Self::InvitationChanged { .. }
            | Self::InvitationRevoked { .. }
            | Self::InvitationSuperseded { .. }
            | Self::InvitationDeclined { .. }
            | Self::InvitationWithdrawn { .. }
            | Self::InvitationExpired { .. }
            | Self::InvitationUndelivered { .. }
            | Self::ActivityPut { .. }
            | Self::OrderCreated { .. }
            | Self::AppInstalled { .. }
            | Self::Unknown(_)
            | Self::ReviewDue => None,
        }
    }

    /// Whether it is part of the team's history. Orders are told, not kept.
    #[must_use]
    pub fn is_history(&self) -> bool {
        !matches!(self, Self::OrderCreated { .. })
    }

    /// The event's type, as it stands in JSON; `unknown` for a type that this version does not know.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::StoreCreated => "store.created",
            Self::StoreChanged { .. } => "store.changed",
            Self::StoreTransferred { .. } => "store.transferred",
            Self::InvitationCreated { .. } => "invitation.created",
            Self::InvitationResent { .. } => "invitation.resent",
            Self::InvitationChanged { .. } => "invitation.changed",
            Self::InvitationRevoked { .. } => "invitation.revoked",
            Self::InvitationSuperseded { .. } => "invitation.superseded",
            Self::InvitationAccepted { .. } => "invitation.accepted",
            Self::InvitationDeclined { .. } => "invitation.declined",
            Self::InvitationWithdrawn { .. } => "invitation.withdrawn",
            Self::InvitationExpired { .. } => "invitation.expired",
            Self::InvitationUndelivered { .. } => "invitation.undelivered",
            Self::MemberChanged { .. } => "member.changed",
            Self::MemberRemoved { .. } => "member.removed",
            Self::MemberLeft { .. } => "member.left",
            Self::MemberProfileChanged { .. } => "member.profile_changed",
            Self::MemberAccessEnding { .. } => "member.access_ending",
            Self::ActivityPut { .. } => "activity.put",
            Self::OrderCreated { .. } => "order.created",
            Self::AppInstalled { .. } => "app.installed",
            Self::ReviewDue => "review.due",
            Self::Unknown(_) => "unknown",
        }
    }
}

#[cfg(test)]
mod tests;
