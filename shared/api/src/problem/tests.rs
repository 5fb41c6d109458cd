use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use staffroom_app::{Fault, LinkOrigin};
use staffroom_domain::{DisplayName, EmailAddress, Field, FieldError, InvitationId, Rejection, Restriction};

use super::Problem;
use crate::error::{ApiError, InvalidField, RequestError};

fn members(problem: &Problem) -> Map<String, Value> {
    match serde_json::to_value(problem.view(None)).unwrap() {
        Value::Object(members) => members,
        other => panic!("{other}"),
    }
}

/// Every rejection with its status and code, in the order of [`Rejection`].
fn rejections() -> Vec<(Rejection, u16, &'static str)> {
    let id = InvitationId::of(&"demo".parse().unwrap(), &EmailAddress::parse("ana@example.com").unwrap());
    vec![
        (Rejection::invalid(Field::Roles, "must name exactly one role"), 422, "invalid_field"),
        (Rejection::Forbidden(Restriction::ManagersOnly), 403, "forbidden"),
        (Rejection::GrantExceedsOwn, 403, "grant_exceeds_own"),
        (Rejection::OwnerIsFixed, 403, "owner_is_fixed"),
        (Rejection::WrongAccount { invited: "a***@example.com".to_owned() }, 403, "wrong_account"),
        (Rejection::EmailNotVerified, 403, "email_not_verified"),
        (Rejection::NotFound, 404, "not_found"),
        (Rejection::AlreadyMember, 409, "already_member"),
        (Rejection::AlreadyInvited(id), 409, "already_invited"),
        (Rejection::InvitationNotPending, 409, "invitation_not_pending"),
        (Rejection::InvitationExpired, 410, "invitation_expired"),
        (Rejection::InvitationUsed, 410, "invitation_used"),
        (Rejection::InvitationRevoked, 410, "invitation_revoked"),
        (Rejection::InvitationDeclined, 410, "invitation_declined"),
        (Rejection::InvitationWithdrawn, 410, "invitation_withdrawn"),
        (Rejection::InvalidToken, 404, "invalid_token"),
        (Rejection::TokenTooOld, 404, "invalid_token"),
        (Rejection::SeatLimitReached { limit: 2 }, 409, "seat_limit_reached"),
        (Rejection::PreconditionFailed, 412, "precondition_failed"),
        (Rejection::IdempotencyKeyReused, 422, "idempotency_key_reused"),
        (Rejection::IdempotencyKeyInUse, 409, "idempotency_key_in_use"),
        (Rejection::DomainNotAllowed, 422, "domain_not_allowed"),
        (Rejection::QuotaExceeded { retry_after: 60 }, 429, "quota_exceeded"),
    ]
}

#[test]
fn every_rejection_has_its_status_and_code() {
    let mut codes = BTreeSet::new();
    let mut details = BTreeSet::new();
    let rejections = rejections();
    for (rejection, status, code) in &rejections {
        let problem = Problem::from(rejection);
        assert_eq!((problem.status(), problem.code().as_str()), (*status, *code), "{rejection:?}");
        let members = members(&problem);
        assert_eq!(members["type"], format!("urn:staffroom:problem:{code}"));
        assert_eq!((&members["status"], &members["code"]), (&json!(status), &json!(code)));
        assert!(!members["title"].as_str().unwrap().is_empty(), "{rejection:?}");
        assert!(details.insert(members["detail"].to_string()), "{rejection:?} says what another says");
        codes.insert((*status, *code));
    }
    // The two tokens that open nothing have one code and two details.
    assert_eq!(codes.len(), rejections.len() - 1);
}

#[test]
fn a_problem_has_the_members_of_its_code() {
    for (rejection, _, code) in rejections() {
        let members = members(&Problem::from(&rejection));
        match code {
            "wrong_account" => assert_eq!(members["invited_email"], "a***@example.com"),
            "already_invited" => assert_eq!(members["id"].as_str().unwrap().len(), 36),
            "seat_limit_reached" => assert_eq!(members["limit"], 2),
            "quota_exceeded" => assert_eq!(members["retry_after"], 60),
            "invalid_field" => {
                let errors = json!([{"pointer": "/roles", "detail": "must name exactly one role"}]);
                assert_eq!(members["errors"], errors);
            }
            _ => assert_eq!(members.len(), 5, "{code}"),
        }
    }
}

