//! The stack's pages, for a browser.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::demo::DemoStore;
use crate::inbox::Message;

const STYLE: &str = "
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c1c1c; background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere }
code, pre { font: 14px/1.5 ui-monospace, monospace; background: #f4f4f4; padding: .1rem .3rem; overflow-wrap: anywhere } pre { padding: .8rem; white-space: pre-wrap }
iframe { width: 100%; height: 40rem; border: 1px solid #ddd; background: #fff }
.narrow { max-width: 24rem; margin: auto } label { display: block; font-weight: 600 }
input { font: inherit; color: inherit; background: transparent; box-sizing: border-box; width: 100%; min-height: 44px; padding: .4rem .6rem; border: 1px solid #767676; border-radius: 6px }
button { font: inherit; min-height: 44px; padding: .4rem 1.2rem; border: 0; border-radius: 6px; color: #fff; background: #0b57d0; cursor: pointer }
.advice { display: block; color: #b3261e } .note { color: #5c5c5c; font-size: .875rem }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #161616 } code, pre { background: #262626 } a { color: #8ab4f8 } th, td, iframe { border-color: #444 } .advice { color: #f2b8b5 } .note { color: #aaa } }
";

/// A page of the stack's own.
#[must_use]
pub fn page(title: &str, content: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (content) } }
        }
    };
    page.into_string()
}

/// The page that leads everywhere.
#[must_use]
pub fn home(base: &str, demos: &[DemoStore], owner_token: &str, now: &str) -> String {
    let calls = [
        ("GET", "/_local/inbox", "Every mail sent, newest first; DELETE empties it"),
        (
            "GET",
            "/_local/idp/.well-known/openid-configuration",
            "The OpenID Connect provider where the pages send people to sign in",
        ),
        (
            "POST",
            "/_local/tokens",
            "{sub, email, email_verified?, name?, locale?, scope?}: a token for anybody",
        ),
        ("POST", "/_local/clock", "{advance_seconds}: moves the time that all functions see"),
        (
            "POST",
            "/_local/faults",
            "{ses?: {next, error}, dynamodb?: {next, error}}: the next calls to that part fail",
        ),
        (
            "POST",
            "/_local/ses/feedback",
            "{message_id, event}: what SES would report (Delivery, Bounce, Complaint)",
        ),
    ];
    page(
        "Staffroom, locally",
        &html! {
            h1 { "Staffroom, locally" }
            p { "The API answers at " code { (base) } ". The functions' clock says " code { (now) } "." }
            h2 { "Two people, one browser" }
            ol {
                li {
                    "Open " a href="/team" target="_blank" { "the team's page" } ", sign in as "
                    code { (crate::demo::OWNER_EMAIL) } ", choose a shop, and invite an address that you make up."
                }
                li {
                    "Open " a href="/_local/inbox" target="_blank" { "the inbox" }
                    ", the invitation's mail, and the link in it."
                }
                li { "Join: create an account for the invited address. No password is asked for, no mail leaves." }
                li { "Go back to the team's page: the new member is on it." }
            }
            h2 { "Demo stores" }
            p { "Their owner is " (crate::demo::OWNER_NAME) ", " code { (crate::demo::OWNER_EMAIL) } "." }
            table {
                tr { th { "Store" } th { "Catalog" } th { "Plan" } th { "Look at it" } }
                @for demo in demos {
                    tr {
                        td { code { (demo.id) } }
                        td { (demo.catalog) }
                        td { (demo.plan) }
                        td { code { "curl -s " (base) "/stores/" (demo.id) " -H \"authorization: Bearer $TOKEN\"" } }
                    }
                }
            }
            p { "The owner's token, good for twelve hours:" }
            pre { "TOKEN=" (owner_token) }
            h2 { "The stack's own calls" }
            table {
                @for (method, path, what) in calls {
                    tr {
                        td { (method) }
                        td { @if method == "GET" { a href=(path) { (path) } } @else { code { (path) } } }
                        td { (what) }
                    }
                }
            }
        },
    )
}

/// The list of mails.
#[must_use]
pub fn inbox(messages: &[Message]) -> String {
    page(
        "Inbox",
        &html! {
            p { a href="/_local" { "Staffroom, locally" } }
            h1 { "Inbox" }
            @if messages.is_empty() {
                p { "No mail yet." }
            } @else {
                table {
                    tr { th { "To" } th { "Subject" } th { "Sent" } }
                    @for message in messages {
                        tr {
                            td { (message.to.join(", ")) }
                            td { a href=(format!("/_local/inbox/{}", message.id)) { (message.subject) } }
                            td { (message.sent_at) }
                        }
                    }
                }
            }
        },
    )
}

/// One mail.
#[must_use]
pub fn mail(message: &Message) -> String {
    page(
        &message.subject,
        &html! {
            p { a href="/_local/inbox" { "Inbox" } }
            h1 { (message.subject) }
            table {
                tr { th scope="row" { "From" } td { (message.from) } }
                tr { th scope="row" { "To" } td { (message.to.join(", ")) } }
                tr { th scope="row" { "Sent" } td { (message.sent_at) } }
                @for (name, value) in &message.headers {
                    tr { th scope="row" { (name) } td { (value.as_str().unwrap_or_default()) } }
                }
                tr { th scope="row" { "Id" } td { code { (message.id) } } }
            }
            @if let Some(body) = &message.html {
                h2 { "HTML" }
                // No script runs in it; its links open in a new tab, as they do from a mail.
                iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox"
                    srcdoc=(format!("<base target=\"_blank\">{body}")) {}
            }
            @if let Some(text) = &message.text {
                h2 { "Text" }
                pre { (text) }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nothing_in_a_mail_can_step_out_of_it() {
        let evil = r#""><script>alert(1)</script>"#;
        let message: Message = serde_json::from_value(json!({
            "id": "m", "to": [evil], "from": evil, "subject": evil, "text": evil, "html": evil,
            "headers": {evil: evil}, "sent_at": "",
        }))
        .expect("a message");
        for page in [inbox(std::slice::from_ref(&message)), mail(&message)] {
            assert!(!page.contains("<script>"), "{page}");
        }
    }
}
