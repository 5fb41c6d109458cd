use lambda_runtime::Error;
use staffroom_app::Clock;
use staffroom_aws::{Connection, Queue};
use staffroom_domain::PersonalData;
use staffroom_table::Table;

use crate::bus::Bus;

/// The state of the function, created once per cold start.
pub struct App {
    /// The table of all stores.
    pub table: Table,
    /// The event bus.
    pub bus: Bus,
    /// The queue of deliveries to webhooks.
    pub deliveries: Queue,
    /// Whether what is published has addresses and names.
    pub personal_data: PersonalData,
    /// The clock.
    pub clock: Clock,
}

impl App {
    /// Reads the environment variables that Lambda and the template set.
    ///
    /// # Errors
    /// Names the variable that is missing or wrong.
    pub async fn from_env() -> Result<Self, Error> {
        let lookup = |name: &str| std::env::var(name).ok();
        let need = |name: &str| lookup(name).ok_or_else(|| format!("{name} is not set"));
        let personal_data = match need("EVENT_PERSONAL_DATA")?.as_str() {
            "omit" => PersonalData::Omit,
            "include" => PersonalData::Include,
            other => return Err(format!("EVENT_PERSONAL_DATA is {other}, not omit or include").into()),
        };
        let sqs = staffroom_aws::sqs(&Connection::from_lookup("SQS", lookup)?);
        let client = staffroom_aws::event_bridge(&Connection::from_lookup("EVENTBRIDGE", lookup)?);
        Ok(Self {
            table: Table::from_lookup(lookup).await?,
            bus: Bus::new(client, need("EVENT_BUS")?),
            deliveries: Queue::new(sqs, need("DELIVERIES_QUEUE_URL")?),
            personal_data,
            clock: std::sync::Arc::new(chrono::Utc::now),
        })
    }
}
