//! Between API Gateway and the domain: who calls, what they ask, and what they are answered.

mod answer;
mod bearer;
mod body;
mod call;
mod caller;
mod desk;
mod idempotency;
mod problem;
mod steps;
mod view;

pub use answer::{Answer, Next};
pub use bearer::Tokens;
pub use body::{Body, Moment, Object, double_option, read_value};
pub use call::{App, Call, serve, serve_with_public, system_clock};
pub use caller::Caller;
pub use desk::{Desk, look};
pub use idempotency::Request;
pub use problem::{Failure, problem, problem_members};
pub use steps::{end_invitation, send_again};
pub use view::{
    ActivityView, CatalogView, EventView, InStore, InvitationView, MemberView, MyStoreView, OwnerView, Seats,
    StoreSummary, StoreView,
};
