//! Stores the mails that were sent: in memory, and with `--data` in a file.

use std::collections::VecDeque;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::forward::Forward;
use super::message::Message;
use super::send_email::{Rejection, SendEmail};
use crate::{persistence, terminal};

/// The largest number of mails in memory. Older mails are no longer shown.
const CAPACITY: usize = 50_000;

/// The largest number of mails per page, which is also the default.
pub const MAX_PAGE_SIZE: usize = 1000;

/// All mails that were sent.
#[derive(Default)]
pub struct Inbox {
    stored: Mutex<Stored>,
    forward: Option<Forward>,
}

#[derive(Default)]
struct Stored {
    /// The newest first.
    messages: VecDeque<Message>,
    file: Option<MailFile>,
}

/// A page of mails, the newest first.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// The mails.
    pub messages: Vec<Message>,
    /// The cursor of the next page, which contains older mails; `None` if there are none.
    pub next_cursor: Option<String>,
}

/// No mail has this id any more.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownCursor;

/// A file with one mail in JSON per line, the oldest first.
struct MailFile {
    file: File,
    /// The length up to the end of the last complete line.
    length: u64,
}

/// A line of the file that is not a mail.
#[derive(Debug, PartialEq, Eq)]
struct DamagedLine {
    number: usize,
    reason: String,
}

impl Inbox {
    /// Opens an inbox. With `file`, it stores mails there; with `forward`, it sends them on.
    ///
    /// Prints a warning for each line of the file that is damaged. Such a line stays in the file.
    pub fn open(file: Option<&Path>, forward: Option<Forward>) -> anyhow::Result<Self> {
        let mut stored = Stored::default();
        if let Some(path) = file {
            let contents = persistence::read_or_create(path, || Ok(Vec::new()))?;
            let (messages, damaged) = parse_lines(&contents);
            for DamagedLine { number, reason } in damaged {
                terminal::warn(&format!(
                    "{} line {number}: skipped a damaged mail: {reason}",
                    path.display()
                ));
            }
            stored.messages = messages;
            stored.file = Some(
                MailFile::open(path, &contents).with_context(|| format!("cannot open {}", path.display()))?,
            );
        }
        Ok(Self { stored: Mutex::new(stored), forward })
    }

    /// Processes a `SendEmail` request and returns the message id.
    pub async fn send(
        &self,
        body: &[u8],
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Result<String, Rejection> {
        let request: SendEmail =
            serde_json::from_slice(body).map_err(|error| Rejection::bad_request(&error.to_string()))?;
        let id = format!("{:016x}-{}-000000", now.timestamp_millis(), Uuid::new_v4());
        let mut message = request.into_message(id, now)?;
        if let Some(forward) = &self.forward {
            message.id = forward.send(body, headers).await?;
        }
        let id = message.id.clone();
        self.stored().add(message);
        Ok(id)
    }

    /// The mails after `cursor`, or the newest ones: all, or those to one address.
    pub fn page(&self, to: Option<&str>, limit: usize, cursor: Option<&str>) -> Result<Page, UnknownCursor> {
        let stored = self.stored();
        let start = match cursor {
            None => 0,
            Some(id) => stored.messages.iter().position(|message| message.id == id).ok_or(UnknownCursor)? + 1,
        };
        let is_recipient = |message: &&Message| {
            to.is_none_or(|to| message.to.iter().any(|address| address.eq_ignore_ascii_case(to)))
        };
        let mut matching = stored.messages.iter().skip(start).filter(is_recipient);
        let messages: Vec<Message> = matching.by_ref().take(limit).cloned().collect();
        let has_more = matching.next().is_some();
        let next_cursor = messages.last().filter(|_| has_more).map(|message| message.id.clone());
        Ok(Page { messages, next_cursor })
    }

    /// The mail with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Message> {
        self.stored().messages.iter().find(|message| message.id == id).cloned()
    }

    /// Deletes all mails.
    pub fn clear(&self) {
        let mut stored = self.stored();
        stored.messages.clear();
        if let Some(file) = &mut stored.file
            && let Err(error) = file.clear()
        {
            tracing::error!(%error, "cannot delete the stored mails");
        }
    }

