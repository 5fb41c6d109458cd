//! Converts requests and responses from and to API Gateway's payload format 2.0.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use staffroom_jwt::claim_text;

use crate::authorizer::Caller;
use crate::routes::{PathParameters, Route};

/// The parts of the event besides the contents of the request.
pub struct RequestMetadata {
    /// The id of the request in logs.
    pub request_id: String,
    /// The path, decoded by [`crate::routes::decode_path`].
    pub path: String,
    /// The time of the request.
    pub now: DateTime<Utc>,
    /// The gateway's host and port.
    pub domain: String,
    /// The client's IP address.
    pub source_ip: String,
}

/// The event that the function of `route` receives for a request.
#[must_use]
pub fn event(
    parts: &Parts,
    body: &Bytes,
    route: &Route,
    parameters: &PathParameters,
    caller: Option<&Caller>,
    metadata: &RequestMetadata,
) -> Value {
    let query = parts.uri.query().unwrap_or_default();
    // A TLS front of the stack says what the client used; API Gateway has none.
    let is_https = parts.headers.get("x-forwarded-proto").is_some_and(|proto| proto == "https");
    let scheme = if is_https { "https" } else { "http" };
    let RequestMetadata { request_id, path, now, domain, source_ip } = metadata;
    let (host, port) = domain.split_once(':').unwrap_or((domain, "80"));

    let mut headers = joined_headers(&parts.headers);
    let cookies = headers.remove(COOKIE.as_str());
    // lambda_http builds a URL from these headers, so invalid values of the client must not reach it.
    let front = parts.headers.get("x-forwarded-host").filter(|_| is_https);
    let host_of_client = front.or(parts.headers.get(HOST)).filter(|host| is_authority(host));
    let host_of_client = host_of_client.and_then(|host| host.to_str().ok()).unwrap_or(domain);
    headers.insert(HOST.to_string(), host_of_client.to_owned());
    headers.entry(CONTENT_LENGTH.to_string()).or_insert_with(|| body.len().to_string());
    let forwarded = headers.get("x-forwarded-for").map(|before| format!("{before}, {source_ip}"));
    headers.insert("x-forwarded-for".to_owned(), forwarded.unwrap_or_else(|| source_ip.clone()));
    headers.insert("x-forwarded-port".to_owned(), port.to_owned());
    headers.insert("x-forwarded-proto".to_owned(), scheme.to_owned());

    let mut context = json!({
        "accountId": "000000000000",
        "apiId": "local",
        "domainName": host,
        "domainPrefix": host.split('.').next().unwrap_or_default(),
        "http": {
            "method": parts.method.as_str(),
            "path": path,
            "protocol": protocol(parts.version),
            "sourceIp": source_ip,
            "userAgent": headers.get("user-agent").cloned().unwrap_or_default(),
        },
        "requestId": request_id,
        "routeKey": route.key,
        "stage": "$default",
        "time": now.format("%d/%b/%Y:%H:%M:%S %z").to_string(),
        "timeEpoch": now.timestamp_millis(),
    });
    let mut event = json!({
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": path,
        "rawQueryString": query,
        "isBase64Encoded": false,
    });
    if let Some(Caller { claims, scopes }) = caller {
        let claims: Map<String, Value> =
            claims.iter().map(|(name, value)| (name.clone(), claim_text(value).into())).collect();
        let scopes = if scopes.is_empty() { Value::Null } else { json!(scopes) };
        set(&mut context, "authorizer", json!({"jwt": {"claims": claims, "scopes": scopes}}));
    }
    set(&mut event, "requestContext", context);
    if let Some(cookies) = cookies {
        set(&mut event, "cookies", cookies.split(';').map(str::trim).collect());
    }
    if !query.is_empty() {
        set(&mut event, "queryStringParameters", json!(query_parameters(query)));
    }
    if !parameters.is_empty() {
        set(&mut event, "pathParameters", json!(parameters));
    }
    if !body.is_empty() {
        match std::str::from_utf8(body) {
            Ok(text) if is_text(parts.headers.get(CONTENT_TYPE)) => set(&mut event, "body", json!(text)),
            _ => {
                set(&mut event, "body", json!(STANDARD.encode(body)));
                set(&mut event, "isBase64Encoded", json!(true));
            }
        }
    }
    set(&mut event, "headers", json!(headers));
    event
}

