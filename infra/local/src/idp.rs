//! The stack's OpenID Connect provider, under `/_local/idp`: where the pages send people to sign in, or to
//! create an account first. Authorization code with PKCE, for one public client. No passwords: whoever knows
//! an address here is its owner.

mod accounts;
mod forms;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::anyhow;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use url::Url;
use uuid::Uuid;

use self::accounts::{Account, Accounts};
use self::forms::Form as Shown;
use crate::issuer::LIFETIME;
use crate::local_api::Stack;
use crate::tokens::{self, Person};

/// Where it answers.
pub const PATH: &str = "/_local/idp";
/// The product's pages, which alone get people back from here.
const PAGES: [&str; 2] = ["/join", "/team"];
/// What a token can be for. Scopes of the API's own are not given to whoever asks.
const SCOPES: [&str; 3] = ["openid", "email", "profile"];
const SESSION: &str = "staffroom-idp";
/// How long a code waits to be changed for tokens.
const CODE_LIFETIME: Duration = Duration::from_mins(1);

/// The provider: who has an account, who is signed in, and which codes are out.
pub struct Provider {
    base: Url,
    client_id: String,
    accounts: Accounts,
    /// Account by session.
    sessions: Mutex<HashMap<String, String>>,
    codes: Mutex<HashMap<String, Grant>>,
}

/// What a code stands for.
struct Grant {
    account: Account,
    redirect_uri: String,
    code_challenge: String,
    nonce: Option<String>,
    scope: String,
    expires: Instant,
}

/// An authentication request (`OpenID` Connect Core 1.0, section 3.1.2.1).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Request {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    code_challenge: String,
    code_challenge_method: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    login_hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ui_locales: Option<String>,
}

/// What somebody filled in.
#[derive(Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
enum Filled {
    SignIn { email: String },
    Create { email: String, name: String },
    Continue,
}

/// An error as OAuth names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Refused(&'static str, &'static str);

impl Provider {
    /// A provider for the pages under `base`, with the accounts of `kept_in` and those there always are.
    pub fn open(
        base: &str,
        client_id: String,
        kept_in: Option<&Path>,
        always: Person,
    ) -> anyhow::Result<Self> {
        let accounts = Accounts::open(kept_in, always)?;
        let base = Url::parse(base)?;
        Ok(Self { base, client_id, accounts, sessions: Mutex::default(), codes: Mutex::default() })
    }

    /// The discovery document of the issuer at `url`.
    #[must_use]
    pub fn discovery(url: &str) -> Value {
        json!({
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
            "id_token_signing_alg_values_supported": ["ES256"],
            "prompt_values_supported": ["none", "login", "create", "select_account"],
            "claims_supported": ["sub", "email", "email_verified", "name", "locale"],
        })
    }

    /// Whether people may be sent there: to a page of this stack, under either of the machine's names.
    fn is_own_page(&self, uri: &str) -> bool {
        Url::parse(uri).is_ok_and(|uri| {
            let own_host = uri.host_str() == self.base.host_str() || uri.host_str() == Some("localhost");
            let same_origin =
                uri.scheme() == self.base.scheme() && uri.port() == self.base.port() && own_host;
            same_origin && PAGES.contains(&uri.path()) && uri.query().is_none() && uri.fragment().is_none()
        })
    }

