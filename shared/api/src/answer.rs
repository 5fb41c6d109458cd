use lambda_http::http::{StatusCode, header};
use lambda_http::{Body, Response};
use serde::{Deserialize, Serialize, Serializer};
use staffroom_app::Fault;
use staffroom_response::closed;

use crate::cursor::Cursor;
use crate::error::ApiError;

/// The answer to a request, before its conversion to HTTP. It can be stored, and returned again to a repeated
/// request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// How many seconds anyone may keep it. No stored answer has it.
    #[serde(skip)]
    max_age: Option<u32>,
}

/// The page after this one; `None` on the last one.
#[derive(Debug, Clone)]
pub struct Next(pub Option<Cursor>);

impl Serialize for Next {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map(Cursor::encode).serialize(serializer)
    }
}

impl Answer {
    /// Reads an answer that was stored with an idempotency key.
    ///
    /// # Errors
    /// If the text is not a stored answer.
    pub fn stored(text: &str) -> Result<Self, ApiError> {
        serde_json::from_str(text)
            .map_err(|error| Fault::Corrupt { kind: "idempotency record", source: Box::new(error) }.into())
    }

    /// An answer with a JSON body.
    #[must_use]
    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        // Views contain only strings, numbers and lists, so their serialization cannot fail.
        let body = serde_json::to_string(body).ok();
        Self { body, ..Self::empty(status.as_u16()) }
    }

    /// 200 with a JSON body.
    #[must_use]
    pub fn ok(body: &impl Serialize) -> Self {
        Self::json(StatusCode::OK, body)
    }

    /// 204.
    #[must_use]
    pub fn no_content() -> Self {
        Self::empty(204)
    }

    /// 202 without a body.
    #[must_use]
    pub fn accepted() -> Self {
        Self::empty(202)
    }

    fn empty(status: u16) -> Self {
        Self { status, location: None, etag: None, body: None, max_age: None }
    }

    /// Lets anyone keep the answer for so many seconds (RFC 9111, section 5.2.2).
    #[must_use]
    pub fn cached_for(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// Sets the URL of the created resource.
    #[must_use]
    pub fn at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// Sets the version of the resource, for a later `If-Match` (RFC 9110, section 8.8.3).
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
        // Unless it says otherwise, it must not be cached: it is one caller's, and may be out of date a moment later.
        let caching =
            self.max_age.map_or("no-store".to_owned(), |seconds| format!("public, max-age={seconds}"));
        let mut response =
            closed(Response::builder()).status(self.status).header(header::CACHE_CONTROL, caching);
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

#[cfg(test)]
mod tests {
    use lambda_http::http::StatusCode;
    use serde_json::{Value, json};
    use staffroom_app::{Key, List};

    use super::{Answer, Next};
    use crate::cursor::Cursor;
    use crate::view::MemberPage;

    #[test]
    fn a_stored_answer_is_given_again_as_it_was() {
        let answers = [
            Answer::json(StatusCode::CREATED, &json!({"id": 1})).at("/stores/demo".to_owned()).version(3),
            Answer::no_content(),
            Answer::accepted(),
        ];
        for answer in answers {
            let text = serde_json::to_string(&answer).unwrap();
            let again: Answer = serde_json::from_str(&text).unwrap();
            assert_eq!(again, answer);
            let (one, other) = (answer.into_response().unwrap(), again.into_response().unwrap());
            assert_eq!(
                (one.status(), one.headers(), one.body()),
                (other.status(), other.headers(), other.body())
            );
        }
    }

    #[test]
    fn a_list_says_where_it_goes_on() {
        let body = |next_cursor| -> Value {
            let page = MemberPage { members: Vec::new(), next_cursor };
            let response = Answer::ok(&page).into_response().unwrap();
            serde_json::from_slice(response.body().as_ref()).unwrap()
        };
        assert_eq!(body(Next(None)), json!({"members": [], "next_cursor": null}));
        let list = List::Activities("demo".parse().unwrap());
        let key = Key::Activity("demo".parse().unwrap(), "show".parse().unwrap());
        let next = Next(Cursor::after(&list, "", key.clone()));
        let cursor = body(next)["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(Cursor::decode(&cursor, &list, "").unwrap().key(), Some(&key));
    }
}
