//! Requests, and what is changed in them.

use std::fmt;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::random::Random;

#[derive(Clone)]
pub struct RequestParts {
    pub method: String,
    path: String,
    query: Vec<(String, String)>,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Option<Vec<u8>>,
}

impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let excerpt = |bytes: &[u8]| String::from_utf8_lossy(bytes).chars().take(800).collect::<String>();
        write!(f, "{} {}", self.method, self.target().chars().take(800).collect::<String>())?;
        for (name, value) in &self.headers {
            write!(f, "\n  {name}: {:?}", excerpt(value))?;
        }
        write!(f, "\n  {:?}", self.body.as_deref().map(excerpt))
    }
}

impl RequestParts {
    pub fn new(method: &str, target: &str, token: &str, body: Option<Value>) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        let mut headers = vec![("authorization".to_owned(), format!("Bearer {token}").into_bytes())];
        if body.is_some() {
            headers.push(("content-type".to_owned(), b"application/json".to_vec()));
        }
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            headers,
            body: body.map(|body| body.to_string().into_bytes()),
        }
    }

    /// Path and query.
    pub fn target(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }

    fn set_header(&mut self, name: &str, value: impl Into<Vec<u8>>) {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.into()));
    }
}

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"];

const FIELDS: [&str; 31] = [
    "email",
    "roles",
    "permissions",
    "access_ends_at",
    "locale",
    "name",
    "owner",
    "catalog",
    "plan",
    "admin_url",
    "time_zone",
    "settings",
    "support_access",
    "allowed_domains",
    "invitations",
    "token",
    "reason",
    "user_id",
    "type",
    "activity_id",
    "order",
    "app",
    "installed_by",
    "order_notifications",
    "number",
    "customer",
    "total",
    "__proto__",
    "",
    "constructor",
    "éx",
];

const PARAMETERS: [&str; 12] = [
    "limit",
    "cursor",
    "status",
    "locale",
    "permission",
    "user_id",
    "replace_with",
    "",
    "x",
    "Limit",
    "limit[]",
    "%00",
];

const HEADERS: [&str; 14] = [
    "content-type",
    "if-match",
    "if-none-match",
    "idempotency-key",
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "cookie",
    "host",
    "x-forwarded-for",
    "content-length",
    "content-encoding",
    "x-http-method-override",
];

const HEADER_VALUES: [&str; 32] = [
    "",
    " ",
    "*",
    "\"*\"",
    "\"1\"",
    "W/\"1\"",
    "\"1\", \"2\"",
    "1",
    "\"",
    "\"99999999999999999999\"",
    "application/json",
    "APPLICATION/JSON; charset=utf-8",
    "application/json; charset=latin-1",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/problem+json",
    "application/json,text/html",
    "application/json;",
    "gzip",
    "br;q=0, *;q=0",
    "identity;q=0",
    "fr-CH, fr;q=0.9, *;q=0.5",
    "Bearer",
    "Bearer x",
    "Basic eDp4",
    "Bearer a.b.c",
    "a=b; c",
    "example.org:99999",
    "[::1]",
    "key-1",
];

const TEXTS: [&str; 52] = [
    "",
    " ",
    "\u{0}",
    "\t\r\n",
    "\u{202e}abc",
    "\u{200b}",
    "\u{feff}",
    "😀",
    "👩‍👩‍👧",
    "a\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "ǅ",
    "null",
    "true",
    "NaN",
    "-1",
    "0",
    "../..",
    "..%2f",
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "%s%n",
    "#",
    "a#b",
    "STORE#x",
    "MEMBER#ana",
    "a@example.org",
    "A@EXAMPLE.ORG",
    "a@bücher.example",
    "\"a b\"@example.org",
    "a@[127.0.0.1]",
    "a+b@example.org",
    "a@example.org, b@example.org",
    "en",
    "fr-CA",
    "x-klingon",
    "pending",
    "2026-02-30T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2099-01-01T00:00:60Z",
    "2099-01-01T00:00:00+23:59",
    "2099-01-01",
    "https://example.org/",
    "javascript:alert(1)",
    "http://[::1",
    "example.org",
    "owner",
];

const LENGTHS: [usize; 18] =
    [1, 35, 36, 63, 64, 65, 100, 101, 200, 201, 253, 254, 255, 256, 1000, 1001, 2001, 20_000];

fn text(random: &mut Random, values: &[String]) -> String {
    match random.below(10) {
        0..=3 => (*random.pick(&TEXTS)).to_owned(),
        4 | 5 => random.pick(values).clone(),
        6 => {
            let letter = random.pick(&["a", "ä", "😀", "-", ".", "9", "\u{200d}", " "]);
            letter.repeat(*random.pick(&LENGTHS))
        }
        7 => format!("{}@example.org", "a".repeat(*random.pick(&LENGTHS))),
        8 => {
            let mut text: Vec<char> = random.pick(values).chars().collect();
            let index = random.index(text.len());
            match random.below(3) {
                0 => text.truncate(index),
                1 => text[index] = *random.pick(&['A', '0', '\u{0}', 'é', '-', '#', '/', '\u{10ffff}']),
                _ => text.insert(index, *random.pick(&['x', ' ', '\n', '\u{ad}'])),
            }
            text.into_iter().collect()
        }
        _ => (0..random.below(12))
            .filter_map(|_| char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap_or_default()))
            .collect(),
    }
}

