//! The demo stores, one per catalog, which are created through the product's own API.

use std::sync::Arc;

use anyhow::{Context as _, bail};
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{Method, Request, StatusCode};
use serde_json::{Value, json};
use staffroom_domain::Catalog;

use crate::gateway::Gateway;
use crate::tokens::{self, Identity};

/// The `sub` of the demo stores' owner.
pub const OWNER: &str = "demo-owner";
/// The owner's address.
pub const OWNER_EMAIL: &str = "owner@example.com";
/// The owner's name.
pub const OWNER_NAME: &str = "Camille Martin";

/// A demo store.
#[derive(Debug)]
pub struct DemoStore {
    /// `demo-<catalog>`.
    pub id: String,
    /// The slug of its catalog.
    pub catalog: &'static str,
    /// The slug of its plan.
    pub plan: &'static str,
}

/// The demo stores' owner.
#[must_use]
pub fn owner() -> Identity {
    Identity {
        sub: OWNER.to_owned(),
        email: Some(OWNER_EMAIL.to_owned()),
        name: Some(OWNER_NAME.to_owned()),
        ..Identity::default()
    }
}

/// An access token of the demo stores' owner.
pub fn owner_token(gateway: &Gateway) -> anyhow::Result<String> {
    tokens::issue(&gateway.issuers.local, &gateway.audience, owner())
}

/// Creates the demo stores that do not exist yet, and returns all of them.
pub async fn create_missing(gateway: &Arc<Gateway>, base: &str) -> anyhow::Result<Vec<DemoStore>> {
    let platform = Identity {
        sub: "demo-platform".to_owned(),
        scope: Some("staffroom/platform".to_owned()),
        ..Identity::default()
    };
    let platform = tokens::issue(&gateway.issuers.local, &gateway.audience, platform)?;
    let owner = owner_token(gateway)?;
    let mut stores = Vec::new();
    for catalog in Catalog::all() {
        let (id, plan) = (format!("demo-{}", catalog.slug), catalog.plans.first().map(|plan| plan.slug));
        if call(gateway, Method::GET, &id, &owner, Body::empty()).await? != StatusCode::OK {
            let store = json!({
                "name": format!("Atelier Camille ({})", catalog.slug),
                "owner": {"user_id": OWNER, "email": OWNER_EMAIL, "name": OWNER_NAME},
                "catalog": catalog.slug,
                "plan": plan,
                "admin_url": format!("{base}/_local"),
            });
            let status = call(gateway, Method::PUT, &id, &platform, body(&store)).await?;
            if !status.is_success() {
                bail!("cannot create the demo store {id}: HTTP status {status}");
            }
        }
        stores.push(DemoStore { id, catalog: catalog.slug, plan: plan.unwrap_or_default() });
    }
    Ok(stores)
}

fn body(json: &Value) -> Body {
    Body::from(json.to_string())
}

async fn call(
    gateway: &Gateway,
    method: Method,
    store: &str,
    token: &str,
    body: Body,
) -> anyhow::Result<StatusCode> {
    let request = Request::builder()
        .method(method)
        .uri(format!("/stores/{store}"))
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .header(CONTENT_TYPE, "application/json")
        .body(body)
        .context("cannot build a request for a demo store")?;
    Ok(gateway.handle(request, "127.0.0.1".to_owned()).await.status())
}
