//! The content of each mail, independent of its language: the parts that the HTML and the plain text both show.

use chrono::{DateTime, Utc};
use staffroom_text::{FluentArgs, FluentValue, Texts};

use crate::sanitize::{self, Name};
use crate::{AccessEnd, DeliveryFailure, Mail, Order, ReviewedMember};

/// The largest number of members that a review lists: mail programs cut off messages of more than about 100 KB.
const MAX_LISTED_MEMBERS: usize = 100;

/// The content of a mail. Text that people typed has been sanitized, but nothing is escaped for HTML yet.
pub(crate) struct MailContent {
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
    /// Why the recipient gets this mail.
    pub(crate) reason: String,
}

/// A part of a mail, from top to bottom.
pub(crate) enum Block {
    Paragraph(String),
    List {
        label: String,
        items: Vec<String>,
    },
    /// Labels with their values.
    Fields(Vec<(String, String)>),
    /// A text that a person wrote.
    Quote {
        label: String,
        text: String,
    },
    /// The members of an access review.
    Members(Vec<MemberEntry>),
    Button {
        label: String,
        link: String,
    },
    /// The link of the button as text, for mail programs that do not show the button.
    LinkInFull {
        label: String,
        link: String,
    },
}

/// A member in an access review.
pub(crate) struct MemberEntry {
    pub(crate) name: String,
    pub(crate) rights: String,
    pub(crate) last_activity: String,
}

impl MailContent {
    /// The preview that mail programs show after the subject: the first paragraph.
    pub(crate) fn preheader(&self) -> &str {
        self.blocks
            .iter()
            .find_map(|block| if let Block::Paragraph(text) = block { Some(text.as_str()) } else { None })
            .unwrap_or_default()
    }
}

