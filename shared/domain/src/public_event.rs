//! What is published of the events of a store: to the event bus, to webhooks, and in the list of published events.
//!
//! It holds ids, roles and permissions. Addresses, names, and texts that people wrote stand in it only where the deployment
//! includes personal data ([`PersonalData::Include`]).

mod publication;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::{
    ActivityId, Delivery, DisplayName, EmailAddress, EventId, Grant, InvitationId, Metadata, PermissionSlug,
    Reason, RoleLabel, RoleSlug, Settings, StoreId, Timestamp, UserId,
};

pub use publication::Publication;

/// Whether what is published has addresses and names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalData {
    /// Ids only.
    Omit,
    /// Addresses, names, and what people wrote, too.
    Include,
}

/// A published event of a store. `type` determines the fields of `data`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "PublishedEvent"))]
pub struct PublicEvent {
    /// Its ID. The same event always has the same ID, however often it is received.
    pub id: EventId,
    /// The store.
    pub store_id: StoreId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it.
    pub actor: PublicActor,
    /// What it is about. `version` counts the changes of this.
    pub subject: Subject,
    /// The version of the subject after the event. It rises with each event of the subject, and may skip numbers.
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::Version"))]
    pub version: u64,
    /// The type, with what it tells.
    #[serde(flatten)]
    pub data: PublicData,
}

/// Who caused a published event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublicActor {
    /// The kind of actor.
    pub kind: PublicActorKind,
    /// With `user`: the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// With `user`: the person's name, if it is known. Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
}

/// A kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PublicActorKind {
    /// The platform's own back end.
    Platform,
    /// A person who uses an invitation's link, and whose account is not known.
    Invitee,
    /// A signed-in person.
    User,
    /// Staffroom itself, because of a report of the mail service or because a time was reached.
    Service,
}

/// What an event is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "EventSubject"))]
pub struct Subject {
    /// Its kind.
    pub kind: SubjectKind,
    /// Its ID, which is unique in its store.
    pub id: String,
}

/// The kind of what an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A store. The ID is that of the store.
    Store,
    /// The seats of a store. The ID is that of the store.
    Seats,
    /// An invitation.
    Invitation,
    /// A member. The ID is that of the person.
    Member,
    /// An activity.
    Activity,
    /// A person who was erased. The ID is theirs.
    Person,
    /// A role of a store's own.
    Role,
    /// A webhook. Only a test is about one.
    Webhook,
}

/// An owner, as a published event shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublicOwner {
    /// The person.
    pub user_id: UserId,
    /// Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "Option<crate::describe::ErasableEmail>"))]
    pub email: Option<EmailAddress>,
    /// Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
}

/// An invitation, as a published event shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublicInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// The offered roles and permissions.
    pub grant: Grant,
    /// The person who vouches for the offer.
    pub invited_by: UserId,
    /// When the access that is offered ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_ends_at: Option<Timestamp>,
    /// Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "Option<crate::describe::ErasableEmail>"))]
    pub email: Option<EmailAddress>,
}

/// A member, as a published event shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublicMember {
    /// The person.
    pub user_id: UserId,
    /// Their language.
    pub locale: String,
    /// Their roles and permissions; of a former member, the last ones.
    pub grant: Grant,
    /// When their access ends by itself, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_ends_at: Option<Timestamp>,
    /// Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "describe", schemars(with = "Option<crate::describe::ErasableEmail>"))]
    pub email: Option<EmailAddress>,
    /// Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
}

/// A role of a store's own, as a published event shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublicRole {
    /// The role.
    pub slug: RoleSlug,
    /// The permissions that it gives; of a deleted role, the last ones.
    #[cfg_attr(feature = "describe", schemars(with = "crate::describe::Permissions"))]
    pub permissions: BTreeSet<PermissionSlug>,
    /// Only where the deployment includes personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<RoleLabel>,
}

/// A change of the store's catalog, as a published event shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
pub struct PublicCatalogChange {
    /// The former catalog.
    pub from: String,
    /// The new catalog. All grants that were given before are void, and all roles of the store's own are gone.
    pub to: String,
}

