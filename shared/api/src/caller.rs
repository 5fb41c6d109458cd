use std::collections::HashMap;
use std::fmt;

use serde_json::Value;
use staffroom_app::{Authority, Caller};
use staffroom_domain::{Account, DisplayName, EmailAddress, Locale, Rejection};
use staffroom_jwt::{Claims, Token};

use crate::error::RequestError;

/// The scope of the platform's own back end.
const PLATFORM: &str = "staffroom/platform";
/// The scope of the platform's support agents.
const SUPPORT: &str = "staffroom/support";

/// The caller according to the verified claims of an access or ID token (OpenID Connect Core 1.0, section
/// 5.1).
#[derive(Clone)]
pub(crate) struct Identity {
    /// The caller, for the use cases.
    pub(crate) caller: Caller,
    /// The caller's language, if the token has one and the product has it.
    pub(crate) locale: Option<Locale>,
    verified_email: Option<EmailAddress>,
}

impl Identity {
    /// Reads claims in the format of API Gateway: each is a string, a list is `[a b]`. `token` is the one that they are from. It
    /// tells a list from a text with brackets, and an access or ID token from others.
    ///
    /// # Errors
    /// [`RequestError::Unauthenticated`] if they have no user, or are those of another kind of token.
    pub(crate) fn from_gateway(
        claims: &HashMap<String, String>,
        token: Option<&Token>,
    ) -> Result<Self, RequestError> {
        if token.is_some_and(|token| !token.is_access_or_id_token()) {
            return Err(RequestError::Unauthenticated);
        }
        // API Gateway passes null as this string.
        let text = |name: &str| claims.get(name).map(String::as_str).filter(|text| *text != "<nil>");
        let name = if text("scope").is_some() { "scope" } else { "scp" };
        let scopes = match text(name) {
            Some(list) if list.starts_with(['[', '{']) || list.starts_with("map[") => {
                let claims = token.map(Token::unverified_claims);
                claims.and_then(|claims| claims.get(name)).map(scopes_of_claim).unwrap_or_default()
            }
            Some(list) => scopes_of_text(list),
            None => Vec::new(),
        };
        Self::from_texts(text, text("email_verified") == Some("true"), &scopes)
    }

    /// Reads the claims of a token.
    ///
    /// # Errors
    /// See [`Self::from_gateway`].
    pub(crate) fn from_token(claims: &Claims) -> Result<Self, RequestError> {
        let claim = |name: &str| claims.get(name).filter(|value| !value.is_null());
        if claim("token_use").is_some_and(|token_use| !token_use.is_string()) {
            return Err(RequestError::Unauthenticated);
        }
        let verified = match claim("email_verified") {
            Some(Value::Bool(verified)) => *verified,
            Some(Value::String(text)) => text == "true",
            _ => false,
        };
        let scopes = claim("scope").or_else(|| claim("scp")).map(scopes_of_claim).unwrap_or_default();
        Self::from_texts(|name| claim(name).and_then(Value::as_str), verified, &scopes)
    }

    fn from_texts<'a>(
        text: impl Fn(&str) -> Option<&'a str>,
        verified: bool,
        scopes: &[String],
    ) -> Result<Self, RequestError> {
        // Cognito's claim: `access` or `id`. A refresh token is not accepted.
        if text("token_use").is_some_and(|token_use| !matches!(token_use, "access" | "id")) {
            return Err(RequestError::Unauthenticated);
        }
        let holds = |scope: &str| scopes.iter().any(|held| held == scope);
        let authority = if holds(PLATFORM) {
            Authority::Platform
        } else if holds(SUPPORT) {
            Authority::Support
        } else {
            Authority::Person
        };
        let user = text("sub").and_then(|sub| sub.parse().ok()).ok_or(RequestError::Unauthenticated)?;
        Ok(Self {
            caller: Caller { user, name: text("name").and_then(DisplayName::from_claim), authority },
            locale: text("locale").and_then(Locale::parse),
            verified_email: text("email")
                .filter(|_| verified)
                .and_then(|email| EmailAddress::parse(email).ok()),
        })
    }

    /// The caller's account, whose address the identity provider has verified.
    ///
    /// # Errors
    /// [`Rejection::EmailNotVerified`] if it has not verified the address.
    pub(crate) fn account(&self) -> Result<Account, Rejection> {
        Ok(Account {
            user: self.caller.user.clone(),
            email: self.verified_email.clone().ok_or(Rejection::EmailNotVerified)?,
            name: self.caller.name.clone(),
            locale: self.locale,
        })
    }
}

/// The caller according to the verified claims of a token, for functions that no request of the API reaches; `None` if they have
/// no user, or are those of another kind of token.
#[must_use]
pub fn caller_of_token(claims: &Claims) -> Option<Caller> {
    Identity::from_token(claims).ok().map(|identity| identity.caller)
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(***)")
    }
}

/// The scopes of a claim: a string with spaces between them (RFC 8693, section 4.2), or an array of scopes.
fn scopes_of_claim(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(text) => scopes_of_text(text),
        Value::Array(scopes) => scopes
            .iter()
            .filter_map(Value::as_str)
            .filter(|scope| is_scope(scope))
            .map(str::to_owned)
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}

fn scopes_of_text(text: &str) -> Vec<String> {
    text.split(' ').filter(|scope| is_scope(scope)).map(str::to_owned).collect()
}

