//! The layout of all pages.

use maud::{DOCTYPE, Markup, PreEscaped, html};

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

/// A page with this title and content.
#[must_use]
pub fn layout(title: &str, content: &Markup) -> String {
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