    /// Refuses what cannot be answered to whoever asked, because it is not known who that is.
    fn recognise(&self, request: &Request) -> Result<(), &'static str> {
        if request.client_id != self.client_id {
            return Err("The link that led here names an application that is not known.");
        }
        if !self.is_own_page(&request.redirect_uri) {
            return Err("The link that led here leads back to a page that is not one of this stack's.");
        }
        Ok(())
    }

    fn signed_in(&self, cookies: &CookieJar) -> Option<Account> {
        let session = cookies.get(SESSION)?;
        let sub = self.sessions().get(session.value())?.clone();
        self.accounts.with_sub(&sub)
    }

    fn begin_session(&self, cookies: CookieJar, account: &Account) -> CookieJar {
        let session = Uuid::new_v4().to_string();
        self.sessions().insert(session.clone(), account.sub.clone());
        cookies.add(Cookie::build((SESSION, session)).path(PATH).http_only(true).same_site(SameSite::Lax))
    }

    fn end_session(&self, cookies: CookieJar) -> CookieJar {
        if let Some(session) = cookies.get(SESSION) {
            self.sessions().remove(session.value());
        }
        cookies.remove(Cookie::build(SESSION).path(PATH))
    }

    /// Sends somebody back with a code.
    fn admit(&self, request: Request, account: Account) -> Response {
        let code = Uuid::new_v4().to_string();
        let scope: Vec<&str> = request.scope.split(' ').filter(|scope| SCOPES.contains(scope)).collect();
        let grant = Grant {
            account,
            scope: scope.join(" "),
            redirect_uri: request.redirect_uri.clone(),
            code_challenge: request.code_challenge,
            nonce: request.nonce,
            expires: Instant::now() + CODE_LIFETIME,
        };
        let mut codes = self.codes();
        codes.retain(|_, grant| grant.expires > Instant::now());
        codes.insert(code.clone(), grant);
        back(&request.redirect_uri, request.state.as_deref(), &[("code", &code)])
    }

    /// Takes a code, which then is used up, whatever comes of it.
    fn redeem(&self, asked: &TokenRequest) -> Result<Grant, Refused> {
        if asked.grant_type != "authorization_code" {
            return Err(Refused("unsupported_grant_type", "only authorization_code"));
        }
        if asked.client_id != self.client_id {
            return Err(Refused("invalid_client", "no client has this id"));
        }
        let grant = self.codes().remove(&asked.code);
        let grant = grant.filter(|grant| grant.expires > Instant::now());
        let grant = grant.ok_or(Refused("invalid_grant", "the code is unknown, used or too old"))?;
        if grant.redirect_uri != asked.redirect_uri {
            return Err(Refused("invalid_grant", "redirect_uri is not the one that the code was sent to"));
        }
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, asked.code_verifier.as_bytes()));
        if challenge != grant.code_challenge {
            return Err(Refused("invalid_grant", "code_verifier does not fit the code's challenge"));
        }
        Ok(grant)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn codes(&self) -> MutexGuard<'_, HashMap<String, Grant>> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Request {
    /// Refuses what this provider does not do, so that a page's mistake shows here and not with a real one.
    fn check(&self) -> Result<(), Refused> {
        if self.response_type != "code" {
            return Err(Refused("unsupported_response_type", "only code"));
        }
        if !self.scope.split(' ').any(|scope| scope == "openid") {
            return Err(Refused("invalid_scope", "the scope openid is missing"));
        }
        if self.code_challenge.is_empty() || self.code_challenge_method != "S256" {
            return Err(Refused("invalid_request", "PKCE with S256 is required"));
        }
        if self.prompts("none") && self.prompt.as_deref() != Some("none") {
            return Err(Refused("invalid_request", "the prompt none stands alone"));
        }
        Ok(())
    }

    fn prompts(&self, wanted: &str) -> bool {
        self.prompt.as_deref().unwrap_or_default().split(' ').any(|prompt| prompt == wanted)
    }

    /// Where a form of this request leads, with another prompt.
    fn path(&self, prompt: Option<&str>) -> String {
        let request = Self { prompt: prompt.map(str::to_owned), ..self.clone() };
        let query = serde_urlencoded::to_string(request).unwrap_or_default();
        format!("{PATH}/authorize?{query}")
    }

    /// The languages that the page which led here would like, best first.
    fn locale(&self) -> Option<String> {
        self.ui_locales.as_deref()?.split(' ').find(|locale| !locale.is_empty()).map(str::to_owned)
    }
}

/// The provider's calls. Scripts of other origins may make those that carry no cookie.
pub fn router() -> Router<Arc<Stack>> {
    let for_scripts = Router::new()
        .route("/_local/idp/.well-known/openid-configuration", get(discovery))
        .route("/_local/idp/jwks", get(jwks))
        .route("/_local/idp/token", post(token))
        .layer(CorsLayer::new().allow_origin(AllowOrigin::any()).allow_methods(Any).allow_headers(Any));
    Router::new()
        .route("/_local/idp/authorize", get(ask).post(answer))
        .route("/_local/idp/end_session", get(sign_out).post(sign_out))
        .merge(for_scripts)
}

async fn discovery(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(Provider::discovery(stack.gateway.issuers.local.url()))
}

async fn jwks(State(stack): State<Arc<Stack>>) -> Json<Value> {
    Json(stack.gateway.issuers.local.jwks())
}

async fn ask(
    State(stack): State<Arc<Stack>>,
    Query(request): Query<Request>,
    cookies: CookieJar,
) -> Response {
    let provider = &stack.idp;
    if let Err(mistake) = provider.recognise(&request) {
        return mistaken(mistake);
    }
    if let Err(Refused(error, why)) = request.check() {
        let refusal = [("error", error), ("error_description", why)];
        return back(&request.redirect_uri, request.state.as_deref(), &refusal);
    }
    let hint = request.login_hint.as_deref().unwrap_or_default();
    let account = provider.signed_in(&cookies);
    if request.prompts("create") {
        return page(&request, &Shown::Create { email: hint, name: "", unknown: false, mistake: None });
    }
    let fits = |account: &Account| hint.is_empty() || account.has(hint);
    let asked_to_show = request.prompts("login") || request.prompts("select_account");
    match account {
        Some(account) if !asked_to_show && (fits(&account) || request.prompts("none")) => {
            provider.admit(request, account)
        }
        None if request.prompts("none") => {
            let refusal = [("error", "login_required"), ("error_description", "nobody is signed in")];
            back(&request.redirect_uri, request.state.as_deref(), &refusal)
        }
        // Whoever is to sign in anew is not offered to go on as they are.
        account => {
            let account = account.filter(|_| !request.prompts("login"));
            page(&request, &Shown::SignIn { email: hint, account: account.as_ref(), mistake: None })
        }
    }
}

