//! The one design of all mails, as HTML and as plain text.

use askama::Template;
use staffroom_domain::Locale;

use crate::letter::{Block, Letter, Person};

#[derive(Template)]
#[template(path = "mail.html")]
struct Page<'a> {
    letter: &'a Letter,
    language: &'static str,
}

pub(crate) fn html(letter: &Letter, locale: Locale) -> String {
    // Writing into a string cannot fail; SES sends a mail without HTML as its text alone.
    Page { letter, language: locale.as_str() }.render().unwrap_or_default()
}

/// A paragraph is one line, however long: every mail program wraps it to its own width, and no name or
/// link is ever broken in two.
pub(crate) fn text(letter: &Letter) -> String {
    let mut parts = vec![letter.title.clone()];
    parts.extend(letter.blocks.iter().filter_map(block));
    parts.push(format!("-- \n{}\n", letter.why));
    parts.join("\n\n")
}

fn block(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(text) => Some(text.clone()),
        Block::List { label, items } => {
            Some(items.iter().fold(label.clone(), |list, item| list + "\n- " + item))
        }
        Block::Fields(fields) => {
            let lines: Vec<_> = fields.iter().map(|(label, value)| format!("{label} {value}")).collect();
            Some(lines.join("\n"))
        }
        Block::Quote { label, words } => Some(format!("{label}\n> {words}")),
        Block::People(people) => {
            let entries: Vec<_> = people
                .iter()
                .map(|Person { name, rights, active }| {
                    let rights = if rights.is_empty() { String::new() } else { format!("\n  {rights}") };
                    format!("- {name}{rights}\n  {active}")
                })
                .collect();
            Some(entries.join("\n"))
        }
        Block::Button { label, link } => Some(format!("{label}\n{link}")),
        // The text shows the button's link already.
        Block::Address { .. } => None,
    }
}
