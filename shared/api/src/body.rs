use std::fmt;
use std::marker::PhantomData;

use chrono::{Datelike, SubsecRound, Timelike};
use lambda_http::http::HeaderMap;
use lambda_http::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::de::{DeserializeOwned, Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use staffroom_domain::{Timestamp, bounds};

use crate::error::RequestError;

/// The most bytes of a body.
const LIMIT: usize = bounds::BODY_BYTES;
/// The most characters of what serde says of a value, which it quotes.
const DETAIL_CHARACTERS: usize = 300;
/// The most characters of a name in a pointer. A name that is longer is none of the API's.
pub(crate) const NAME_CHARACTERS: usize = 100;

/// Reads a request's body as JSON.
///
/// # Errors
/// [`RequestError::PayloadTooLarge`], [`RequestError::UnsupportedMediaType`], [`RequestError::Malformed`] if
/// it is not JSON, [`RequestError::InvalidFields`] with the pointers of invalid fields.
pub(crate) fn read<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T, RequestError> {
    check_size(bytes)?;
    if !bytes.is_empty() && !is_plain_json(headers) {
        return Err(RequestError::UnsupportedMediaType { accepted: PLAIN_JSON });
    }
    // Check the syntax first, so that malformed JSON is reported as such, and not as an invalid field.
    let text = std::str::from_utf8(bytes)
        .map_err(|_| RequestError::Malformed("The body is not UTF-8.".to_owned()))?;
    // Some clients write a byte order mark, and RFC 8259, section 8.1, lets a parser ignore it.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str::<IgnoredAny>(text)
        .map_err(|error| RequestError::Malformed(format!("The body is not valid JSON: {error}.")))?;
    // serde accepts an array for a struct; the API does not.
    if !text.trim_start().starts_with('{') {
        return Err(RequestError::invalid("", "must be an object"));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| invalid_field(error.inner(), error.path()))
}

/// Refuses a body that is too long.
///
/// # Errors
/// [`RequestError::PayloadTooLarge`].
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), RequestError> {
    if bytes.len() > LIMIT { Err(RequestError::PayloadTooLarge { limit: LIMIT }) } else { Ok(()) }
}

/// Reads a request's body as JSON, with the statuses of the AuthZEN Authorization API 1.0 (section "Error Responses" and the
/// certification scenario): what is missing or malformed is malformed, the content type included.
///
/// # Errors
/// [`RequestError::PayloadTooLarge`], [`RequestError::Malformed`], [`RequestError::MalformedFields`].
pub(crate) fn read_as_authzen<T: DeserializeOwned>(
    headers: &HeaderMap,
    bytes: &[u8],
) -> Result<T, RequestError> {
    if !bytes.is_empty() && media_type(headers) != JSON {
        return Err(as_authzen(RequestError::UnsupportedMediaType { accepted: PLAIN_JSON }));
    }
    read(headers, bytes).map_err(as_authzen)
}

/// The error with the status that the AuthZEN Authorization API gives it.
pub(crate) fn as_authzen(error: RequestError) -> RequestError {
    match error {
        RequestError::InvalidFields(fields) => RequestError::MalformedFields(fields),
        RequestError::UnsupportedMediaType { accepted } => {
            RequestError::Malformed(format!("Send the body as {accepted}."))
        }
        other @ (RequestError::Malformed(_)
        | RequestError::MalformedFields(_)
        | RequestError::PayloadTooLarge { .. }
        | RequestError::Unauthenticated
        | RequestError::NotFound
        | RequestError::IssuerUnavailable) => other,
    }
}

/// How a body of JSON must be sent.
const PLAIN_JSON: &str = "`application/json`, without a content encoding";

/// The media type of JSON (RFC 8259, section 11).
const JSON: &str = "application/json";

/// The media type of the body, without its parameters.
fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the content type is JSON, without a content encoding.
fn is_plain_json(headers: &HeaderMap) -> bool {
    let media_type = media_type(headers);
    let is_json = media_type == JSON
        || media_type.strip_prefix("application/").is_some_and(|subtype| subtype.ends_with("+json"));
    let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    is_json && matches!(encoding.trim(), "" | "identity")
}

