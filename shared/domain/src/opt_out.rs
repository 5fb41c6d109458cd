use crate::Timestamp;

/// That the person behind an address does not want to be written to. It does not end by time, and no later report about a mail
/// replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OptOut {
    /// Since when.
    pub at: Timestamp,
    /// How the person said it.
    pub cause: OptOutCause,
}

/// How a person said that they do not want to be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptOutCause {
    /// They reported a mail as spam.
    Complaint,
    /// They said so, by a link or while signed in.
    Request,
}
