use std::borrow::Cow;

use lambda_http::http::header;
use lambda_http::{Body, Response};
use staffroom_app::Fault;
use staffroom_domain::{Field, Rejection, Restriction, bounds};
use staffroom_response::closed;

mod code;
mod view;

pub use code::Code;
use view::Extensions;
pub use view::{InvalidEntry, ProblemBase, ProblemView};

use crate::error::{ApiError, RequestError};

/// After how many seconds to retry if the database did not answer.
const DATABASE_RETRY: u32 = 2;
/// After how many seconds to retry if the identity provider did not answer: its keys are not fetched more
/// often.
const ISSUER_RETRY: u32 = 10;
/// Says as little of a store that the caller has no part in as of one that does not exist.
const NOT_FOUND: &str = "It does not exist, or you have no part in it.";

/// An error in the format of RFC 9457. Only this file maps errors to HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    code: Code,
    title: &'static str,
    detail: Cow<'static, str>,
    members: Extensions,
}

impl Problem {
    fn new(code: Code, title: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { code, title, detail: detail.into(), members: Extensions::default() }
    }

    fn with(mut self, members: Extensions) -> Self {
        self.members = members;
        self
    }

    /// Sets after how many seconds to retry.
    fn retry_after(mut self, seconds: u32) -> Self {
        self.detail = format!("Try again in {seconds} seconds.").into();
        self.with(Extensions { retry_after: Some(seconds), ..Extensions::default() })
    }

    fn invalid_fields<'a>(errors: impl Iterator<Item = (Cow<'a, str>, &'a str)>) -> Self {
        Self::of_fields(Code::InvalidField, "Invalid field", errors)
    }

    fn of_fields<'a>(
        code: Code,
        title: &'static str,
        errors: impl Iterator<Item = (Cow<'a, str>, &'a str)>,
    ) -> Self {
        let errors = errors
            .take(bounds::PROBLEM_ERRORS)
            .map(|(pointer, detail)| InvalidEntry { pointer: pointer.into(), detail: detail.to_owned() })
            .collect();
        let detail = "`errors` names each field and says what its value must be.";
        Self::new(code, title, detail).with(Extensions { errors: Some(errors), ..Extensions::default() })
    }

    /// The code, which never changes.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.code.status()
    }

    /// The JSON object. A problem that is the answer to a request names it.
    #[must_use]
    pub fn view(&self, request_id: Option<&str>) -> ProblemView {
        ProblemView {
            code: self.code,
            base: ProblemBase {
                kind: format!("urn:staffroom:problem:{}", self.code.as_str()),
                title: self.title,
                status: self.status(),
                detail: self.detail.as_ref().to_owned(),
                instance: request_id.map(|id| format!("urn:request:{id}")),
                members: self.members.clone(),
            },
        }
    }

    /// The problem as the answer to a request: `application/problem+json`.
    ///
    /// # Errors
    /// When a header cannot hold its value.
    pub fn to_response(&self, request_id: &str) -> Result<Response<Body>, lambda_http::Error> {
        let body = serde_json::to_string(&self.view(Some(request_id)))?;
        let mut response = closed(Response::builder())
            .status(self.code.http_status())
            .header(header::CONTENT_TYPE, "application/problem+json")
            .header(header::CACHE_CONTROL, "no-store");
        if self.code == Code::Unauthenticated {
            response = response.header(header::WWW_AUTHENTICATE, "Bearer");
        }
        if let Some(seconds) = self.members.retry_after {
            response = response.header(header::RETRY_AFTER, seconds);
        }
        Ok(response.body(Body::Text(body))?)
    }
}

impl From<&ApiError> for Problem {
    fn from(error: &ApiError) -> Self {
        match error {
            ApiError::Request(error) => error.into(),
            ApiError::Rejected(rejection) => rejection.into(),
            ApiError::LinkIsOver(rejection, origin) => Self::from(rejection).with(Extensions {
                store_name: Some(origin.store_name.as_str().to_owned()),
                invited_by: origin.invited_by.as_ref().map(|name| name.as_str().to_owned()),
                ..Extensions::default()
            }),
            ApiError::Faulted(fault) => fault.into(),
        }
    }
}