/// Converts a part of a body that was parsed already.
///
/// # Errors
/// [`RequestError::InvalidFields`] with the field's pointer within that part.
pub fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, RequestError> {
    if !value.is_object() {
        return Err(RequestError::invalid("", "must be an object"));
    }
    serde_path_to_error::deserialize(value).map_err(|error| invalid_field(error.inner(), error.path()))
}

fn invalid_field(inner: &serde_json::Error, path: &serde_path_to_error::Path) -> RequestError {
    let text = inner.to_string();
    let detail = text.split(" at line ").next().unwrap_or_default();
    // The text would name a Rust type, which means nothing to the caller.
    let detail = if detail.contains(", expected struct ") { "must be an object" } else { detail };
    let shown = shortened(detail, DETAIL_CHARACTERS);
    let mut pointer = String::new();
    let mut last = String::new();
    for segment in path {
        use serde_path_to_error::Segment;
        last = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => continue,
        };
        push_name(&mut pointer, &last);
    }
    // serde names these fields only in its text; the path may end at the object that contains them.
    let field = |prefix: &str| Some(detail.strip_prefix(prefix)?.split_once('`')?.0);
    if let Some(missing) = field("missing field `") {
        push_name(&mut pointer, missing);
    } else if let Some(unknown) = field("unknown field `")
        && !detail.starts_with(&format!("unknown field `{last}`"))
    {
        push_name(&mut pointer, unknown);
    }
    RequestError::invalid(pointer, shown)
}

/// At most this many characters of a text, and an ellipsis where that is not all.
pub(crate) fn shortened(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Appends a name to a JSON pointer (RFC 6901, section 4).
pub(crate) fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&shortened(name, NAME_CHARACTERS).replace('~', "~0").replace('/', "~1"));
}

/// Distinguishes `null` from an absent field: with `#[serde(default)]`, `null` is `Some(None)`.
///
/// # Errors
/// When the value is neither null nor a `T`.
#[expect(clippy::option_option, reason = "absent and null are two values")]
pub(crate) fn double_option<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A field that may be absent and not null: with `#[serde(default)]`, an absent one is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Optional<T>(pub Option<T>);

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Some).map(Self)
    }
}

impl<T, const N: usize> Optional<AtMost<T, N>> {
    /// The entries of the list; `None` where it was left out.
    #[must_use]
    pub fn entries(self) -> Option<Vec<T>> {
        self.0.map(|AtMost(entries)| entries)
    }
}

/// A list in a body, of at most `N` entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtMost<T, const N: usize>(pub Vec<T>);

impl<T, const N: usize> Default for AtMost<T, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for AtMost<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Entries::<T, N>(PhantomData)).map(Self)
    }
}

struct Entries<T, const N: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for Entries<T, N> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut entries = Vec::new();
        while entries.len() < N {
            match list.next_element()? {
                Some(entry) => entries.push(entry),
                None => return Ok(entries),
            }
        }
        match list.next_element::<IgnoredAny>()? {
            Some(_) => Err(A::Error::custom(format_args!("must have at most {N} entries"))),
            None => Ok(entries),
        }
    }
}

/// An object within a body. serde takes a list for one, field by field; JSON does not.
#[derive(Debug)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(AsMap(deserializer)).map(Self)
    }
}

/// Requests a map in place of a struct, because in JSON only an object is a map.
struct AsMap<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AsMap<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A time in a body: RFC 3339, kept in UTC to the millisecond. In UTC, too, its year has four digits and is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rfc3339Timestamp(pub Timestamp);

impl TryFrom<String> for Rfc3339Timestamp {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        // chrono also accepts other texts than RFC 3339: longer years, a space in place of the T, and any
        // leap second.
        let bytes = text.as_bytes();
        let plain = bytes.get(4) == Some(&b'-') && matches!(bytes.get(10), Some(b'T' | b't'));
        let time = chrono::DateTime::parse_from_rfc3339(&text)
            .ok()
            .filter(|time| plain && time.nanosecond() < 1_000_000_000);
        time.map(|time| time.with_timezone(&chrono::Utc).trunc_subsecs(3))
            .filter(|time| (1..=9999).contains(&time.year()))
            .map(Self)
            .ok_or("must be a date and time such as 2030-01-31T18:00:00Z, of the years 0001 to 9999 in UTC")
    }
}

#[cfg(test)]
mod tests {
    use lambda_http::http::HeaderMap;
    use serde::Deserialize;
    use serde_json::json;