fn set(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

/// The headers with lower-case names. Several values of one name are joined by a comma.
fn joined_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let separator = if *name == COOKIE { "; " } else { "," };
        joined
            .entry(name.as_str().to_owned())
            .and_modify(|before| *before = format!("{before}{separator}{value}"))
            .or_insert_with(|| value.into_owned());
    }
    joined
}

fn query_parameters(query: &str) -> BTreeMap<String, String> {
    let mut parameters: BTreeMap<String, String> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode =
            |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let value = decode(value);
        parameters
            .entry(decode(name))
            .and_modify(|before| *before = format!("{before},{value}"))
            .or_insert(value);
    }
    parameters
}

fn is_authority(host: &HeaderValue) -> bool {
    host.to_str().is_ok_and(|host| {
        let name = host
            .split_once(':')
            .map_or(host, |(host, port)| if port.parse::<u16>().is_ok() { host } else { "" });
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
            // A number is no name, and may be too large for an address.
            && url::Url::parse(&format!("http://{host}")).is_ok()
    })
}

/// Whether API Gateway passes a body of this type on as text. Forms are not passed on as text.
fn is_text(content_type: Option<&HeaderValue>) -> bool {
    let Some(essence) = content_type.and_then(|value| value.to_str().ok()) else { return false };
    let essence = essence.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.starts_with("text/")
        || matches!(essence.as_str(), "application/json" | "application/xml" | "application/javascript")
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
}

fn protocol(version: Version) -> &'static str {
    if version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" }
}

/// The response of a function.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FunctionResponse {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    cookies: Vec<String>,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