impl From<&Fault> for Problem {
    fn from(fault: &Fault) -> Self {
        match fault {
            Fault::Unavailable { .. } => unavailable(DATABASE_RETRY),
            Fault::Corrupt { .. } | Fault::Refused { .. } | Fault::InvalidPlan(_) => {
                Self::new(Code::Internal, "Internal error", "Give this instance ID to support.")
            }
        }
    }
}

impl From<&RequestError> for Problem {
    fn from(error: &RequestError) -> Self {
        match error {
            RequestError::Malformed(detail) => {
                Self::new(Code::MalformedRequest, "Malformed request", detail.clone())
            }
            RequestError::InvalidFields(errors) => {
                Self::invalid_fields(errors.iter().map(|e| (e.pointer.as_str().into(), e.detail.as_str())))
            }
            RequestError::MalformedFields(errors) => {
                let errors = errors.iter().map(|e| (e.pointer.as_str().into(), e.detail.as_str()));
                Self::of_fields(Code::MalformedRequest, "Malformed request", errors)
            }
            RequestError::PayloadTooLarge { limit } => Self::new(
                Code::PayloadTooLarge,
                "Body too large",
                format!("A body may have at most {limit} bytes."),
            ),
            RequestError::UnsupportedMediaType { accepted } => Self::new(
                Code::UnsupportedMediaType,
                "Unsupported media type",
                format!("Send the body as {accepted}."),
            ),
            RequestError::Unauthenticated => Self::new(
                Code::Unauthenticated,
                "Not signed in",
                "Send a bearer token of the identity provider.",
            ),
            RequestError::NotFound => Self::new(Code::NotFound, "Not found", NOT_FOUND),
            RequestError::IssuerUnavailable => unavailable(ISSUER_RETRY),
        }
    }
}

fn unavailable(retry_after: u32) -> Problem {
    Problem::new(Code::Unavailable, "Temporarily unavailable", "").retry_after(retry_after)
}

impl From<&Rejection> for Problem {
    fn from(rejection: &Rejection) -> Self {
        let (code, title) = kind(rejection);
        let problem = Self::new(code, title, detail(rejection));
        match rejection {
            Rejection::InvalidField(errors) => {
                Self::invalid_fields(errors.iter().map(|e| (pointer(e.field), e.detail)))
            }
            Rejection::WrongAccount { invited } => {
                problem.with(Extensions { invited_email: Some(invited.clone()), ..Extensions::default() })
            }
            Rejection::AlreadyInvited(id) => {
                problem.with(Extensions { id: Some(*id), ..Extensions::default() })
            }
            Rejection::SeatLimitReached { limit } => {
                problem.with(Extensions { limit: Some(*limit), ..Extensions::default() })
            }
            Rejection::OwnsStores(stores) => {
                problem.with(Extensions { stores: Some(stores.clone()), ..Extensions::default() })
            }
            Rejection::RoleLimitReached { limit } => {
                problem.with(Extensions { limit: u32::try_from(*limit).ok(), ..Extensions::default() })
            }
            Rejection::RoleInUse { members, invitations } => problem.with(Extensions {
                members: u32::try_from(*members).ok(),
                invitations: u32::try_from(*invitations).ok(),
                ..Extensions::default()
            }),
            Rejection::QuotaExceeded { retry_after } => problem.retry_after(*retry_after),
            Rejection::Forbidden(_)
            | Rejection::GrantExceedsOwn
            | Rejection::OwnerIsFixed
            | Rejection::RoleIsFixed
            | Rejection::RoleExists
            | Rejection::EmailNotVerified
            | Rejection::MemberSuspended
            | Rejection::StoreClosed
            | Rejection::NotFound
            | Rejection::AlreadyMember
            | Rejection::InvitationNotPending
            | Rejection::InvitationExpired
            | Rejection::InvitationUsed
            | Rejection::InvitationRevoked
            | Rejection::InvitationDeclined
            | Rejection::InvitationWithdrawn
            | Rejection::InvalidToken
            | Rejection::TokenTooOld
            | Rejection::PreconditionFailed
            | Rejection::IdempotencyKeyReused
            | Rejection::IdempotencyKeyInUse
            | Rejection::DomainNotAllowed
            | Rejection::RecipientOptedOut => problem,
        }
    }
}

