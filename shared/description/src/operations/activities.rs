//! Activities of a store, and announcements by the platform.

use serde_json::json;
use staffroom_api::{ActivityBody, ActivityPage, ActivityView, AnnouncementBody};

use crate::operation::Answer;

crate::operation::operations! {
    "activities"
    /// Create or replace an activity
    ///
    /// For managers. Every replacement creates a new version.
    "putActivity" "PUT /stores/{store}/activities/{activity}" => |call| call
        .takes(&["ifMatch", "ifNoneMatch", "idempotencyKey"])
        .body::<ActivityBody>(
            json!({ "theatre": { "value": { "name": "Théâtre des Lilas", "order_notifications": true } } }),
        )
        .answers(Answer::json::<ActivityView<'_>>(200, "Replaced").etag())
        .answers(Answer::json::<ActivityView<'_>>(201, "Created").etag().location())
        .refuses(&["Forbidden"]);
    /// Delete an activity
    ///
    /// For managers. Orders of it can no longer be announced.
    "deleteActivity" "DELETE /stores/{store}/activities/{activity}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::empty(204, "Deleted"))
        .refuses(&["Forbidden"]);
    /// List a store's activities
    ///
    /// For members, the owner and the platform. Sorted by ID.
    "listActivities" "GET /stores/{store}/activities" => |call| call
        .takes(&["limit", "cursor"])
        .answers(Answer::json::<ActivityPage<'_>>(200, "A page of activities"));
    /// Announce an order or an installed app
    ///
    /// For the platform only. An order is mailed to the members with the role that the catalog names, if
    /// `order_notifications` of the activity is on. An installed app is mailed to the owner.
    "announce" "POST /stores/{store}/announcements" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .body::<AnnouncementBody>(json!({
            "order": { "value": {
                "type": "order.created",
                "activity_id": "theatre",
                "order": { "number": "1042", "customer": "Jo Klein", "total": "36.00", "currency": "EUR" },
            } },
            "app": { "value": {
                "type": "app.installed", "app": { "name": "Label Printer" }, "installed_by": "user-2",
            } },
        }))
        .answers(Answer::empty(202, "Accepted. The mails are sent after the response"));
}
