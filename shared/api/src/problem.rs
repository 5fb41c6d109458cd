use std::borrow::Cow;

use lambda_http::http::{StatusCode, header};
use lambda_http::{Body, Response};
use serde_json::{Map, Value, json};
use staffroom_app::Fault;
use staffroom_domain::{Field, Rejection, Restriction};
use staffroom_response::closed;

use crate::error::{ApiError, RequestError};

/// After how many seconds to retry if the database did not answer.
const DATABASE_RETRY: u32 = 2;
/// After how many seconds to retry if the identity provider did not answer: its keys are not fetched more
/// often.
const ISSUER_RETRY: u32 = 10;
/// The most fields that one problem names. The answer to a bulk call has a problem for each of its entries, and is stored as
/// one item.
const MOST_ERRORS: usize = 20;
/// Says as little of a store that the caller has no part in as of one that does not exist.
const NOT_FOUND: &str = "It does not exist, or you have no part in it.";

/// An error in the format of RFC 9457. Only this file maps errors to HTTP.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Cow<'static, str>,
    members: Vec<(&'static str, Value)>,
    retry_after: Option<u32>,
}

impl Problem {
    fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, code, title, detail: detail.into(), members: Vec::new(), retry_after: None }
    }

    fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.members.push((name, value.into()));
        self
    }

    /// Sets after how many seconds to retry.
    fn retry_after(mut self, seconds: u32) -> Self {
        self.detail = format!("Try again in {seconds} seconds.").into();
        self.retry_after = Some(seconds);
        self.with("retry_after", seconds)
    }

    fn invalid_fields<'a>(errors: impl Iterator<Item = (Cow<'a, str>, &'a str)>) -> Self {
        let errors: Vec<Value> = errors
            .take(MOST_ERRORS)
            .map(|(pointer, detail)| json!({ "pointer": pointer, "detail": detail }))
            .collect();
        let detail = "`errors` names each field and says what its value must be.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", "Invalid field", detail)
            .with("errors", errors)
    }

    /// The code, which never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The members of the JSON object.
    #[must_use]
    pub fn members(&self) -> Map<String, Value> {
        let mut members = Map::new();
        let mut insert = |name: &str, value: Value| members.insert(name.to_owned(), value);
        insert("type", format!("urn:staffroom:problem:{}", self.code).into());
        insert("title", self.title.into());
        insert("status", self.status().into());
        insert("code", self.code.into());
        insert("detail", self.detail.as_ref().into());
        for (name, value) in &self.members {
            insert(name, value.clone());
        }
        members
    }

    /// The problem as the answer to a request: `application/problem+json`.
    ///
    /// # Errors
    /// When a header cannot hold its value.
    pub fn to_response(&self, request_id: &str) -> Result<Response<Body>, lambda_http::Error> {
        let mut members = self.members();
        members.insert("instance".to_owned(), format!("urn:request:{request_id}").into());
        let mut response = closed(Response::builder())
            .status(self.status)
            .header(header::CONTENT_TYPE, "application/problem+json")
            .header(header::CACHE_CONTROL, "no-store");
        if self.status == StatusCode::UNAUTHORIZED {
            response = response.header(header::WWW_AUTHENTICATE, "Bearer");
        }
        if let Some(seconds) = self.retry_after {
            response = response.header(header::RETRY_AFTER, seconds);
        }
        Ok(response.body(Body::Text(Value::Object(members).to_string()))?)
    }
}

impl From<&ApiError> for Problem {
    fn from(error: &ApiError) -> Self {
        match error {
            ApiError::Request(error) => error.into(),
            ApiError::Rejected(rejection) => rejection.into(),
            ApiError::Faulted(fault) => fault.into(),
        }
    }
}

impl From<&Fault> for Problem {
    fn from(fault: &Fault) -> Self {
        match fault {
            Fault::Unavailable { .. } => unavailable(DATABASE_RETRY),
            Fault::Corrupt { .. } | Fault::Refused { .. } | Fault::InvalidPlan(_) => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Internal error",
                "Give this instance ID to support.",
            ),
        }
    }
}

impl From<&RequestError> for Problem {
    fn from(error: &RequestError) -> Self {
        match error {
            RequestError::Malformed(detail) => {
                let detail = detail.clone();
                Self::new(StatusCode::BAD_REQUEST, "malformed_request", "Malformed request", detail)
            }
            RequestError::InvalidFields(errors) => {
                Self::invalid_fields(errors.iter().map(|e| (e.pointer.as_str().into(), e.detail.as_str())))
            }
            RequestError::PayloadTooLarge { limit } => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "payload_too_large",
                "Body too large",
                format!("A body may have at most {limit} bytes."),
            ),
            RequestError::UnsupportedMediaType => Self::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "Unsupported media type",
                "Send the body as `application/json`, without a content encoding.",
            ),
            RequestError::Unauthenticated => Self::new(
                StatusCode::UNAUTHORIZED,
                "unauthenticated",
                "Not signed in",
                "Send a bearer token of the identity provider.",
            ),
            RequestError::NotFound => Self::new(StatusCode::NOT_FOUND, "not_found", "Not found", NOT_FOUND),
            RequestError::IssuerUnavailable => unavailable(ISSUER_RETRY),
        }
    }
}

