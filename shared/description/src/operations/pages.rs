//! Pages for browsers, and their files.

use serde_json::{Value, json};
use staffroom_api::MailSubscriptionView;

use crate::operation::Answer;
use crate::schemas::set;

fn one_of(values: &[&str]) -> Value {
    json!({ "schema": { "type": "string", "enum": values } })
}

fn file() -> Answer {
    let text = json!({ "schema": { "type": "string" } });
    let types = ["text/javascript", "text/css", "text/plain", "image/svg+xml"];
    let content =
        types.iter().map(|name| ((*name).to_owned(), text.clone())).collect::<serde_json::Map<_, _>>();
    let mut encoding = one_of(&["br"]);
    set(&mut encoding, "description", "If the request accepts it".into());
    Answer::other(200, "The file", content.into())
        .header("Cache-Control", one_of(&["public, max-age=31536000, immutable"]))
        .header("Content-Encoding", encoding)
}

crate::operation::operations! {
    "pages"
    /// Get the page that an invitation's link opens
    ///
    /// The token follows `#` in the link, a part that browsers do not send. The page looks up the invitation and
    /// changes nothing until the visitor decides.
    "joinPage" "GET /join" => |call| call.page().answers(Answer::component(200, "Page"));
    /// Get the page for managing a store's team
    "teamPage" "GET /team" => |call| call.page().answers(Answer::component(200, "Page"));
    /// Get the page for stopping a kind of mail
    ///
    /// The address is that of the header `List-Unsubscribe`. The page changes nothing until the visitor decides.
    "unsubscribePage" "GET /unsubscribe/{token}" => |call| call.page().answers(Answer::component(200, "Page"));
    /// Stop a kind of mail, without a sign-in
    ///
    /// For mail programs (RFC 8058) and the page: the header `List-Unsubscribe` of reviews, orders and answers to invitations
    /// has the address. `One-Click` stops the kind of mail for the reader in this store, `Undo` lets it be sent again. The form
    /// may also be sent as `multipart/form-data`. A repetition changes nothing.
    "unsubscribe" "POST /unsubscribe/{token}" => |call| call
        .public()
        .form(json!({
            "type": "object",
            "required": ["List-Unsubscribe"],
            "properties": { "List-Unsubscribe": { "type": "string", "enum": ["One-Click", "Undo"] } },
        }))
        .answers(Answer::json::<MailSubscriptionView<'_>>(200, "What the reader gets now"))
        .refuses(&["InvalidToken", "StoreClosed"]);
    /// Get a script, style sheet, image or text file of the pages
    ///
    /// The pages contain the names. A name contains the hash of the content, so a file can be cached forever.
    "getAsset" "GET /assets/{asset}" => |call| call.page().takes(&["acceptEncoding"]).answers(file());
}
