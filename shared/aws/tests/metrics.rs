//! Lines in CloudWatch's embedded metric format, held to its specification.

#![allow(clippy::expect_used, reason = "a panic fails the test and says where")]

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use staffroom_aws::{Metric, Metrics};

#[test]
fn a_line_is_one_object_that_names_units_and_holds_values() {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let metrics = Metrics::to("shop-staff", {
        let lines = lines.clone();
        move |line| lines.lock().expect("lines").push(line.to_owned())
    });
    metrics.record(1_750_000_000_123, &[(Metric::MailLatency, 412), (Metric::InvitationsSent, 1)]);
    metrics.record(1_750_000_000_456, &[(Metric::SeatsRefused, 3)]);

    let lines = lines.lock().expect("lines");
    assert!(lines.iter().all(|line| !line.contains('\n')), "{lines:?}");
    let lines: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).expect("one JSON object")).collect();
    let metric = |name: &str, unit: &str| json!({"Name": name, "Unit": unit});
    assert_eq!(
        lines,
        [
            json!({
                "timestamp": "2025-06-15T15:06:40.123Z", "level": "INFO",
                "_aws": {"Timestamp": 1_750_000_000_123_i64, "CloudWatchMetrics": [{
                    "Namespace": "Staffroom", "Dimensions": [["Stack"]],
                    "Metrics": [metric("MailLatency", "Milliseconds"), metric("InvitationsSent", "Count")],
                }]},
                "Stack": "shop-staff", "MailLatency": 412, "InvitationsSent": 1,
            }),
            json!({
                "timestamp": "2025-06-15T15:06:40.456Z", "level": "INFO",
                "_aws": {"Timestamp": 1_750_000_000_456_i64, "CloudWatchMetrics": [{
                    "Namespace": "Staffroom", "Dimensions": [["Stack"]], "Metrics": [metric("SeatsRefused", "Count")],
                }]},
                "Stack": "shop-staff", "SeatsRefused": 3,
            }),
        ]
    );
}