    fn stored(&self) -> MutexGuard<'_, Stored> {
        self.stored.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stored {
    fn add(&mut self, message: Message) {
        if let Some(file) = &mut self.file
            && let Err(error) = file.append(&message)
        {
            tracing::error!(%error, id = message.id, "cannot store a mail");
        }
        self.messages.push_front(message);
        self.messages.truncate(CAPACITY);
    }
}

impl MailFile {
    /// Opens a file with these contents. Completes its last line, so that the next mail begins on a new line.
    fn open(path: &Path, contents: &[u8]) -> std::io::Result<Self> {
        let mut file = persistence::private_file().append(true).create(true).open(path)?;
        if !contents.is_empty() && !contents.ends_with(b"\n") {
            file.write_all(b"\n")?;
        }
        let length = file.metadata()?.len();
        Ok(Self { file, length })
    }

    /// Appends a mail, completely or not at all.
    fn append(&mut self, message: &Message) -> std::io::Result<()> {
        let mut line = serde_json::to_vec(message)?;
        line.push(b'\n');
        if let Err(error) = self.file.write_all(&line) {
            self.file.set_len(self.length)?;
            return Err(error);
        }
        self.length = self.file.metadata()?.len();
        Ok(())
    }

    fn clear(&mut self) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.length = 0;
        Ok(())
    }
}

