//! Endpoints that take deliveries to webhooks, for tests and for a look.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The largest number of deliveries that an endpoint keeps; the oldest are dropped.
const MAX_DELIVERIES: usize = 1_000;
/// The largest number of endpoints.
const MAX_SINKS: usize = 1_000;
/// The longest delay of an answer.
pub const MAX_DELAY: Duration = Duration::from_mins(1);

/// All endpoints, by name. Clones share them.
#[derive(Clone, Default)]
pub struct Sinks(Arc<Mutex<BTreeMap<String, Sink>>>);

#[derive(Default)]
struct Sink {
    behaviour: Behaviour,
    /// The newest last.
    deliveries: VecDeque<Value>,
}

/// How an endpoint answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// The status of its answers.
    pub status: u16,
    /// How long it waits before each, in milliseconds.
    pub delay_ms: u64,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self { status: 200, delay_ms: 0 }
    }
}

impl Sinks {
    /// Takes a delivery, and says how to answer it; `None` if there are too many endpoints.
    pub fn take(&self, name: &str, headers: &HeaderMap, body: &[u8], at: &str) -> Option<Behaviour> {
        let headers: BTreeMap<&str, String> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let delivery = json!({"headers": headers, "body": String::from_utf8_lossy(body), "at": at});
        let mut sinks = self.lock();
        let sink = sink(&mut sinks, name)?;
        sink.deliveries.push_back(delivery);
        if sink.deliveries.len() > MAX_DELIVERIES {
            sink.deliveries.pop_front();
        }
        Some(sink.behaviour)
    }

    /// The deliveries to an endpoint, newest first.
    pub fn deliveries(&self, name: &str) -> Vec<Value> {
        let sinks = self.lock();
        sinks.get(name).into_iter().flat_map(|sink| sink.deliveries.iter().rev().cloned()).collect()
    }

    /// Says how an endpoint answers from now on; `None` if there are too many endpoints.
    pub fn set(&self, name: &str, behaviour: Behaviour) -> Option<()> {
        sink(&mut self.lock(), name)?.behaviour = behaviour;
        Some(())
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Sink>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn sink<'a>(sinks: &'a mut BTreeMap<String, Sink>, name: &str) -> Option<&'a mut Sink> {
    if !sinks.contains_key(name) && sinks.len() >= MAX_SINKS {
        return None;
    }
    Some(sinks.entry(name.to_owned()).or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deliveries_are_shown_newest_first_and_answered_as_was_said() {
        let sinks = Sinks::default();
        let mut headers = HeaderMap::new();
        headers.insert("Webhook-Id", "msg".parse().expect("a header"));
        assert_eq!(sinks.take("a", &headers, b"1", "now"), Some(Behaviour::default()));
        let slow = Behaviour { status: 500, delay_ms: 7 };
        sinks.set("a", slow).expect("there is room");
        assert_eq!(sinks.take("a", &headers, b"2", "now"), Some(slow));
        let shown = sinks.deliveries("a");
        assert_eq!((&shown[0]["body"], &shown[1]["headers"]["webhook-id"]), (&json!("2"), &json!("msg")));
        assert!(sinks.deliveries("other").is_empty());
    }

    #[test]
    fn the_oldest_deliveries_are_dropped() {
        let sinks = Sinks::default();
        for number in 0..=MAX_DELIVERIES {
            sinks.take("a", &HeaderMap::new(), number.to_string().as_bytes(), "now").expect("there is room");
        }
        let shown = sinks.deliveries("a");
        assert_eq!((shown.len(), &shown[MAX_DELIVERIES - 1]["body"]), (MAX_DELIVERIES, &json!("1")));
    }
}
