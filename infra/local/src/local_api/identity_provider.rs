//! `/_local/idp`: the HTTP interface of the OpenID Connect provider.

use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use url::Url;

use crate::identity_provider::{
    self as provider, Account, AuthenticationRequest, Authorization, OAuthError, SCOPES, TokenRequest,
};
use crate::issuer::LIFETIME;
use crate::problem::Problem;
use crate::stack::Stack;
use crate::tokens::{self, Identity};

/// The routes of the provider. Scripts of other origins may use those without a cookie.
pub fn router() -> Router<Arc<Stack>> {
    let cross_origin = Router::new()
        .route("/_local/idp/.well-known/openid-configuration", get(discovery))
        .route("/_local/idp/jwks", get(jwks))
        .route("/_local/idp/token", post(token))
        .layer(CorsLayer::new().allow_origin(AllowOrigin::any()).allow_methods(Any).allow_headers(Any));
    Router::new()
        .route("/_local/idp/authorize", get(authorize).post(submit_form))
        .route("/_local/idp/end_session", get(sign_out).post(sign_out))
        .merge(cross_origin)
}

async fn discovery(State(stack): State<Arc<Stack>>) -> Json<Value> {
    let url = stack.gateway.issuers.local.url();
    Json(json!({
        "issuer": url,
        "authorization_endpoint": format!("{url}/authorize"),
        "token_endpoint": format!("{url}/token"),
        "end_session_endpoint": format!("{url}/end_session"),
        "jwks_uri": format!("{url}/jwks"),
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "prompt_values_supported": ["none", "login", "create", "select_account"],
        "claims_supported": ["sub", "email", "email_verified", "name", "locale"],
    }))
}

async fn jwks(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(stack.gateway.issuers.local.jwks())
}

/// Processes an authentication request: redirects with a code or an error, or shows a form.
async fn authorize(
    State(stack): State<Arc<Stack>>,
    Query(request): Query<AuthenticationRequest>,
    cookies: CookieJar,
) -> Response {
    let provider = &stack.identity_provider;
    if let Err(error) = provider.check_client(&request) {
        return error_page(error);
    }
    if let Err(error) = request.check() {
        return redirect_with_error(&request, error);
    }
    let hint = request.login_hint.as_deref().unwrap_or_default();
    if request.has_prompt("create") {
        return form(
            &request,
            &provider::Form::Create { email: hint, name: "", unknown: false, error: None },
        );
    }
    let matches_hint = |account: &Account| hint.is_empty() || account.has_address(hint);
    let must_show_form = request.has_prompt("login") || request.has_prompt("select_account");
    match provider.signed_in_account(&cookies) {
        Some(account) if !must_show_form && (matches_hint(&account) || request.has_prompt("none")) => {
            redirect_with_code(&stack, &request, account)
        }
        None if request.has_prompt("none") => {
            redirect_with_error(&request, OAuthError::new("login_required", "no user is signed in"))
        }
        account => {
            // `prompt=login` requires a new sign-in, so the form must not offer to continue.
            let account = account.filter(|_| !request.has_prompt("login"));
            let account = account.as_ref();
            form(&request, &provider::Form::SignIn { email: hint, account, error: None })
        }
    }
}

/// A submitted form.
#[derive(Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
enum Submission {
    SignIn { email: String },
    Create { email: String, name: String },
    Continue,
}

async fn submit_form(
    State(stack): State<Arc<Stack>>,
    Query(request): Query<AuthenticationRequest>,
    cookies: CookieJar,
    Form(submission): Form<Submission>,
) -> Response {
    let provider = &stack.identity_provider;
    if let Err(error) = provider.check_client(&request) {
        return error_page(error);
    }
    let account = match &submission {
        Submission::Continue => match provider.signed_in_account(&cookies) {
            Some(account) => account,
            None => return Redirect::to(&request.path(None)).into_response(),
        },
        Submission::SignIn { email } => match provider.account(email) {
            Ok(Some(account)) => account,
            Ok(None) => {
                let create = provider::Form::Create { email, name: "", unknown: true, error: None };
                return form(&request, &create);
            }
            Err(error) => {
                let sign_in = provider::Form::SignIn { email, account: None, error: Some(error) };
                return form(&request, &sign_in);
            }
        },
        Submission::Create { email, name } => match provider.create_account(email, name, request.locale()) {
            Ok(account) => account,
            Err(error) => {
                let create = provider::Form::Create { email, name, unknown: false, error: Some(error) };
                return form(&request, &create);
            }
        },
    };
    let cookies = provider.begin_session(cookies, &account);
    (cookies, redirect_with_code(&stack, &request, account)).into_response()
}

