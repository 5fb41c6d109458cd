use lambda_http::http::{StatusCode, header};
use lambda_http::{Body, Response};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

/// What a call is answered, before it is HTTP. It can be stored, to be given again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

/// What comes after a list.
#[derive(Debug, Clone)]
pub enum Next {
    /// It has no pages.
    Unpaged,
    /// The page at this cursor; `None` on the last one.
    Page(Option<String>),
}

struct List<'a, T> {
    name: &'static str,
    items: &'a [T],
    next: Next,
}

impl<T: Serialize> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        members.serialize_entry(self.name, self.items)?;
        if let Next::Page(cursor) = &self.next {
            members.serialize_entry("next_cursor", cursor)?;
        }
        members.end()
    }
}

impl Answer {
    /// An answer with a JSON body.
    #[must_use]
    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        // A view is made of strings, numbers and lists, which always serialize.
        let body = serde_json::to_string(body).ok();
        Self { status: status.as_u16(), location: None, etag: None, body }
    }

    /// 200 with a JSON body.
    #[must_use]
    pub fn ok(body: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// 200 with a list under its name, and the cursor of the next page where there are pages.
    #[must_use]
    pub fn list<T: Serialize>(name: &'static str, items: &[T], next: Next) -> Self {
        Self::ok(&List { name, items, next })
    }

    /// 204.
    #[must_use]
    pub fn no_content() -> Self {
        Self { status: 204, location: None, etag: None, body: None }
    }

    /// 202 without a body.
    #[must_use]
    pub fn accepted() -> Self {
        Self { status: 202, location: None, etag: None, body: None }
    }

    /// Says where the new thing is.
    #[must_use]
    pub fn at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// Says which version this is, for a later `If-Match` (RFC 9110, section 8.8.3).
    #[must_use]
    pub fn version(mut self, version: u64) -> Self {
        self.etag = Some(format!("\"{version}\""));
        self
    }

    /// The answer as HTTP.
    ///
    /// # Errors
    /// When a header cannot hold its value.
    pub fn into_response(self) -> Result<Response<Body>, lambda_http::Error> {
        // What is answered is somebody's alone, and may be another's a moment later.
        let mut response = Response::builder().status(self.status).header(header::CACHE_CONTROL, "no-store");
        if let Some(location) = self.location {
            response = response.header(header::LOCATION, location);
        }
        if let Some(etag) = self.etag {
            response = response.header(header::ETAG, etag);
        }
        Ok(match self.body {
            Some(body) => response.header(header::CONTENT_TYPE, "application/json").body(Body::Text(body))?,
            None => response.body(Body::Empty)?,
        })
    }
}
