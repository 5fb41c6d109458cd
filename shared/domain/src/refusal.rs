use std::fmt;

use crate::InvitationId;

/// Why something was not done. Every way to be refused is here; `shared/http` says each in HTTP, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The request cannot be read.
    MalformedRequest(String),
    /// Fields that cannot be taken, each named.
    InvalidField(Vec<FieldError>),
    /// Nobody is signed in.
    Unauthenticated,
    /// The caller may not do this, and why.
    Forbidden(&'static str),
    /// The caller would give, or change somebody who holds, more than the caller holds.
    GrantExceedsOwn,
    /// The owner can be neither changed nor removed nor made.
    OwnerIsFixed,
    /// The link is for another address, given masked.
    WrongAccount {
        /// The invited address, masked.
        invited: String,
    },
    /// The caller's address is not verified.
    EmailNotVerified,
    /// There is no such thing, or none that the caller may know of.
    NotFound,
    /// The address or person is a member already.
    AlreadyMember,
    /// The address has a live invitation.
    AlreadyInvited(InvitationId),
    /// The invitation is in a state in which this cannot be done.
    InvitationNotPending,
    /// The link is past its term.
    InvitationExpired,
    /// The link admitted somebody.
    InvitationUsed,
    /// The link was revoked, or replaced by a newer one.
    InvitationRevoked,
    /// The link was declined.
    InvitationDeclined,
    /// Whoever invited can no longer give any of what was offered.
    InvitationWithdrawn,
    /// This is no link of ours.
    InvalidToken,
    /// The plan's seats are taken.
    SeatLimitReached {
        /// How many there are.
        limit: u32,
    },
    /// The thing was changed since the caller read it.
    PreconditionFailed,
    /// The idempotency key came with another request before.
    IdempotencyKeyReused,
    /// The request with this idempotency key is still being carried out.
    IdempotencyKeyInUse,
    /// The store takes no addresses of this domain.
    DomainNotAllowed,
    /// A bound against misuse is reached.
    QuotaExceeded {
        /// Seconds until it can be tried again.
        retry_after: u32,
    },
    /// What is needed does not answer, or too many want the same at once.
    Unavailable {
        /// Seconds until it is worth trying again.
        retry_after: u32,
    },
}

impl Refusal {
    /// One field that cannot be taken.
    #[must_use]
    pub fn invalid(pointer: &str, detail: &str) -> Self {
        Self::InvalidField(vec![FieldError::new(pointer, detail)])
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Refusal {}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Where the field stands in the request (RFC 6901), or the name of a query parameter or header.
    pub pointer: String,
    /// What it must be.
    pub detail: String,
}

impl FieldError {
    /// An error at `pointer`.
    #[must_use]
    pub fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}
