//! One call of the API, from which its entry in `paths` follows. What every call of a kind answers is not repeated by each:
//! see [`Operation::refused`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Map, Value, json};
use staffroom_domain::describe::prose;

use crate::problems::ProblemResponse;
use crate::schemas::{self, Described, Schemas, reference, set};

/// Who may call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Security {
    /// Anyone with a token.
    Token,
    /// The platform: a token with its scope.
    Platform,
    /// Anyone.
    Public,
}

/// A call.
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    id: &'static str,
    tag: &'static str,
    prose: String,
    security: Security,
    parameters: Vec<&'static str>,
    body: Option<Body>,
    /// The schema of a form, in the place of a body in JSON.
    form: Option<Value>,
    answers: Vec<Answer>,
    refuses: Vec<&'static str>,
    /// Whether it is a page or a file, which needs neither token nor database.
    is_page: bool,
    /// Whether it is a call of the AuthZEN Authorization API, which has 400 for all that is wrong with a request.
    is_authzen: bool,
}

struct Body {
    described: Described,
    is_required: bool,
    examples: Value,
}

/// A response of success.
pub(crate) struct Answer {
    status: u16,
    description: &'static str,
    described: Option<Described>,
    headers: Map<String, Value>,
    content: Value,
    examples: Value,
    /// The response is this one of `components::responses`.
    component: Option<&'static str>,
}

impl Answer {
    /// A JSON body.
    pub(crate) fn json<T: JsonSchema>(status: u16, description: &'static str) -> Self {
        Self { described: Some(schemas::of::<T>()), ..Self::empty(status, description) }
    }

    /// No body.
    pub(crate) fn empty(status: u16, description: &'static str) -> Self {
        let (headers, content, examples) = (Map::new(), Value::Null, Value::Null);
        Self { status, description, described: None, headers, content, examples, component: None }
    }

    /// A body of another type than JSON.
    pub(crate) fn other(status: u16, description: &'static str, content: Value) -> Self {
        Self { content, ..Self::empty(status, description) }
    }

    /// A response of `components::responses`.
    pub(crate) fn component(status: u16, name: &'static str) -> Self {
        Self { component: Some(name), ..Self::empty(status, "") }
    }

    /// With the version of the resource.
    pub(crate) fn etag(self) -> Self {
        self.header("ETag", reference("headers", "ETag"))
    }

    /// With the path of the created resource.
    pub(crate) fn location(self) -> Self {
        self.header("Location", reference("headers", "Location"))
    }

    pub(crate) fn header(mut self, name: &str, header: Value) -> Self {
        self.headers.insert(name.to_owned(), header);
        self
    }

    pub(crate) fn examples(mut self, examples: Value) -> Self {
        self.examples = examples;
        self
    }

    /// With the caller's own id of the request.
    pub(crate) fn request_id(self) -> Self {
        self.header("X-Request-ID", reference("headers", "RequestId"))
    }

    fn describe(&self, schemas: &mut Schemas) -> Value {
        if let Some(name) = self.component {
            return reference("responses", name);
        }
        let mut response = json!({ "description": self.description });
        if !self.headers.is_empty() {
            set(&mut response, "headers", self.headers.clone().into());
        }
        if let Some(described) = self.described {
            let mut content = json!({ "schema": schemas.response(described) });
            if !self.examples.is_null() {
                set(&mut content, "examples", self.examples.clone());
            }
            set(&mut response, "content", json!({ "application/json": content }));
        } else if !self.content.is_null() {
            set(&mut response, "content", self.content.clone());
        }
        response
    }
}

impl Operation {
    /// The call of a route, such as `GET /stores/{store}`.
    pub(crate) fn new(id: &'static str, route: &str, tag: &'static str, lines: &[&str]) -> Self {
        let (method, path) = route.split_once(' ').unwrap_or((route, "/"));
        Self {
            method: method.to_ascii_lowercase(),
            path: path.to_owned(),
            id,
            tag,
            prose: prose(lines),
            security: Security::Token,
            parameters: Vec::new(),
            body: None,
            form: None,
            answers: Vec::new(),
            refuses: Vec::new(),
            is_page: false,
            is_authzen: false,
        }
    }

