//! The pages of the inbox.

use maud::html;

use super::layout::layout;
use crate::ses::Message;

/// A list of mails. `next` is the URL of the next page, if there is one.
#[must_use]
pub fn mails(messages: &[Message], next: Option<&str>) -> String {
    layout(
        "Inbox",
        &html! {
            p { a href="/_local" { "Staffroom local stack" } }
            h1 { "Inbox" }
            @if messages.is_empty() {
                p { "There are no mails." }
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
            @if let Some(next) = next {
                p { a href=(next) { "Older mails" } }
            }
        },
    )
}

/// A mail.
#[must_use]
pub fn mail(message: &Message) -> String {
    layout(
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
                // The sandbox allows no scripts. Links open in a new tab, as they do from a mail program.
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
    fn the_contents_of_a_mail_are_escaped() {
        let script = r#""><script>alert(1)</script>"#;
        let message: Message = serde_json::from_value(json!({
            "id": "m", "to": [script], "from": script, "subject": script, "text": script, "html": script,
            "headers": {script: script}, "sent_at": "",
        }))
        .expect("a message");
        for page in [mails(std::slice::from_ref(&message), Some(script)), mail(&message)] {
            assert!(!page.contains("<script>"), "{page}");
        }
    }
}