async fn token(State(stack): State<Arc<Stack>>, Form(request): Form<TokenRequest>) -> Response {
    let no_store = [(CACHE_CONTROL, "no-store")];
    let authorization = match stack.identity_provider.redeem_code(&request) {
        Ok(authorization) => authorization,
        Err(OAuthError { code, description }) => {
            let body = Json(json!({"error": code, "error_description": description}));
            return (StatusCode::BAD_REQUEST, no_store, body).into_response();
        }
    };
    match token_response(&stack, &authorization) {
        Ok(body) => (no_store, Json(body)).into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

fn token_response(stack: &Stack, authorization: &Authorization) -> anyhow::Result<Value> {
    let issuer = &stack.gateway.issuers.local;
    let identity = || authorization.account.identity();
    let now = chrono::Utc::now().timestamp();
    let mut id_claims = serde_json::to_value(identity())?;
    let claims = id_claims.as_object_mut().context("the claims are not a JSON object")?;
    claims.insert("iss".to_owned(), issuer.url().into());
    claims.insert("aud".to_owned(), stack.identity_provider.client_id().into());
    claims.insert("iat".to_owned(), now.into());
    claims.insert("exp".to_owned(), (now + LIFETIME).into());
    if let Some(nonce) = &authorization.nonce {
        claims.insert("nonce".to_owned(), nonce.as_str().into());
    }
    let access = Identity { scope: Some(authorization.scope.clone()), ..identity() };
    Ok(json!({
        "access_token": tokens::issue(issuer, &stack.gateway.audience, access)?,
        "id_token": issuer.sign(&id_claims)?,
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "scope": authorization.scope,
    }))
}

/// A logout request (OpenID Connect RP-Initiated Logout 1.0).
#[derive(Deserialize)]
struct LogoutRequest {
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
}

async fn sign_out(
    State(stack): State<Arc<Stack>>,
    Query(LogoutRequest { post_logout_redirect_uri, state }): Query<LogoutRequest>,
    cookies: CookieJar,
) -> Response {
    let cookies = stack.identity_provider.end_session(cookies);
    let response = match post_logout_redirect_uri {
        Some(uri) if stack.identity_provider.is_own_page(&uri) => redirect(&uri, state.as_deref(), &[]),
        _ => Html(provider::show_signed_out()).into_response(),
    };
    (cookies, response).into_response()
}

fn form(request: &AuthenticationRequest, form: &provider::Form<'_>) -> Response {
    // The URL contains the user's address.
    let private = [(CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "same-origin")];
    (private, Html(provider::show_form(request, form))).into_response()
}

fn error_page(error: &str) -> Response {
    (StatusCode::BAD_REQUEST, Html(provider::show_error(error))).into_response()
}

fn redirect_with_code(stack: &Stack, request: &AuthenticationRequest, account: Account) -> Response {
    let code = stack.identity_provider.create_code(request, account);
    redirect(&request.redirect_uri, request.state.as_deref(), &[("code", &code)])
}

fn redirect_with_error(request: &AuthenticationRequest, error: OAuthError) -> Response {
    let parameters = [("error", error.code), ("error_description", error.description)];
    redirect(&request.redirect_uri, request.state.as_deref(), &parameters)
}

/// Redirects to a page of this stack. The caller has checked the URI.
fn redirect(uri: &str, state: Option<&str>, parameters: &[(&str, &str)]) -> Response {
    let Ok(mut uri) = Url::parse(uri) else { return error_page("The return address is not a URL.") };
    if state.is_some() || !parameters.is_empty() {
        uri.query_pairs_mut().extend_pairs(parameters).extend_pairs(state.map(|state| ("state", state)));
    }
    Redirect::to(uri.as_str()).into_response()
}
