//! The layout of all mails, as HTML and as plain text.

use askama::Template;
use staffroom_domain::Locale;

use crate::mail_content::{Block, MailContent, MemberEntry};
use crate::sanitize;

#[derive(Template)]
#[template(path = "mail.html")]
struct HtmlMail<'a> {
    content: &'a MailContent,
    language: &'static str,
}

impl HtmlMail<'_> {
    /// The parts of a value of which no mail program makes a link.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn pieces<'a>(&self, value: &'a str) -> Vec<&'a str> {
        sanitize::pieces(value)
    }
}

pub(crate) fn html(content: &MailContent, locale: Locale) -> String {
    // Rendering into a string cannot fail. If it did, SES would send the plain text alone.
    HtmlMail { content, language: locale.as_str() }.render().unwrap_or_default()
}

/// Each paragraph is one line: mail programs wrap it to their own width, and no name or link is split.
pub(crate) fn text(content: &MailContent) -> String {
    let mut parts = vec![content.title.clone()];
    parts.extend(content.blocks.iter().filter_map(block_text));
    let unsubscribe = content.unsubscribe.as_ref().map(|(label, link)| format!("{label}\n{link}\n"));
    parts.push(format!("-- \n{}\n{}", content.reason, unsubscribe.unwrap_or_default()));
    parts.join("\n\n")
}

fn block_text(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(text) => Some(text.clone()),
        Block::List { label, items } => {
            Some(items.iter().fold(label.clone(), |list, item| list + "\n- " + item))
        }
        Block::Fields(fields) => {
            let lines: Vec<_> = fields.iter().map(|(label, value)| format!("{label} {value}")).collect();
            Some(lines.join("\n"))
        }
        Block::Quote { label, lines } => Some(format!("{label}\n> {}", lines.join("\n> "))),
        Block::Members(members) => {
            let entries: Vec<_> = members
                .iter()
                .map(|MemberEntry { name, rights, last_activity }| {
                    let rights = if rights.is_empty() { String::new() } else { format!("\n  {rights}") };
                    format!("- {name}{rights}\n  {last_activity}")
                })
                .collect();
            Some(entries.join("\n"))
        }
        Block::Button { label, link } => Some(format!("{label}\n{link}")),
        // The button's block contains the link already.
        Block::LinkInFull { .. } => None,
    }
}
