//! Builds the content of a mail, and keeps what people typed from becoming more than text.

use chrono::{DateTime, Utc};
use staffroom_text::{FluentArgs, FluentValue, Texts};

use crate::mail::{ReviewedAccess, ReviewedMember, Style};
use crate::mail_content::{Block, MailContent, MemberEntry};
use crate::sanitize::{self, Name};

/// The largest number of members that a review lists: mail programs cut off messages of more than about 100 KB.
const MAX_LISTED_MEMBERS: usize = 100;

pub(crate) fn name_and_address(name: &str, email: &str) -> String {
    let email = sanitize::address(email);
    if name.trim().is_empty() { email } else { format!("{} ({email})", sanitize::name(name)) }
}

/// Builds the content of a mail, part by part.
pub(crate) struct ContentBuilder<'a> {
    texts: Texts,
    style: &'a Style<'a>,
    blocks: Vec<Block>,
    /// The arguments of the messages in the body.
    body_args: FluentArgs<'static>,
    /// The same arguments, sanitized for the subject.
    subject_args: FluentArgs<'static>,
}

impl<'a> ContentBuilder<'a> {
    pub(crate) fn new(texts: Texts, style: &'a Style<'a>) -> Self {
        Self {
            texts,
            style,
            blocks: Vec::new(),
            body_args: FluentArgs::new(),
            subject_args: FluentArgs::new(),
        }
    }

    /// Sets an argument that needs no sanitizing.
    pub(crate) fn value(&mut self, key: &'static str, value: impl Into<FluentValue<'static>>) {
        let value = value.into();
        self.body_args.set(key, value.clone());
        self.subject_args.set(key, value);
    }

    /// Sets an argument to a name that a person typed.
    pub(crate) fn name(&mut self, key: &'static str, typed: &str) {
        let name = Name::new(typed);
        self.body_args.set(key, name.for_body);
        self.subject_args.set(key, name.for_subject);
    }

    pub(crate) fn name_or_address(&mut self, key: &'static str, name: &str, email: &str) {
        if name.trim().is_empty() {
            self.value(key, sanitize::address(email));
        } else {
            self.name(key, name);
        }
    }

    pub(crate) fn format(&self, id: &str) -> String {
        self.texts.format(id, &self.body_args)
    }

    pub(crate) fn paragraph(&mut self, id: &str) {
        self.blocks.push(Block::Paragraph(self.format(id)));
    }

    /// Adds a list, unless it is empty.
    pub(crate) fn list(&mut self, label: &str, rights: &[&str]) {
        if !rights.is_empty() {
            let items = rights.iter().map(|right| sanitize::name(right)).collect();
            self.blocks.push(Block::List { label: self.format(label), items });
        }
    }

    /// Adds a list of people, unless it is empty.
    pub(crate) fn people(&mut self, label: &str, people: impl Iterator<Item = String>) {
        let items: Vec<String> = people.collect();
        if !items.is_empty() {
            self.blocks.push(Block::List { label: self.format(label), items });
        }
    }

    /// Adds the fields that have a value.
    pub(crate) fn fields<const N: usize>(&mut self, fields: [(&str, Option<String>); N]) {
        let present: Vec<_> =
            fields.into_iter().filter_map(|(label, value)| Some((self.format(label), value?))).collect();
        if !present.is_empty() {
            self.blocks.push(Block::Fields(present));
        }
    }

    pub(crate) fn quote(&mut self, label: &str, lines: Vec<String>) {
        self.blocks.push(Block::Quote { label: self.format(label), lines });
    }

    pub(crate) fn members(&mut self, members: &[&ReviewedMember<'_>], more: usize) {
        if members.is_empty() {
            return;
        }
        let entries =
            members.iter().take(MAX_LISTED_MEMBERS).map(|member| self.member_entry(member)).collect();
        self.blocks.push(Block::Members(entries));
        if let more @ 1.. = more + members.len().saturating_sub(MAX_LISTED_MEMBERS) {
            self.value("more", more);
            self.paragraph("review-due-more");
        }
    }

    fn member_entry(&self, member: &ReviewedMember<'_>) -> MemberEntry {
        let on = |id: &str, at: DateTime<Utc>| {
            self.texts.format(id, &FluentArgs::from_iter([("day", self.texts.format_date(at))]))
        };
        let last_activity = match (member.access, member.last_active_at) {
            (ReviewedAccess::Ended(ended), _) => on("review-due-access-ended", ended),
            (ReviewedAccess::Suspended(since), _) => on("review-due-suspended", since),
            (ReviewedAccess::WithoutRights, _) => self.format("review-due-without-rights"),
            (ReviewedAccess::Present, Some(active)) => on("review-due-active", active),
            (ReviewedAccess::Present, None) => self.format("review-due-never"),
        };
        MemberEntry {
            name: name_and_address(member.name, member.email),
            rights: member.rights.iter().map(|right| sanitize::name(right)).collect::<Vec<_>>().join(", "),
            last_activity,
        }
    }

    /// Adds a button, unless there is no valid link for it.
    pub(crate) fn button(&mut self, label: &str, url: Option<&str>) {
        if let Some(link) = url.and_then(sanitize::link) {
            self.blocks.push(Block::Button { label: self.format(label), link });
        }
    }

    pub(crate) fn link_in_full(&mut self, label: &str, url: &str) {
        if let Some(link) = sanitize::link(url) {
            self.blocks.push(Block::LinkInFull { label: self.format(label), link });
        }
    }

    /// The sender's name: the store, through the platform. Without the platform's name it would be a name that anybody can choose.
    fn sender_name(&mut self) -> String {
        if self.style.brand.is_empty() {
            return String::new();
        }
        self.subject_args.set("brand", self.style.brand.to_owned());
        sanitize::sender(&self.texts.format("from-name", &self.subject_args))
    }

    /// Adds the sender's name, the subject, the title and the reason why the recipient gets the mail.
    pub(crate) fn finish(mut self, subject: &str, title: &str, reason: &str) -> MailContent {
        MailContent {
            from_name: self.sender_name(),
            subject: sanitize::subject(&self.texts.format(subject, &self.subject_args)),
            title: self.format(title),
            reason: self.format(reason),
            unsubscribe: self
                .style
                .unsubscribe_url
                .and_then(sanitize::link)
                // The page is in the language of the mail. No server sees what follows the `#`.
                .map(|link| (self.format("unsubscribe"), format!("{link}#{}", self.style.locale.as_str()))),
            blocks: self.blocks,
        }
    }
}
