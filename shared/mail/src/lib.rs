//! Staffroom's mails. [`render`] writes one in the reader's language, as HTML and as plain text;
//! [`Sender`] hands it to SES.
//!
//! Sentences live in `shared/locales/<language>/mail.ftl`, the design in `templates/mail.html`. What a
//! mail is made of, whatever its language, is in `letter.rs`.

mod letter;
mod page;
#[cfg(feature = "ses")]
mod sender;
mod tag;
mod typed;

use chrono::{DateTime, Utc};
use staffroom_domain::Locale;

#[cfg(feature = "ses")]
pub use sender::{SendError, Sender};
pub use tag::{decode_tag, encode_tag};

/// A mail ready to send. It may hold an invitation's link, so it has no `Debug`.
pub struct Rendered {
    /// One line, without control characters.
    pub subject: String,
    /// A whole HTML document.
    pub html: String,
    /// The same for readers of plain text.
    pub text: String,
}

/// Everything Staffroom has to say by mail, with what it needs to say it. Text in here may be as people
/// typed it; `rights` and the like are labels in the reader's language. No `Debug`: it may hold a link.
pub enum Mail<'a> {
    /// To the person invited: someone offers them a part in a store.
    Invitation {
        /// The store's name.
        store: &'a str,
        /// Who invites.
        inviter: &'a str,
        /// What the invitation offers.
        rights: Vec<&'a str>,
        /// Opens the page where it is accepted or declined.
        link: &'a str,
        /// When the offer lapses.
        expires_at: DateTime<Utc>,
        /// When the access itself ends, if it does.
        access_ends_at: Option<DateTime<Utc>>,
    },
    /// To a member: their rights are others now.
    AccessChanged {
        /// The store's name.
        store: &'a str,
        /// Who changed them.
        actor: &'a str,
        /// All they hold now.
        rights: Vec<&'a str>,
        /// What they did not hold before.
        added: Vec<&'a str>,
        /// What they no longer hold.
        taken: Vec<&'a str>,
        /// Opens the store.
        admin_url: Option<&'a str>,
    },
    /// To a former member: their access has ended.
    Removed {
        /// The store's name.
        store: &'a str,
    },
    /// To inviter and managers: someone joined.
    Accepted {
        /// The store's name.
        store: &'a str,
        /// The new member's name; may be empty.
        member: &'a str,
        /// The new member's address.
        email: &'a str,
        /// Opens the team page.
        team_url: Option<&'a str>,
    },
    /// To inviter and managers: someone declined.
    Declined {
        /// The store's name.
        store: &'a str,
        /// The invited address.
        email: &'a str,
        /// Why, in their own words.
        reason: Option<&'a str>,
    },
    /// To the inviter: the invitation's mail did not get through.
    Undelivered {
        /// The store's name.
        store: &'a str,
        /// The invited address.
        email: &'a str,
        /// What became of it.
        cause: Undelivered,
    },
    /// To the owner: an invitation ended because its inviter may no longer give what it offers.
    Withdrawn {
        /// The store's name.
        store: &'a str,
        /// The invited address.
        email: &'a str,
        /// Who had invited.
        inviter: &'a str,
    },
    /// To the owner: a member signs in with another address.
    AddressChanged {
        /// The store's name.
        store: &'a str,
        /// The member's name; may be empty.
        member: &'a str,
        /// The address until now.
        old: &'a str,
        /// The address from now on.
        new: &'a str,
    },
    /// To the owner: a member installed an app.
    AppInstalled {
        /// The store's name.
        store: &'a str,
        /// The app's name.
        app: &'a str,
        /// Who installed it.
        member: &'a str,
    },
    /// To members who asked to be told of each order.
    OrderCreated {
        /// The store's name.
        store: &'a str,
        /// The activity that was ordered from.
        activity: &'a str,
        /// What is known of the order.
        order: Order<'a>,
    },
    /// To the owner: look through who has access.
    ReviewDue {
        /// The store's name.
        store: &'a str,
        /// Everyone but the owner.
        members: Vec<Reviewed<'a>>,
        /// Opens the team page.
        team_url: Option<&'a str>,
    },
    /// To a member whose access is about to end by itself.
    AccessEnding {
        /// The store's name.
        store: &'a str,
        /// When it ends.
        ends_at: DateTime<Utc>,
        /// Opens the store.
        admin_url: Option<&'a str>,
    },
}

/// Why an invitation's mail did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undelivered {
    /// The mailbox does not exist or takes nothing.
    Bounced,
    /// Its reader called it unwanted.
    Complained,
    /// The mail service would not send it.
    Refused,
}

/// An order, as the platform announced it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Order<'a> {
    /// Its number, as the store writes it.
    pub number: Option<&'a str>,
    /// Who ordered.
    pub customer: Option<&'a str>,
    /// What it comes to, with its currency.
    pub total: Option<&'a str>,
}

/// A member, as the access review lists them.
#[derive(Debug, Clone)]
pub struct Reviewed<'a> {
    /// Their name; may be empty.
    pub name: &'a str,
    /// Their address.
    pub email: &'a str,
    /// What they hold.
    pub rights: Vec<&'a str>,
    /// When they last used it.
    pub last_active_at: Option<DateTime<Utc>>,
}

/// Writes `mail` in the language of `locale`. It always writes something: a text missing in a language
/// stands there in English.
#[must_use]
pub fn render(locale: Locale, mail: &Mail<'_>) -> Rendered {
    let texts = staffroom_text::mails(locale);
    let letter = letter::compose(texts, mail);
    Rendered { html: page::html(&letter, locale), text: page::text(&letter), subject: letter.subject }
}
