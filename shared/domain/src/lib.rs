//! The rules of Staffroom: stores, catalogs, grants, seats, invitations and members.
//!
//! Everything here is a plain function of its arguments: time, identity and randomness are passed in, and
//! nothing reads a clock, a file or the network. What a caller may not do comes back as a [`Refusal`].

mod activity;
mod catalog;
mod email;
mod event;
mod grant;
mod id;
mod invitation;
mod link;
mod locale;
mod member;
mod refusal;
mod store;
mod team;
mod text;

pub use activity::{Activity, OrderSummary};
pub use catalog::{
    AccountRule, Catalog, Limits, Permission, PermissionKind, PermissionSet, Plan, Quantity, Recipient, Role,
    Text,
};
pub use email::{Domain, EmailAddress, InvalidEmailAddress};
pub use event::{Event, EventActor, EventKind, InvitationSummary, MemberSummary};
pub use grant::Grant;
pub use id::{
    ActivityId, AddressId, EventId, InvalidId, InvitationId, PermissionSlug, PlanSlug, RoleSlug, StoreId,
    UserId,
};
pub use invitation::{
    Acceptance, Delivery, Invitation, InvitationChange, InvitationState, Invitee, Inviter, Offer, Seat,
    Status,
};
pub use link::{InvalidLink, LinkKeys, LinkToken, Opened};
pub use locale::Locale;
pub use member::{Account, Member, MemberChange, Membership, Profile};
pub use refusal::{FieldError, Refusal};
pub use store::{Owner, SeatCount, Settings, Store};
pub use team::{Actor, Standing};
pub use text::{DisplayName, InvalidText, Reason, WebAddress};

/// A moment in UTC. The domain never asks what time it is; it is told.
pub type Timestamp = chrono::DateTime<chrono::Utc>;

/// Tells what time it is, to those who may ask.
pub type Clock = std::sync::Arc<dyn Fn() -> Timestamp + Send + Sync>;
