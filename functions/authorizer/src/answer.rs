//! The answers that API Gateway understands.

use serde_json::{Map, Value, json};

use crate::decision::{Allowed, Denial};
use crate::error::AuthorizerError;
use crate::event::{AnswerForm, Request};

/// The answer to a decision.
///
/// # Errors
/// If the gateway must answer another status than 403.
pub(crate) fn of(request: &Request, decision: Result<Allowed, Denial>) -> Result<Value, AuthorizerError> {
    match (&request.form, decision) {
        (_, Err(Denial::Unavailable)) => Err(AuthorizerError::Unavailable),
        (AnswerForm::Simple, Ok(allowed)) => Ok(json!({"isAuthorized": true, "context": context(&allowed)})),
        (AnswerForm::Simple, Err(denial)) => {
            Ok(json!({"isAuthorized": false, "context": {"reason": denial.reason()}}))
        }
        (AnswerForm::Policy { .. }, Err(denial)) if denial.is_about_the_token() => {
            Err(AuthorizerError::Unauthorized)
        }
        (AnswerForm::Policy { method_arn }, Ok(allowed)) => {
            Ok(policy(allowed.user.as_str(), "Allow", method_arn, &Value::Object(context(&allowed))))
        }
        (AnswerForm::Policy { method_arn }, Err(denial)) => {
            Ok(policy("nobody", "Deny", method_arn, &json!({"reason": denial.reason()})))
        }
    }
}

/// What the service behind the gateway gets. Texts alone: a REST API takes neither lists nor objects.
///
/// Source: API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer".
fn context(allowed: &Allowed) -> Map<String, Value> {
    let permissions: Vec<&str> = allowed.held.iter().copied().collect();
    [
        ("user_id", allowed.user.as_str().to_owned()),
        ("store", allowed.store.as_str().to_owned()),
        ("permissions", permissions.join(" ")),
    ]
    .map(|(name, text)| (name.to_owned(), Value::String(text)))
    .into_iter()
    .collect()
}

/// A policy for this one request. It names the whole path, so that a gateway that keeps it opens no other store by it.
fn policy(principal: &str, effect: &str, method_arn: &str, context: &Value) -> Value {
    let statement = json!({"Action": "execute-api:Invoke", "Effect": effect, "Resource": method_arn});
    json!({
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use staffroom_domain::builders::user;
    use staffroom_domain::{Catalog, bounds};
    use staffroom_jwt::TokenError;

    use super::{context, of};
    use crate::decision::{Allowed, Denial};
    use crate::event::Request;

    const ARN: &str = "arn:aws:execute-api:eu-west-3:123456789012:abc/live/GET/stores/shop/orders";

    fn http() -> Request {
        Request::read(json!({"version": "2.0", "type": "REQUEST", "routeKey": "GET /"})).unwrap()
    }

    fn rest() -> Request {
        Request::read(json!({"type": "REQUEST", "methodArn": ARN})).unwrap()
    }

    fn allowed() -> Allowed {
        Allowed { user: user("kim"), store: "shop".parse().unwrap(), held: ["live", "inventory"].into() }
    }

    #[test]
    fn who_is_allowed_is_named_in_texts() {
        let context = json!({"user_id": "kim", "store": "shop", "permissions": "inventory live"});
        assert_eq!(
            of(&http(), Ok(allowed())).unwrap(),
            json!({"isAuthorized": true, "context": context.clone()})
        );
        let policy = of(&rest(), Ok(allowed())).unwrap();
        let statement = json!({"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": ARN});
        assert_eq!(policy["policyDocument"]["Statement"], json!([statement]), "no other path");
        assert_eq!((&policy["principalId"], &policy["context"]), (&json!("kim"), &context));
    }

    #[test]
    fn a_refusal_says_why() {
        let simple = of(&http(), Err(Denial::PermissionMissing)).unwrap();
        assert_eq!(simple, json!({"isAuthorized": false, "context": {"reason": "permission_missing"}}));
        let policy = of(&rest(), Err(Denial::NoStore)).unwrap();
        assert_eq!(policy["policyDocument"]["Statement"][0]["Effect"], "Deny");
        assert_eq!(policy["context"], json!({"reason": "no_store"}));
    }

    #[test]
    fn a_token_that_is_not_accepted_is_401_of_a_rest_api_and_403_of_an_http_api() {
        let denial = || Err(Denial::Token(TokenError::Expired));
        assert_eq!(of(&rest(), denial()).unwrap_err().to_string(), "Unauthorized");
        let simple = of(&http(), denial()).unwrap();
        assert_eq!(simple, json!({"isAuthorized": false, "context": {"reason": "token_expired"}}));
    }

    #[test]
    fn what_cannot_be_decided_is_no_refusal_and_lets_nobody_through() {
        for request in [http(), rest()] {
            let error = of(&request, Err(Denial::Unavailable)).unwrap_err();
            assert_eq!(error.to_string(), "the decision cannot be made now");
        }
    }

    /// A REST API and an HTTP API state no limit of the result; a WebSocket API has 8 KB, and headers of 10,240 bytes take it if an
    /// integration maps it there. Source: API Gateway Developer Guide, "Amazon API Gateway quotas".
    #[test]
    fn the_longest_context_is_below_every_limit_of_the_gateway() {
        for catalog in Catalog::all() {
            let allowed = Allowed {
                user: user(&"u".repeat(bounds::USER_ID_BYTES)),
                store: "s".repeat(bounds::SLUG_BYTES).parse().unwrap(),
                held: catalog.everything(),
            };
            let bytes = Value::Object(context(&allowed)).to_string().len();
            assert!(bytes < 2048, "{}: {bytes}", catalog.slug);
        }
    }
}
