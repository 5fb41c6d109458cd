//! Checks bearer tokens (RFC 7519) as API Gateway's JWT authorizer does: signature, issuer, audience and times. On AWS
//! the gateway has checked them already; this crate is for gateways that do not, and for that of the local stack.
//!
//! Unlike API Gateway, which accepts RSA keys only, it accepts ES256, too.
//!
//! Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>

mod error;
mod issuer;
mod keys;
mod token;

pub use error::{KeyFetchError, TokenError, VerifyError};
pub use issuer::Issuer;
pub use keys::KeySet;
pub use token::{Claims, ClockSkew, Expected, Token, bearer, claim_text, scopes};
