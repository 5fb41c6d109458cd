//! The local stand-in for SES v2: accepts mails from the SDK, stores them in an inbox, and reports their delivery.

mod encoded_word;
mod feedback;
mod forward;
mod inbox;
mod message;
mod send_email;

pub use self::feedback::{BounceSubType, BounceType, EventType, FUNCTION, event};
pub use self::forward::Forward;
pub use self::inbox::{Inbox, MAX_PAGE_SIZE, UnknownCursor};
pub use self::message::Message;
pub use self::send_email::{ERROR_TYPE, Rejection};
