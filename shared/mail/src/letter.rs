//! What each mail is made of, in whatever language: the parts that the HTML and the text both show.

use crate::typed::{self, Name};
use crate::{Mail, Order, Reviewed, Undelivered};
use staffroom_text::{FluentArgs, FluentValue, Texts};

/// The longest team listed in a review: beyond about 100 KB, mail programs cut a message off.
const LISTED: usize = 100;

/// A mail, part by part. Its texts are safe to show but not escaped.
pub(crate) struct Letter {
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
    /// Why the reader gets this.
    pub(crate) why: String,
}

pub(crate) enum Block {
    Paragraph(String),
    List {
        label: String,
        items: Vec<String>,
    },
    /// Labels with their values.
    Fields(Vec<(String, String)>),
    /// Someone's own words.
    Quote {
        label: String,
        words: String,
    },
    People(Vec<Person>),
    Button {
        label: String,
        link: String,
    },
    /// The button's link written out, for readers whose mail program shows no button.
    Address {
        label: String,
        link: String,
    },
}

pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) rights: String,
    pub(crate) active: String,
}

impl Letter {
    /// What inboxes show after the subject: the first sentence.
    pub(crate) fn preheader(&self) -> &str {
        self.blocks
            .iter()
            .find_map(|block| match block {
                Block::Paragraph(text) => Some(text.as_str()),
                _ => None,
            })
            .unwrap_or_default()
    }
}

#[expect(clippy::too_many_lines, reason = "one arm for each kind of mail, and each a list of its parts")]
pub(crate) fn compose(texts: Texts, mail: &Mail<'_>) -> Letter {
    let mut draft = Draft::new(texts);
    match mail {
        Mail::Invitation { store, inviter, rights, link, expires_at, access_ends_at } => {
            draft.name("store", store);
            draft.name("inviter", inviter);
            draft.value("expires", texts.moment(*expires_at));
            draft.paragraph("invitation-body");
            draft.list("invitation-rights", rights);
            if let Some(ends) = access_ends_at {
                draft.value("ends", texts.moment(*ends));
                draft.paragraph("invitation-ends");
            }
            draft.button("invitation-button", Some(link));
            draft.paragraph("invitation-expires");
            draft.address("link-in-full", link);
            draft.finish("invitation-subject", "invitation-title", "invitation-why")
        }
        Mail::AccessChanged { store, actor, rights, added, taken, admin_url } => {
            draft.name("store", store);
            draft.name("actor", actor);
            draft.paragraph("access-changed-body");
            draft.list("access-changed-added", added);
            draft.list("access-changed-taken", taken);
            if rights.is_empty() {
                draft.paragraph("access-changed-none");
            } else {
                draft.list("access-changed-now", rights);
            }
            draft.button("open-store", *admin_url);
            draft.finish("access-changed-subject", "access-changed-title", "why-member")
        }
        Mail::Removed { store } => {
            draft.name("store", store);
            draft.paragraph("removed-body");
            draft.paragraph("removed-account");
            draft.finish("removed-subject", "removed-title", "removed-why")
        }
        Mail::Accepted { store, member, email, team_url } => {
            draft.name("store", store);
            draft.name_or_address("who", member, email);
            draft.value("person", name_and_address(member, email));
            draft.paragraph("accepted-body");
            draft.button("open-team", *team_url);
            draft.finish("accepted-subject", "accepted-title", "why-manager")
        }
        Mail::Declined { store, email, reason } => {
            draft.name("store", store);
            draft.value("email", typed::address(email));
            draft.paragraph("declined-body");
            if let Some(words) = reason.map(typed::reason).filter(|words| !words.is_empty()) {
                draft.quote("declined-reason", words);
            }
            draft.paragraph("declined-next");
            draft.finish("declined-subject", "declined-title", "why-manager")
        }
        Mail::Undelivered { store, email, cause } => {
            draft.name("store", store);
            draft.value("email", typed::address(email));
            draft.value(
                "cause",
                match cause {
                    Undelivered::Bounced => "bounced",
                    Undelivered::Complained => "complained",
                    Undelivered::Refused => "refused",
                },
            );
            draft.paragraph("undelivered-body");
            draft.paragraph("undelivered-next");
            draft.finish("undelivered-subject", "undelivered-title", "why-manager")
        }
        Mail::Withdrawn { store, email, inviter } => {
            draft.name("store", store);
            draft.name("inviter", inviter);
            draft.value("email", typed::address(email));
            draft.paragraph("withdrawn-body");
            draft.paragraph("withdrawn-next");
            draft.finish("withdrawn-subject", "withdrawn-title", "why-manager")
        }
        Mail::AddressChanged { store, member, old, new } => {
            draft.name("store", store);
            draft.name_or_address("member", member, old);
            draft.paragraph("address-changed-body");
            draft.fields([
                ("address-changed-old", Some(typed::address(old))),
                ("address-changed-new", Some(typed::address(new))),
            ]);
            draft.paragraph("address-changed-next");
            draft.finish("address-changed-subject", "address-changed-title", "why-manager")
        }
        Mail::AppInstalled { store, app, member } => {
            draft.name("store", store);
            draft.name("app", app);
            draft.name("member", member);
            draft.paragraph("app-installed-body");
            draft.paragraph("app-installed-next");
            draft.finish("app-installed-subject", "app-installed-title", "why-manager")
        }
        Mail::OrderCreated { store, activity, order } => {
            let Order { number, customer, total } = *order;
            draft.name("store", store);
            draft.name("activity", activity);
            draft.name("number", number.unwrap_or_default());
            draft.value("numbered", if number.is_some() { "yes" } else { "no" });
            draft.paragraph("order-created-body");
            draft.fields([
                ("order-created-number", number.map(typed::name)),
                ("order-created-customer", customer.map(typed::name)),
                ("order-created-total", total.map(typed::name)),
            ]);
            draft.finish("order-created-subject", "order-created-title", "order-created-why")
        }
        Mail::ReviewDue { store, members, team_url } => {
            draft.name("store", store);
            draft.value("count", members.len());
            draft.paragraph("review-due-body");
            draft.people(members);
            if !members.is_empty() {
                draft.paragraph("review-due-next");
            }
            draft.button("review-due-button", *team_url);
            draft.finish("review-due-subject", "review-due-title", "why-manager")
        }
        Mail::AccessEnding { store, ends_at, admin_url } => {
            draft.name("store", store);
            draft.value("ends", texts.moment(*ends_at));
            draft.paragraph("access-ending-body");
            draft.paragraph("access-ending-next");
            draft.button("open-store", *admin_url);
            draft.finish("access-ending-subject", "access-ending-title", "why-member")
        }
    }
}

