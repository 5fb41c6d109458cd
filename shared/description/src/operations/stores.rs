//! Stores, their catalogs and their history.

use serde_json::json;
use staffroom_api::{CatalogView, EventPage, PublishedPage, StoreBody, StoreChangeBody, StoreView};

use crate::operation::Answer;

crate::operation::operations! {
    "stores"
    /// Create or replace a store
    ///
    /// For the platform only. Settings, seats and members are kept.
    ///
    /// - Another `owner` transfers the store; there is no other way. A member who becomes the owner is no longer a
    ///   member. A pending or expired invitation to the new owner's address ends.
    /// - Another `catalog` makes every grant void. Members stay members without permissions until a manager changes
    ///   their grants, and grants do not return with the former catalog.
    /// - A `plan` with fewer seats than the team has removes no member, but no further person can join.
    "putStore" "PUT /stores/{store}" => |call| call
        .platform()
        .takes(&["ifMatch", "ifNoneMatch", "idempotencyKey"])
        .body::<StoreBody>(json!({ "ecwid": { "value": {
            "name": "Atelier Camille",
            "owner": { "user_id": "user-1", "email": "camille@example.com", "name": "Camille Martin" },
            "catalog": "ecwid",
            "plan": "business",
            "locale": "fr",
            "time_zone": "Europe/Paris",
            "admin_url": "https://shop.example.com/admin",
        } } }))
        .answers(Answer::json::<StoreView<'_>>(200, "Replaced, or unchanged").etag())
        .answers(Answer::json::<StoreView<'_>>(201, "Created").etag().location());
    /// Get a store with its seats and settings
    ///
    /// For members, the owner and the platform.
    "getStore" "GET /stores/{store}" => |call| call
        .answers(Answer::json::<StoreView<'_>>(200, "The store").etag());
    /// Change a store's settings, name, language, time zone or plan
    ///
    /// For the owner and the platform; `plan` for the platform only. Omitted fields keep their values.
    "changeStore" "PATCH /stores/{store}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .body::<StoreChangeBody>(json!({
            "settings": { "value": {
                "settings": { "support_access": true, "allowed_domains": ["example.com", "example.org"] },
            } },
            "plan": { "summary": "By the platform", "value": { "plan": "unlimited" } },
        }))
        .answers(Answer::json::<StoreView<'_>>(200, "The store after the change").etag())
        .refuses(&["Forbidden"]);
    /// Close a store
    ///
    /// For the platform only. From then on nobody has access (`GET /stores/{store}/access` answers 200 with `allowed: false`, an
    /// access evaluation `false`), all other calls answer 410 `store_closed`, links do not work, and no mail is sent. Within
    /// minutes everything of the store is deleted: members, invitations, history, activities, published events, counts and
    /// stored answers. Then the ID is free (404), and a store that is created under it is another one: no link, cursor, ETag or
    /// idempotency key of the closed store works there. `store.closed` is published; deliveries of it are not deleted.
    ///
    /// Repeated while the store is being deleted, the answer is the same.
    "closeStore" "DELETE /stores/{store}" => |call| call
        .platform()
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::empty(202, "Closed. Everything of it is deleted after the response"));
    /// Get the store's catalog with labels in one language
    ///
    /// For members, the owner and the platform.
    "getCatalog" "GET /stores/{store}/catalog" => |call| call
        .takes(&["locale"])
        .answers(Answer::json::<CatalogView<'_>>(200, "The catalog in one language"));
    /// List a store's events
    ///
    /// For managers and the platform. Newest first. With several parameters, events that meet all of them. A page may be short,
    /// or even empty, and still have a next one. With `actor` or `subject`, an event of a moment ago may be missing. Events are
    /// deleted after 400 days.
    "listEvents" "GET /stores/{store}/audit" => |call| call
        .takes(&["actor", "subject", "eventType", "since", "until", "limit", "cursor"])
        .answers(Answer::json::<EventPage<'_>>(200, "A page of events"))
        .refuses(&["Forbidden"]);
    /// List the published events of a store
    ///
    /// For the platform only. What was published of the store in the last 14 days, in the order of its publication: to catch
    /// up after missed deliveries. `next_cursor` is never null: given as `after`, now or later, the list goes on there. No
    /// event is ever inserted before a cursor that was given out. A page can be empty although `types` has further events.
    "listPublishedEvents" "GET /stores/{store}/events" => |call| call
        .platform()
        .takes(&["after", "types", "limit"])
        .answers(Answer::json::<PublishedPage>(200, "A page of published events"));
}
