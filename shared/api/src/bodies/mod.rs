//! The JSON objects that requests send. Their fields and doc comments are those of `infra/openapi.yaml`.

mod activity;
mod announcement;
mod invitation;
mod link;
mod member;
mod person;
mod profile;
mod role;
mod store;
mod webhook;

pub use activity::ActivityBody;
pub use announcement::AnnouncementBody;
pub use invitation::{BulkBody, InvitationChangeBody, InviterBody, NamedOfferBody, OfferBody};
pub use link::{DeclineBody, LookupBody, OwnDeclineBody, TokenBody};
pub use member::{BulkMembersBody, MemberBody, MemberChangeBody, MemberEntryBody};
pub use person::{ExportBody, MoveBody, PersonBody};
pub use profile::ProfileBody;
pub use role::{RoleBody, RoleChangeBody};
pub use store::{OwnerBody, SettingsBody, StoreBody, StoreChangeBody};
pub use webhook::{ReplayBody, WebhookBody, WebhookChangeBody};
