//! Pages for browsers, and their files.

use serde_json::{Value, json};

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

super::operations! {
    "pages"
    /// Get the page that an invitation's link opens
    ///
    /// The token follows `#` in the link, a part that browsers do not send. The page looks up the invitation and
    /// changes nothing until the visitor decides.
    "joinPage" "GET /join" => |call| call.page().answers(Answer::component(200, "Page"));
    /// Get the page for managing a store's team
    "teamPage" "GET /team" => |call| call.page().answers(Answer::component(200, "Page"));
    /// Get a script, style sheet, image or text file of the pages
    ///
    /// The pages contain the names. A name contains the hash of the content, so a file can be cached forever.
    "getAsset" "GET /assets/{asset}" => |call| call.page().takes(&["acceptEncoding"]).answers(file());
}