fn unavailable(retry_after: u32) -> Problem {
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Temporarily unavailable", "")
        .retry_after(retry_after)
}

impl From<&Rejection> for Problem {
    fn from(rejection: &Rejection) -> Self {
        let (status, code, title) = kind(rejection);
        let problem = Self::new(status, code, title, detail(rejection));
        match rejection {
            Rejection::InvalidField(errors) => {
                Self::invalid_fields(errors.iter().map(|e| (pointer(e.field), e.detail)))
            }
            Rejection::WrongAccount { invited } => problem.with("invited_email", invited.as_str()),
            Rejection::AlreadyInvited(id) => problem.with("id", id.to_string()),
            Rejection::SeatLimitReached { limit } => problem.with("limit", *limit),
            Rejection::QuotaExceeded { retry_after } => problem.retry_after(*retry_after),
            Rejection::Forbidden(_)
            | Rejection::GrantExceedsOwn
            | Rejection::OwnerIsFixed
            | Rejection::EmailNotVerified
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

/// Status, code and title of a rejection.
fn kind(rejection: &Rejection) -> (StatusCode, &'static str, &'static str) {
    use Rejection as R;
    use StatusCode as S;
    match rejection {
        R::InvalidField(_) => (S::UNPROCESSABLE_ENTITY, "invalid_field", "Invalid field"),
        R::Forbidden(_) => (S::FORBIDDEN, "forbidden", "Forbidden"),
        R::GrantExceedsOwn => (S::FORBIDDEN, "grant_exceeds_own", "The grant exceeds your own"),
        R::OwnerIsFixed => (S::FORBIDDEN, "owner_is_fixed", "The owner cannot be changed here"),
        R::WrongAccount { .. } => (S::FORBIDDEN, "wrong_account", "The invitation is for another address"),
        R::EmailNotVerified => (S::FORBIDDEN, "email_not_verified", "Your e-mail address is not verified"),
        R::NotFound => (S::NOT_FOUND, "not_found", "Not found"),
        R::AlreadyMember => (S::CONFLICT, "already_member", "Already a member"),
        R::AlreadyInvited(_) => (S::CONFLICT, "already_invited", "Already invited"),
        R::RecipientOptedOut => (S::CONFLICT, "recipient_opted_out", "The recipient does not want mail"),
        R::InvitationNotPending => {
            (S::CONFLICT, "invitation_not_pending", "The invitation's status does not allow this")
        }
        R::InvitationExpired => (S::GONE, "invitation_expired", "The invitation has expired"),
        R::InvitationUsed => (S::GONE, "invitation_used", "The invitation has been used"),
        R::InvitationRevoked => (S::GONE, "invitation_revoked", "The invitation was revoked or replaced"),
        R::InvitationDeclined => (S::GONE, "invitation_declined", "The invitation was declined"),
        R::InvitationWithdrawn => (S::GONE, "invitation_withdrawn", "The invitation is no longer valid"),
        R::InvalidToken => (S::NOT_FOUND, "invalid_token", "Invalid link"),
        R::TokenTooOld => (S::NOT_FOUND, "invalid_token", "The link is too old"),
        R::SeatLimitReached { .. } => (S::CONFLICT, "seat_limit_reached", "All seats of the plan are taken"),
        R::PreconditionFailed => (S::PRECONDITION_FAILED, "precondition_failed", "Precondition failed"),
        R::IdempotencyKeyReused => {
            (S::UNPROCESSABLE_ENTITY, "idempotency_key_reused", "Idempotency key reused")
        }
        R::IdempotencyKeyInUse => (S::CONFLICT, "idempotency_key_in_use", "Request in progress"),
        R::DomainNotAllowed => (S::UNPROCESSABLE_ENTITY, "domain_not_allowed", "Domain not allowed"),
        R::QuotaExceeded { .. } => (S::TOO_MANY_REQUESTS, "quota_exceeded", "Quota exceeded"),
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
        R::NotFound => NOT_FOUND,
        R::AlreadyMember => "The address or the person is a member of the store already.",
        R::AlreadyInvited(_) => "The address has a pending invitation. Change, resend or revoke that one.",
        R::RecipientOptedOut => {
            "The person reported an invitation of this store as unwanted, so no further one is sent to the address."
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
        R::TokenTooOld => "Nothing is stored of this invitation any more. Ask the shop for a new invitation.",
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
        Restriction::GrantorNeeded => {
            "An invitation needs a person as its grantor. The platform cannot be one."
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
    }
}

#[cfg(test)]
mod tests;
