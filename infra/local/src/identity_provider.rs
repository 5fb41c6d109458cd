//! The stack's OpenID Connect provider, at which users sign in or create an account. It supports the authorization
//! code flow with PKCE, for one public client. There are no passwords: it accepts every address as verified.

mod accounts;
mod authentication;
mod forms;
mod provider;

pub use self::accounts::Account;
pub use self::authentication::{AuthenticationRequest, OAuthError, PATH, SCOPES};
pub use self::forms::{Form, show_error, show_form, show_signed_out};
pub use self::provider::{Authorization, Provider, TokenRequest};
