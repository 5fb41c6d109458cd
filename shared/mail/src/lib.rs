//! Staffroom's mails. [`render`] writes a mail in the recipient's language, as HTML and as plain text; [`Sender`] sends it
//! through SES.
//!
//! The sentences are in `shared/locales/<language>/mail.ftl`, the HTML is in `templates/mail.html`, and the parts that
//! each mail consists of are in `compose.rs`.

mod compose;
mod content_builder;
#[cfg(feature = "ses")]
mod display_name;
mod layout;
mod mail;
mod mail_content;
mod money;
mod sanitize;
#[cfg(feature = "ses")]
mod sender;
mod tag;

pub use mail::{AccessEnd, DeliveryFailure, Mail, Occasion, Order, ReviewedAccess, ReviewedMember, Style};
#[cfg(feature = "ses")]
pub use sender::{Envelope, SendError, Sender};
pub use tag::{MAX_TAG, decode_tag, encode_tag};

/// A mail that is ready to be sent. It has no `Debug`, because it may contain the link of an invitation.
pub struct RenderedMail {
    /// The name of the sender, which mail programs show in the place of the address. One line; empty without a brand.
    pub from_name: String,
    /// One line, without control characters.
    pub subject: String,
    /// A complete HTML document.
    pub html: String,
    /// The same as plain text.
    pub text: String,
}

/// Writes `mail`.
#[must_use]
pub fn render(style: &Style<'_>, mail: &Mail<'_>) -> RenderedMail {
    let content = compose::compose(style, mail);
    RenderedMail {
        from_name: content.from_name.clone(),
        html: layout::html(&content, style.locale),
        text: layout::text(&content),
        subject: content.subject,
    }
}
