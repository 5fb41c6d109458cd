//! `GET /_local`: the start page.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Html;

use crate::problem::Problem;
use crate::stack::Stack;
use crate::{demo_stores, pages};

/// Shows the start page.
pub async fn show(State(stack): State<Arc<Stack>>) -> Result<Html<String>, Problem> {
    let token = demo_stores::owner_token(&stack.gateway).map_err(|error| Problem::internal(&error))?;
    Ok(Html(pages::home(&stack.base, &stack.demo_stores, &token, &stack.now())))
}