/// Composes the content of a mail.
#[expect(clippy::too_many_lines, reason = "one arm for each kind of mail, which lists its parts")]
pub(crate) fn compose(texts: Texts, mail: &Mail<'_>) -> MailContent {
    let mut content = ContentBuilder::new(texts);
    match mail {
        Mail::Invitation { store, inviter, rights, link, expires_at, access_ends_at } => {
            content.name("store", store);
            content.name("inviter", inviter);
            content.value("expires", texts.format_date_time(*expires_at));
            content.paragraph("invitation-body");
            content.list("invitation-rights", rights);
            if let Some(ends) = access_ends_at {
                content.value("ends", texts.format_date_time(*ends));
                content.paragraph("invitation-ends");
            }
            content.button("invitation-button", Some(link));
            content.paragraph("invitation-expires");
            content.link_in_full("link-in-full", link);
            content.finish("invitation-subject", "invitation-title", "invitation-why")
        }
        Mail::AccessChanged { store, actor, rights, added, taken, end, admin_url } => {
            content.name("store", store);
            content.name("actor", actor);
            content.paragraph("access-changed-body");
            content.list("access-changed-added", added);
            content.list("access-changed-taken", taken);
            if rights.is_empty() {
                content.paragraph("access-changed-none");
            } else {
                content.list("access-changed-now", rights);
            }
            match end {
                AccessEnd::None => {}
                AccessEnd::At(ends) => {
                    content.value("ends", texts.format_date_time(*ends));
                    content.paragraph("access-changed-ends");
                }
                AccessEnd::Lifted => content.paragraph("access-changed-lifted"),
            }
            content.button("open-store", *admin_url);
            content.finish("access-changed-subject", "access-changed-title", "why-member")
        }
        Mail::Removed { store } => {
            content.name("store", store);
            content.paragraph("removed-body");
            content.paragraph("removed-account");
            content.finish("removed-subject", "removed-title", "removed-why")
        }
        Mail::Added { store, rights, ends_at, admin_url } => {
            content.name("store", store);
            content.paragraph("added-body");
            content.list("access-changed-now", rights);
            if let Some(ends) = ends_at {
                content.value("ends", texts.format_date_time(*ends));
                content.paragraph("access-changed-ends");
            }
            content.button("open-store", *admin_url);
            content.finish("added-subject", "added-title", "why-member")
        }
        Mail::Suspended { store, contact } => {
            content.name("store", store);
            content.value("contact", (*contact).to_owned());
            content.paragraph("suspended-body");
            content.paragraph("suspended-next");
            content.finish("suspended-subject", "suspended-title", "why-member")
        }
        Mail::Resumed { store, rights, admin_url } => {
            content.name("store", store);
            content.paragraph("resumed-body");
            content.list("access-changed-now", rights);
            content.button("open-store", *admin_url);
            content.finish("resumed-subject", "resumed-title", "why-member")
        }
        Mail::Left { store, member, email, team_url } => {
            content.name("store", store);
            content.name_or_address("who", member, email);
            content.value("person", name_and_address(member, email));
            content.paragraph("left-body");
            content.button("open-team", *team_url);
            content.finish("left-subject", "left-title", "why-manager")
        }
        Mail::OwnershipEnded { store, owner } => {
            content.name("store", store);
            content.name("owner", owner);
            content.paragraph("ownership-ended-body");
            content.paragraph("ownership-ended-next");
            content.finish("ownership-ended-subject", "ownership-ended-title", "ownership-ended-why")
        }
        Mail::OwnershipBegun { store, former, team_url } => {
            content.name("store", store);
            content.name("former", former);
            content.paragraph("ownership-begun-body");
            content.button("open-team", *team_url);
            content.finish("ownership-begun-subject", "ownership-begun-title", "why-owner")
        }
        Mail::OwnerAddressChanged { store, old, new } => {
            content.name("store", store);
            content.paragraph("owner-address-changed-body");
            content.fields([
                ("address-changed-old", Some(sanitize::address(old))),
                ("address-changed-new", Some(sanitize::address(new))),
            ]);
            content.paragraph("owner-address-changed-next");
            content.finish(
                "owner-address-changed-subject",
                "owner-address-changed-title",
                "owner-address-changed-why",
            )
        }
        Mail::Accepted { store, member, email, invited, team_url } => {
            content.name("store", store);
            content.name_or_address("who", member, email);
            content.value("person", name_and_address(member, email));
            content.paragraph("accepted-body");
            if let Some(invited) = invited {
                content.value("email", sanitize::address(invited));
                content.paragraph("accepted-forwarded");
            }
            content.button("open-team", *team_url);
            content.finish("accepted-subject", "accepted-title", "why-manager")
        }
        Mail::Declined { store, email, reason } => {
            content.name("store", store);
            content.value("email", sanitize::address(email));
            content.paragraph("declined-body");
            if let Some(text) = reason.map(sanitize::reason).filter(|text| !text.is_empty()) {
                content.quote("declined-reason", text);
            }
            content.paragraph("declined-next");
            content.finish("declined-subject", "declined-title", "why-manager")
        }
        Mail::Undelivered { store, email, cause } => {
            content.name("store", store);
            content.value("email", sanitize::address(email));
            content.value(
                "cause",
                match cause {
                    DeliveryFailure::Bounced => "bounced",
                    DeliveryFailure::Complained => "complained",
                    DeliveryFailure::Refused => "refused",
                },
            );
            content.paragraph("undelivered-body");
            content.paragraph("undelivered-next");
            content.finish("undelivered-subject", "undelivered-title", "why-manager")
        }
        Mail::Withdrawn { store, email, inviter } => {
            content.name("store", store);
            content.name("inviter", inviter);
            content.value("email", sanitize::address(email));
            content.paragraph("withdrawn-body");
            content.paragraph("withdrawn-next");
            content.finish("withdrawn-subject", "withdrawn-title", "why-manager")
        }
        Mail::AddressChanged { store, member, old, new } => {
            content.name("store", store);
            content.name_or_address("member", member, old);
            content.paragraph("address-changed-body");
            content.fields([
                ("address-changed-old", Some(sanitize::address(old))),
                ("address-changed-new", Some(sanitize::address(new))),
            ]);
            content.paragraph("address-changed-next");
            content.finish("address-changed-subject", "address-changed-title", "why-manager")
        }
        Mail::AppInstalled { store, app, member } => {
            content.name("store", store);
            content.name("app", app);
            content.name("member", member);
            content.paragraph("app-installed-body");
            content.paragraph("app-installed-next");
            content.finish("app-installed-subject", "app-installed-title", "why-manager")
        }
        Mail::OrderCreated { store, activity, order } => {
            let Order { number, customer, total } = *order;
            content.name("store", store);
            content.name("activity", activity);
            content.name("number", number.unwrap_or_default());
            content.value("numbered", if number.is_some() { "yes" } else { "no" });
            content.paragraph("order-created-body");
            content.fields([
                ("order-created-number", number.map(sanitize::reference)),
                ("order-created-customer", customer.map(sanitize::name)),
                ("order-created-total", total.map(sanitize::reference)),
            ]);
            content.finish("order-created-subject", "order-created-title", "order-created-why")
        }
        Mail::ReviewDue { store, members, more, team_url } => {
            content.name("store", store);
            let (ended, present): (Vec<_>, Vec<_>) =
                members.iter().partition(|member| member.ended_at.is_some());
            content.value("count", present.len() + more);
            content.paragraph("review-due-body");
            content.members(&present, *more);
            if !ended.is_empty() {
                content.paragraph("review-due-ended");
                content.members(&ended, 0);
            }
            if !members.is_empty() {
                content.paragraph("review-due-next");
            }
            content.button("review-due-button", *team_url);
            content.finish("review-due-subject", "review-due-title", "why-manager")
        }
        Mail::AccessEnded { store, ended_at, contact } => {
            content.name("store", store);
            content.value("ends", texts.format_date_time(*ended_at));
            content.value("email", sanitize::address(contact));
            content.paragraph("access-ended-body");
            content.paragraph("access-ended-next");
            content.finish("access-ended-subject", "access-ended-title", "access-ended-why")
        }
        Mail::AccessEnding { store, ends_at, admin_url } => {
            content.name("store", store);
            content.value("ends", texts.format_date_time(*ends_at));
            content.paragraph("access-ending-body");
            content.paragraph("access-ending-next");
            content.button("open-store", *admin_url);
            content.finish("access-ending-subject", "access-ending-title", "why-member")
        }
    }
}

