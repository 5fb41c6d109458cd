use serde::{Deserialize, Serialize};

use crate::store::first_version;
use crate::{ActivityId, Actor, DisplayName, Rejection, Timestamp};

/// Something that a store runs, such as a show with its own ticket sales.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The platform's name for it.
    pub id: ActivityId,
    /// The name.
    pub name: DisplayName,
    /// Whether new orders are mailed to the members whose role receives them.
    pub order_notifications: bool,
    /// Counts the changes.
    pub version: u64,
}

impl Activity {
    /// The activity that `actor` puts in place of the one before.
    ///
    /// # Errors
    /// When the actor manages no team.
    pub fn put(
        actor: &Actor<'_>,
        before: Option<&Self>,
        id: ActivityId,
        name: DisplayName,
        order_notifications: bool,
        now: Timestamp,
    ) -> Result<Self, Rejection> {
        actor.require_manager()?;
        // A deleted activity that is put again gets no version that it had before.
        let version = before.map_or_else(|| first_version(now), |before| before.version + 1);
        Ok(Self { id, name, order_notifications, version })
    }
}

/// The parts of an order that a mail shows; the platform may send more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderSummary {
    /// How people refer to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Who ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The total, with its currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
}

#[cfg(test)]
mod tests;
