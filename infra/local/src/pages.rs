//! The stack's own pages, for a browser.

mod home;
mod inbox;
mod layout;

pub use self::home::home;
pub use self::inbox::{mail, mails};
pub use self::layout::layout;
