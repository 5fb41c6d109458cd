//! The state of the provider: accounts, sessions and authorization codes.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use url::Url;
use uuid::Uuid;

use super::accounts::{Account, Accounts, InvalidInput};
use super::authentication::{AuthenticationRequest, OAuthError, PATH, SCOPES};
use crate::tokens::Identity;

/// The product's pages: the only redirect URIs of the client.
const PAGES: [&str; 2] = ["/join", "/team"];
const SESSION_COOKIE: &str = "staffroom-idp";
/// The lifetime of an authorization code.
const CODE_LIFETIME: Duration = Duration::from_mins(1);

/// The provider.
pub struct Provider {
    base: Url,
    client_id: String,
    accounts: Accounts,
    /// The `sub` of the signed-in account, by session id.
    sessions: Mutex<HashMap<String, String>>,
    /// The authorizations, by code.
    codes: Mutex<HashMap<String, Authorization>>,
}

/// The authorization that a code stands for.
pub struct Authorization {
    /// The user's account.
    pub account: Account,
    /// The granted scopes, separated by spaces.
    pub scope: String,
    /// The `nonce` of the request.
    pub nonce: Option<String>,
    redirect_uri: String,
    code_challenge: String,
    expires: Instant,
}

/// A token request (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenRequest {
    pub grant_type: String,
    pub client_id: String,
    pub code: String,
    pub code_verifier: String,
    pub redirect_uri: String,
}

impl Provider {
    /// A provider for the pages under `base`. It reads the accounts from `file` and adds the account of `demo_owner`.
    pub fn open(
        base: &str,
        client_id: String,
        file: Option<&Path>,
        demo_owner: Identity,
    ) -> anyhow::Result<Self> {
        let accounts = Accounts::open(file, demo_owner)?;
        let base = Url::parse(base)?;
        Ok(Self { base, client_id, accounts, sessions: Mutex::default(), codes: Mutex::default() })
    }

    /// The client ID of the pages.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Whether the URI is a page of this stack. The host may be the base URL's or `localhost`.
    #[must_use]
    pub fn is_own_page(&self, uri: &str) -> bool {
        Url::parse(uri).is_ok_and(|uri| {
            let own_host = uri.host_str() == self.base.host_str() || uri.host_str() == Some("localhost");
            let same_origin =
                uri.scheme() == self.base.scheme() && uri.port() == self.base.port() && own_host;
            same_origin && PAGES.contains(&uri.path()) && uri.query().is_none() && uri.fragment().is_none()
        })
    }

    /// Checks client and redirect URI. If they are not valid, the error must be shown to the user, because a redirect
    /// would lead to an unknown site.
    pub fn check_client(&self, request: &AuthenticationRequest) -> Result<(), &'static str> {
        if request.client_id != self.client_id {
            return Err("The link to this page names an unknown application.");
        }
        if !self.is_own_page(&request.redirect_uri) {
            return Err("The link to this page names a return address that does not belong to this stack.");
        }
        Ok(())
    }

    /// The account with this address, if there is one.
    pub fn account(&self, email: &str) -> Result<Option<Account>, InvalidInput> {
        self.accounts.with_address(email)
    }

    /// Creates an account.
    pub fn create_account(
        &self,
        email: &str,
        name: &str,
        locale: Option<String>,
    ) -> Result<Account, InvalidInput> {
        self.accounts.create(email, name, locale)
    }

    /// The account that is signed in in this browser.
    #[must_use]
    pub fn signed_in_account(&self, cookies: &CookieJar) -> Option<Account> {
        let session = cookies.get(SESSION_COOKIE)?;
        let sub = self.sessions().get(session.value())?.clone();
        self.accounts.with_sub(&sub)
    }

    /// Signs the account in.
    pub fn begin_session(&self, cookies: CookieJar, account: &Account) -> CookieJar {
        let session = Uuid::new_v4().to_string();
        self.sessions().insert(session.clone(), account.sub.clone());
        let cookie = Cookie::build((SESSION_COOKIE, session));
        cookies.add(cookie.path(PATH).http_only(true).same_site(SameSite::Lax))
    }

    /// Signs out.
    pub fn end_session(&self, cookies: CookieJar) -> CookieJar {
        if let Some(session) = cookies.get(SESSION_COOKIE) {
            self.sessions().remove(session.value());
        }
        cookies.remove(Cookie::build(SESSION_COOKIE).path(PATH))
    }

    /// Creates an authorization code.
    #[must_use]
    pub fn create_code(&self, request: &AuthenticationRequest, account: Account) -> String {
        let code = Uuid::new_v4().to_string();
        let scope: Vec<&str> = request.scope.split(' ').filter(|scope| SCOPES.contains(scope)).collect();
        let authorization = Authorization {
            account,
            scope: scope.join(" "),
            nonce: request.nonce.clone(),
            redirect_uri: request.redirect_uri.clone(),
            code_challenge: request.code_challenge.clone(),
            expires: Instant::now() + CODE_LIFETIME,
        };
        let mut codes = self.codes();
        codes.retain(|_, authorization| authorization.expires > Instant::now());
        codes.insert(code.clone(), authorization);
        code
    }

    /// Exchanges a code for its authorization. The code is used up even if the request fails.
    pub fn redeem_code(&self, request: &TokenRequest) -> Result<Authorization, OAuthError> {
        let invalid_grant = |description| OAuthError::new("invalid_grant", description);
        if request.grant_type != "authorization_code" {
            return Err(OAuthError::new("unsupported_grant_type", "grant_type must be authorization_code"));
        }
        if request.client_id != self.client_id {
            return Err(OAuthError::new("invalid_client", "unknown client_id"));
        }
        let authorization = self.codes().remove(&request.code);
        let authorization = authorization
            .filter(|authorization| authorization.expires > Instant::now())
            .ok_or_else(|| invalid_grant("the code is unknown, used or expired"))?;
        if authorization.redirect_uri != request.redirect_uri {
            return Err(invalid_grant("redirect_uri differs from that of the authentication request"));
        }
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, request.code_verifier.as_bytes()));
        if challenge != authorization.code_challenge {
            return Err(invalid_grant("code_verifier does not match the code_challenge"));
        }
        Ok(authorization)
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn codes(&self) -> MutexGuard<'_, HashMap<String, Authorization>> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
