//! What became of something that was due.

/// Whether something was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dealt {
    /// It was due, and is done.
    Done,
    /// It was due: the expiry of an invitation is recorded now.
    Expired,
    /// A part of it is done. It goes on after this time: another message has to be sent.
    Again {
        /// In so many seconds.
        after_seconds: u16,
    },
    /// Nothing to do: it was done before, or the record is gone.
    NotDue,
}
