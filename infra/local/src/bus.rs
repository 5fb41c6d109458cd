//! The local stand-in for EventBridge: keeps the events that the functions put on a bus.
//!
//! Source: Amazon EventBridge API Reference, `PutEvents`.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::faults::Fault;

/// The largest number of events that are kept; the oldest are dropped.
const MAX_EVENTS: usize = 10_000;
/// The largest number of events in a request.
const MAX_ENTRIES: usize = 10;
/// The largest size of all events of a request together, in bytes.
const MAX_SIZE: usize = 256 * 1024;

/// A bus. Clones share the events.
#[derive(Clone, Default)]
pub struct Bus(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    events: VecDeque<Value>,
    fault: Option<Fault>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PutEvents {
    #[serde(default)]
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Entry {
    source: Option<String>,
    detail_type: Option<String>,
    detail: Option<String>,
}

impl Bus {
    /// EventBridge's operation `PutEvents`: the response to a request that came at `time`, or `None` for a request that EventBridge
    /// refuses.
    pub fn put_events(&self, body: &[u8], time: &str) -> Option<Value> {
        let PutEvents { entries } = serde_json::from_slice(body).ok()?;
        if entries.is_empty() || entries.len() > MAX_ENTRIES || body.len() > MAX_SIZE {
            return None;
        }
        let mut state = self.lock();
        let results: Vec<Value> = entries.into_iter().map(|entry| state.put(entry, time)).collect();
        let failed = results.iter().filter(|result| result.get("ErrorCode").is_some()).count();
        Some(json!({"FailedEntryCount": failed, "Entries": results}))
    }

    /// All events, the oldest first.
    pub fn events(&self) -> Vec<Value> {
        self.lock().events.iter().cloned().collect()
    }

    /// Makes the next entries fail.
    pub fn set_fault(&self, fault: Fault) {
        self.lock().fault = Some(fault);
    }

    /// The current fault, with the number of entries that are still to fail.
    pub fn fault(&self) -> Option<Fault> {
        self.lock().fault.clone().filter(|fault| fault.next > 0)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(&mut self, Entry { source, detail_type, detail }: Entry, time: &str) -> Value {
        if let Some(fault) = self.fault.as_mut().filter(|fault| fault.next > 0) {
            fault.next -= 1;
            return json!({"ErrorCode": fault.error, "ErrorMessage": fault.message});
        }
        let (Some(source), Some(detail_type), Some(detail)) = (source, detail_type, detail) else {
            return json!({"ErrorCode": "InvalidArgument", "ErrorMessage": "a field is missing"});
        };
        let Ok(detail) = serde_json::from_str::<Map<String, Value>>(&detail) else {
            return json!({"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."});
        };
        self.events
            .push_back(json!({"source": source, "detail-type": detail_type, "time": time, "detail": detail}));
        if self.events.len() > MAX_EVENTS {
            self.events.pop_front();
        }
        json!({"EventId": Uuid::new_v4().to_string()})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(detail: &str) -> Value {
        json!({"Source": "staffroom", "DetailType": "store.created", "Detail": detail, "EventBusName": "bus"})
    }

    #[test]
    fn events_are_kept_in_order_and_bad_entries_fail_alone() {
        let bus = Bus::default();
        let request =
            json!({"Entries": [entry(r#"{"a": 1}"#), entry("[]"), {"Source": "s"}, entry(r#"{"a": 2}"#)]});
        let answer = bus.put_events(request.to_string().as_bytes(), "now").expect("an answer");
        assert_eq!(answer["FailedEntryCount"], 2);
        assert_eq!(answer["Entries"][1]["ErrorCode"], "MalformedDetail");
        let details: Vec<Value> =
            bus.events().into_iter().map(|event| event["detail"]["a"].clone()).collect();
        assert_eq!(details, [json!(1), json!(2)]);
        assert_eq!(bus.events()[0]["detail-type"], "store.created");
        assert_eq!(bus.events()[0]["time"], "now");
    }

    #[test]
    fn a_fault_refuses_the_next_entries_only() {
        let bus = Bus::default();
        let fault = json!({"next": 1, "error": "ThrottlingException"});
        bus.set_fault(serde_json::from_value(fault).expect("a fault"));
        let request = json!({"Entries": [entry("{}"), entry("{}")]}).to_string();
        let answer = bus.put_events(request.as_bytes(), "now").expect("an answer");
        assert_eq!(answer["Entries"][0]["ErrorCode"], "ThrottlingException");
        assert_eq!((bus.events().len(), bus.fault().is_none()), (1, true));
    }

    #[test]
    fn a_request_beyond_the_limits_is_refused() {
        let bus = Bus::default();
        let many: Vec<Value> = (0..11).map(|_| entry("{}")).collect();
        for request in [json!({"Entries": []}), json!({"Entries": many}), json!([])] {
            assert!(bus.put_events(request.to_string().as_bytes(), "now").is_none());
        }
    }
}
