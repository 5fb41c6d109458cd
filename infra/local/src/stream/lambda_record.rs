//! Converts a stream record to the format in which Lambda passes it to a function.

use std::collections::HashMap;

use aws_sdk_dynamodbstreams::types::{AttributeValue, OperationType, Record};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// The record in the format of a Lambda event.
pub fn lambda_record(record: &Record, stream_arn: &str) -> Value {
    let change = record.dynamodb();
    let item = |item: Option<&HashMap<String, AttributeValue>>| item.map(attributes);
    let mut dynamodb = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            dynamodb.insert(name.to_owned(), value);
        }
    };
    set(
        "ApproximateCreationDateTime",
        change.and_then(|c| Some(json!(c.approximate_creation_date_time()?.secs()))),
    );
    set("Keys", item(change.and_then(|c| c.keys())));
    set("NewImage", item(change.and_then(|c| c.new_image())));
    set("OldImage", item(change.and_then(|c| c.old_image())));
    set("SequenceNumber", change.and_then(|c| Some(json!(c.sequence_number()?))));
    set("SizeBytes", change.and_then(|c| Some(json!(c.size_bytes()?))));
    set("StreamViewType", change.and_then(|c| Some(json!(c.stream_view_type()?.as_str()))));
    let mut event = json!({
        "eventID": record.event_id(),
        "eventName": record.event_name().map(OperationType::as_str),
        "eventVersion": record.event_version(),
        "eventSource": "aws:dynamodb",
        "awsRegion": record.aws_region(),
        "dynamodb": dynamodb,
        "eventSourceARN": stream_arn,
    });
    // Only records of expired items have an identity. The embedded database names its fields as Lambda does, not as
    // DynamoDB's API does, so the SDK does not read them.
    if let (Some(identity), Value::Object(fields)) = (record.user_identity(), &mut event) {
        let identity = json!({
            "type": identity.r#type().unwrap_or("Service"),
            "principalId": identity.principal_id().unwrap_or("dynamodb.amazonaws.com"),
        });
        fields.insert("userIdentity".to_owned(), identity);
    }
    event
}

/// The sequence number of a record in the format of a Lambda event.
pub fn sequence_number(record: &Value) -> &str {
    record.pointer("/dynamodb/SequenceNumber").and_then(Value::as_str).unwrap_or_default()
}

fn attributes(item: &HashMap<String, AttributeValue>) -> Value {
    Value::Object(item.iter().map(|(name, value)| (name.clone(), attribute(value))).collect())
}

/// An attribute value in DynamoDB's JSON.
fn attribute(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({"S": text}),
        AttributeValue::N(number) => json!({"N": number}),
        AttributeValue::Bool(value) => json!({"BOOL": value}),
        AttributeValue::Null(value) => json!({"NULL": value}),
        AttributeValue::B(bytes) => json!({"B": STANDARD.encode(bytes)}),
        AttributeValue::Ss(texts) => json!({"SS": texts}),
        AttributeValue::Ns(numbers) => json!({"NS": numbers}),
        AttributeValue::Bs(all) => {
            json!({"BS": all.iter().map(|bytes| STANDARD.encode(bytes)).collect::<Vec<_>>()})
        }
        AttributeValue::L(items) => json!({"L": items.iter().map(attribute).collect::<Vec<_>>()}),
        AttributeValue::M(fields) => json!({"M": attributes(fields)}),
        // The SDK's enum may get further variants.
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_dynamodbstreams::types::{Identity, StreamRecord};

    #[test]
    fn a_record_has_the_format_of_lambda() {
        let keys = [("sk".to_owned(), AttributeValue::S("EVENT#1".to_owned()))];
        let image = [
            ("n".to_owned(), AttributeValue::N("1".to_owned())),
            ("m".to_owned(), AttributeValue::M([("l".to_owned(), AttributeValue::L(Vec::new()))].into())),
        ];
        let change = StreamRecord::builder()
            .set_keys(Some(keys.into()))
            .set_old_image(Some(image.into()))
            .sequence_number("100")
            .build();
        // The identity of an expired item from the embedded database, as the SDK reads it.
        let record = Record::builder()
            .event_name(OperationType::Remove)
            .dynamodb(change)
            .user_identity(Identity::builder().build())
            .build();
        let event = lambda_record(&record, "arn");
        assert_eq!(sequence_number(&event), "100");
        assert_eq!(event["eventName"], "REMOVE");
        assert_eq!(event["dynamodb"]["Keys"], json!({"sk": {"S": "EVENT#1"}}));
        assert_eq!(event["dynamodb"]["OldImage"], json!({"n": {"N": "1"}, "m": {"M": {"l": {"L": []}}}}));
        assert!(event["dynamodb"].get("NewImage").is_none());
        assert_eq!(
            event["userIdentity"],
            json!({"type": "Service", "principalId": "dynamodb.amazonaws.com"})
        );
    }
}
