//! What every response has, whatever function gives it: the security headers, and the problems of functions that reach no
//! database.

use lambda_http::http::response::Builder;
use lambda_http::http::{HeaderValue, StatusCode, header};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Error, Request, RequestExt, Response};

/// How long browsers use https only, in seconds: two years.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// Adds the headers of every response: https only, no guessing of types, no referrer.
#[must_use]
pub fn secured(response: Builder) -> Builder {
    response
        .header(header::STRICT_TRANSPORT_SECURITY, HSTS)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
}

/// As [`secured`], for a response that is no page: a browser that opens it loads and runs nothing, and shows it in no frame.
#[must_use]
pub fn closed(response: Builder) -> Builder {
    secured(response).header(
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    )
}

/// 404: the path names nothing.
///
/// # Errors
/// When the response cannot be built.
pub fn not_found(request: &Request, detail: &str) -> Result<Response<Body>, Error> {
    problem(Response::builder(), request, StatusCode::NOT_FOUND, ("not_found", "Not found", detail))
}

/// 405: the path has other methods, which `Allow` lists (RFC 9110, section 15.5.6).
///
/// # Errors
/// When the response cannot be built.
pub fn method_not_allowed(request: &Request, allow: &str) -> Result<Response<Body>, Error> {
    let response = Response::builder().header(header::ALLOW, allow);
    let texts = ("method_not_allowed", "Method not allowed", "`Allow` lists the methods of this path.");
    problem(response, request, StatusCode::METHOD_NOT_ALLOWED, texts)
}

/// The response without its body where the method is `HEAD` (RFC 9110, section 9.3.2).
#[must_use]
pub fn without_body_for_head(request: &Request, response: Response<Body>) -> Response<Body> {
    if request.method() == lambda_http::http::Method::HEAD { without_body(response) } else { response }
}

/// The response to `HEAD`: without its body, whose length in bytes it has as the response to `GET` has (RFC 9110, section 8.6).
#[must_use]
pub fn without_body(response: Response<Body>) -> Response<Body> {
    let (mut head, body) = response.into_parts();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Response::from_parts(head, Body::Empty)
}

/// A problem (RFC 9457). Its texts must need no escaping in JSON.
fn problem(
    response: Builder,
    request: &Request,
    status: StatusCode,
    (code, title, detail): (&str, &str, &str),
) -> Result<Response<Body>, Error> {
    let id = match request.request_context_ref() {
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let body = format!(
        r#"{{"type":"urn:staffroom:problem:{code}","title":"{title}","status":{},"code":"{code}","detail":"{detail}","instance":"urn:request:{id}"}}"#,
        status.as_u16()
    );
    let response = closed(response.status(status))
        .header(header::CONTENT_TYPE, "application/problem+json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(Body::Text(body))?;
    Ok(without_body_for_head(request, response))
}

#[cfg(test)]
mod tests {
    use lambda_http::http::{HeaderMap, Method};
    use lambda_http::{Body, Request, Response};
    use serde_json::Value;

    use super::{closed, method_not_allowed, not_found, secured};

    fn request(method: Method) -> Request {
        let mut request = Request::new(Body::Empty);
        *request.method_mut() = method;
        request
    }

    fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        headers.get(name).map(|value| value.to_str().unwrap())
    }

    #[test]
    fn a_response_is_secured_and_one_that_is_no_page_is_closed() {
        let page = secured(Response::builder()).body(()).unwrap();
        for (name, value) in [
            ("strict-transport-security", "max-age=63072000; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(header(page.headers(), name), Some(value));
        }
        let answer = closed(Response::builder()).body(()).unwrap();
        assert_eq!(answer.headers().len(), page.headers().len() + 1);
        let policy = header(answer.headers(), "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; frame-ancestors 'none'"), "{policy}");
    }

    #[test]
    fn a_problem_is_json_and_has_no_body_for_head() {
        let missing = not_found(&request(Method::GET), "Nothing is here.").unwrap();
        let problem: Value = serde_json::from_slice(missing.body().as_ref()).unwrap();
        assert_eq!((&problem["status"], &problem["code"]), (&404.into(), &"not_found".into()));
        let refused = method_not_allowed(&request(Method::PUT), "GET, HEAD").unwrap();
        assert_eq!((refused.status().as_u16(), header(refused.headers(), "allow")), (405, Some("GET, HEAD")));
        let problem: Value = serde_json::from_slice(refused.body().as_ref()).unwrap();
        assert_eq!((&problem["status"], &problem["code"]), (&405.into(), &"method_not_allowed".into()));
        let head = not_found(&request(Method::HEAD), "Nothing is here.").unwrap();
        assert!(head.body().is_empty() && head.status() == 404);
        let length = missing.body().len().to_string();
        assert_eq!(header(head.headers(), "content-length"), Some(length.as_str()));
    }
}
