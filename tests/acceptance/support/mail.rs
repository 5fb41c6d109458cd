use std::collections::HashSet;

use super::{Stack, Value, until};

/// A mail as the recipient gets it.
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
    pub(super) fn read(message: &Value) -> Self {
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        let to = match &message["to"] {
            Value::Array(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            one => one.as_str().map(str::to_owned).into_iter().collect(),
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

    /// The token behind the mail's link, which HTML and text must agree on.
    #[track_caller]
    pub fn token(&self) -> String {
        let token = token_in(&self.text).unwrap_or_else(|| panic!("no link in the text of {self:#?}"));
        assert_eq!(token_in(&self.html).as_ref(), Some(&token), "another link in the HTML of {self:#?}");
        token
    }

    /// Whether subject or text hold these words, wherever the text's lines break.
    pub fn says(&self, words: &str) -> bool {
        let text: Vec<_> = self.text.split_whitespace().collect();
        self.subject.contains(words) || text.join(" ").contains(words)
    }

    pub(super) fn is_for(&self, address: &str) -> bool {
        self.to.iter().any(|to| to.eq_ignore_ascii_case(address))
    }
}

fn token_in(body: &str) -> Option<String> {
    let (_, rest) = body.split_once("/join#")?;
    let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()[]".contains(c)).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches(['.', ',']).to_owned())
}

/// What arrives at one address, read in order.
pub struct Mailbox<'s> {
    stack: &'s Stack,
    address: String,
    about: Option<String>,
    read: HashSet<String>,
}

impl<'s> Mailbox<'s> {
    /// All mails to an address, or only those that speak of something.
    pub(super) fn of(stack: &'s Stack, address: &str, about: Option<&str>) -> Self {
        Self { stack, address: address.to_owned(), about: about.map(str::to_owned), read: HashSet::new() }
    }

    /// The next unread mail, once it is here.
    #[track_caller]
    pub fn next(&mut self) -> Mail {
        let found = until(|| self.unread().into_iter().next());
        let mail = found.unwrap_or_else(|| panic!("no further mail came to {}", self.address));
        self.read.insert(mail.id.clone());
        mail
    }

    /// The next unread mail that holds these words, once it is here; others stay unread.
    #[track_caller]
    pub fn next_saying(&mut self, words: &str) -> Mail {
        let found = until(|| self.unread().into_iter().find(|mail| mail.says(words)));
        let mail = found.unwrap_or_else(|| {
            panic!("no mail to {} says {words:?}, only {:#?}", self.address, self.unread())
        });
        self.read.insert(mail.id.clone());
        mail
    }

    /// The token of the next unread mail with a link.
    #[track_caller]
    pub fn next_token(&mut self) -> String {
        self.next_saying("/join#").token()
    }

    /// Takes everything that has come, or is on its way, as read.
    pub fn skip_all(&mut self) {
        skip_all([self]);
    }

    /// Holds when nothing unread is here, nor on its way.
    #[track_caller]
    pub fn stays_empty(&self) {
        stay_empty([self]);
    }

    pub fn unread(&self) -> Vec<Mail> {
        let mut mails = self.stack.inbox(&self.address);
        mails.retain(|mail| {
            !self.read.contains(&mail.id) && self.about.as_deref().is_none_or(|about| mail.says(about))
        });
        mails
    }
}

/// `Mailbox::skip_all` for several at a time.
pub fn skip_all<'b, 's: 'b>(boxes: impl IntoIterator<Item = &'b mut Mailbox<'s>>) {
    let mut boxes: Vec<_> = boxes.into_iter().collect();
    boxes[0].stack.let_mails_settle();
    for mailbox in &mut boxes {
        let unread = mailbox.unread();
        mailbox.read.extend(unread.into_iter().map(|mail| mail.id));
    }
}

/// `Mailbox::stays_empty` for several at a time.
#[track_caller]
pub fn stay_empty<'b, 's: 'b>(boxes: impl IntoIterator<Item = &'b Mailbox<'s>>) {
    let boxes: Vec<_> = boxes.into_iter().collect();
    boxes[0].stack.let_mails_settle();
    for mailbox in boxes {
        let unread = mailbox.unread();
        assert!(unread.is_empty(), "mail to {} that nobody should get: {unread:#?}", mailbox.address);
    }
}
