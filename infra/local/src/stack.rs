//! The parts of a running stack, for the handlers of its own calls.

use std::sync::Arc;

use chrono::SecondsFormat;

use crate::bus::Bus;
use crate::capacity::Meter;
use crate::database::Expiry;
use crate::demo_stores::DemoStore;
use crate::faults::FaultInjector;
use crate::gateway::Gateway;
use crate::identity_provider::Provider;
use crate::ses::Inbox;
use crate::sinks::Sinks;
use crate::sqs::Queues;

/// A running stack.
pub struct Stack {
    /// The gateway to the product's API.
    pub gateway: Arc<Gateway>,
    /// All mails that were sent.
    pub inbox: Inbox,
    /// The provider at which users sign in.
    pub identity_provider: Provider,
    /// The queues.
    pub queues: Queues,
    /// The event bus.
    pub bus: Bus,
    /// Endpoints for webhooks.
    pub sinks: Sinks,
    /// Faults of DynamoDB.
    pub dynamodb_faults: FaultInjector,
    /// Faults of SES.
    pub ses_faults: FaultInjector,
    /// The consumption of capacity units, if it is counted.
    pub meter: Option<Meter>,
    /// Deletes expired items.
    pub expiry: Expiry,
    /// The stack's base URL.
    pub base: String,
    /// The demo stores.
    pub demo_stores: Vec<DemoStore>,
}

impl Stack {
    /// The current time of the stack, as an RFC 3339 timestamp.
    #[must_use]
    pub fn now(&self) -> String {
        self.gateway.clock.now().to_rfc3339_opts(SecondsFormat::Millis, true)
    }
}
