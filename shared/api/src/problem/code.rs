use lambda_http::http::StatusCode;
use serde::{Serialize, Serializer};

/// Defines the codes of problems, each with its text and status.
macro_rules! codes {
    ($($code:ident = $text:literal $status:ident,)+) => {
        /// The code of a problem. It never changes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the API's description says what each means")]
        pub enum Code {
            $($code,)+
        }

        impl Code {
            /// Every code, in the order of its status.
            pub const ALL: [Self; [$(Self::$code),+].len()] = [$(Self::$code),+];

            /// The code as it is in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $text,)+
                }
            }

            /// The status of a problem with this code.
            #[must_use]
            pub fn status(self) -> u16 {
                self.http_status().as_u16()
            }

            pub(super) fn http_status(self) -> StatusCode {
                match self {
                    $(Self::$code => StatusCode::$status,)+
                }
            }
        }
    };
}

codes! {
    MalformedRequest = "malformed_request" BAD_REQUEST,
    Unauthenticated = "unauthenticated" UNAUTHORIZED,
    Forbidden = "forbidden" FORBIDDEN,
    GrantExceedsOwn = "grant_exceeds_own" FORBIDDEN,
    OwnerIsFixed = "owner_is_fixed" FORBIDDEN,
    RoleIsFixed = "role_is_fixed" FORBIDDEN,
    WrongAccount = "wrong_account" FORBIDDEN,
    EmailNotVerified = "email_not_verified" FORBIDDEN,
    MemberSuspended = "member_suspended" FORBIDDEN,
    NotFound = "not_found" NOT_FOUND,
    InvalidToken = "invalid_token" NOT_FOUND,
    // Given by `staffroom-response`, for a method that a path does not have.
    MethodNotAllowed = "method_not_allowed" METHOD_NOT_ALLOWED,
    AlreadyMember = "already_member" CONFLICT,
    OwnsStores = "owns_stores" CONFLICT,
    AlreadyInvited = "already_invited" CONFLICT,
    RecipientOptedOut = "recipient_opted_out" CONFLICT,
    InvitationNotPending = "invitation_not_pending" CONFLICT,
    SeatLimitReached = "seat_limit_reached" CONFLICT,
    RoleInUse = "role_in_use" CONFLICT,
    RoleExists = "role_exists" CONFLICT,
    RoleLimitReached = "role_limit_reached" CONFLICT,
    IdempotencyKeyInUse = "idempotency_key_in_use" CONFLICT,
    InvitationExpired = "invitation_expired" GONE,
    InvitationUsed = "invitation_used" GONE,
    InvitationRevoked = "invitation_revoked" GONE,
    InvitationDeclined = "invitation_declined" GONE,
    InvitationWithdrawn = "invitation_withdrawn" GONE,
    StoreClosed = "store_closed" GONE,
    PreconditionFailed = "precondition_failed" PRECONDITION_FAILED,
    PayloadTooLarge = "payload_too_large" PAYLOAD_TOO_LARGE,
    UnsupportedMediaType = "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE,
    InvalidField = "invalid_field" UNPROCESSABLE_ENTITY,
    IdempotencyKeyReused = "idempotency_key_reused" UNPROCESSABLE_ENTITY,
    DomainNotAllowed = "domain_not_allowed" UNPROCESSABLE_ENTITY,
    QuotaExceeded = "quota_exceeded" TOO_MANY_REQUESTS,
    Internal = "internal" INTERNAL_SERVER_ERROR,
    Unavailable = "unavailable" SERVICE_UNAVAILABLE,
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
