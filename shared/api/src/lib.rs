//! The HTTP layer of the use cases: it identifies the caller, parses the request and writes the answer.
//!
//! [`serve`] wraps each handler: it makes a [`Call`] of the request, turns an [`Answer`] or an [`ApiError`] into HTTP, and
//! logs one line.

mod answer;
mod app;
mod bearer;
mod body;
mod caller;
mod cursor;
mod error;
mod idempotency;
mod precondition;
mod problem;
mod query_parameters;
mod request;
mod serve;
mod view;

pub use answer::{Answer, Next};
pub use app::{App, Executed, system_clock};
pub use bearer::Tokens;
pub use body::{AtMost, Object, Rfc3339Timestamp, double_option, present, read_value};
pub use cursor::Cursor;
pub use error::{ApiError, InvalidField, RequestError};
pub use problem::Problem;
pub use request::Call;
pub use serve::{serve, serve_with_public};
pub use view::{
    ActivityView, CatalogView, EventView, InStore, InvitationView, MemberView, MyStoreView, OwnerView, ProfileView,
    SeatsView, StoreSummary, StoreView,
};
