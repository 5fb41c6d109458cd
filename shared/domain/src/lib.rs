//! The rules of Staffroom: stores, catalogs, grants, seats, invitations and members.
//!
//! All functions are pure: time, identity and randomness are arguments. They read no clock, file or network.
//! A rule that is not met gives a [`Rejection`].

mod activity;
mod actor;
pub mod bounds;
#[cfg(any(test, feature = "builders"))]
pub mod builders;
mod catalog;
mod closed_store;
#[cfg(feature = "describe")]
pub mod describe;
mod digest;
pub mod durations;
mod email;
mod erasure;
mod event;
mod grant;
mod id;
mod invitation;
mod link;
mod locale;
mod mail_preferences;
mod member;
mod member_change;
mod member_put;
mod metadata;
mod opt_out;
mod public_event;
mod rejection;
mod role_change;
mod sort_key;
mod store;
mod store_change;
mod store_roles;
mod text;
mod time_zone;
mod unsubscribe;
mod visible;
mod webhook;

pub use activity::{Activity, OrderSummary};
pub use actor::{Actor, ActorRole};
pub use catalog::{
    ACTIVITY, AccountRule, Catalog, Limits, Permission, PermissionKind, PermissionSet, Plan, Quantity,
    Recipient, ReplyTo, Role, Text, USER,
};
pub use closed_store::ClosedStore;
pub use digest::{AnswerKind, Digest, GatheredAnswer, Telling};
pub use email::{Domain, ERASED, EmailAddress, InvalidEmailAddress};
pub use erasure::{ErasureCounts, ErasureStatus, InvalidLedgerKey, LedgerKey, Person};
pub use event::{
    Event, EventActor, EventKind, InvitationSummary, MemberSummary, Notify, RoleSummary, SubjectId,
    UnknownEvent,
};
pub use grant::Grant;
pub use id::{
    ActivityId, AddressId, DeliveryId, ErasureId, EventId, InvalidId, InvitationId, PermissionSlug, PlanSlug,
    ReplayId, RoleSlug, StoreId, UserId, WebhookId,
};
pub use invitation::{
    Acceptance, Delivery, DeliveryChannel, Ending, ExpiryRecord, Grantor, Invitation, InvitationChange,
    InvitationState, Offer, Status, Visitor,
};
pub use link::{InvalidLink, LinkClaims, LinkKeys, LinkToken};
pub use locale::Locale;
pub use mail_preferences::{MailKind, MailPreferences, Wish};
pub use member::{
    AccessDue, Account, Departure, MailProblem, Member, MemberStatus, Membership, MoveStage, Moved, Profile,
};
pub use member_change::{MemberChange, Suspension};
pub use member_put::MemberPut;
pub use metadata::Metadata;
pub use opt_out::{OptOut, OptOutCause};
pub use public_event::{
    PersonalData, PublicActor, PublicActorKind, PublicCatalogChange, PublicData, PublicEvent,
    PublicInvitation, PublicMember, PublicOwner, PublicRole, Publication, Subject, SubjectKind,
};
pub use rejection::{Field, FieldError, Rejection, Restriction};
pub use role_change::{RoleDecision, RoleTexts, RoleUse, UseNeed};
pub use sort_key::{AddressKey, Search, SortKey};
pub use store::{
    Owner, PolicySlugs, Seat, SeatChange, SeatCount, SeatShortage, Settings, Store, first_version,
};
pub use store_change::{AdminUrlChange, CatalogChange, LostGrant, OwnerChange};
pub use store_roles::{CompactRoles, FormerRole, InvalidRoles, StoreRoles};
pub use text::{Description, DisplayName, InvalidText, Note, Reason, RoleLabel, WebAddress};
pub use time_zone::{InvalidTimeZone, LocalTime, TimeZone};
pub use unsubscribe::{UnsubscribeToken, Unsubscription};
pub use visible::without_hidden;
pub use webhook::{
    AttemptOutcome, DeliverySource, DeliveryState, DisabledReason, EventType, SealedSecret, TEST_EVENT,
    TestEvent, Webhook, WebhookChange, WebhookDelivery, WebhookSecrets, WebhookState,
};

/// A time in UTC. The domain gets the current time as an argument.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
