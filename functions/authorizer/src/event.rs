//! The events of API Gateway's authorizers, in their three forms.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The form in which the answer is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AnswerForm {
    /// `{isAuthorized, context}`.
    Simple,
    /// An IAM policy for this one request.
    Policy {
        /// The ARN of the request: method and path as they were called.
        method_arn: String,
    },
}

/// What an authorizer gets of a request.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Event {
    version: Option<String>,
    r#type: Option<String>,
    method_arn: Option<String>,
    authorization_token: Option<String>,
    route_key: Option<String>,
    http_method: Option<String>,
    resource: Option<String>,
    path_parameters: Option<BTreeMap<String, String>>,
    headers: Option<BTreeMap<String, Option<String>>>,
    multi_value_headers: Option<BTreeMap<String, Option<Vec<String>>>>,
}

/// A request that is to be decided on.
pub(crate) struct Request {
    /// The form in which the answer is expected.
    pub(crate) form: AnswerForm,
    route: Option<String>,
    path: BTreeMap<String, String>,
    /// Names in lower case.
    headers: Vec<(String, String)>,
}

impl Request {
    /// Reads an event.
    ///
    /// # Errors
    /// If it is not the event of an authorizer.
    pub(crate) fn read(event: Value) -> Result<Self, serde_json::Error> {
        let event: Event = serde_json::from_value(event)?;
        let is_simple = event.version.as_deref() == Some("2.0");
        let is_token = event.r#type.as_deref() == Some("TOKEN");
        let form = match event.method_arn {
            _ if is_simple => AnswerForm::Simple,
            Some(method_arn) => AnswerForm::Policy { method_arn },
            None => return Err(serde::de::Error::missing_field("methodArn")),
        };
        let route = match (event.route_key, event.http_method, event.resource) {
            (Some(route), _, _) if is_simple => Some(route),
            (_, Some(method), Some(resource)) if !is_simple && !is_token => {
                Some(format!("{method} {resource}"))
            }
            _ => None,
        };
        let headers = if is_token {
            event.authorization_token.map(|token| (AUTHORIZATION.to_owned(), token)).into_iter().collect()
        } else {
            headers(event.headers.unwrap_or_default(), event.multi_value_headers.unwrap_or_default())
        };
        Ok(Self { form, route, path: event.path_parameters.unwrap_or_default(), headers })
    }

    /// The route by which the gateway found it: method and path with the names of its parameters. A `TOKEN` authorizer gets none.
    pub(crate) fn route(&self) -> Option<&str> {
        self.route.as_deref()
    }

    /// A parameter of the path.
    pub(crate) fn path_parameter(&self, name: &str) -> Option<&str> {
        self.path.get(name).map(String::as_str)
    }

    /// A header, by its name in lower case. `None` if it is there more than once: the service behind the gateway may read another
    /// one of them. An HTTP API joins them by commas.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }

    /// The `Authorization` header, or what a `TOKEN` authorizer gets instead.
    pub(crate) fn authorization(&self) -> Option<&str> {
        self.header(AUTHORIZATION)
    }
}

const AUTHORIZATION: &str = "authorization";

/// All headers. A REST API gives the last of equal ones in `single`, and all in `multiple`.
fn headers(
    single: BTreeMap<String, Option<String>>,
    multiple: BTreeMap<String, Option<Vec<String>>>,
) -> Vec<(String, String)> {
    let lower = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
    if multiple.is_empty() {
        return single.into_iter().filter_map(|(name, value)| Some(lower((name, value?)))).collect();
    }
    let values = |(name, values): (String, Option<Vec<String>>)| {
        values.unwrap_or_default().into_iter().map(move |value| (name.clone(), value))
    };
    multiple.into_iter().flat_map(values).map(lower).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{AnswerForm, Request};

    fn read(event: Value) -> Request {
        Request::read(event).unwrap()
    }

    #[test]
    fn an_http_api_names_the_route_by_its_key() {
        let request = read(json!({
            "version": "2.0", "type": "REQUEST", "routeArn": "arn:1", "routeKey": "GET /stores/{store}/orders",
            "headers": {"authorization": "Bearer a.b.c", "x-store": "shop"},
            "pathParameters": {"store": "shop"}, "requestContext": {"http": {"method": "GET"}},
        }));
        assert_eq!(request.form, AnswerForm::Simple);
        assert_eq!(request.route(), Some("GET /stores/{store}/orders"));
        assert_eq!(request.path_parameter("store"), Some("shop"));
        assert_eq!(
            (request.header("x-store"), request.authorization()),
            (Some("shop"), Some("Bearer a.b.c"))
        );
    }

    #[test]
    fn a_rest_api_names_the_route_by_method_and_resource() {
        let arn = "arn:aws:execute-api:eu-west-3:123456789012:abc/live/GET/stores/shop/orders";
        let request = read(json!({
            "type": "REQUEST", "methodArn": arn, "resource": "/stores/{store}/orders", "httpMethod": "GET",
            "path": "/stores/shop/orders", "headers": {"Authorization": "a.b.c"},
            "multiValueHeaders": {"Authorization": ["a.b.c"]}, "pathParameters": {"store": "shop"},
        }));
        assert_eq!(request.form, AnswerForm::Policy { method_arn: arn.to_owned() });
        assert_eq!(request.route(), Some("GET /stores/{store}/orders"));
        assert_eq!(request.authorization(), Some("a.b.c"));
        let nothing = json!({"type": "REQUEST", "methodArn": arn, "headers": null, "pathParameters": null});
        assert_eq!(read(nothing).authorization(), None);
    }

    #[test]
    fn a_token_authorizer_gets_a_token_alone() {
        let request = read(json!({
            "type": "TOKEN", "methodArn": "arn:1", "authorizationToken": "Bearer a.b.c",
            "httpMethod": "GET", "resource": "/", "headers": {"x-store": "shop"},
        }));
        assert_eq!((request.route(), request.header("x-store")), (None, None));
        assert_eq!(request.authorization(), Some("Bearer a.b.c"));
    }

    #[test]
    fn a_header_that_comes_twice_is_none() {
        for (single, multiple) in [
            (json!({"X-Store": "b"}), json!({"X-Store": ["a", "b"]})),
            (json!({"X-Store": "b", "x-store": "a"}), json!({})),
            (json!({"X-Store": "b"}), json!({"X-Store": ["a"], "x-store": ["b"]})),
        ] {
            let request = read(json!({
                "type": "REQUEST", "methodArn": "arn:1", "headers": single, "multiValueHeaders": multiple,
            }));
            assert_eq!(request.header("x-store"), None, "{single} {multiple}");
        }
    }

    #[test]
    fn other_events_are_no_requests() {
        for event in [
            json!({}),
            json!([]),
            json!("GET"),
            json!({"type": "TOKEN", "authorizationToken": "a.b.c"}),
            json!({"version": "1.0", "routeKey": "GET /"}),
            json!({"type": "REQUEST", "methodArn": ["arn:1"]}),
        ] {
            assert!(Request::read(event.clone()).is_err(), "{event}");
        }
    }
}