/// Whether it is a single scope (RFC 6749, section 3.3).
fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'\\'))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};
    use staffroom_app::Authority;
    use staffroom_jwt::Token;

    use super::Identity;
    use crate::error::RequestError;

    fn of_gateway(claims: &[(&str, &str)]) -> Result<Identity, RequestError> {
        of_gateway_with(claims, None)
    }

    fn of_gateway_with(claims: &[(&str, &str)], token: Option<&Token>) -> Result<Identity, RequestError> {
        let claims: HashMap<String, String> =
            claims.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Identity::from_gateway(&claims, token)
    }

    #[expect(clippy::needless_pass_by_value, reason = "callers write JSON")]
    fn token(header: Value, claims: Value) -> Token {
        let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        Token::parse(&format!("{}.{}.{}", part(&header), part(&claims), "AAAA")).unwrap()
    }

    fn of_token(claims: Value) -> Result<Identity, RequestError> {
        let Value::Object(claims) = claims else { panic!("no claims") };
        Identity::from_token(&claims)
    }

    #[test]
    fn scopes_of_the_gateway_are_read_exactly() {
        for (scope, expected) in [
            ("staffroom/platform", Authority::Platform),
            ("openid staffroom/support", Authority::Support),
            ("staffroom/support staffroom/platform", Authority::Platform),
            ("[openid staffroom/platform]", Authority::Person),
            (r#"["openid","staffroom/platform"]"#, Authority::Person),
            ("map[x:staffroom/platform]", Authority::Person),
            ("map[x:a staffroom/platform y:b]", Authority::Person),
            ("x,staffroom/platform", Authority::Person),
            ("staffroom/platforms", Authority::Person),
            ("<nil>", Authority::Person),
            ("[]", Authority::Person),
            ("", Authority::Person),
        ] {
            let identity = of_gateway(&[("sub", "ana"), ("scope", scope)]).unwrap();
            assert_eq!(identity.caller.authority, expected, "{scope:?}");
        }
    }

    #[test]
    fn a_list_of_scopes_is_read_from_the_token_that_the_gateway_verified() {
        let rs256 = || json!({"alg": "RS256"});
        for (scope, expected) in [
            (json!(["openid", "staffroom/platform"]), Authority::Platform),
            (json!(["staffroom/support"]), Authority::Support),
            (json!("[staffroom/platform]"), Authority::Person),
            (json!("[a staffroom/platform]"), Authority::Person),
            (json!(["x staffroom/platform y"]), Authority::Person),
            (json!(["\"staffroom/platform\""]), Authority::Person),
            (json!({"a": "staffroom/platform"}), Authority::Person),
        ] {
            let text = staffroom_jwt::claim_text(&scope);
            let token = token(rs256(), json!({"sub": "ana", "scope": scope}));
            let identity = of_gateway_with(&[("sub", "ana"), ("scope", &text)], Some(&token)).unwrap();
            assert_eq!(identity.caller.authority, expected, "{text}");
        }
    }

    #[test]
    fn a_token_for_another_purpose_is_not_taken() {
        for (typ, taken) in [
            ("JWT", true),
            ("at+jwt", true),
            ("application/at+JWT", true),
            ("logout+jwt", false),
            ("secevent+jwt", false),
            ("dpop+jwt", false),
        ] {
            let token = token(json!({"alg": "RS256", "typ": typ}), json!({"sub": "ana"}));
            assert_eq!(of_gateway_with(&[("sub", "ana")], Some(&token)).is_ok(), taken, "{typ}");
        }
    }

    #[test]
    fn scopes_of_a_token_are_read_exactly() {
        for (scope, expected) in [
            (json!("openid staffroom/platform"), Authority::Platform),
            (json!(["openid", "staffroom/support"]), Authority::Support),
            (json!(["x staffroom/platform y"]), Authority::Person),
            (json!("[staffroom/platform]"), Authority::Person),
            (json!(r#"["staffroom/platform"]"#), Authority::Person),
            (json!({"staffroom/platform": true}), Authority::Person),
            (json!([["staffroom/platform"]]), Authority::Person),
            (json!(true), Authority::Person),
        ] {
            let identity = of_token(json!({"sub": "ana", "scope": scope})).unwrap();
            assert_eq!(identity.caller.authority, expected, "{scope}");
        }
        let identity = of_token(json!({"sub": "ana", "scope": null, "scp": ["staffroom/platform"]})).unwrap();
        assert_eq!(identity.caller.authority, Authority::Platform);
    }

    #[test]
    fn only_access_and_id_tokens_are_taken() {
        for (token_use, taken) in [("access", true), ("id", true), ("refresh", false), ("", false)] {
            let gateway = of_gateway(&[("sub", "ana"), ("token_use", token_use)]);
            let token = of_token(json!({"sub": "ana", "token_use": token_use}));
            assert_eq!((gateway.is_ok(), token.is_ok()), (taken, taken), "{token_use:?}");
        }
        assert!(of_token(json!({"sub": "ana", "token_use": ["access"]})).is_err());
        assert!(of_token(json!({"sub": "ana", "token_use": null})).is_ok());
    }

    #[test]
    fn an_account_has_a_verified_address() {
        let of = |email: Value, verified: Value| {
            of_token(json!({"sub": "ana", "email": email, "email_verified": verified})).unwrap().account()
        };
        assert_eq!(of(json!("Ana@example.com"), json!(true)).unwrap().email.as_typed(), "Ana@example.com");
        assert!(of(json!("Ana@example.com"), json!("true")).is_ok());
        for verified in [json!(false), json!("yes"), json!(1), Value::Null] {
            assert!(of(json!("ana@example.com"), verified.clone()).is_err(), "{verified}");
        }
        assert!(of(json!(["ana@example.com"]), json!(true)).is_err());
        assert_eq!(format!("{:?}", of_gateway(&[("sub", "ana")]).unwrap()), "Identity(***)");
    }
}