impl FunctionResponse {
    /// The HTTP response, or `None` if status, headers or body are not valid.
    #[must_use]
    pub fn into_response(self) -> Option<Response> {
        let body = self.body.unwrap_or_default();
        let body = if self.is_base64_encoded { STANDARD.decode(body).ok()? } else { body.into_bytes() };
        let mut response = Response::new(body.into());
        *response.status_mut() = StatusCode::from_u16(self.status_code).ok()?;
        for (name, value) in self.headers {
            response.headers_mut().insert(name.parse::<HeaderName>().ok()?, value.parse().ok()?);
        }
        for cookie in self.cookies {
            response.headers_mut().append(SET_COOKIE, cookie.parse().ok()?);
        }
        Some(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes;
    use axum::http::Request;

    fn event_of(
        request: axum::http::request::Builder,
        body: &'static [u8],
        caller: Option<&Caller>,
    ) -> Value {
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let routes = [Route::parse("POST", "/stores/{store}/invitations", "invite", None).expect("a route")];
        let path = routes::decode_path(parts.uri.path());
        let (route, parameters) = routes::find(&routes, &parts.method, &path).expect("it matches");
        let metadata = RequestMetadata {
            request_id: "r-1".to_owned(),
            path,
            now: DateTime::from_timestamp_millis(1_773_342_238_000).expect("a time"),
            domain: "127.0.0.1:3000".to_owned(),
            source_ip: "127.0.0.1".to_owned(),
        };
        event(&parts, &Bytes::from_static(body), route, &parameters, caller, &metadata)
    }

    fn post(uri: &str) -> axum::http::request::Builder {
        Request::post(uri)
    }

    #[test]
    fn the_event_has_the_format_of_api_gateway() {
        let request = post("/stores/caf%C3%A9/invitations?a=1&b=x%20y&a=2+3&c")
            .header("Content-Type", "application/json; charset=utf-8")
            .header("X-Two", "1")
            .header("x-two", "2")
            .header("cookie", "a=b; c=d")
            .header("host", "127.0.0.1:3000")
            .header("user-agent", "curl/8");
        let event = event_of(request, br#"{"email":"a@example.com"}"#, None);
        assert_eq!(event["routeKey"], "POST /stores/{store}/invitations");
        assert_eq!(event["rawPath"], "/stores/café/invitations");
        assert_eq!(event["requestContext"]["http"]["path"], event["rawPath"]);
        assert_eq!(event["rawQueryString"], "a=1&b=x%20y&a=2+3&c");
        assert_eq!(event["queryStringParameters"], json!({"a": "1,2 3", "b": "x y", "c": ""}));
        assert_eq!(event["pathParameters"], json!({"store": "café"}));
        assert_eq!(event["cookies"], json!(["a=b", "c=d"]));
        assert_eq!(event["headers"]["x-two"], "1,2");
        assert!(event["headers"].get("cookie").is_none());
        assert_eq!(event["body"], r#"{"email":"a@example.com"}"#);
        assert_eq!(event["isBase64Encoded"], false);
        let context = &event["requestContext"];
        assert_eq!(context["time"], "12/Mar/2026:19:03:58 +0000");
        assert_eq!(context["timeEpoch"], 1_773_342_238_000_i64);
        assert_eq!(context["stage"], "$default");
        assert_eq!(context["http"]["userAgent"], "curl/8");
        assert!(context.get("authorizer").is_none());
    }

    #[test]
    fn claims_are_strings() {
        let claims =
            json!({"sub": "a", "email_verified": true, "exp": 17, "aud": ["x", "y"], "org": {"id": 1}});
        let Value::Object(claims) = claims else { panic!("claims") };
        let caller = Caller { claims, scopes: vec!["staffroom/platform".to_owned()] };
        let event = event_of(post("/stores/a/invitations"), b"", Some(&caller));
        let jwt = &event["requestContext"]["authorizer"]["jwt"];
        assert_eq!(
            jwt["claims"],
            json!({"sub": "a", "email_verified": "true", "exp": "17", "aud": "[x y]", "org": "map[id:1]"})
        );
        assert_eq!(jwt["scopes"], json!(["staffroom/platform"]));
        assert!(event.get("body").is_none());
    }

    #[test]
    fn a_body_that_is_not_text_is_encoded_as_base64() {
        let invalid = event_of(
            post("/stores/a/invitations").header("content-type", "application/json"),
            b"\xff{",
            None,
        );
        assert_eq!((&invalid["body"], &invalid["isBase64Encoded"]), (&json!("/3s="), &json!(true)));
        let form = event_of(post("/stores/a/invitations"), b"{}", None);
        assert_eq!(form["isBase64Encoded"], true);
    }

    #[test]
    fn invalid_values_of_the_gateways_headers_are_replaced() {
        for host in ["a b", "99999999999", "1.2.3.4.5", "a:99999"] {
            let request = post("/stores/a/invitations");
            let request = request.header("host", host).header("x-forwarded-proto", "not a scheme");
            let event = event_of(request, b"", None);
            assert_eq!(event["headers"]["host"], "127.0.0.1:3000", "{host}");
            assert_eq!(event["headers"]["x-forwarded-proto"], "http");
        }
    }

    #[test]
    fn a_tls_front_says_which_address_the_client_used() {
        let of = |lines: &[(&str, &str)]| {
            let request = lines
                .iter()
                .fold(post("/stores/a/invitations"), |request, (name, value)| request.header(*name, *value));
            let event = event_of(request.header("host", "127.0.0.1:3000"), b"", None);
            let header = |name: &str| event["headers"][name].as_str().unwrap_or_default().to_owned();
            (header("x-forwarded-proto"), header("host"))
        };
        let front = ("x-forwarded-host", "localhost:8443");
        let expected = |scheme: &str, host: &str| (scheme.to_owned(), host.to_owned());
        assert_eq!(of(&[]), expected("http", "127.0.0.1:3000"));
        assert_eq!(of(&[("x-forwarded-proto", "https")]), expected("https", "127.0.0.1:3000"));
        assert_eq!(of(&[("x-forwarded-proto", "https"), front]), expected("https", "localhost:8443"));
        assert_eq!(of(&[front]), expected("http", "127.0.0.1:3000"));
    }

    #[test]
    fn a_response_keeps_status_headers_cookies_and_body() {
        let response = json!({
            "statusCode": 201, "headers": {"location": "/x"}, "cookies": ["a=b", "c=d"],
            "body": "aGk=", "isBase64Encoded": true, "multiValueHeaders": {},
        });
        let response: FunctionResponse = serde_json::from_value(response).expect("a function's response");
        let response = response.into_response().expect("a response");
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["location"], "/x");
        assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
        let invalid: FunctionResponse =
            serde_json::from_value(json!({"statusCode": 99})).expect("a function's response");
        assert!(invalid.into_response().is_none());
    }
}