    use super::{
        AtMost, LIMIT, Object, Optional, PLAIN_JSON, Rfc3339Timestamp, double_option, read, read_as_authzen,
        read_value,
    };
    use crate::error::RequestError;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        name: String,
        #[serde(default)]
        roles: Vec<u8>,
        #[serde(default, deserialize_with = "double_option")]
        #[expect(clippy::option_option, reason = "absent leaves it, null takes it away")]
        end: Option<Option<Rfc3339Timestamp>>,
    }

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn sample(body: &str) -> Result<Sample, RequestError> {
        read(&headers(&[("content-type", "application/json")]), body.as_bytes())
    }

    fn pointer(error: RequestError) -> String {
        match error {
            RequestError::InvalidFields(errors) => errors[0].pointer.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_field_that_is_not_as_it_must_be_is_named() {
        for (body, expected) in [
            ("{}", "/name"),
            (r#"{"name": 7}"#, "/name"),
            (r#"{"name": "a", "roles": [1, "b"]}"#, "/roles/1"),
            (r#"{"name": "a", "a/b~c": 1}"#, "/a~1b~0c"),
            (r#"{"name": "a", "a`b": 1}"#, "/a`b"),
            (r#"{"name": "a", "end": "tomorrow"}"#, "/end"),
            ("[]", ""),
            (r#"["a"]"#, ""),
            ("null", ""),
        ] {
            assert_eq!(pointer(sample(body).unwrap_err()), expected, "{body}");
        }
        assert_eq!(pointer(read_value::<Sample>(json!(["a"])).unwrap_err()), "");
        assert_eq!(pointer(read_value::<Object<Sample>>(json!({"name": []})).unwrap_err()), "/name");
    }

    #[test]
    fn a_list_is_no_object() {
        #[derive(Debug, Deserialize)]
        struct Outer {
            #[expect(dead_code, reason = "it is only read")]
            inner: Object<Sample>,
        }
        assert!(read_value::<Outer>(json!({"inner": {"name": "a"}})).is_ok());
        assert_eq!(pointer(read_value::<Outer>(json!({"inner": {}})).unwrap_err()), "/inner/name");
        assert_eq!(
            pointer(read_value::<Outer>(json!({"inner": {"name": "a", "x": 1}})).unwrap_err()),
            "/inner/x"
        );
        assert_eq!(pointer(read_value::<Outer>(json!({"inner": ["a"]})).unwrap_err()), "/inner");
    }

    #[test]
    fn null_is_taken_only_where_it_says_something() {
        #[derive(Debug, Deserialize)]
        struct Change {
            #[serde(default)]
            name: Optional<String>,
        }
        assert_eq!(read_value::<Change>(json!({})).unwrap().name, Optional(None));
        assert_eq!(read_value::<Change>(json!({"name": "a"})).unwrap().name.0.as_deref(), Some("a"));
        assert_eq!(pointer(read_value::<Change>(json!({"name": null})).unwrap_err()), "/name");
    }

    #[test]
    fn a_list_has_a_bound() {
        #[derive(Debug, Deserialize)]
        struct List {
            entries: AtMost<u8, 3>,
        }
        let of = |entries| read_value::<List>(json!({"entries": entries}));
        assert_eq!(of(json!([1, 2, 3])).unwrap().entries.0, [1, 2, 3]);
        assert_eq!(of(json!([])).unwrap().entries.0, [0; 0]);
        assert_eq!(
            of(json!([1, 1, 1, 1])).unwrap_err(),
            RequestError::invalid("/entries", "must have at most 3 entries")
        );
        assert_eq!(of(json!([1, 2, 3, "a"])).unwrap_err(), of(json!([1, 2, 3, 4])).unwrap_err());
        assert_eq!(pointer(of(json!([1, "a"])).unwrap_err()), "/entries/1");
        assert_eq!(pointer(of(json!({"a": 1})).unwrap_err()), "/entries");
    }

    #[test]
    fn an_error_does_not_repeat_what_was_sent_at_length() {
        let long = "\u{e9}".repeat(10_000);
        for value in
            [json!({"name": 1, &long: 1}), json!({"name": "a", &long: 1}), json!({"name": "a", "end": long})]
        {
            match read_value::<Sample>(value).unwrap_err() {
                RequestError::InvalidFields(errors) => {
                    assert!(
                        errors[0].pointer.chars().count() < 110 && errors[0].detail.chars().count() < 310
                    );
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn absent_and_null_are_told_apart() {
        assert_eq!(sample(r#"{"name": "a"}"#).unwrap().end, None);
        assert_eq!(sample(r#"{"name": "a", "end": null}"#).unwrap().end, Some(None));
        let end = sample(r#"{"name": "a", "end": "2030-01-31T19:00:00.1234+01:00"}"#).unwrap().end;
        let expected = Rfc3339Timestamp::try_from("2030-01-31T18:00:00.123Z".to_owned()).unwrap();
        assert_eq!(end, Some(Some(expected)));
    }

    #[test]
    fn only_times_of_rfc_3339_are_taken() {
        for text in
            ["2030-01-31", "2030-01-31 18:00:00Z", "+12030-01-31T18:00:00Z", "2030-01-31T18:00:60Z", ""]
        {
            assert!(Rfc3339Timestamp::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_time_has_a_year_of_four_digits_in_utc() {
        for text in [
            "9999-12-31T23:59:59-14:00",
            "9999-12-31T23:59:59-00:01",
            "0001-01-01T00:00:00+00:01",
            "0000-12-31T23:59:59Z",
        ] {
            assert!(Rfc3339Timestamp::try_from(text.to_owned()).is_err(), "{text}");
        }
        for text in ["9999-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z", "0000-12-31T23:59:59-01:00"] {
            assert!(Rfc3339Timestamp::try_from(text.to_owned()).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for body in ["", "{", "nul", "{} {}", "{'name': 'a'}", &"[".repeat(10_000)] {
            assert!(matches!(sample(body), Err(RequestError::Malformed(_))), "{body}");
        }
        let bytes = read::<Sample>(&headers(&[("content-type", "application/json")]), b"\xff\xfe");
        assert!(matches!(bytes, Err(RequestError::Malformed(_))));
        assert_eq!(sample("\u{feff}{\"name\": \"a\"}").unwrap().name, "a", "a byte order mark is ignored");
    }

    #[test]
    fn only_json_that_is_not_encoded_is_taken() {
        let of = |lines: &[(&'static str, &str)]| read::<Sample>(&headers(lines), br#"{"name": "a"}"#);
        for media_type in
            ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"]
        {
            assert!(of(&[("content-type", media_type)]).is_ok(), "{media_type}");
        }
        for lines in [
            &[][..],
            &[("content-type", "text/plain")],
            &[("content-type", "application/x-www-form-urlencoded")],
            &[("content-type", "application/jsonp")],
            &[("content-type", "application/json"), ("content-encoding", "gzip")],
        ] {
            assert_eq!(
                of(lines),
                Err(RequestError::UnsupportedMediaType { accepted: PLAIN_JSON }),
                "{lines:?}"
            );
        }
        assert!(
            matches!(read::<Sample>(&headers(&[]), b""), Err(RequestError::Malformed(_))),
            "nothing is sent"
        );
    }

    #[test]
    fn the_manners_of_authzen_are_400_for_all_that_is_wrong() {
        let of = |media_type: &str, body: &[u8]| {
            read_as_authzen::<Sample>(&headers(&[("content-type", media_type)]), body)
        };
        assert!(of("application/json; charset=utf-8", br#"{"name": "a"}"#).is_ok());
        for media_type in ["text/plain", "application/merge-patch+json", "application/jsonp"] {
            assert!(matches!(of(media_type, br#"{"name": "a"}"#), Err(RequestError::Malformed(_))));
        }
        for body in [&b""[..], b"{", b"\xff"] {
            assert!(matches!(of("application/json", body), Err(RequestError::Malformed(_))), "{body:?}");
        }
        assert!(matches!(of("application/json", b"[]"), Err(RequestError::MalformedFields(_))));
        assert!(matches!(of("application/json", b"{}"), Err(RequestError::MalformedFields(_))));
    }

    #[test]
    fn a_body_has_a_limit() {
        let body = |length: usize| format!("{}{{\"name\": \"a\"}}", " ".repeat(length - 13));
        assert!(sample(&body(LIMIT)).is_ok());
        assert_eq!(sample(&body(LIMIT + 1)), Err(RequestError::PayloadTooLarge { limit: LIMIT }));
    }
}
