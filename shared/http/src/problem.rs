use lambda_http::http::{StatusCode, header};
use lambda_http::{Body, Response};
use serde_json::{Map, Value, json};
use staffroom_domain::Refusal;
use staffroom_table::TableError;

/// Why a call was not answered as asked.
#[derive(Debug)]
pub enum Failure {
    /// By the rules; the caller is told why.
    Refused(Refusal),
    /// By a fault; the caller is told the request's id, and the log the cause.
    Fault(String),
}

impl Failure {
    /// The code of the problem that it is answered with.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => shape(refusal).1,
            Self::Fault(_) => FAULT,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Unavailable(cause) => {
                tracing::warn!(cause, "the table does not answer");
                Self::Refused(Refusal::Unavailable { retry_after: 2 })
            }
            TableError::Corrupt { .. } | TableError::Refused(_) => Self::Fault(error.to_string()),
        }
    }
}

/// The code of a fault of ours.
const FAULT: &str = "internal";

/// What a refusal is in HTTP: status, code and title. The one place that knows.
fn shape(refusal: &Refusal) -> (StatusCode, &'static str, &'static str) {
    match refusal {
        Refusal::MalformedRequest(_) => {
            (StatusCode::BAD_REQUEST, "malformed_request", "The request cannot be read")
        }
        Refusal::InvalidField(_) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", "A field is not what it must be")
        }
        Refusal::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated", "Nobody is signed in"),
        Refusal::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden", "You may not do this"),
        Refusal::GrantExceedsOwn => {
            (StatusCode::FORBIDDEN, "grant_exceeds_own", "This takes rights that you do not hold")
        }
        Refusal::OwnerIsFixed => {
            (StatusCode::FORBIDDEN, "owner_is_fixed", "The owner cannot be changed here")
        }
        Refusal::WrongAccount { .. } => {
            (StatusCode::FORBIDDEN, "wrong_account", "Another address was invited")
        }
        Refusal::EmailNotVerified => {
            (StatusCode::FORBIDDEN, "email_not_verified", "Your address is not verified")
        }
        Refusal::NotFound => (StatusCode::NOT_FOUND, "not_found", "There is no such thing"),
        Refusal::AlreadyMember => (StatusCode::CONFLICT, "already_member", "Already a member"),
        Refusal::AlreadyInvited(_) => (StatusCode::CONFLICT, "already_invited", "Already invited"),
        Refusal::InvitationNotPending => {
            (StatusCode::CONFLICT, "invitation_not_pending", "The invitation is not open for this")
        }
        Refusal::InvitationExpired => (StatusCode::GONE, "invitation_expired", "The invitation has expired"),
        Refusal::InvitationUsed => (StatusCode::GONE, "invitation_used", "The invitation was used"),
        Refusal::InvitationRevoked => {
            (StatusCode::GONE, "invitation_revoked", "The invitation was taken back or replaced")
        }
        Refusal::InvitationDeclined => {
            (StatusCode::GONE, "invitation_declined", "The invitation was declined")
        }
        Refusal::InvitationWithdrawn => {
            (StatusCode::GONE, "invitation_withdrawn", "Whoever invited you can no longer do so")
        }
        Refusal::InvalidToken => (StatusCode::NOT_FOUND, "invalid_token", "This is no link of ours"),
        Refusal::SeatLimitReached { .. } => {
            (StatusCode::CONFLICT, "seat_limit_reached", "The plan's seats are taken")
        }
        Refusal::PreconditionFailed => {
            (StatusCode::PRECONDITION_FAILED, "precondition_failed", "It was changed in the meantime")
        }
        Refusal::IdempotencyKeyReused => {
            (StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", "The key came with another request")
        }
        Refusal::IdempotencyKeyInUse => {
            (StatusCode::CONFLICT, "idempotency_key_in_use", "The request is still being carried out")
        }
        Refusal::DomainNotAllowed => {
            (StatusCode::UNPROCESSABLE_ENTITY, "domain_not_allowed", "The store takes no such addresses")
        }
        Refusal::QuotaExceeded { .. } => {
            (StatusCode::TOO_MANY_REQUESTS, "quota_exceeded", "Too many for now")
        }
        Refusal::Unavailable { .. } => {
            (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available right now")
        }
    }
}

/// What a refusal says beyond its title: the detail, and the members that its code has.
fn details(refusal: &Refusal) -> (String, Vec<(&'static str, Value)>) {
    match refusal {
        Refusal::MalformedRequest(detail) => (detail.clone(), vec![]),
        Refusal::InvalidField(errors) => {
            let errors: Vec<Value> =
                errors.iter().map(|e| json!({ "pointer": e.pointer, "detail": e.detail })).collect();
            ("see errors for each field".into(), vec![("errors", errors.into())])
        }
        Refusal::Forbidden(reason) => ((*reason).into(), vec![]),
        Refusal::WrongAccount { invited } => (
            format!("the invitation is for {invited}; sign in with that address"),
            vec![("invited_email", invited.clone().into())],
        ),
        Refusal::AlreadyInvited(id) => (
            "resend, change or revoke the invitation that there is".into(),
            vec![("id", id.to_string().into())],
        ),
        Refusal::SeatLimitReached { limit } => (
            format!("the plan includes {limit} staff accounts, pending invitations included"),
            vec![("limit", (*limit).into())],
        ),
        Refusal::QuotaExceeded { retry_after } | Refusal::Unavailable { retry_after } => {
            (format!("try again in {retry_after} seconds"), vec![("retry_after", (*retry_after).into())])
        }
        Refusal::Unauthenticated => ("send a bearer token of the identity provider".into(), vec![]),
        Refusal::GrantExceedsOwn => {
            ("nobody gives, or changes somebody who holds, what they do not hold themselves".into(), vec![])
        }
        Refusal::OwnerIsFixed => ("only the platform can give a store to another owner".into(), vec![]),
        Refusal::EmailNotVerified => {
            ("the identity provider must vouch for your e-mail address first".into(), vec![])
        }
        Refusal::NotFound => ("there is none, or you have no part in it".into(), vec![]),
        Refusal::AlreadyMember => ("whoever has this address works in the store already".into(), vec![]),
        Refusal::InvitationNotPending => ("it was answered or taken back, or is not expired".into(), vec![]),
        Refusal::InvitationExpired => ("ask for a fresh link".into(), vec![]),
        Refusal::InvitationUsed => ("somebody joined with this link".into(), vec![]),
        Refusal::InvitationRevoked => {
            ("ask the store for a new invitation, or use the newest link".into(), vec![])
        }
        Refusal::InvitationDeclined => ("ask the store for a new invitation".into(), vec![]),
        Refusal::InvitationWithdrawn => ("ask the store's owner for a new invitation".into(), vec![]),
        Refusal::InvalidToken => {
            ("it may have been cut or mistyped; use the link in the mail".into(), vec![])
        }
        Refusal::PreconditionFailed => ("read it again, then change it".into(), vec![]),
        Refusal::IdempotencyKeyReused => ("use a new key for a new request".into(), vec![]),
        Refusal::IdempotencyKeyInUse => ("ask again in a moment for the answer".into(), vec![]),
        Refusal::DomainNotAllowed => ("see the store's allowed_domains".into(), vec![]),
    }
}

/// The refusal as RFC 9457 shows it.
#[must_use]
pub fn problem_members(refusal: &Refusal) -> Map<String, Value> {
    let (status, code, title) = shape(refusal);
    let (detail, more) = details(refusal);
    let mut members = Map::new();
    members.insert("type".into(), format!("urn:staffroom:problem:{code}").into());
    members.insert("title".into(), title.into());
    members.insert("status".into(), status.as_u16().into());
    members.insert("code".into(), code.into());
    members.insert("detail".into(), detail.into());
    members.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
    members
}

/// A failure as HTTP: `application/problem+json` (RFC 9457).
///
/// # Errors
/// When a header cannot hold its value.
pub fn problem(failure: Failure, request_id: &str) -> Result<Response<Body>, lambda_http::Error> {
    let (mut members, retry_after) = match failure {
        Failure::Refused(refusal) => {
            let retry_after = match refusal {
                Refusal::QuotaExceeded { retry_after } | Refusal::Unavailable { retry_after } => {
                    Some(retry_after)
                }
                _ => None,
            };
            (problem_members(&refusal), retry_after)
        }
        Failure::Fault(cause) => {
            tracing::error!(request_id, cause, "a fault of ours");
            let mut members = Map::new();
            members.insert("type".into(), format!("urn:staffroom:problem:{FAULT}").into());
            members.insert("title".into(), "Something is wrong on our side".into());
            members.insert("status".into(), 500.into());
            members.insert("code".into(), FAULT.into());
            members.insert("detail".into(), "tell whoever runs this the instance".into());
            (members, None)
        }
    };
    members.insert("instance".into(), format!("urn:request:{request_id}").into());
    let status =
        members.get("status").and_then(Value::as_u64).and_then(|s| u16::try_from(s).ok()).unwrap_or(500);
    let mut response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/problem+json")
        .header(header::CACHE_CONTROL, "no-store");
    if status == StatusCode::UNAUTHORIZED {
        response = response.header(header::WWW_AUTHENTICATE, "Bearer");
    }
    if let Some(seconds) = retry_after {
        response = response.header(header::RETRY_AFTER, seconds);
    }
    Ok(response.body(Body::Text(Value::Object(members).to_string()))?)
}
