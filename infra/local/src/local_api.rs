//! The stack's own calls, under `/_local`.

mod bus;
mod controls;
mod home;
mod identity_provider;
mod inbox;
mod json_body;
mod negotiation;
mod ses;
mod sink;
mod sqs;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{any, get, post};

use crate::problem::Problem;
use crate::stack::Stack;
use crate::{gateway, host_header};

/// Routes the stack's own calls, and passes all other requests to the gateway.
pub fn router(stack: &Arc<Stack>) -> Router {
    let own = Router::new()
        .route("/_local", get(home::show))
        .route("/_local/", get(home::show))
        .route("/_local/tokens", post(controls::issue_token))
        .route("/_local/inbox", get(inbox::list).delete(inbox::clear))
        .route("/_local/inbox/{id}", get(inbox::show))
        .route("/_local/clock", get(controls::read_clock).post(controls::advance_clock))
        .route("/_local/faults", post(controls::set_faults))
        .route("/_local/capacity", get(controls::show_capacity))
        .route("/_local/ses/v2/email/outbound-emails", post(ses::send_email))
        .route("/_local/ses/feedback", post(ses::report))
        .route("/_local/sqs", post(sqs::send_message_batch))
        .route("/_local/sqs/", post(sqs::send_message_batch))
        .route("/_local/eventbridge", post(bus::put_events))
        .route("/_local/eventbridge/", post(bus::put_events))
        .route("/_local/bus", get(bus::list))
        .route("/_local/sink/{name}", get(sink::show).post(sink::take).put(sink::set))
        .route("/_local/queues", get(sqs::state))
        .merge(identity_provider::router())
        .route("/_local/{*rest}", any(not_found))
        .with_state(stack.clone());
    own.fallback(gateway::serve)
        .with_state(stack.gateway.clone())
        .layer(middleware::from_fn(host_header::require_one))
}

async fn not_found() -> Problem {
    Problem::not_found("the local stack has no such call; GET /_local lists its calls")
}
