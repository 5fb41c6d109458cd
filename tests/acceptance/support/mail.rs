use std::collections::HashSet;

use serde_json::{Value, json};

use super::client::url_encode;
use super::person::Person;
use super::stack::Stack;
use super::time::wait_until;
use super::unique::unique_id;

/// A sent mail.
#[derive(Clone, Debug)]
pub struct Mail {
    pub id: String,
    pub to: Vec<String>,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub headers: Value,
}

impl Mail {
    fn parse(message: &Value) -> Self {
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        let to = match &message["to"] {
            Value::Array(addresses) => {
                addresses.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            address => address.as_str().map(str::to_owned).into_iter().collect(),
        };
        Self {
            id: text("id"),
            to,
            from: text("from"),
            subject: text("subject"),
            text: text("text"),
            html: text("html"),
            headers: message["headers"].clone(),
        }
    }

    /// Returns the token of the mail's link, which must be the same in the HTML and in the plain text.
    #[track_caller]
    pub fn token(&self) -> String {
        let token = find_token(&self.text).unwrap_or_else(|| panic!("no link in the text of {self:#?}"));
        assert_eq!(find_token(&self.html).as_ref(), Some(&token), "another link in the HTML of {self:#?}");
        token
    }

    /// Whether the subject or the plain text contains `words`, also across line breaks.
    pub fn contains(&self, words: &str) -> bool {
        let text: Vec<_> = self.text.split_whitespace().collect();
        self.subject.contains(words) || text.join(" ").contains(words)
    }

    fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }
}

fn find_token(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("/join#")?;
    let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()[]".contains(c)).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['.', ',']).to_owned())
}

impl Stack {
    /// The mailbox of an address.
    pub fn mailbox(&self, address: &str) -> Mailbox<'_> {
        Mailbox { stack: self, address: address.to_owned(), about: None, read: HashSet::new() }
    }

    /// The mailbox of an address, without mails that do not mention `about`.
    pub(super) fn mailbox_about(&self, address: &str, about: &str) -> Mailbox<'_> {
        Mailbox { about: Some(about.to_owned()), ..self.mailbox(address) }
    }

    /// Waits until every mail that was caused so far has been sent.
    ///
    /// Events are processed in order, batch after batch. This causes one mail and, when it has arrived, another one: when
    /// that arrives, too, all earlier batches have been processed.
    #[track_caller]
    pub fn wait_until_mails_are_sent(&self) {
        for _ in 0..2 {
            let (owner, invitee) = (Person::new("Owner"), Person::new("Invitee"));
            let path = format!("/stores/store-{}", unique_id());
            let store = json!({
                "name": "Store", "owner": owner.owner_json(), "catalog": "whatnot", "plan": "default", "locale": "en",
            });
            self.as_platform().put(&path, &store).assert_status(201);
            let invitation = json!({"email": invitee.email, "roles": ["seller"]});
            self.as_person(&owner).post(&format!("{path}/invitations"), &invitation).assert_status(201);
            self.mailbox(&invitee.email).next_mail();
        }
    }

    /// Reports an event of SES (`Delivery`, `Bounce` or `Complaint`) about a mail.
    pub fn report_mail_event(&self, mail: &Mail, event: &str) {
        self.control("/_local/ses/feedback", &json!({"message_id": mail.id, "event": event}));
    }

    /// Returns every mail to an address, oldest first.
    fn mails_to(&self, address: &str) -> Vec<Mail> {
        let path = format!("/_local/inbox?to={}", url_encode(address));
        let response =
            self.anonymous().with_header("accept", "application/json").get(&path).assert_status(200);
        let messages = response["messages"].as_array().expect("messages of the inbox");
        messages.iter().rev().map(Mail::parse).filter(|mail| mail.is_to(address)).collect()
    }
}

/// The mails to one address, read in order.
pub struct Mailbox<'s> {
    stack: &'s Stack,
    address: String,
    /// Mails that do not mention this text are left out.
    about: Option<String>,
    /// The ids of mails that have been read.
    read: HashSet<String>,
}

impl Mailbox<'_> {
    /// Waits for the next unread mail.
    #[track_caller]
    pub fn next_mail(&mut self) -> Mail {
        let found = wait_until(|| self.unread().into_iter().next());
        let mail = found.unwrap_or_else(|| panic!("no further mail to {}", self.address));
        self.read.insert(mail.id.clone());
        mail
    }

    /// Waits for the next unread mail that contains `words`. Others stay unread.
    #[track_caller]
    pub fn next_mail_with(&mut self, words: &str) -> Mail {
        let found = wait_until(|| self.unread().into_iter().find(|mail| mail.contains(words)));
        let mail = found.unwrap_or_else(|| {
            panic!("no mail to {} contains {words:?}, only {:#?}", self.address, self.unread())
        });
        self.read.insert(mail.id.clone());
        mail
    }

    /// Waits for the next unread mail with a link, and returns its token.
    #[track_caller]
    pub fn next_token(&mut self) -> String {
        self.next_mail_with("/join#").token()
    }

    /// Waits until all mails have been sent, and marks them as read.
    #[track_caller]
    pub fn mark_all_read(&mut self) {
        mark_all_read([self]);
    }

    /// Waits until all mails have been sent, and asserts that no unread mail has arrived.
    #[track_caller]
    pub fn assert_no_new_mail(&self) {
        assert_no_new_mail_in([self]);
    }

    /// Returns the unread mails that have arrived so far.
    pub fn unread(&self) -> Vec<Mail> {
        let mut mails = self.stack.mails_to(&self.address);
        mails.retain(|mail| {
            !self.read.contains(&mail.id) && self.about.as_deref().is_none_or(|about| mail.contains(about))
        });
        mails
    }
}

/// [`Mailbox::mark_all_read`] for several mailboxes.
#[track_caller]
pub fn mark_all_read<'m, 's: 'm>(mailboxes: impl IntoIterator<Item = &'m mut Mailbox<'s>>) {
    let mut mailboxes: Vec<_> = mailboxes.into_iter().collect();
    mailboxes[0].stack.wait_until_mails_are_sent();
    for mailbox in &mut mailboxes {
        let unread = mailbox.unread();
        mailbox.read.extend(unread.into_iter().map(|mail| mail.id));
    }
}

/// [`Mailbox::assert_no_new_mail`] for several mailboxes.
#[track_caller]
pub fn assert_no_new_mail_in<'m, 's: 'm>(mailboxes: impl IntoIterator<Item = &'m Mailbox<'s>>) {
    let mailboxes: Vec<_> = mailboxes.into_iter().collect();
    mailboxes[0].stack.wait_until_mails_are_sent();
    for mailbox in mailboxes {
        let unread = mailbox.unread();
        assert!(unread.is_empty(), "unexpected mail to {}: {unread:#?}", mailbox.address);
    }
}
