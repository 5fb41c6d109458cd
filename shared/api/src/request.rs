mod paging;

use std::collections::BTreeSet;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lambda_http::RequestExt;
use lambda_http::http::HeaderMap;
use lambda_http::http::header::AUTHORIZATION;
use lambda_http::request::RequestContext;
use serde::de::DeserializeOwned;
use staffroom_app::{Caller, Clock, IdempotencyKey, IdempotencyScope, Invocation, Precondition, TimeLimit};
use staffroom_domain::{Account, InvitationId, Locale, PublicData, StoreId, Timestamp, UserId, bounds};
use staffroom_jwt::{Token, bearer};

use crate::bearer::Tokens;
use crate::body::Rfc3339Timestamp;
use crate::caller::Identity;
use crate::error::{ApiError, RequestError};
use crate::idempotency::Fingerprint;
use crate::{body, form, idempotency, precondition, query_parameters};

/// One request, with its caller and time.
pub struct Call {
    /// The time of arrival, in milliseconds like all stored times.
    pub now: Timestamp,
    invocation: Invocation,
    request: lambda_http::Request,
    identity: Result<Identity, RequestError>,
    route: String,
    is_head: bool,
    request_id: String,
}

/// The token that the gateway's authorizer has verified. The gateway passes its claims on as strings only.
fn verified_token(request: &lambda_http::Request) -> Option<Token> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    Token::parse(bearer(header)?).ok()
}

