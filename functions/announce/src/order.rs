//! Extracts the fields of an order that a mail shows. The platform may send orders in a format of its own.

use serde_json::{Map, Value};
use staffroom_domain::OrderSummary;

/// The largest length of each text of an order, in characters; the rest is cut off.
const LONGEST: usize = 100;

/// The number, customer and total of an order, under the names that most platforms give them.
pub(crate) fn summary(order: &Map<String, Value>) -> OrderSummary {
    let first = |names: &[&str]| names.iter().find_map(|name| order.get(*name).and_then(text));
    let total = first(&["total", "amount"]).map(|total| match first(&["currency"]) {
        Some(currency) => format!("{total} {currency}"),
        None => total,
    });
    OrderSummary {
        number: first(&["number", "reference", "id"]),
        customer: first(&["customer", "buyer"]),
        total,
    }
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(members) => return members.get("name").filter(|name| name.is_string()).and_then(text),
        Value::Null | Value::Bool(_) | Value::Array(_) => return None,
    };
    Some(text.chars().take(LONGEST).collect()).filter(|text: &String| !text.trim().is_empty())
}
