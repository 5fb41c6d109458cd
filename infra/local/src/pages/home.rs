//! The start page, `GET /_local`.

use maud::html;

use super::layout::layout;
use crate::demo_stores::{DemoStore, OWNER_EMAIL, OWNER_NAME};

/// The stack's own calls: method, path, description.
const CALLS: [(&str, &str, &str); 8] = [
    (
        "GET",
        "/_local/inbox",
        "?to=ADDRESS&limit=N&cursor=CURSOR, all optional: the mails that were sent, newest first, at most 1000 per page; \
         DELETE deletes all mails",
    ),
    (
        "GET",
        "/_local/idp/.well-known/openid-configuration",
        "The OpenID Connect provider at which the users of the pages sign in",
    ),
    (
        "POST",
        "/_local/tokens",
        "{sub, email?, email_verified?, name?, locale?, scope?}: returns an access token with these claims",
    ),
    ("POST", "/_local/clock", "{advance_seconds}: advances the clock that all functions read"),
    (
        "POST",
        "/_local/faults",
        "{ses?: {next, error, message?}, dynamodb?: {next, error, message?}}: makes the next calls to the service \
         fail, for example with AccountSuspendedException or ThrottlingException",
    ),
    (
        "POST",
        "/_local/ses/feedback",
        "{message_id, event, bounce_type?, bounce_sub_type?}: reports a Delivery, Bounce, Complaint or Reject of a \
         mail; a bounce is Permanent (the default), Transient or Undetermined",
    ),
    ("GET", "/_local/queues", "The messages that wait for the workers, and those that failed too often"),
    (
        "GET",
        "/_local/capacity",
        "The capacity units that the functions consumed, if the stack was started with --capacity",
    ),
];

/// The start page.
#[must_use]
pub fn home(base: &str, demo_stores: &[DemoStore], owner_token: &str, now: &str) -> String {
    layout(
        "Staffroom local stack",
        &html! {
            h1 { "Staffroom local stack" }
            p { "The base URL of the API is " code { (base) } ". The functions' clock is at " code { (now) } "." }
            h2 { "Two users in one browser" }
            ol {
                li {
                    "Open " a href="/team" target="_blank" { "the team page" } ", sign in as " code { (OWNER_EMAIL) }
                    ", choose a shop, and invite any address."
                }
                li {
                    "Open " a href="/_local/inbox" target="_blank" { "the inbox" }
                    ", the invitation's mail, and the link in it."
                }
                li { "Join: create an account for the invited address. It needs no password, and no mail is sent." }
                li { "Go back to the team page: it shows the new member." }
            }
            h2 { "Demo stores" }
            p { "Their owner is " (OWNER_NAME) ", " code { (OWNER_EMAIL) } "." }
            table {
                tr { th { "Store" } th { "Catalog" } th { "Plan" } th { "Command" } }
                @for store in demo_stores {
                    tr {
                        td { code { (store.id) } }
                        td { (store.catalog) }
                        td { (store.plan) }
                        td { code { "curl -s " (base) "/stores/" (store.id) " -H \"authorization: Bearer $TOKEN\"" } }
                    }
                }
            }
            p { "The owner's access token, which is valid for twelve hours:" }
            pre { "TOKEN=" (owner_token) }
            h2 { "Calls of the local stack" }
            table {
                @for (method, path, description) in CALLS {
                    tr {
                        td { (method) }
                        td { @if method == "GET" { a href=(path) { (path) } } @else { code { (path) } } }
                        td { (description) }
                    }
                }
            }
        },
    )
}
