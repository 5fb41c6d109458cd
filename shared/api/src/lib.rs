//! The HTTP layer of the use cases: it identifies the caller, parses the request and writes the answer.
//!
//! [`serve`] wraps each handler: it makes a [`Call`] of the request, turns an [`Answer`] or an [`ApiError`] into HTTP, and
//! logs one line.

mod answer;
mod app;
pub mod authzen;
mod bearer;
mod bodies;
mod body;
mod bulk;
mod caller;
mod checked_value;
mod cursor;
#[cfg(feature = "describe")]
mod describe;
mod error;
mod export_cursor;
mod form;
mod idempotency;
mod precondition;
mod problem;
mod query_parameters;
mod raw_object;
mod request;
mod serve;
mod view;
mod whole_number;

pub use answer::{Answer, Next};
pub use app::{App, Executed, system_clock};
pub use bearer::Tokens;
pub use bodies::{
    ActivityBody, AnnouncementBody, BulkBody, BulkMembersBody, DeclineBody, ExportBody, InvitationChangeBody,
    InviterBody, LookupBody, MemberBody, MemberChangeBody, MemberEntryBody, MoveBody, NamedOfferBody,
    OfferBody, OwnDeclineBody, OwnerBody, PersonBody, ProfileBody, ReplayBody, RoleBody, RoleChangeBody,
    SettingsBody, StoreBody, StoreChangeBody, TokenBody, WebhookBody, WebhookChangeBody,
};
pub use body::{AtMost, Object, Optional, Rfc3339Timestamp, read_value};
pub use bulk::{Entries, EntryFormat};
pub use caller::caller_of_token;
pub use checked_value::CheckedValue;
pub use cursor::{Cursor, Paged};
pub use error::{ApiError, InvalidField, RequestError};
pub use export_cursor::{export_cursor, export_position};
pub use problem::{Code, InvalidEntry, Problem, ProblemBase, ProblemView};
pub use raw_object::RawObject;
pub use request::{Call, path_segment};
pub use serve::{serve, serve_with_public};
pub use view::{
    AccessView, ActivityPage, ActivityView, After, BulkInvited, BulkMemberPut, BulkMemberRefused,
    BulkRefused, BulkResultView, BulkResultsView, CatalogView, ContactView, DeliveryPage, DeliveryView,
    ErasureView, EventPage, EventView, ExportView, InStore, InvitationPage, InvitationView, JoinedView,
    KeptAddressView, LinkView, LookupView, MailSubscriptionView, MeView, MemberPage, MemberResultView,
    MemberResultsView, MemberView, MoveView, MyActivities, MyInvitations, MyStoreView, MyStores, ProfileView,
    PublishedPage, RolePage, RoleView, SeatsView, SecretView, StoreSummary, StoreView, WebhookCreatedView,
    WebhookPage, WebhookView,
};
pub use whole_number::WholeNumber;
