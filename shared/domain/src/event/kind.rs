use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{InvitationSummary, MemberSummary, Notify, RoleSummary};
use crate::{
    ActivityId, AdminUrlChange, CatalogChange, Delivery, DisplayName, EmailAddress, GatheredAnswer, Grant,
    Metadata, OrderSummary, Owner, OwnerChange, Reason, RoleSlug, Settings, Timestamp, UserId,
};

/// The kind of event, with its details.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(tag = "type")]
pub enum EventKind {
    /// The platform created the store.
    #[serde(rename = "store.created")]
    StoreCreated,
    /// Name, language, plan, settings or catalog changed. Only the changed fields are set.
    #[serde(rename = "store.changed")]
    StoreChanged {
        /// The new name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
        /// The new language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        locale: Option<String>,
        /// The new time zone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time_zone: Option<String>,
        /// The new plan.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<String>,
        /// The new settings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        settings: Option<Settings>,
        /// The change of catalog, with the members who lost their rights by it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        catalog: Option<CatalogChange>,
        /// The change of the owner's name or address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<OwnerChange>,
        /// The change of the address of the store's administration.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        admin_url: Option<AdminUrlChange>,
        /// The new metadata.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metadata: Option<Metadata>,
    },
    /// The platform transferred the store to another owner.
    #[serde(rename = "store.transferred")]
    StoreTransferred {
        /// The former owner.
        from: Owner,
        /// The new owner.
        to: Owner,
    },
    /// The platform closed the store. Everything of it is deleted, this event as well.
    #[serde(rename = "store.closed")]
    #[cfg_attr(feature = "describe", schemars(skip))]
    StoreClosed,
    /// An address was invited.
    #[serde(rename = "invitation.created")]
    InvitationCreated {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The invitation was resent, or renewed by its invitee, with a new link.
    #[serde(rename = "invitation.resent")]
    InvitationResent {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The platform or a manager got a new link, to bring it to the invitee. The former link is dead.
    #[serde(rename = "invitation.link_copied")]
    InvitationLinkCopied {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The offered grant or the language was changed.
    #[serde(rename = "invitation.changed")]
    InvitationChanged {
        /// The invitation, after.
        invitation: InvitationSummary,
        /// The former grant.
        before: Grant,
    },
    /// A manager revoked the invitation.
    #[serde(rename = "invitation.revoked")]
    InvitationRevoked {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The invitation ended because its addressee is a member or the owner, or has left.
    #[serde(rename = "invitation.superseded")]
    InvitationSuperseded {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// A person accepted the invitation and became a member.
    #[serde(rename = "invitation.accepted")]
    InvitationAccepted {
        /// The invitation.
        invitation: InvitationSummary,
        /// The new member.
        member: MemberSummary,
    },
    /// The invitee declined.
    #[serde(rename = "invitation.declined")]
    InvitationDeclined {
        /// The invitation.
        invitation: InvitationSummary,
        /// The reason, if the invitee gave one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// The invitation was withdrawn, because its grantor can no longer give any part of the offer.
    #[serde(rename = "invitation.withdrawn")]
    InvitationWithdrawn {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The term of the invitation ended without an answer.
    #[serde(rename = "invitation.expired")]
    InvitationExpired {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The invitation ends soon without an answer.
    #[serde(rename = "invitation.ending")]
    #[cfg_attr(feature = "describe", schemars(skip))]
    InvitationEnding {
        /// The invitation.
        invitation: InvitationSummary,
    },
    /// The mail bounced, was reported as spam, or was refused by SES.
    #[serde(rename = "invitation.undelivered")]
    InvitationUndelivered {
        /// The invitation.
        invitation: InvitationSummary,
        /// The delivery state of the mail.
        delivery: Delivery,
    },
    /// The grant of a member, or the end of their access, was changed.
    #[serde(rename = "member.changed")]
    MemberChanged {
        /// The member, after.
        member: MemberSummary,
        /// The former grant.
        before: Grant,
        /// When their access ends by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access_ends_at: Option<Timestamp>,
        /// When their access would have ended by itself before the change.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access_ends_at_before: Option<Timestamp>,
        /// Who is told.
        #[serde(default, skip_serializing_if = "Notify::is_default")]
        notify: Notify,
    },
    /// The platform made a member without an invitation.
    #[serde(rename = "member.added")]
    MemberAdded {
        /// The member.
        member: MemberSummary,
        /// When their access ends by itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        access_ends_at: Option<Timestamp>,
        /// Who is told.
        #[serde(default, skip_serializing_if = "Notify::is_default")]
        notify: Notify,
    },
    /// A manager removed a member.
    #[serde(rename = "member.removed")]
    MemberRemoved {
        /// The member, as they were.
        member: MemberSummary,
    },
    /// A member changed their address, name or language.
    #[serde(rename = "member.profile_changed")]
    MemberProfileChanged {
        /// The member, after.
        member: MemberSummary,
        /// The former address, if the address changed.
        #[serde(
            default,
            deserialize_with = "crate::email::option_or_erased",
            skip_serializing_if = "Option::is_none"
        )]
        #[cfg_attr(feature = "describe", schemars(with = "Option<crate::describe::ErasableEmail>"))]
        email_before: Option<EmailAddress>,
    },
    /// A member's access ends by itself within a week.
    #[serde(rename = "member.access_ending")]
    MemberAccessEnding {
        /// The member.
        member: MemberSummary,
        /// When the access ends, or ended.
        access_ends_at: Timestamp,
    },
    /// A member's access has ended by itself.
    #[serde(rename = "member.access_ended")]
    MemberAccessEnded {
        /// The member.
        member: MemberSummary,
        /// When the access ends, or ended.
        access_ends_at: Timestamp,
    },
    /// An activity was put.
    #[serde(rename = "activity.put")]
    ActivityPut {
        /// The activity.
        activity: ActivityId,
        /// The name of the activity.
        name: DisplayName,
        /// Whether new orders are mailed.
        order_notifications: bool,
    },
    /// An activity was deleted.
    #[serde(rename = "activity.deleted")]
    ActivityDeleted {
        /// The activity.
        activity: ActivityId,
        /// Its name.
        name: DisplayName,
    },
    /// A manager created a role of the store's own.
    #[serde(rename = "role.created")]
    RoleCreated {
        /// The role.
        role: RoleSummary,
    },
    /// A manager changed a role of the store's own, and with it what everyone who has it may do.
    #[serde(rename = "role.changed")]
    RoleChanged {
        /// The role, after.
        role: RoleSummary,
        /// The role, before.
        before: RoleSummary,
    },
    /// A manager deleted a role of the store's own.
    #[serde(rename = "role.deleted")]
    RoleDeleted {
        /// The role, as it was.
        role: RoleSummary,
        /// The role that everyone who had it has in its place; absent if nobody had it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaced_by: Option<RoleSlug>,
    },
    /// Answers to invitations were gathered for one mail to a person.
    #[serde(rename = "invitation.answers_gathered")]
    #[cfg_attr(feature = "describe", schemars(skip))]
    AnswersGathered {
        /// The person.
        reader: UserId,
        /// The answers, at most [`crate::bounds::GATHERED_ANSWERS`].
        answers: Vec<GatheredAnswer>,
        /// How many more there were.
        more: u32,
    },
    /// A customer placed an order.
    #[serde(rename = "order.created")]
    #[cfg_attr(feature = "describe", schemars(skip))]
    OrderCreated {
        /// The name of the activity.
        activity: DisplayName,
        /// The order.
        order: OrderSummary,
    },
    /// A member or the owner installed an app.
    #[serde(rename = "app.installed")]
    AppInstalled {
        /// The name of the app.
        app: DisplayName,
    },
    /// A review of who has access is due.
    #[serde(rename = "review.due")]
    ReviewDue,
    /// A member left by themselves.
    #[serde(rename = "member.left")]
    MemberLeft {
        /// The member, as they were.
        member: MemberSummary,
    },
    /// A manager suspended the member, who keeps their rights and their seat, and has no access.
    #[serde(rename = "member.suspended")]
    MemberSuspended {
        /// The member.
        member: MemberSummary,
    },
    /// A manager gave a suspended member access again.
    #[serde(rename = "member.resumed")]
    MemberResumed {
        /// The member.
        member: MemberSummary,
    },
    /// The platform had a person erased who was or had been a member, or was invited. This alone names the id, until it is
    /// published.
    #[serde(rename = "person.erased")]
    PersonErased {
        /// The person; the id that stands for them in the history, once the event is published.
        user_id: UserId,
    },
    /// The platform moved a person of the store to another id, because their identity provider gives them another one. What they
    /// were and gave is theirs by the new id.
    #[serde(rename = "person.moved")]
    PersonMoved {
        /// The id that they have since then.
        user_id: UserId,
        /// The id that they had before.
        moved_from: UserId,
    },
    /// What another version of the product wrote. It is shown as it is, and no mail follows from it.
    #[serde(untagged)]
    #[cfg_attr(feature = "describe", schemars(skip))]
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
    pub(crate) const NAMES: [&'static str; 36] = [
        "store.created",
        "store.changed",
        "store.transferred",
        "store.closed",
        "invitation.created",
        "invitation.resent",
        "invitation.link_copied",
        "invitation.changed",
        "invitation.revoked",
        "invitation.superseded",
        "invitation.accepted",
        "invitation.declined",
        "invitation.withdrawn",
        "invitation.expired",
        "invitation.ending",
        "invitation.answers_gathered",
        "invitation.undelivered",
        "member.added",
        "member.changed",
        "member.removed",
        "member.left",
        "member.suspended",
        "member.resumed",
        "member.profile_changed",
        "member.access_ending",
        "member.access_ended",
        "activity.put",
        "activity.deleted",
        "role.created",
        "role.changed",
        "role.deleted",
        "order.created",
        "app.installed",
        "review.due",
        "person.erased",
        "person.moved",
    ];

    /// Whether it is part of the history. Orders, reminders and gathered answers only cause
    /// mails.
    #[must_use]
    pub fn is_history(&self) -> bool {
        !matches!(
            self,
            Self::OrderCreated { .. } | Self::InvitationEnding { .. } | Self::AnswersGathered { .. }
        )
    }

    /// The event's type, as it stands in JSON, also where this version does not know it.
    #[must_use]
    pub fn type_name(&self) -> &str {
        if let Self::Unknown(unknown) = self { &unknown.name } else { self.name() }
    }

    /// The event's type, as it stands in JSON; `unknown` for a type that this version does not know.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::StoreCreated => "store.created",
            Self::StoreChanged { .. } => "store.changed",
            Self::StoreTransferred { .. } => "store.transferred",
            Self::StoreClosed => "store.closed",
            Self::InvitationCreated { .. } => "invitation.created",
            Self::InvitationResent { .. } => "invitation.resent",
            Self::InvitationLinkCopied { .. } => "invitation.link_copied",
            Self::InvitationChanged { .. } => "invitation.changed",
            Self::InvitationRevoked { .. } => "invitation.revoked",
            Self::InvitationSuperseded { .. } => "invitation.superseded",
            Self::InvitationAccepted { .. } => "invitation.accepted",
            Self::InvitationDeclined { .. } => "invitation.declined",
            Self::InvitationWithdrawn { .. } => "invitation.withdrawn",
            Self::InvitationExpired { .. } => "invitation.expired",
            Self::InvitationEnding { .. } => "invitation.ending",
            Self::InvitationUndelivered { .. } => "invitation.undelivered",
            Self::MemberAdded { .. } => "member.added",
            Self::MemberChanged { .. } => "member.changed",
            Self::MemberRemoved { .. } => "member.removed",
            Self::MemberLeft { .. } => "member.left",
            Self::MemberSuspended { .. } => "member.suspended",
            Self::MemberResumed { .. } => "member.resumed",
            Self::MemberProfileChanged { .. } => "member.profile_changed",
            Self::MemberAccessEnding { .. } => "member.access_ending",
            Self::MemberAccessEnded { .. } => "member.access_ended",
            Self::ActivityPut { .. } => "activity.put",
            Self::ActivityDeleted { .. } => "activity.deleted",
            Self::RoleCreated { .. } => "role.created",
            Self::RoleChanged { .. } => "role.changed",
            Self::RoleDeleted { .. } => "role.deleted",
            Self::AnswersGathered { .. } => "invitation.answers_gathered",
            Self::OrderCreated { .. } => "order.created",
            Self::AppInstalled { .. } => "app.installed",
            Self::ReviewDue => "review.due",
            Self::PersonErased { .. } => "person.erased",
            Self::PersonMoved { .. } => "person.moved",
            Self::Unknown(_) => "unknown",
        }
    }
}
