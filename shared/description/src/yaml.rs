//! Writes JSON as YAML that is pleasant to read: names in a fixed order, short values on one line, texts in lines.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The most characters of a line, but for texts that cannot be broken.
const WIDTH: usize = 120;

/// The deepest nesting that is written on one line.
const DEPTH: usize = 4;

/// The order of the names in a map. Any other name comes between `name` and `paths`, in alphabetical order.
const FIRST: [&str; 49] = [
    "openapi",
    "info",
    "servers",
    "security",
    "tags",
    "$ref",
    "get",
    "head",
    "put",
    "post",
    "patch",
    "delete",
    "operationId",
    "title",
    "version",
    "license",
    "name",
    "in",
    "url",
    "propertyName",
    "summary",
    "type",
    "format",
    "additionalProperties",
    "description",
    "required",
    "style",
    "explode",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "pattern",
    "enum",
    "default",
    "items",
    "properties",
    "allOf",
    "oneOf",
    "discriminator",
    "schema",
    "example",
    "parameters",
    "requestBody",
    "headers",
    "content",
];

/// The names that come last.
const LAST: [&str; 3] = ["responses", "paths", "components"];

/// The document as YAML.
pub(crate) fn text(document: &Value) -> String {
    let mut out = String::from(
        "# Made by `cargo description` from the types that go over the wire: see CONTRIBUTING.md. Do not edit it.\n",
    );
    block(document, &Order::Keywords, 0, &mut out);
    visible(&out, |c| format!("\\U{:08X}", u32::from(c)))
}

/// The text with an escape in the place of each character above U+FFFF, most of which patterns have because nobody sees them.
pub(crate) fn visible(text: &str, escape: fn(char) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if u32::from(c) > 0xFFFF { out.push_str(&escape(c)) } else { out.push(c) }
    }
    out
}

/// The escape of a character above U+FFFF in JSON: its two halves in UTF-16 (RFC 8259, section 7).
pub(crate) fn json_escape(c: char) -> String {
    let mut halves = [0; 2];
    c.encode_utf16(&mut halves);
    let [high, low] = halves;
    format!("\\u{high:04x}\\u{low:04x}")
}

/// In which order the names of a map are written.
enum Order {
    /// Those of the specification, in the order of [`FIRST`].
    Keywords,
    /// Those of schemas, properties and the like: first these, then the others in alphabetical order.
    Names(Vec<String>),
    /// Those of an example, in alphabetical order at every depth.
    Data,
}

impl Order {
    /// The order of the map that a map has under a name.
    fn below(&self, map: &Map<String, Value>, name: &str) -> Self {
        match (self, name) {
            (Self::Data, _) | (Self::Keywords, "value" | "example" | "default") => Self::Data,
            (Self::Keywords, "properties") => {
                let required = map.get("required").and_then(Value::as_array);
                let names = required.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
                Self::Names(names.collect())
            }
            (Self::Keywords, "schemas" | "paths" | "responses" | "headers" | "examples" | "parameters") => {
                Self::Names(Vec::new())
            }
            (Self::Keywords | Self::Names(_), _) => Self::Keywords,
        }
    }

    /// The members of a map in this order.
    fn members<'a>(&self, map: &'a Map<String, Value>) -> Vec<(&'a String, &'a Value)> {
        let mut members: Vec<_> = map.iter().collect();
        let position =
            |names: &[String], name: &String| names.iter().position(|one| one == name).unwrap_or(names.len());
        match self {
            Self::Keywords => members.sort_by_key(|(name, _)| rank(name)),
            Self::Names(names) => members.sort_by_key(|(name, _)| position(names, name)),
            Self::Data => {}
        }
        members
    }
}

/// Writes a value below its name, or the document itself.
fn block(value: &Value, order: &Order, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(map) => {
            for (name, value) in order.members(map) {
                let below = order.below(map, name);
                let name = key(name);
                let _ = write!(out, "{pad}{name}:");
                entry(value, &below, indent, indent + name.len() + 2, out);
            }
        }
        Value::Array(list) => {
            for value in list {
                let _ = write!(out, "{pad}-");
                let mut item = String::new();
                entry(value, order, indent, indent + 2, &mut item);
                // The first member of a map stands beside the dash.
                if value.is_object() && item.starts_with('\n') {
                    out.push(' ');
                    out.push_str(item.trim_start());
                } else {
                    out.push_str(&item);
                }
            }
        }
        scalar => {
            let _ = writeln!(out, "{pad}{}", one_line(scalar, order, false));
        }
    }
}

/// Writes a value after its name or dash: on the same line if it fits there.
fn entry(value: &Value, order: &Order, indent: usize, column: usize, out: &mut String) {
    if let Value::String(text) = value
        && (text.contains('\n') || (column + text.chars().count() > WIDTH && text.contains(' ')))
    {
        let pad = " ".repeat(indent + 2);
        // Without the line break at the end, which is none of the text's.
        out.push_str(" |-\n");
        for line in text.lines() {
            let _ = writeln!(out, "{}", format!("{pad}{line}").trim_end());
        }
        return;
    }
    let line = one_line(value, order, false);
    let is_scalar = !matches!(value, Value::Object(_) | Value::Array(_));
    if is_scalar || is_short(value) && column + line.chars().count() <= WIDTH {
        let _ = writeln!(out, " {line}");
    } else {
        out.push('\n');
        block(value, order, indent + 2, out);
    }
}

/// Whether a value may be written on one line.
fn is_short(value: &Value) -> bool {
    fn depth(value: &Value) -> usize {
        match value {
            Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or_default(),
            Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or_default(),
            Value::String(text) if text.contains('\n') => DEPTH + 1,
            _ => 0,
        }
    }
    depth(value) <= DEPTH
}

/// The value on one line; `nested` in brackets.
fn one_line(value: &Value, order: &Order, nested: bool) -> String {
    match value {
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let member = |(name, value): (&String, &Value)| {
                format!("{}: {}", key(name), one_line(value, &order.below(map, name), true))
            };
            let members: Vec<String> = order.members(map).into_iter().map(member).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(list) => {
            let items: Vec<String> = list.iter().map(|value| one_line(value, order, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) if is_plain(text, nested) => text.clone(),
        scalar => scalar.to_string(),
    }
}

/// A name, quoted where YAML would take it for a number.
fn key(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '$')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "/{}$._+-".contains(c))
        && !is_word(name);
    if is_plain { name.to_owned() } else { Value::from(name).to_string() }
}

/// Whether YAML reads the text as this text without quotes.
fn is_plain(text: &str, nested: bool) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '/');
    let is_allowed =
        |c: char| c.is_alphanumeric() || " _/.;()'<>=+*~^%$!?@`…-".contains(c) || (!nested && c == ',');
    begins && text.chars().all(is_allowed) && !text.ends_with(' ') && !is_word(text)
}

/// Whether YAML reads the text as a truth value or null.
fn is_word(text: &str) -> bool {
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    words.contains(&text.to_ascii_lowercase().as_str())
}

/// The place of a name of the specification.
fn rank(name: &str) -> (usize, usize) {
    if let Some(rank) = FIRST.iter().position(|known| *known == name) {
        return (0, rank);
    }
    match LAST.iter().position(|known| *known == name) {
        Some(rank) => (2, rank),
        None => (1, 0),
    }
}