impl Call {
    pub(crate) async fn new(
        clock: Clock,
        time: TimeLimit,
        tokens: Option<&Tokens>,
        public: &[&str],
        request: lambda_http::Request,
    ) -> Self {
        let (claims, route, source_ip, request_id) = match request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => (
                context.authorizer.as_ref().and_then(|a| a.jwt.as_ref()).map(|jwt| &jwt.claims),
                context.route_key.clone().unwrap_or_default(),
                context.http.source_ip.clone(),
                context.request_id.clone().unwrap_or_default(),
            ),
            _ => (None, String::new(), None, String::new()),
        };
        // HEAD is GET without the answer's body (RFC 9110, section 9.3.2).
        let (route, is_head) = match route.strip_prefix("HEAD ") {
            Some(path) => (format!("GET {path}"), true),
            None => (route, false),
        };
        let invocation = Invocation { clock, source_ip, time };
        let now = invocation.now();
        let identity = match (claims, tokens) {
            (Some(claims), _) => Identity::from_gateway(claims, verified_token(&request).as_ref()),
            (None, Some(tokens)) if !public.contains(&route.as_str()) => tokens.identity(&request, now).await,
            (None, _) => Err(RequestError::Unauthenticated),
        };
        Self { now, invocation, request, identity, route, is_head, request_id }
    }

    /// The route as the template spells it, such as `GET /stores/{store}`; that of `GET` where the method is `HEAD`.
    #[must_use]
    pub fn route(&self) -> &str {
        &self.route
    }

    /// Whether the answer is asked for without its body.
    pub(crate) fn is_head(&self) -> bool {
        self.is_head
    }

    pub(crate) fn request_id(&self) -> &str {
        &self.request_id
    }

    /// The circumstances of the request, for the use case.
    #[must_use]
    pub fn invocation(&self) -> &Invocation {
        &self.invocation
    }

    /// The caller.
    ///
    /// # Errors
    /// [`RequestError::Unauthenticated`], or [`RequestError::IssuerUnavailable`] when the token cannot be checked.
    pub fn caller(&self) -> Result<&Caller, RequestError> {
        Ok(&self.identity.as_ref().map_err(Clone::clone)?.caller)
    }

    /// The caller's account, whose address the identity provider has verified.
    ///
    /// # Errors
    /// As [`Self::caller`], and [`staffroom_domain::Rejection::EmailNotVerified`].
    pub fn account(&self) -> Result<Account, ApiError> {
        Ok(self.identity.as_ref().map_err(Clone::clone)?.account()?)
    }

    /// The caller's language, if the token has one and the product has it.
    #[must_use]
    pub fn locale(&self) -> Option<Locale> {
        self.identity.as_ref().ok()?.locale
    }

    /// A parameter of the path. An invalid id is reported like one that does not exist.
    ///
    /// # Errors
    /// [`RequestError::NotFound`].
    pub fn path<T: FromStr>(&self, name: &str) -> Result<T, RequestError> {
        let text = self.request.path_parameters_ref().and_then(|path| path.first(name));
        text.and_then(|text| text.parse().ok()).ok_or(RequestError::NotFound)
    }

    /// The store in the path.
    ///
    /// # Errors
    /// [`RequestError::NotFound`].
    pub fn store(&self) -> Result<StoreId, RequestError> {
        self.path("store")
    }

    /// The person whom the path names: `me` is the caller, `~` begins an id in base64url (RFC 4648, section 5), and anything
    /// else is an id as it is. An id that is `me`, begins with `~`, or holds a `/` or `?` has the second form only, so that no
    /// path means two persons.
    ///
    /// # Errors
    /// [`RequestError::NotFound`], or as [`Self::caller`].
    pub fn user(&self) -> Result<UserId, RequestError> {
        let text: String = self.path("user")?;
        match text.strip_prefix('~') {
            None if text == "me" => Ok(self.caller()?.user.clone()),
            None => text.parse().map_err(|_| RequestError::NotFound),
            Some(encoded) => user_of_base64url(encoded).ok_or(RequestError::NotFound),
        }
    }

    /// The invitation that the path names.
    ///
    /// # Errors
    /// [`RequestError::NotFound`].
    pub fn invitation(&self) -> Result<InvitationId, RequestError> {
        self.path("invitation")
    }

    /// The first value of a query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.request.query_string_parameters_ref().and_then(|query| query.first(name))
    }

    /// All values of a query parameter, which may be repeated or contain commas: API Gateway joins repeated ones by commas, so a
    /// function cannot tell the two apart. Empty values are included.
    #[must_use]
    pub fn query_all(&self, name: &str) -> Vec<&str> {
        let values = self.request.query_string_parameters_ref().and_then(|query| query.all(name));
        values.into_iter().flatten().flat_map(|value| value.split(',')).collect()
    }

    /// An optional query parameter of type `T`.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`], with the parameter's name.
    pub fn query_as<T: FromStr>(&self, name: &str, detail: &str) -> Result<Option<T>, RequestError> {
        let read = |text: &str| text.parse().map_err(|_| RequestError::invalid(name, detail));
        self.query(name).map(read).transpose()
    }

    /// The language that the query asks for.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`], with the parameter's name.
    pub fn query_locale(&self) -> Result<Option<Locale>, RequestError> {
        let unsupported = || RequestError::invalid("locale", "is not a supported language");
        self.query("locale").map(|tag| Locale::parse(tag).ok_or_else(unsupported)).transpose()
    }

    /// An optional time in the query.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`], with the parameter's name.
    pub fn query_time(&self, name: &str) -> Result<Option<Timestamp>, RequestError> {
        let read = |text: &str| match Rfc3339Timestamp::try_from(text.to_owned()) {
            Ok(Rfc3339Timestamp(time)) => Ok(time),
            Err(detail) => Err(RequestError::invalid(name, detail)),
        };
        self.query(name).map(read).transpose()
    }

    /// Refuses query parameters that the route does not take.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`], with the parameter's name.
    pub(crate) fn check_query(&self) -> Result<(), RequestError> {
        query_parameters::check(&self.route, &self.request)
    }

    /// Refuses a body that is too long, also from a call that takes none and ignores it.
    ///
    /// # Errors
    /// [`RequestError::PayloadTooLarge`].
    pub(crate) fn check_size(&self) -> Result<(), RequestError> {
        body::check_size(self.bytes())
    }

    /// The largest number of entries on the page: `limit`, by default 50.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`] when it is not from 1 to 100.
    pub fn limit(&self) -> Result<usize, RequestError> {
        let detail = "must be a number from 1 to 100";
        match self.query_as::<usize>("limit", detail)? {
            None => Ok(bounds::DEFAULT_PAGE_ENTRIES),
            Some(limit @ 1..=bounds::PAGE_ENTRIES) => Ok(limit),
            Some(_) => Err(RequestError::invalid("limit", detail)),
        }
    }

    /// The names of types of published events in the parameter `types`, without repetitions; none where it is not given: all types.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`] for a name that no type has, such as an empty one, and for too many names.
    pub fn event_types(&self) -> Result<BTreeSet<&'static str>, RequestError> {
        let known = |text: &str| PublicData::TYPES.into_iter().find(|name| *name == text);
        let read = |text| known(text).ok_or_else(|| RequestError::invalid("types", "has no type of event"));
        let names = self.query_all("types");
        if names.len() > bounds::EVENT_TYPES {
            return Err(RequestError::invalid(
                "types",
                format!("must have at most {} types", bounds::EVENT_TYPES),
            ));
        }
        names.into_iter().map(read).collect()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// The request's precondition on the version: `If-Match` and `If-None-Match`.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`], with the header's name, when it cannot be checked.
    pub fn precondition(&self) -> Result<Precondition, RequestError> {
        precondition::read(self.headers())
    }

    /// The request's idempotency key, if it has one: `Idempotency-Key`.
    ///
    /// # Errors
    /// [`RequestError::InvalidFields`] when it is sent twice, or not 1 to 255 visible ASCII characters without a comma.
    pub fn idempotency_key(&self, scope: IdempotencyScope) -> Result<Option<IdempotencyKey>, RequestError> {
        let mut values = self.headers().get_all("idempotency-key").iter();
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(idempotency::sent_twice());
        }
        let user = match self.caller() {
            Ok(caller) => Some(&caller.user),
            Err(RequestError::Unauthenticated) => None,
            Err(error) => return Err(error),
        };
        let request = Fingerprint { route: &self.route, uri: self.request.uri(), body: self.bytes() };
        idempotency::key(value.as_bytes(), scope, user, &request).map(Some)
    }

    /// The body as it was sent.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.request.body().as_ref()
    }

    /// A field of the body, read as a form; `None` if the form lacks it.
    ///
    /// # Errors
    /// If it is too long, or no form.
    pub fn form_field(&self, name: &str) -> Result<Option<String>, RequestError> {
        form::field(self.headers(), self.bytes(), name)
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    /// If it is too long, not sent as JSON or not valid JSON, or a field is not valid.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, RequestError> {
        body::read(self.headers(), self.bytes())
    }
}

