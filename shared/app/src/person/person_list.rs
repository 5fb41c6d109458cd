//! The lists by which a person is found.

use staffroom_domain::{EmailAddress, UserId};

/// A list by person, beside those of stores. All but the two last ones are indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonList {
    /// The traces of a former member or owner.
    Left(UserId),
    /// The members who have an address as theirs.
    WithAddress(EmailAddress),
    /// The stores whose owner has an address.
    OwnersAddress(EmailAddress),
    /// The remembered answers to a person's own requests.
    Answers(UserId),
    /// The counts of mails to an address.
    Mails(EmailAddress),
}
