use chrono::{SubsecRound, Timelike};
use serde::de::{DeserializeOwned, IgnoredAny, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use staffroom_domain::{FieldError, Refusal, Timestamp};

/// Longest body that is read, in bytes. A hundred invitations with long addresses take a quarter of it.
const LONGEST: usize = 256 * 1024;

/// A request's body, read as JSON.
pub struct Body<'a>(pub &'a [u8]);

impl Body<'_> {
    /// Reads the body.
    ///
    /// # Errors
    /// [`Refusal::MalformedRequest`] when it is no JSON or too long, [`Refusal::InvalidField`] with the
    /// field's pointer when a field is not what it must be.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        if self.0.len() > LONGEST {
            return Err(Refusal::MalformedRequest(format!("the body is longer than {LONGEST} bytes")));
        }
        // Read through once first: what is no JSON at all is said to be that, whatever its fields.
        let text = std::str::from_utf8(self.0)
            .map_err(|_| Refusal::MalformedRequest("the body is no UTF-8".to_owned()))?;
        serde_json::from_str::<IgnoredAny>(text)
            .map_err(|error| Refusal::MalformedRequest(format!("the body is no JSON: {error}")))?;
        // serde takes a list for an object, field by field; nobody else does.
        if !text.trim_start().starts_with('{') {
            return Err(Refusal::invalid("", "must be an object"));
        }
        let mut json = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut json).map_err(|error| refusal(error.inner(), error.path()))
    }
}

/// Reads a part of a body that was read as any JSON.
///
/// # Errors
/// [`Refusal::InvalidField`] with the field's pointer within that part.
pub fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, Refusal> {
    if !value.is_object() {
        return Err(Refusal::invalid("", "must be an object"));
    }
    serde_path_to_error::deserialize(value).map_err(|error| refusal(error.inner(), error.path()))
}

fn refusal(inner: &serde_json::Error, path: &serde_path_to_error::Path) -> Refusal {
    let text = inner.to_string();
    let detail = text.split(" at line ").next().unwrap_or_default();
    // What a struct is called here is nothing to whoever sent the body.
    let detail = if detail.contains(", expected struct ") { "must be an object" } else { detail };
    let mut pointer = String::new();
    for segment in path {
        use serde_path_to_error::Segment;
        match segment {
            Segment::Seq { index } => push_name(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_name(&mut pointer, key),
            Segment::Enum { variant } => push_name(&mut pointer, variant),
            Segment::Unknown => {}
        }
    }
    // serde names the field in its text only, and the path stops at what holds it.
    if let Some(rest) =
        detail.strip_prefix("missing field `").or_else(|| detail.strip_prefix("unknown field `"))
        && let Some((field, _)) = rest.split_once('`')
        && !pointer.ends_with(&format!("/{field}"))
    {
        push_name(&mut pointer, field);
    }
    Refusal::InvalidField(vec![FieldError::new(pointer, detail)])
}

/// Appends a name to a JSON pointer (RFC 6901, section 4).
fn push_name(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

/// Tells a field that is `null` from one that is not there: with `#[serde(default)]`, the first is
/// `Some(None)`.
///
/// # Errors
/// When the value is neither null nor a `T`.
pub fn double_option<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// An object within a body. serde takes a list for one, field by field; nobody else does.
#[derive(Debug)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(AsMap(deserializer)).map(Self)
    }
}

/// Asks for a map where a struct is asked for, which in JSON an object alone is.
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

/// A moment in a body: RFC 3339, kept in UTC to the millisecond.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Moment(pub Timestamp);

impl TryFrom<String> for Moment {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        // RFC 3339 has four digits for the year and none for a leap second that never was.
        let plain =
            text.as_bytes().get(4) == Some(&b'-') && matches!(text.as_bytes().get(10), Some(b'T' | b't'));
        let moment = chrono::DateTime::parse_from_rfc3339(&text)
            .ok()
            .filter(|moment| plain && moment.nanosecond() < 1_000_000_000);
        moment
            .map(|moment| Self(moment.with_timezone(&chrono::Utc).trunc_subsecs(3)))
            .ok_or("must be a date and time such as 2030-01-31T18:00:00Z")
    }
}