fn value(random: &mut Random, values: &[String]) -> Value {
    match random.below(14) {
        0 => Value::Null,
        1 => json!(random.chance(50)),
        2 => random
            .pick(&[
                json!(0),
                json!(-1),
                json!(1.5),
                json!(i64::MAX),
                json!(u64::MAX),
                json!(i64::MIN),
                json!(1e308),
                json!(-0.0),
            ])
            .clone(),
        3 => json!({}),
        4 => json!([]),
        5 => json!([text(random, values)]),
        6 => (0..random.below(130)).map(|_| json!(text(random, values))).collect(),
        7 => json!({*random.pick(&FIELDS): text(random, values)}),
        8 => (0..random.below(64)).fold(json!(1), |inside, _| json!([inside])),
        9 => json!(["sales", "sales", "team", "administrator", "owner", "scanner"]),
        _ => json!(text(random, values)),
    }
}

/// Changes one thing.
pub fn mutate(request: &mut RequestParts, random: &mut Random, tokens: &[String], values: &[String]) {
    match random.below(20) {
        0..=8 => change_body(request, random, values),
        9 | 10 => {
            let new = text(random, values);
            let new = if random.chance(85) { encoded(&new) } else { new };
            let mut segments: Vec<String> = request.path.split('/').map(str::to_owned).collect();
            let index = random.index(segments.len());
            match random.below(6) {
                0 => segments.insert(index, new),
                1 => drop(segments.remove(index)),
                2 => segments.push(String::new()),
                _ => segments[index] = new,
            }
            let path = segments.join("/");
            request.path = if path.starts_with('/') { path } else { format!("/{path}") };
        }
        11 | 12 => {
            let (name, new) = (*random.pick(&PARAMETERS), text(random, values));
            let new = if random.chance(85) { encoded(&new) } else { new };
            match random.below(4) {
                0 if !request.query.is_empty() => {
                    let index = random.index(request.query.len());
                    request.query[index].1 = new;
                }
                1 if !request.query.is_empty() => {
                    let again = random.pick(&request.query).clone();
                    request.query.push(again);
                }
                _ => request.query.push((name.to_owned(), new)),
            }
        }
        13 => request.method = (*random.pick(&METHODS)).to_owned(),
        14 | 15 => {
            let token = random.pick(tokens);
            request.set_header("authorization", format!("Bearer {token}"));
        }
        16 => {
            request.headers.retain(|(name, _)| name != random.pick(&HEADERS));
        }
        _ => {
            let name = *random.pick(&HEADERS);
            let value = match random.below(4) {
                0 => text(random, values).into_bytes(),
                1 => (0..random.below(20)).map(|_| random.next().to_le_bytes()[0]).collect(),
                _ => random.pick(&HEADER_VALUES).as_bytes().to_vec(),
            };
            if random.chance(20) {
                request.headers.push((name.to_owned(), value));
            } else {
                request.set_header(name, value);
            }
        }
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn change_body(request: &mut RequestParts, random: &mut Random, values: &[String]) {
    let parsed = request.body.as_deref().and_then(|body| serde_json::from_slice::<Value>(body).ok());
    match (parsed, random.below(12)) {
        (Some(mut body), 0..=8) => {
            change_value(&mut body, random, values);
            request.body = Some(body.to_string().into_bytes());
        }
        (None, 0..=6) => {
            let fields =
                (0..random.below(4)).map(|_| ((*random.pick(&FIELDS)).to_owned(), value(random, values)));
            let body = Value::Object(fields.collect::<Map<_, _>>());
            request.body = Some(body.to_string().into_bytes());
            if random.chance(80) {
                request.set_header("content-type", "application/json");
            }
        }
        (_, 9) => request.body = Some(value(random, values).to_string().into_bytes()),
        _ => change_bytes(request, random),
    }
}

/// Changes the value or one inside it.
fn change_value(body: &mut Value, random: &mut Random, values: &[String]) {
    match body {
        Value::Object(members) if !members.is_empty() && random.chance(85) => {
            let names: Vec<String> = members.keys().cloned().collect();
            let name = random.pick(&names).clone();
            match random.below(8) {
                0 => drop(members.remove(&name)),
                1 => drop(members.insert((*random.pick(&FIELDS)).to_owned(), value(random, values))),
                2 => {
                    let moved = members.remove(&name).unwrap_or_default();
                    members.insert((*random.pick(&FIELDS)).to_owned(), moved);
                }
                _ => members
                    .values_mut()
                    .nth(random.index(names.len()))
                    .into_iter()
                    .for_each(|inside| change_value(inside, random, values)),
            }
        }
        Value::Array(items) if !items.is_empty() && random.chance(85) => {
            let index = random.index(items.len());
            match random.below(6) {
                0 => drop(items.remove(index)),
                1 => items.push(value(random, values)),
                2 => {
                    let again = items[index].clone();
                    items.extend(std::iter::repeat_n(again, random.index(120)));
                }
                _ => change_value(&mut items[index], random, values),
            }
        }
        other => *other = value(random, values),
    }
}

/// Changes the body so that it may be no JSON, no UTF-8, or too large.
fn change_bytes(request: &mut RequestParts, random: &mut Random) {
    let mut body = request.body.take().unwrap_or_default();
    let index = random.index(body.len() + 1);
    match random.below(9) {
        0 => body.truncate(index),
        1 => body.insert(index, random.next().to_le_bytes()[0]),
        2 if index < body.len() => body[index] ^= 1 << random.below(8),
        3 => body
            .splice(
                index..index,
                random
                    .pick(&[&b"\\ud800"[..], b"1e400", b"\xff\xfe", b"\xed\xa0\x80", b"\0", b"//", b","])
                    .iter()
                    .copied(),
            )
            .for_each(drop),
        4 => body.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
        5 => body.extend_from_within(..),
        6 if random.chance(10) => body.resize(300_000, b' '),
        7 => body = "[".repeat(random.index(5000)).into_bytes(),
        _ => body.clear(),
    }
    request.body = Some(body);
}
