use crate::InvitationId;

/// The business reason why a request was not carried out. `shared/api` maps each reason to HTTP, in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// Fields whose values cannot be taken, each named.
    InvalidField(Vec<FieldError>),
    /// The caller is known and may not do this.
    Forbidden(Restriction),
    /// The caller would give more, or for longer, than the caller holds, or would change a person who holds more.
    GrantExceedsOwn,
    /// The owner cannot be changed, removed or made by this call.
    OwnerIsFixed,
    /// The link is for another address, which is given masked.
    WrongAccount {
        /// The invited address, masked.
        invited: String,
    },
    /// The identity provider has not verified the caller's address.
    EmailNotVerified,
    /// The resource does not exist, or the caller may not know that it does.
    NotFound,
    /// The address or the person is a member already.
    AlreadyMember,
    /// The recipient reported the store's mail as unwanted.
    RecipientOptedOut,
    /// The address has a pending invitation.
    AlreadyInvited(InvitationId),
    /// The invitation is in a state that does not allow this.
    InvitationNotPending,
    /// The link's term has ended.
    InvitationExpired,
    /// A person joined with the link.
    InvitationUsed,
    /// The link was revoked, or a newer link replaced it.
    InvitationRevoked,
    /// The invitee declined.
    InvitationDeclined,
    /// The grantor can no longer give any part of the offer.
    InvitationWithdrawn,
    /// The token was not made by this product.
    InvalidToken,
    /// The token is genuine, and its invitation is so old that nothing is stored of it any more.
    TokenTooOld,
    /// All seats of the plan are taken.
    SeatLimitReached {
        /// The number of seats in the plan.
        limit: u32,
    },
    /// The resource has another version than the caller requires.
    PreconditionFailed,
    /// The idempotency key came with another request before.
    IdempotencyKeyReused,
    /// A request with this idempotency key is still in progress.
    IdempotencyKeyInUse,
    /// The store does not allow addresses of this domain.
    DomainNotAllowed,
    /// A limit against misuse is reached.
    QuotaExceeded {
        /// Seconds until the limit's window ends.
        retry_after: u32,
    },
}

/// Who may do what the caller may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restriction {
    /// Only the owner and members who hold `team` manage the team.
    ManagersOnly,
    /// Only the owner and the platform change the store.
    OwnerOnly,
    /// Only the platform does this.
    PlatformOnly,
    /// Only the platform changes a store's plan.
    PlanByPlatform,
    /// Only the platform and support ask about another person.
    OthersByPlatform,
    /// An invitation needs a person as its grantor: the platform cannot be one.
    GrantorNeeded,
}

impl Rejection {
    /// One field whose value cannot be taken.
    #[must_use]
    pub fn invalid(field: Field, detail: &'static str) -> Self {
        Self::InvalidField(vec![FieldError { field, detail }])
    }
}

/// A field of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Roles,
    Role(usize),
    Permissions,
    Permission(usize),
    AccessEndsAt,
    Catalog,
    Plan,
    ActivityId,
    InstalledBy,
}

/// The reason why a field's value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: Field,
    /// What its value must be.
    pub detail: &'static str,
}