/// Code and title of a rejection.
fn kind(rejection: &Rejection) -> (Code, &'static str) {
    use Code as C;
    use Rejection as R;
    match rejection {
        R::InvalidField(_) => (C::InvalidField, "Invalid field"),
        R::Forbidden(_) => (C::Forbidden, "Forbidden"),
        R::GrantExceedsOwn => (C::GrantExceedsOwn, "The grant exceeds your own"),
        R::OwnerIsFixed => (C::OwnerIsFixed, "The owner cannot be changed here"),
        R::WrongAccount { .. } => (C::WrongAccount, "The invitation is for another address"),
        R::EmailNotVerified => (C::EmailNotVerified, "Your e-mail address is not verified"),
        R::StoreClosed => (C::StoreClosed, "The store is closed"),
        R::MemberSuspended => (C::MemberSuspended, "Your access is suspended"),
        R::NotFound => (C::NotFound, "Not found"),
        R::AlreadyMember => (C::AlreadyMember, "Already a member"),
        R::OwnsStores(_) => (C::OwnsStores, "The person owns stores"),
        R::AlreadyInvited(_) => (C::AlreadyInvited, "Already invited"),
        R::RecipientOptedOut => (C::RecipientOptedOut, "The recipient does not want mail"),
        R::InvitationNotPending => (C::InvitationNotPending, "The invitation's status does not allow this"),
        R::InvitationExpired => (C::InvitationExpired, "The invitation has expired"),
        R::InvitationUsed => (C::InvitationUsed, "The invitation has been used"),
        R::InvitationRevoked => (C::InvitationRevoked, "The invitation was revoked or replaced"),
        R::InvitationDeclined => (C::InvitationDeclined, "The invitation was declined"),
        R::InvitationWithdrawn => (C::InvitationWithdrawn, "The invitation is no longer valid"),
        R::InvalidToken => (C::InvalidToken, "Invalid link"),
        R::TokenTooOld => (C::InvalidToken, "The link is too old"),
        R::SeatLimitReached { .. } => (C::SeatLimitReached, "All seats of the plan are taken"),
        R::RoleIsFixed => (C::RoleIsFixed, "The role cannot be changed"),
        R::RoleExists => (C::RoleExists, "The role exists"),
        R::RoleLimitReached { .. } => (C::RoleLimitReached, "The store can have no more roles"),
        R::RoleInUse { .. } => (C::RoleInUse, "The role is in use"),
        R::PreconditionFailed => (C::PreconditionFailed, "Precondition failed"),
        R::IdempotencyKeyReused => (C::IdempotencyKeyReused, "Idempotency key reused"),
        R::IdempotencyKeyInUse => (C::IdempotencyKeyInUse, "Request in progress"),
        R::DomainNotAllowed => (C::DomainNotAllowed, "Domain not allowed"),
        R::QuotaExceeded { .. } => (C::QuotaExceeded, "Quota exceeded"),
    }
}