#[test]
fn a_link_that_is_over_says_where_it_came_from() {
    let name = |text: &str| DisplayName::try_from(text.to_owned()).unwrap();
    let origin = |invited_by| LinkOrigin { store_name: name("Vintage"), invited_by };
    let over = |origin| members(&Problem::from(&ApiError::LinkIsOver(Rejection::InvitationUsed, origin)));
    let named = over(origin(Some(name("Camille"))));
    assert_eq!((&named["code"], &named["store_name"]), (&json!("invitation_used"), &json!("Vintage")));
    assert_eq!(named["invited_by"], "Camille");
    assert!(!over(origin(None)).contains_key("invited_by"));
}

#[test]
fn a_field_of_a_command_has_its_pointer() {
    for (field, pointer) in [
        (Field::Roles, "/roles"),
        (Field::Role(2), "/roles/2"),
        (Field::Permissions, "/permissions"),
        (Field::Permission(0), "/permissions/0"),
        (Field::AccessEndsAt, "/access_ends_at"),
        (Field::Catalog, "/catalog"),
        (Field::Plan, "/plan"),
        (Field::ActivityId, "/activity_id"),
        (Field::InstalledBy, "/installed_by"),
        (Field::Stores, "/stores"),
    ] {
        let members = members(&Problem::from(&Rejection::invalid(field, "x")));
        assert_eq!(members["errors"][0]["pointer"], pointer);
    }
}

#[test]
fn a_problem_names_at_most_a_hundred_fields() {
    let errors = |count| (0..count).map(|i| FieldError { field: Field::Role(i), detail: "x" }).collect();
    let members = members(&Problem::from(&Rejection::InvalidField(errors(1000))));
    assert_eq!(members["errors"].as_array().unwrap().len(), 20);
}

#[test]
fn the_caller_is_told_who_may() {
    let details: BTreeSet<String> = [
        Restriction::ManagersOnly,
        Restriction::OwnerOnly,
        Restriction::PlatformOnly,
        Restriction::PlanByPlatform,
        Restriction::OthersByPlatform,
        Restriction::GrantorNeeded,
    ]
    .map(|restriction| members(&Problem::from(&Rejection::Forbidden(restriction)))["detail"].to_string())
    .into();
    assert_eq!(details.len(), 6);
}

#[test]
fn every_request_error_has_its_status_and_code() {
    let field = InvalidField { pointer: "limit".to_owned(), detail: "must be a number".to_owned() };
    for (error, status, code) in [
        (RequestError::Malformed("The body is not UTF-8.".to_owned()), 400, "malformed_request"),
        (RequestError::InvalidFields(vec![field]), 422, "invalid_field"),
        (RequestError::PayloadTooLarge { limit: 10 }, 413, "payload_too_large"),
        (RequestError::UnsupportedMediaType { accepted: "JSON" }, 415, "unsupported_media_type"),
        (RequestError::Unauthenticated, 401, "unauthenticated"),
        (RequestError::NotFound, 404, "not_found"),
        (RequestError::IssuerUnavailable, 503, "unavailable"),
    ] {
        let problem = Problem::from(&error);
        assert_eq!((problem.status(), problem.code().as_str()), (status, code), "{error:?}");
    }
    // An invalid id and one of another caller's resource must get the same answer.
    assert_eq!(Problem::from(&RequestError::NotFound), Problem::from(&Rejection::NotFound));
}

#[test]
fn a_fault_says_nothing_of_its_cause() {
    let unavailable = Fault::Unavailable { reason: "ThrottlingException".to_owned(), source: None };
    let refused = Fault::Refused { reason: "ValidationException".to_owned(), source: None };
    let corrupt = Fault::Corrupt { kind: "member", source: "no name".into() };
    for (fault, status, code) in [
        (unavailable, 503, "unavailable"),
        (refused, 500, "internal"),
        (corrupt, 500, "internal"),
        (Fault::InvalidPlan("too large"), 500, "internal"),
    ] {
        let response = Problem::from(&fault).to_response("r-1").unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
        assert_eq!(response.headers().get("retry-after").is_some(), status == 503);
        let members: Value = serde_json::from_slice(response.body().as_ref()).unwrap();
        assert_eq!((&members["code"], &members["instance"]), (&json!(code), &json!("urn:request:r-1")));
        let text = members.to_string();
        assert!(
            !["Exception", "member", "no name", "large"].iter().any(|cause| text.contains(cause)),
            "{text}"
        );
    }
}

#[test]
fn the_headers_say_when_to_try_again_and_how_to_sign_in() {
    let response = Problem::from(&Rejection::QuotaExceeded { retry_after: 60 }).to_response("r-1").unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["retry-after"]),
        (429, &"60".parse().unwrap())
    );
    let response = Problem::from(&RequestError::Unauthenticated).to_response("r-1").unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
    assert_eq!(response.headers()["cache-control"], "no-store");
}
