//! What a mail says of an order, whatever the platform's order looks like.

use serde_json::{Map, Value};
use staffroom_domain::{OrderSummary, bounds, without_hidden};

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
    let shown: String = without_hidden(&text).chars().take(bounds::ORDER_TEXT_CHARACTERS).collect();
    Some(shown).filter(|text| !text.trim().is_empty())
}