/// The reason of a rejection, and what the caller can do.
fn detail(rejection: &Rejection) -> Cow<'static, str> {
    use Rejection as R;
    Cow::Borrowed(match rejection {
        // Written with their members.
        R::InvalidField(_) | R::QuotaExceeded { .. } => "",
        R::WrongAccount { invited } => {
            return format!("The invitation is for {invited}. Sign in with that address.").into();
        }
        R::SeatLimitReached { limit } => {
            return format!("The plan has {limit} seats. Members and pending invitations take one each.")
                .into();
        }
        R::Forbidden(restriction) => forbidden(*restriction),
        R::GrantExceedsOwn => {
            "You can give only permissions that you hold, for no longer than you have access, and change only members who \
             hold no more than you."
        }
        R::OwnerIsFixed => "Only the platform can transfer a store to another owner.",
        R::EmailNotVerified => "The identity provider has not verified your e-mail address.",
        R::StoreClosed => "The platform has closed the store. Everything of it is being deleted.",
        R::MemberSuspended => "The store's team has suspended your access. Ask the owner of the store.",
        R::NotFound => NOT_FOUND,
        R::AlreadyMember => "The address or the person is a member of the store already.",
        R::OwnsStores(_) => {
            "Transfer or close the stores in `stores` first. A store has an owner at any time."
        }
        R::AlreadyInvited(_) => "The address has a pending invitation. Change, resend or revoke that one.",
        R::RecipientOptedOut => {
            "The person reported a mail of this store as unwanted, or asked to be invited by nobody."
        }
        R::InvitationNotPending => {
            "The invitation was answered or revoked, or is not in the status that this needs."
        }
        R::InvitationExpired => "Ask for a new link.",
        R::InvitationUsed => "A person has joined with this link.",
        R::InvitationRevoked => "Use the link of the latest mail, or ask the store for a new invitation.",
        R::InvitationDeclined => "Ask the store for a new invitation.",
        R::InvitationWithdrawn => {
            "The person who invited you can no longer give this access. Ask the store's owner for a new invitation."
        }
        R::InvalidToken => "The link may be cut off or mistyped. Use the link as it is in the mail.",
        R::TokenTooOld => {
            "Nothing is stored of this invitation any more. Ask the store for a new invitation."
        }
        R::RoleIsFixed => {
            "The role is the catalog's. Only roles of the store's own can be changed and deleted."
        }
        R::RoleExists => "Another role has this slug, or had it less than 90 days ago. Choose another one.",
        R::RoleLimitReached { limit } => {
            return format!(
                "The store can have {limit} roles of its own, as far as their names have room. The slugs of deleted roles take \
                 room for 90 days."
            )
            .into();
        }
        R::RoleInUse { .. } => {
            "Members or pending invitations have the role. Name the role that takes its place as `replace_with`."
        }
        R::PreconditionFailed => {
            "The resource is not as `If-Match` or `If-None-Match` requires. Read it again."
        }
        R::IdempotencyKeyReused => {
            "The key came with another request before. Use a new key for a new request."
        }
        R::IdempotencyKeyInUse => "A request with this key is in progress. Repeat the request in a moment.",
        R::DomainNotAllowed => "The store's `allowed_domains` does not list the domain of this address.",
    })
}

/// The reason why the caller may not do this: who may.
fn forbidden(restriction: Restriction) -> &'static str {
    match restriction {
        Restriction::ManagersOnly => "Only the owner and members who hold `team` manage the team.",
        Restriction::OwnerOnly => "Only the owner and the platform change the store.",
        Restriction::PlatformOnly => "Only the platform does this.",
        Restriction::PlanByPlatform => "Only the platform changes a store's plan.",
        Restriction::OthersByPlatform => "Only the platform and support ask about another person.",
        Restriction::NoCustomRoles => "The store's catalog allows no roles of the store's own.",
        Restriction::GrantorNeeded => {
            "An invitation needs a person as its grantor. Name one with `invited_by`."
        }
        Restriction::LinkCopyingOff => {
            "The owner has not allowed managers to copy links: the setting `link_copying` is off."
        }
    }
}

/// The JSON pointer of a command's field in the request's body (RFC 6901).
fn pointer(field: Field) -> Cow<'static, str> {
    match field {
        Field::Roles => "/roles".into(),
        Field::Role(index) => format!("/roles/{index}").into(),
        Field::Permissions => "/permissions".into(),
        Field::Permission(index) => format!("/permissions/{index}").into(),
        Field::AccessEndsAt => "/access_ends_at".into(),
        Field::Catalog => "/catalog".into(),
        Field::Plan => "/plan".into(),
        Field::ActivityId => "/activity_id".into(),
        Field::InstalledBy => "/installed_by".into(),
        Field::InvitedBy => "/invited_by/user_id".into(),
        Field::Name => "/name".into(),
        Field::AllowedDomains => "/settings/allowed_domains".into(),
        Field::ReplaceWith => "replace_with".into(),
        Field::To => "/to".into(),
        Field::Stores => "/stores".into(),
    }
}

#[cfg(test)]
mod tests;
