//! The support code of the acceptance tests.
//!
//! - [`Stack`] is a running local stack. Most tests share one; a test that moves the clock, injects faults or counts all
//!   mails starts its own.
//! - [`Person`] is an identity at the identity provider. Each test makes up its own people.
//! - [`Client`] calls the API with one identity: `stack.as_person(&ana)`, `stack.as_platform()`, `stack.anonymous()`.
//! - [`TestStore`] is a store of one test: `stack.create_store("ecwid", "business")`.
//! - [`StoreClient`] calls the API for one store: `store.as_owner()`, `store.as_person(&ana)`.
//! - [`Response`] is what a call returns. Its `assert_…` methods check it and return its body.
//! - A mailbox (`stack.mailbox(address)`, `store.mailbox(address)`) reads the mails to one address in order, and waits for those that are still to come.
//!
//! Nothing waits for a fixed time: [`wait_until`] polls for a condition.

mod client;
mod concurrency;
mod data_folder;
mod mail;
mod person;
mod response;
mod stack;
mod store_client;
mod test_store;
mod time;
mod unique;

pub use client::{Client, url_encode};
pub use concurrency::{run_both, run_concurrently};
pub use data_folder::DataFolder;
pub use mail::{Mail, Mailbox, assert_no_new_mail_in, mark_all_read};
pub use person::{Person, base64url};
pub use response::Response;
pub use serde_json::{Value, json};
pub use stack::Stack;
pub use store_client::{StoreClient, emails, find_by};
pub use test_store::TestStore;
pub use time::{DAY, HOUR, MINUTE, parse_time, wait_until};
pub use unique::unique_id;

/// The languages of mails, labels and messages.
pub const LANGUAGES: [&str; 7] = ["en", "nl", "de", "fr", "es", "it", "pl"];