impl Call {
    /// The body of a call of the AuthZEN Authorization API, read as JSON.
    ///
    /// # Errors
    /// If it is too long; otherwise with status 400.
    pub fn authzen_body<T: DeserializeOwned>(&self) -> Result<T, RequestError> {
        body::read_as_authzen(self.headers(), self.bytes())
    }

    /// The address of this API, without a slash at its end: that of the gateway, with the stage if it is in the path.
    ///
    /// API Gateway has https only, and takes requests for its own domains only. So only an address of the machine itself is
    /// one with http, where the gateway says so.
    #[must_use]
    pub fn base_url(&self) -> String {
        let (domain, stage) = match self.request.request_context_ref() {
            Some(RequestContext::ApiGatewayV2(context)) => {
                (context.domain_name.as_deref(), context.stage.as_deref())
            }
            _ => (None, None),
        };
        let header = |name: &str| self.headers().get(name).and_then(|value| value.to_str().ok());
        // The domain of the context has no port.
        let host = header("host").or(domain).unwrap_or_default();
        let is_http = is_loopback(host) && header("x-forwarded-proto") == Some("http");
        let scheme = if is_http { "http" } else { "https" };
        match stage {
            None | Some("" | "$default") => format!("{scheme}://{host}"),
            Some(stage) => format!("{scheme}://{host}/{stage}"),
        }
    }
}

/// Whether a host, with or without a port, is the machine itself (RFC 6761, section 6.3; RFC 6890, section 2.2.2).
fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_address = |ip: std::net::Ipv4Addr| ip.is_loopback();
    name == "localhost"
        || name.ends_with(".localhost")
        || name == "[::1]"
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(is_address)
}

