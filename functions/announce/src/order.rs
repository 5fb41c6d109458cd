//! Extracts the fields of an order that a mail shows. The platform may send orders in a format of its own.

use serde_json::value::RawValue;
use staffroom_api::RawObject;
use staffroom_domain::{OrderSummary, bounds, without_hidden};

/// The number, customer and total of an order, under the names that most platforms give them.
pub(crate) fn summary(order: &RawObject) -> OrderSummary {
    let first = |names: &[&str]| names.iter().find_map(|name| text(order.get(name)?));
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

/// A text, a number, or the text `name` of an object.
fn text(value: &RawValue) -> Option<String> {
    let json = value.get();
    let text = match json.bytes().next()? {
        b'"' => serde_json::from_str(json).ok()?,
        b'-' | b'0'..=b'9' => json.to_owned(),
        b'{' => {
            let members: RawObject = serde_json::from_str(json).ok()?;
            serde_json::from_str::<String>(members.get("name")?.get()).ok()?
        }
        _ => return None,
    };
    let shown: String = without_hidden(&text).chars().take(bounds::ORDER_TEXT_CHARACTERS).collect();
    Some(shown).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::summary;

    fn of(order: &str) -> [Option<String>; 3] {
        let summary = summary(&serde_json::from_str(order).unwrap());
        [summary.number, summary.customer, summary.total]
    }

    fn said(texts: [&str; 3]) -> [Option<String>; 3] {
        texts.map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    #[test]
    fn digits_are_kept_as_they_were_sent() {
        let order = r#"{"id": 900719925474099312345, "total": 49.90, "currency": "EUR"}"#;
        assert_eq!(of(order), said(["900719925474099312345", "", "49.90 EUR"]));
        assert_eq!(of(r#"{"id": -1.50e3, "amount": 0.10}"#), said(["-1.50e3", "", "0.10"]));
    }

    #[test]
    fn a_value_is_a_text_a_number_or_has_a_name() {
        assert_eq!(
            of(r#"{"number": "SO-10.A.7:3", "buyer": {"name": "Jo"}}"#),
            said(["SO-10.A.7:3", "Jo", ""])
        );
        assert_eq!(
            of(r#"{"number": null, "reference": [1], "id": true, "customer": {"name": 7}}"#),
            said(["", "", ""])
        );
        assert_eq!(of(r#"{"number": " ", "id": "\u202e\u200b7"}"#), said(["7", "", ""]));
        assert_eq!(of(&format!("{{\"id\": {}}}", "7".repeat(500)))[0].as_deref(), Some(&*"7".repeat(100)));
    }
}