async fn answer(
    State(stack): State<Arc<Stack>>,
    Query(request): Query<Request>,
    cookies: CookieJar,
    Form(filled): Form<Filled>,
) -> Response {
    let provider = &stack.idp;
    if let Err(mistake) = provider.recognise(&request) {
        return mistaken(mistake);
    }
    let account = match &filled {
        Filled::Continue => match provider.signed_in(&cookies) {
            Some(account) => account,
            None => return Redirect::to(&request.path(None)).into_response(),
        },
        Filled::SignIn { email } => match provider.accounts.of(email) {
            Ok(Some(account)) => account,
            Ok(None) => {
                return page(&request, &Shown::Create { email, name: "", unknown: true, mistake: None });
            }
            Err(mistake) => {
                return page(&request, &Shown::SignIn { email, account: None, mistake: Some(mistake) });
            }
        },
        Filled::Create { email, name } => match provider.accounts.create(email, name, request.locale()) {
            Ok(account) => account,
            Err(mistake) => {
                let mistake = Some(mistake);
                return page(&request, &Shown::Create { email, name, unknown: false, mistake });
            }
        },
    };
    let cookies = provider.begin_session(cookies, &account);
    (cookies, provider.admit(request, account)).into_response()
}

/// What a page sends to get tokens for its code.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct TokenRequest {
    grant_type: String,
    client_id: String,
    code: String,
    code_verifier: String,
    redirect_uri: String,
}

async fn token(State(stack): State<Arc<Stack>>, Form(asked): Form<TokenRequest>) -> Response {
    let uncached = [(CACHE_CONTROL, "no-store")];
    let grant = match stack.idp.redeem(&asked) {
        Ok(grant) => grant,
        Err(Refused(error, why)) => {
            let body = Json(json!({"error": error, "error_description": why}));
            return (StatusCode::BAD_REQUEST, uncached, body).into_response();
        }
    };
    match tokens_for(&stack, &grant) {
        Ok(answer) => (uncached, Json(answer)).into_response(),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"));
            let body = Json(json!({"error": "server_error"}));
            (StatusCode::INTERNAL_SERVER_ERROR, uncached, body).into_response()
        }
    }
}

fn tokens_for(stack: &Stack, grant: &Grant) -> anyhow::Result<Value> {
    let issuer = &stack.gateway.issuers.local;
    let person = || grant.account.person();
    let now = chrono::Utc::now().timestamp();
    let mut claims = serde_json::to_value(person())?;
    let members = claims.as_object_mut().ok_or_else(|| anyhow!("claims are an object"))?;
    members.insert("iss".to_owned(), issuer.url().into());
    members.insert("aud".to_owned(), stack.idp.client_id.as_str().into());
    members.insert("iat".to_owned(), now.into());
    members.insert("exp".to_owned(), (now + LIFETIME).into());
    if let Some(nonce) = &grant.nonce {
        members.insert("nonce".to_owned(), nonce.as_str().into());
    }
    let access = Person { scope: Some(grant.scope.clone()), ..person() };
    Ok(json!({
        "access_token": tokens::issue(issuer, &stack.gateway.audience, access)?,
        "id_token": issuer.sign(&claims)?,
        "token_type": "Bearer",
        "expires_in": LIFETIME,
        "scope": grant.scope,
    }))
}

/// The end of a session (`OpenID` Connect RP-Initiated Logout 1.0).
#[derive(Deserialize)]
struct SignOut {
    post_logout_redirect_uri: Option<String>,
    state: Option<String>,
}

async fn sign_out(
    State(stack): State<Arc<Stack>>,
    Query(SignOut { post_logout_redirect_uri, state }): Query<SignOut>,
    cookies: CookieJar,
) -> Response {
    let cookies = stack.idp.end_session(cookies);
    let next = match post_logout_redirect_uri {
        Some(uri) if stack.idp.is_own_page(&uri) => back(&uri, state.as_deref(), &[]),
        _ => Html(forms::signed_out()).into_response(),
    };
    (cookies, next).into_response()
}

fn page(request: &Request, shown: &Shown<'_>) -> Response {
    // The address in the query is nobody else's business.
    let private = [(CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "same-origin")];
    (private, Html(forms::show(request, shown))).into_response()
}

fn mistaken(mistake: &str) -> Response {
    (StatusCode::BAD_REQUEST, Html(forms::mistaken(mistake))).into_response()
}

/// Leads back to a page that has been found to be the stack's own.
fn back(uri: &str, state: Option<&str>, answer: &[(&str, &str)]) -> Response {
    let Ok(mut uri) = Url::parse(uri) else { return mistaken("The way back is not a URL.") };
    if state.is_some() || !answer.is_empty() {
        uri.query_pairs_mut().extend_pairs(answer).extend_pairs(state.map(|state| ("state", state)));
    }
    Redirect::to(uri.as_str()).into_response()
}