fn name_and_address(name: &str, email: &str) -> String {
    let email = typed::address(email);
    if name.trim().is_empty() { email } else { format!("{} ({email})", typed::name(name)) }
}

/// A letter being written, part after part.
struct Draft {
    texts: Texts,
    blocks: Vec<Block>,
    /// What the sentences speak of, as the body may show it.
    body: FluentArgs<'static>,
    /// The same as the subject may show it.
    subject: FluentArgs<'static>,
}

impl Draft {
    fn new(texts: Texts) -> Self {
        Self { texts, blocks: Vec::new(), body: FluentArgs::new(), subject: FluentArgs::new() }
    }

    /// A value that needs no cleaning.
    fn value(&mut self, key: &'static str, value: impl Into<FluentValue<'static>>) {
        let value = value.into();
        self.body.set(key, value.clone());
        self.subject.set(key, value);
    }

    fn name(&mut self, key: &'static str, typed: &str) {
        let name = Name::new(typed);
        self.body.set(key, name.unlinked);
        self.subject.set(key, name.plain);
    }

    fn name_or_address(&mut self, key: &'static str, name: &str, email: &str) {
        if name.trim().is_empty() {
            self.value(key, typed::address(email));
        } else {
            self.name(key, name);
        }
    }

    fn say(&self, id: &str) -> String {
        self.texts.say(id, &self.body)
    }

    fn paragraph(&mut self, id: &str) {
        self.blocks.push(Block::Paragraph(self.say(id)));
    }

    fn list(&mut self, label: &str, rights: &[&str]) {
        if !rights.is_empty() {
            let items = rights.iter().map(|right| typed::name(right)).collect();
            self.blocks.push(Block::List { label: self.say(label), items });
        }
    }

    fn fields<const N: usize>(&mut self, fields: [(&str, Option<String>); N]) {
        let known: Vec<_> =
            fields.into_iter().filter_map(|(label, value)| Some((self.say(label), value?))).collect();
        if !known.is_empty() {
            self.blocks.push(Block::Fields(known));
        }
    }

    fn quote(&mut self, label: &str, words: String) {
        self.blocks.push(Block::Quote { label: self.say(label), words });
    }

    fn people(&mut self, members: &[Reviewed<'_>]) {
        if members.is_empty() {
            return;
        }
        let people = members.iter().take(LISTED).map(|member| self.person(member)).collect();
        self.blocks.push(Block::People(people));
        if let more @ 1.. = members.len().saturating_sub(LISTED) {
            self.value("more", more);
            self.paragraph("review-due-more");
        }
    }

    fn person(&self, member: &Reviewed<'_>) -> Person {
        let active = member.last_active_at.map_or_else(
            || self.say("review-due-never"),
            |at| {
                let day = FluentArgs::from_iter([("day", self.texts.day(at))]);
                self.texts.say("review-due-active", &day)
            },
        );
        Person {
            name: name_and_address(member.name, member.email),
            rights: member.rights.iter().map(|right| typed::name(right)).collect::<Vec<_>>().join(", "),
            active,
        }
    }

    fn button(&mut self, label: &str, url: Option<&str>) {
        if let Some(link) = url.and_then(typed::link) {
            self.blocks.push(Block::Button { label: self.say(label), link });
        }
    }

    fn address(&mut self, label: &str, url: &str) {
        if let Some(link) = typed::link(url) {
            self.blocks.push(Block::Address { label: self.say(label), link });
        }
    }

    fn finish(self, subject: &str, title: &str, why: &str) -> Letter {
        Letter {
            subject: typed::subject(&self.texts.say(subject, &self.subject)),
            title: self.say(title),
            why: self.say(why),
            blocks: self.blocks,
        }
    }
}