fn name_and_address(name: &str, email: &str) -> String {
    let email = sanitize::address(email);
    if name.trim().is_empty() { email } else { format!("{} ({email})", sanitize::name(name)) }
}

/// Builds the content of a mail, part by part.
struct ContentBuilder {
    texts: Texts,
    blocks: Vec<Block>,
    /// The arguments of the messages in the body.
    body_args: FluentArgs<'static>,
    /// The same arguments, sanitized for the subject.
    subject_args: FluentArgs<'static>,
}

impl ContentBuilder {
    fn new(texts: Texts) -> Self {
        Self { texts, blocks: Vec::new(), body_args: FluentArgs::new(), subject_args: FluentArgs::new() }
    }

    /// Sets an argument that needs no sanitizing.
    fn value(&mut self, key: &'static str, value: impl Into<FluentValue<'static>>) {
        let value = value.into();
        self.body_args.set(key, value.clone());
        self.subject_args.set(key, value);
    }

    /// Sets an argument to a name that a person typed.
    fn name(&mut self, key: &'static str, typed: &str) {
        let name = Name::new(typed);
        self.body_args.set(key, name.for_body);
        self.subject_args.set(key, name.for_subject);
    }

    fn name_or_address(&mut self, key: &'static str, name: &str, email: &str) {
        if name.trim().is_empty() {
            self.value(key, sanitize::address(email));
        } else {
            self.name(key, name);
        }
    }

    fn format(&self, id: &str) -> String {
        self.texts.format(id, &self.body_args)
    }

    fn paragraph(&mut self, id: &str) {
        self.blocks.push(Block::Paragraph(self.format(id)));
    }

    /// Adds a list, unless it is empty.
    fn list(&mut self, label: &str, rights: &[&str]) {
        if !rights.is_empty() {
            let items = rights.iter().map(|right| sanitize::name(right)).collect();
            self.blocks.push(Block::List { label: self.format(label), items });
        }
    }

    /// Adds the fields that have a value.
    fn fields<const N: usize>(&mut self, fields: [(&str, Option<String>); N]) {
        let present: Vec<_> =
            fields.into_iter().filter_map(|(label, value)| Some((self.format(label), value?))).collect();
        if !present.is_empty() {
            self.blocks.push(Block::Fields(present));
        }
    }

    fn quote(&mut self, label: &str, text: String) {
        self.blocks.push(Block::Quote { label: self.format(label), text });
    }

    fn members(&mut self, members: &[&ReviewedMember<'_>], more: usize) {
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
        let last_activity = match (member.ended_at, member.last_active_at) {
            (Some(ended), _) => on("review-due-access-ended", ended),
            (None, Some(active)) => on("review-due-active", active),
            (None, None) => self.format("review-due-never"),
        };
        MemberEntry {
            name: name_and_address(member.name, member.email),
            rights: member.rights.iter().map(|right| sanitize::name(right)).collect::<Vec<_>>().join(", "),
            last_activity,
        }
    }

    /// Adds a button, unless there is no valid link for it.
    fn button(&mut self, label: &str, url: Option<&str>) {
        if let Some(link) = url.and_then(sanitize::link) {
            self.blocks.push(Block::Button { label: self.format(label), link });
        }
    }

    fn link_in_full(&mut self, label: &str, url: &str) {
        if let Some(link) = sanitize::link(url) {
            self.blocks.push(Block::LinkInFull { label: self.format(label), link });
        }
    }

    /// Adds the subject, the title and the reason why the recipient gets the mail.
    fn finish(self, subject: &str, title: &str, reason: &str) -> MailContent {
        MailContent {
            subject: sanitize::subject(&self.texts.format(subject, &self.subject_args)),
            title: self.format(title),
            reason: self.format(reason),
            blocks: self.blocks,
        }
    }
}