/// A user as a segment of a path: the id itself, or, where a path would change it or give it another meaning, `~` and its
/// base64url form.
#[must_use]
pub fn path_segment(user: &UserId) -> String {
    let id = user.as_str();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if id != "me" && id != "bulk" && !id.starts_with('.') && id.chars().all(is_plain) {
        id.to_owned()
    } else {
        format!("~{}", URL_SAFE_NO_PAD.encode(id))
    }
}

fn user_of_base64url(encoded: &str) -> Option<UserId> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use lambda_http::{Body, Request, RequestExt};

    use staffroom_app::TimeLimit;

    use super::{Call, is_loopback, path_segment, user_of_base64url};
    use crate::error::RequestError;

    async fn user(text: &str) -> Result<String, RequestError> {
        let path = HashMap::from([("user".to_owned(), text.to_owned())]);
        let request = Request::new(Body::Empty).with_path_parameters(path);
        let call = Call::new(Arc::new(chrono::Utc::now), TimeLimit::default(), None, &[], request).await;
        call.user().map(|user| user.as_str().to_owned())
    }

    async fn base_url(host: &str, proto: &str, stage: &str) -> String {
        let event = serde_json::json!({
            "version": "2.0", "routeKey": "GET /x", "rawPath": "/x", "rawQueryString": "",
            "headers": {"host": host, "x-forwarded-proto": proto}, "isBase64Encoded": false,
            "requestContext": {
                "accountId": "0", "apiId": "a", "domainName": host, "requestId": "r", "stage": stage, "time": "",
                "timeEpoch": 0, "http": {"method": "GET", "path": "/x", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1",
                "userAgent": ""},
            },
        });
        let request = lambda_http::request::from_str(&event.to_string()).unwrap();
        Call::new(Arc::new(chrono::Utc::now), TimeLimit::default(), None, &[], request).await.base_url()
    }

    #[tokio::test]
    async fn the_address_is_the_gateways() {
        let aws = "a.execute-api.eu-west-3.amazonaws.com";
        assert_eq!(base_url(aws, "https", "$default").await, format!("https://{aws}"));
        assert_eq!(base_url(aws, "https", "v1").await, format!("https://{aws}/v1"));
        assert_eq!(base_url(aws, "http", "$default").await, format!("https://{aws}"), "AWS has https only");
        assert_eq!(base_url("127.0.0.1:3000", "http", "$default").await, "http://127.0.0.1:3000");
        assert_eq!(base_url("localhost:8443", "https", "$default").await, "https://localhost:8443");
    }

    #[test]
    fn only_the_machine_itself_is_loopback() {
        for host in ["127.0.0.1", "127.0.0.1:3000", "localhost", "api.localhost:80", "[::1]:3000"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "localhost.example.com", "127.0.0.1.example.com", "192.0.2.1:80", "[2001:db8::1]:80"]
        {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[tokio::test]
    async fn a_user_is_found_by_their_segment() {
        for (id, segment) in
            [("ana", "ana"), ("me", "~bWU"), ("bulk", "~YnVsaw"), ("auth0|ana b", "~YXV0aDB8YW5hIGI")]
        {
            assert_eq!(path_segment(&id.parse().unwrap()), segment);
            assert_eq!(user(segment).await.unwrap(), id);
        }
    }

    #[tokio::test]
    async fn no_path_means_two_persons() {
        assert_eq!(user("ana").await.unwrap(), "ana");
        assert_eq!(user("auth0|ana b").await.unwrap(), "auth0|ana b");
        for (encoded, id) in [("~bWU", "me"), ("~fmE", "~a"), ("~YS9iP2M", "a/b?c"), ("~YW5h", "ana")] {
            assert_eq!(user(encoded).await.unwrap(), id);
        }
        for wrong in ["", "~", "~bWU=", "~bW", "~!", "~_w"] {
            assert_eq!(user(wrong).await, Err(RequestError::NotFound), "{wrong}");
        }
        assert_eq!(user("me").await, Err(RequestError::Unauthenticated), "the caller, who is nobody here");
        assert_eq!(user_of_base64url(""), None);
    }
}
