//! Webhooks, to which published events are sent.

use serde_json::json;
use staffroom_api::{
    DeliveryPage, ReplayBody, SecretView, WebhookBody, WebhookChangeBody, WebhookCreatedView, WebhookPage,
    WebhookView,
};

use crate::operation::Answer;

crate::operation::operations! {
    "webhooks"
    /// Create a webhook
    ///
    /// For the platform only. Published events are sent to its `url` as `POST`, signed as [Standard
    /// Webhooks](https://www.standardwebhooks.com) says (`v1`). A response of 2xx ends a delivery; 410 disables the webhook.
    /// Any other response, or none within 15 seconds, is a failure: there are ten attempts within 76 hours, all with the same
    /// `webhook-id`. A webhook whose attempts all fail for five days is disabled.
    ///
    /// The response has the secret, which is shown here and when it is replaced only. There can be 20 webhooks.
    "createWebhook" "POST /webhooks" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .body::<WebhookBody>(json!({ "members": { "value": {
            "url": "https://shop.example.com/hooks/staffroom",
            "types": ["member.added", "member.removed"],
            "description": "Keeps the shop's own list of staff",
        } } }))
        .answers(Answer::json::<WebhookCreatedView<'_>>(201, "Created").etag().location())
        .refuses(&["TooManyWebhooks"]);
    /// List the webhooks
    ///
    /// For the platform only. Sorted by ID.
    "listWebhooks" "GET /webhooks" => |call| call
        .platform()
        .takes(&["limit", "cursor"])
        .answers(Answer::json::<WebhookPage<'_>>(200, "A page of webhooks"));
    /// Get a webhook
    ///
    /// For the platform only.
    "getWebhook" "GET /webhooks/{webhook}" => |call| call
        .platform()
        .answers(Answer::json::<WebhookView<'_>>(200, "The webhook").etag());
    /// Change a webhook
    ///
    /// For the platform only. `enabled: true` revives a webhook that was disabled; what it missed can be replayed.
    "changeWebhook" "PATCH /webhooks/{webhook}" => |call| call
        .platform()
        .takes(&["ifMatch", "idempotencyKey"])
        .body::<WebhookChangeBody>(json!({ "revive": { "value": { "enabled": true } } }))
        .answers(Answer::json::<WebhookView<'_>>(200, "Changed, or unchanged").etag());
    /// Delete a webhook
    ///
    /// For the platform only. Nothing more is sent to it.
    "deleteWebhook" "DELETE /webhooks/{webhook}" => |call| call
        .platform()
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::empty(204, "Deleted"));
    /// Replace the secret of a webhook
    ///
    /// For the platform only. The secret before signs as well for 24 hours: `webhook-signature` then has two signatures.
    "rotateWebhookSecret" "POST /webhooks/{webhook}/secret" => |call| call
        .platform()
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::json::<SecretView<'_>>(200, "The new secret").etag());
    /// Send a test to a webhook
    ///
    /// For the platform only. An event `webhook.test` is sent, whatever the `types` of the webhook are, and also while it is
    /// disabled.
    "testWebhook" "POST /webhooks/{webhook}/test" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .answers(Answer::empty(202, "Accepted. The test is sent after the response"));
    /// List the deliveries to a webhook
    ///
    /// For the platform only. Newest first. A delivery is kept for 14 days.
    "listDeliveries" "GET /webhooks/{webhook}/deliveries" => |call| call
        .platform()
        .takes(&["limit", "cursor"])
        .answers(Answer::json::<DeliveryPage<'_>>(200, "A page of deliveries"));
    /// Send events to a webhook once more
    ///
    /// For the platform only. Published events of the last 14 days, with the same `webhook-id` as the first time: those of the
    /// `types` and `stores` of the webhook, also from before it was created. Give either `since` or `event_ids`.
    "replayWebhook" "POST /webhooks/{webhook}/replay" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .body::<ReplayBody>(json!({ "since": { "value": { "since": "2026-11-27T00:00:00Z" } } }))
        .answers(Answer::empty(202, "Accepted. The events are sent after the response"));
}
