use serde::Deserialize;
use staffroom_domain::DisplayName;

/// An activity as a manager puts it.
#[derive(Deserialize)]
#[cfg_attr(feature = "describe", derive(schemars::JsonSchema), schemars(rename = "ActivityPut"))]
#[serde(deny_unknown_fields)]
pub struct ActivityBody {
    /// The name that is shown to people.
    pub name: DisplayName,
    /// Whether the members with the role for order notifications get a mail about each new order.
    #[serde(default)]
    pub order_notifications: bool,
}