/// Defines the types of published events, each with its name and its fields.
macro_rules! public_data {
    ($(
        $(#[doc = $doc:literal])* $variant:ident = $name:literal {
            $($(#[$($field_meta:tt)*])* $field:ident: $kind:ty,)*
        }
    )+) => {
        /// The type of a published event, with what it tells.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[cfg_attr(feature = "describe", derive(schemars::JsonSchema))]
        #[serde(tag = "type", content = "data")]
        pub enum PublicData {
            $(
                $(#[doc = $doc])*
                #[serde(rename = $name)]
                $variant { $($(#[$($field_meta)*])* $field: $kind,)* },
            )+
        }

        impl PublicData {
            /// The names of all types.
            pub const TYPES: [&'static str; [$($name),+].len()] = [$($name),+];

            /// The name of the type.
            #[must_use]
            pub fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)+
                }
            }
        }
    };
}

public_data! {
    /// The platform created the store.
    StoreCreated = "store.created" {}
    /// Something of the store changed. Only what changed is given, and of the address of its administration not even that, so
    /// that there may be nothing.
    StoreChanged = "store.changed" {
        /// The new language.
        #[serde(skip_serializing_if = "Option::is_none")]
        locale: Option<String>,
        /// The new time zone.
        #[serde(skip_serializing_if = "Option::is_none")]
        time_zone: Option<String>,
        /// The new plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        plan: Option<String>,
        /// The new settings.
        #[serde(skip_serializing_if = "Option::is_none")]
        settings: Option<Settings>,
        /// The change of catalog.
        #[serde(skip_serializing_if = "Option::is_none")]
        catalog: Option<PublicCatalogChange>,
        /// The new name of the store. Only where the deployment includes personal data.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
        /// The owner with another name or address.
        #[serde(skip_serializing_if = "Option::is_none")]
        owner: Option<PublicOwner>,
        /// The new metadata. Only where the deployment includes personal data.
        #[serde(skip_serializing_if = "Option::is_none")]
        metadata: Option<Metadata>,
    }
    /// The store has another owner.
    StoreTransferred = "store.transferred" {
        /// The former owner.
        from: PublicOwner,
        /// The new owner.
        to: PublicOwner,
    }
    /// The platform closed the store. Nothing works in it any more, and everything of it is deleted. A later store with the same
    /// ID is another one.
    StoreClosed = "store.closed" {}
    /// An address was invited.
    InvitationCreated = "invitation.created" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// The offer, its end or its language changed.
    InvitationChanged = "invitation.changed" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// The invitation has a new link and a new term.
    InvitationResent = "invitation.resent" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// A person accepted the invitation. `member.added` tells of the member.
    InvitationAccepted = "invitation.accepted" {
        /// The invitation.
        invitation: PublicInvitation,
        /// The person who joined.
        user_id: UserId,
    }
    /// The invitee declined.
    InvitationDeclined = "invitation.declined" {
        /// The invitation.
        invitation: PublicInvitation,
        /// The reason, if the invitee gave one. Only where the deployment includes personal data.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    }
    /// A manager revoked the invitation.
    InvitationRevoked = "invitation.revoked" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// The invitation ended, because its addressee is a member or the owner, or has left.
    InvitationSuperseded = "invitation.superseded" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// The invitation ended, because its grantor can no longer give any part of the offer.
    InvitationWithdrawn = "invitation.withdrawn" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// The term of the invitation ended without an answer.
    InvitationExpired = "invitation.expired" {
        /// The invitation.
        invitation: PublicInvitation,
    }
    /// The mail of the invitation did not arrive, or was reported as spam.
    InvitationUndelivered = "invitation.undelivered" {
        /// The invitation.
        invitation: PublicInvitation,
        /// The delivery state of the mail.
        delivery: Delivery,
    }
    /// A person became a member.
    MemberAdded = "member.added" {
        /// The member.
        member: PublicMember,
    }
    /// The rights of a member, or the end of their access, changed.
    MemberChanged = "member.changed" {
        /// The member.
        member: PublicMember,
        /// The roles and permissions before.
        before: Grant,
        /// When their access ends by itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        access_ends_at: Option<Timestamp>,
    }
    /// A manager or the platform removed the member.
    MemberRemoved = "member.removed" {
        /// The member.
        member: PublicMember,
    }
    /// The member left.
    MemberLeft = "member.left" {
        /// The member.
        member: PublicMember,
    }
    /// A manager suspended the member, who has no access for now.
    MemberSuspended = "member.suspended" {
        /// The member.
        member: PublicMember,
    }
    /// A manager gave the suspended member access again.
    MemberResumed = "member.resumed" {
        /// The member.
        member: PublicMember,
    }
    /// The access of the member has ended by itself.
    MemberAccessEnded = "member.access_ended" {
        /// The member.
        member: PublicMember,
        /// When it ended.
        access_ends_at: Timestamp,
    }
    /// The member changed their address, name or language.
    MemberProfileChanged = "member.profile_changed" {
        /// The member.
        member: PublicMember,
    }
    /// An activity was created or replaced.
    ActivityPut = "activity.put" {
        /// The activity.
        activity: ActivityId,
        /// Whether new orders are mailed.
        order_notifications: bool,
        /// Only where the deployment includes personal data.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
    }
    /// An activity was deleted.
    ActivityDeleted = "activity.deleted" {
        /// The activity.
        activity: ActivityId,
        /// Only where the deployment includes personal data.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<DisplayName>,
    }
    /// The platform had a person erased: their membership, invitations and standing in the history are gone. The subject alone
    /// names them. A receiver that keeps data of the person erases them, too.
    PersonErased = "person.erased" {}
    /// The platform moved a person to another ID, which the subject is: their membership or ownership, and the invitations that they
    /// vouch for. A receiver moves what it keeps of the ID before.
    PersonMoved = "person.moved" {
        /// The ID that the person had before.
        moved_from: UserId,
    }
    /// A role of the store's own was created.
    RoleCreated = "role.created" {
        /// The role.
        role: PublicRole,
    }
    /// A role of the store's own was changed, and with it the permissions of everyone who has it.
    RoleChanged = "role.changed" {
        /// The role.
        role: PublicRole,
    }
    /// A role of the store's own was deleted. Everyone who had it has the other one from now on.
    RoleDeleted = "role.deleted" {
        /// The role, as it was.
        role: PublicRole,
        /// The role that replaced it; absent if nobody had it.
        #[serde(skip_serializing_if = "Option::is_none")]
        replaced_by: Option<RoleSlug>,
    }
    /// The seats taken, or the limit of the plan, changed. Counts between two events may be skipped. Expired invitations,
    /// and members whose access has ended, count until `invitation.expired` and `member.access_ended`.
    SeatsChanged = "seats.changed" {
        /// The seats of the plan; null: any number.
        limit: Option<u32>,
        /// Those that members take.
        members: u32,
        /// Those that pending invitations take.
        invited: u32,
    }
}
