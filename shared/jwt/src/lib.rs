//! Bearer tokens (RFC 7519), checked as API Gateway's JWT authorizer checks them: signature, issuer, audience and
//! times. The gateway's own check is what counts on AWS; this one is for gateways that make none, and for the
//! local stack's.
//!
//! Source: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>. Unlike API
//! Gateway, which knows RSA alone, ES256 is taken too.

mod issuer;
mod keys;
mod token;

pub use issuer::{Issuer, Refused, Unreachable};
pub use keys::KeySet;
pub use token::{Claims, Expected, Rejection, Token, bearer, claim_text, scopes};
