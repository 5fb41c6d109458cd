use crate::{InvitationId, StoreId};

/// The business reason why a request was not carried out. `shared/api` maps each reason to HTTP, in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// Fields with invalid values.
    InvalidField(Vec<FieldError>),
    /// The caller has a part in the store, but may not do this.
    Forbidden(Restriction),
    /// The grant exceeds the permissions or the term of the caller's own access, or the member to change
    /// holds more than the caller.
    GrantExceedsOwn,
    /// This call cannot change or remove the owner, or make a person the owner.
    OwnerIsFixed,
    /// The link is for another address.
    WrongAccount {
        /// The invited address, masked.
        invited: String,
    },
    /// The identity provider has not verified the caller's address.
    EmailNotVerified,
    /// The resource does not exist, or the caller may not know that it does.
    NotFound,
    /// The platform closed the store, and everything of it is being deleted.
    StoreClosed,
    /// A manager of the store has suspended the caller.
    MemberSuspended,
    /// The address or the person is a member already.
    AlreadyMember,
    /// The person owns stores, which must be transferred or closed before.
    OwnsStores(Vec<StoreId>),
    /// The recipient reported the store's mail as unwanted, or asked not to be invited again.
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
    /// The token is valid, but its invitation is no longer stored.
    TokenTooOld,
    /// All seats of the plan are taken.
    SeatLimitReached {
        /// The number of seats in the plan.
        limit: u32,
    },
    /// The role is one of the catalog's, which cannot be changed or deleted.
    RoleIsFixed,
    /// Another role has or had the slug.
    RoleExists,
    /// The store can have no more roles.
    RoleLimitReached {
        /// The number of roles of its own that the catalog allows.
        limit: usize,
    },
    /// Somebody has the role, and none is named that takes its place.
    RoleInUse {
        /// Members who have it, counted up to [`crate::bounds::ROLE_USES`].
        members: usize,
        /// Pending invitations that offer it, counted up to [`crate::bounds::ROLE_USES`].
        invitations: usize,
    },
    /// The resource does not meet the precondition of the call.
    PreconditionFailed,
    /// The idempotency key was used for another request.
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

/// The reason why the caller may not do this: who may.
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
    /// Managers copy links only where the owner allows it.
    LinkCopyingOff,
    /// The store's catalog allows no roles of the store's own.
    NoCustomRoles,
}

impl Rejection {
    /// A rejection because of one invalid field.
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
    InvitedBy,
    Name,
    AllowedDomains,
    ReplaceWith,
    Stores,
    To,
}

/// The reason why the value of a field is invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: Field,
    /// The requirement that the value does not meet.
    pub detail: &'static str,
}