    /// For the platform only.
    pub(crate) fn platform(mut self) -> Self {
        self.security = Security::Platform;
        self
    }

    /// For anyone, without a token.
    pub(crate) fn public(mut self) -> Self {
        self.security = Security::Public;
        self
    }

    /// A page or a file.
    pub(crate) fn page(mut self) -> Self {
        self.is_page = true;
        self.public()
    }

    /// A call of the AuthZEN Authorization API.
    pub(crate) fn authzen(mut self) -> Self {
        self.is_authzen = true;
        self.takes(&["requestId"]).refuses(&["MalformedEvaluation"])
    }

    /// Takes these parameters of `components::parameters`, beside those of its path.
    pub(crate) fn takes(mut self, parameters: &[&'static str]) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// Takes a body, for which these are examples.
    pub(crate) fn body<T: JsonSchema>(mut self, examples: Value) -> Self {
        self.body = Some(Body { described: schemas::of::<T>(), is_required: true, examples });
        self
    }

    /// Takes a body that may be left out.
    pub(crate) fn optional_body<T: JsonSchema>(mut self, examples: Value) -> Self {
        self.body = Some(Body { described: schemas::of::<T>(), is_required: false, examples });
        self
    }

    /// Takes a form of this schema.
    pub(crate) fn form(mut self, schema: Value) -> Self {
        self.form = Some(schema);
        self
    }

    /// Answers so if it succeeds.
    pub(crate) fn answers(mut self, answer: Answer) -> Self {
        self.answers.push(answer);
        self
    }

    /// Answers with these problems, in the place of those that follow from its form.
    pub(crate) fn refuses(mut self, refuses: &[&'static str]) -> Self {
        self.refuses.extend(refuses);
        self
    }

    /// Whether it does something in a store that is not closed. `access` answers about a closed one, too.
    fn is_in_store(&self) -> bool {
        self.path.starts_with("/stores/{store}") && !["checkAccess", "closeStore"].contains(&self.id)
    }

    /// The problems by status. These follow from the call's form, unless it names others of the same status:
    ///
    /// | form | problems |
    /// | --- | --- |
    /// | a token | 401; with a scope 403, too |
    /// | a body | 400, 415 |
    /// | a path below a store | 403, 410 |
    /// | a form | 415 |
    /// | a path with a parameter | 404 |
    /// | `If-Match` | 412 |
    /// | `Idempotency-Key` | 409, and its reuse under 422 |
    /// | all | 413 |
    /// | all but pages | 422, 500, 503 |
    /// | a call of the AuthZEN Authorization API | neither 415 nor 422 |
    fn refused(&self, refusals: &[ProblemResponse]) -> BTreeMap<String, &'static str> {
        let has = |name: &str| self.parameters.contains(&name);
        let is_signed_in = self.security != Security::Public;
        let follows = [
            (self.body.is_some(), "Malformed"),
            (is_signed_in, "Unauthenticated"),
            (is_signed_in && self.path.starts_with("/stores/{store}"), "Suspended"),
            (self.is_in_store(), "StoreClosed"),
            (self.security == Security::Platform, "PlatformOnly"),
            (self.path.contains('{'), "NotFound"),
            (has("idempotencyKey"), "IdempotencyKeyInUse"),
            (has("ifMatch"), "PreconditionFailed"),
            (true, "PayloadTooLarge"),
            ((self.body.is_some() && !self.is_authzen) || self.form.is_some(), "UnsupportedMediaType"),
            (!self.is_page && !self.is_authzen, "InvalidField"),
            // The key of a call without a token applies to the request, so that no other one can reuse it.
            (is_signed_in && has("idempotencyKey"), "InvalidFieldOrKey"),
            (!self.is_page, "Internal"),
            (!self.is_page, "Unavailable"),
        ];
        let follows = follows.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name);
        let status = |name: &str| refusals.iter().find(|one| one.name == name).map(ProblemResponse::status);
        let named = follows.chain(self.refuses.iter().copied());
        named.map(|name| (status(name).unwrap_or_else(|| name.to_owned()), name)).collect()
    }

    /// The entry in `paths`.
    pub(crate) fn describe(&self, schemas: &mut Schemas, refusals: &[ProblemResponse]) -> Value {
        let mut operation = self.common(self.id, "");
        if let Some((_, description)) = self.prose.split_once("\n\n") {
            set(&mut operation, "description", description.trim().into());
        }
        if let Some(body) = &self.body {
            let mut content = json!({ "schema": schemas.request(body.described) });
            if !body.examples.is_null() {
                set(&mut content, "examples", body.examples.clone());
            }
            let mut request = json!({ "content": { "application/json": content } });
            if body.is_required {
                set(&mut request, "required", true.into());
            }
            set(&mut operation, "requestBody", request);
        }
        if let Some(schema) = &self.form {
            let content = json!({ "application/x-www-form-urlencoded": { "schema": schema.clone() } });
            set(&mut operation, "requestBody", json!({ "content": content, "required": true }));
        }
        let mut responses = Map::new();
        for answer in &self.answers {
            responses.insert(answer.status.to_string(), answer.describe(schemas));
        }
        for (status, name) in self.refused(refusals) {
            responses.insert(status, reference("responses", name));
        }
        if self.is_page && !self.path.contains('{') {
            responses.insert("429".to_owned(), reference("responses", "TooManyRequests"));
        }
        responses.insert("default".to_owned(), reference("responses", "Default"));
        set(&mut operation, "responses", responses.into());
        operation
    }

    /// The entry in `paths` of `HEAD`, which every `GET` has.
    pub(crate) fn describe_head(&self) -> Option<Value> {
        if self.method != "get" {
            return None;
        }
        let (first, rest) = self.id.split_at(1);
        let mut operation = self.common(&format!("head{}{rest}", first.to_uppercase()), ", without the body");
        let mut responses = Map::new();
        for answer in &self.answers {
            let response = if answer.headers.is_empty() {
                reference("responses", "Head")
            } else {
                json!({
                    "description": "The headers of the response to `GET`; there is no body",
                    "headers": answer.headers.clone(),
                })
            };
            responses.insert(answer.status.to_string(), response);
        }
        responses.insert("4XX".to_owned(), reference("responses", "HeadRefused"));
        if !self.is_page {
            responses.insert("5XX".to_owned(), reference("responses", "HeadRefused"));
        }
        set(&mut operation, "responses", responses.into());
        Some(operation)
    }

    /// What `GET` and `HEAD` have in common.
    fn common(&self, id: &str, without: &str) -> Value {
        let summary = self.prose.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        let mut operation =
            json!({ "tags": [self.tag], "operationId": id, "summary": format!("{summary}{without}") });
        match self.security {
            Security::Token => {}
            Security::Platform => {
                set(&mut operation, "security", json!([{ "token": ["staffroom/platform"] }]));
            }
            Security::Public => set(&mut operation, "security", json!([])),
        }
        if !self.parameters.is_empty() {
            let parameters: Vec<Value> =
                self.parameters.iter().map(|name| reference("parameters", name)).collect();
            set(&mut operation, "parameters", parameters.into());
        }
        operation
    }
}

/// Defines calls: their prose, id, route, tag, and what else there is to say.
macro_rules! operations {
    ($tag:literal $($(#[doc = $line:literal])* $id:literal $route:literal => $more:expr;)+) => {
        pub(super) fn operations() -> Vec<crate::operation::Operation> {
            let more: &[fn(crate::operation::Operation) -> crate::operation::Operation] = &[$($more),+];
            let calls = [$(crate::operation::Operation::new($id, $route, $tag, &[$($line),*])),+];
            calls.into_iter().zip(more).map(|(call, more)| more(call)).collect()
        }
    };
}
pub(crate) use operations;