/// The newest mails of a file, the newest first, and its damaged lines.
fn parse_lines(contents: &[u8]) -> (VecDeque<Message>, Vec<DamagedLine>) {
    let (mut messages, mut damaged) = (VecDeque::new(), Vec::new());
    for (index, line) in contents.split(|&byte| byte == b'\n').enumerate() {
        if line.is_empty() {
            continue;
        }
        match serde_json::from_slice(line) {
            Ok(message) => {
                messages.push_front(message);
                messages.truncate(CAPACITY);
            }
            Err(error) => damaged.push(DamagedLine { number: index + 1, reason: error.to_string() }),
        }
    }
    (messages, damaged)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use axum::http::StatusCode;
    use serde_json::json;

    fn request(subject: &str, to: &[&str]) -> Vec<u8> {
        json!({
            "FromEmailAddress": "Shop <shop@example.com>",
            "Destination": {"ToAddresses": to},
            "Content": {"Simple": {
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": "hi"}, "Html": {"Data": "<p>hi"}},
                "Headers": [{"Name": "X-One", "Value": "1"}],
            }},
            "ReplyToAddresses": ["owner@example.com"],
            "EmailTags": [{"Name": "store", "Value": "s"}],
            "ConfigurationSetName": "set",
        })
        .to_string()
        .into_bytes()
    }

    async fn send(inbox: &Inbox, subject: &str, to: &str) -> String {
        inbox.send(&request(subject, &[to]), &HeaderMap::new(), Utc::now()).await.expect("sent")
    }

    fn subjects(inbox: &Inbox) -> Vec<String> {
        let page = inbox.page(None, MAX_PAGE_SIZE, None).expect("a page");
        page.messages.into_iter().map(|message| message.subject).collect()
    }

    fn temporary_file() -> PathBuf {
        std::env::temp_dir().join(format!("inbox-{}", Uuid::new_v4()))
    }

    #[tokio::test]
    async fn mails_are_stored_and_shown_newest_first() {
        let file = temporary_file();
        let inbox = Inbox::open(Some(&file), None).expect("an inbox");
        send(&inbox, "first", "a@example.com").await;
        let id = send(&inbox, "second", "b@example.com").await;
        assert_eq!(subjects(&inbox), ["second", "first"]);
        let message = inbox.find(&id).expect("found");
        assert_eq!(
            message.headers,
            *json!({"X-One": "1", "Reply-To": "owner@example.com"}).as_object().expect("map")
        );
        assert_eq!(message.tags["store"], "s");
        assert_eq!(subjects(&Inbox::open(Some(&file), None).expect("opened again")), ["second", "first"]);
        inbox.clear();
        send(&inbox, "third", "a@example.com").await;
        assert_eq!(subjects(&inbox), ["third"]);
        assert_eq!(subjects(&Inbox::open(Some(&file), None).expect("opened again")), ["third"]);
        std::fs::remove_file(file).expect("removed");
    }

    #[tokio::test]
    async fn pages_end_where_the_next_begins_although_new_mails_arrive() {
        let inbox = Inbox::default();
        for subject in ["1", "2", "3", "4", "5"] {
            let to = if subject == "4" { "b@example.com" } else { "a@example.com" };
            send(&inbox, subject, to).await;
        }
        let page = |to: Option<&str>, cursor: Option<&str>| inbox.page(to, 2, cursor).expect("a page");
        let names = |page: &Page| page.messages.iter().map(|m| m.subject.clone()).collect::<Vec<_>>();
        let to = Some("A@Example.com");
        let first = page(to, None);
        assert_eq!(names(&first), ["5", "3"]);
        send(&inbox, "6", "a@example.com").await;
        let second = page(to, first.next_cursor.as_deref());
        assert_eq!((names(&second), second.next_cursor), (vec!["2".to_owned(), "1".to_owned()], None));
        assert_eq!(names(&page(None, None)), ["6", "5"]);
        assert_eq!(page(Some("c@example.com"), None), Page { messages: Vec::new(), next_cursor: None });
        inbox.clear();
        assert_eq!(inbox.page(to, 2, first.next_cursor.as_deref()), Err(UnknownCursor));
    }

    #[test]
    fn concurrent_mails_are_complete_lines() {
        let file = temporary_file();
        let inbox = Inbox::open(Some(&file), None).expect("an inbox");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let handle = runtime.handle();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let inbox = &inbox;
                scope.spawn(move || {
                    for number in 0..25 {
                        handle.block_on(send(inbox, &format!("{thread}/{number}"), "a@example.com"));
                    }
                });
            }
        });
        let (messages, damaged) = parse_lines(&std::fs::read(&file).expect("contents"));
        assert_eq!((messages.len(), damaged), (200, Vec::new()));
        assert_eq!(Vec::from(messages), inbox.page(None, 1000, None).expect("a page").messages);
        std::fs::remove_file(file).expect("removed");
    }

    #[tokio::test]
    async fn damaged_lines_are_skipped_and_an_incomplete_last_line_damages_no_other() {
        let file = temporary_file();
        let inbox = Inbox::open(Some(&file), None).expect("an inbox");
        send(&inbox, "first", "a@example.com").await;
        drop(inbox);
        let mut contents = std::fs::read(&file).expect("contents");
        let whole = contents.clone();
        contents.extend(b"{\"id\":\"2\",{\"id\n\xff\n");
        contents.extend(&whole[..whole.len() / 2]);
        std::fs::write(&file, &contents).expect("written");

        let (_, damaged) = parse_lines(&contents);
        assert_eq!(damaged.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 3, 4]);
        let inbox = Inbox::open(Some(&file), None).expect("an inbox");
        assert_eq!(subjects(&inbox), ["first"]);
        send(&inbox, "second", "a@example.com").await;
        drop(inbox);
        assert_eq!(subjects(&Inbox::open(Some(&file), None).expect("an inbox")), ["second", "first"]);
        std::fs::remove_file(file).expect("removed");
    }

    #[tokio::test]
    async fn invalid_requests_are_refused_as_ses_refuses_them() {
        let inbox = Inbox::default();
        for body in
            [request("a\r\nBcc: x@example.com", &["a@example.com"]), request("a", &[]), b"{}".to_vec()]
        {
            let rejection = inbox.send(&body, &HeaderMap::new(), Utc::now()).await.expect_err("refused");
            assert_eq!(
                (rejection.status, rejection.error.as_str()),
                (StatusCode::BAD_REQUEST, "BadRequestException")
            );
        }
        assert_eq!(subjects(&inbox), Vec::<String>::new());
    }
}
