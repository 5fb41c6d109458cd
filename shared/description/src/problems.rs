//! The problems that calls answer with: one response for each set of codes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use staffroom_api::Code;
use staffroom_domain::{bounds, describe::prose};

use crate::schemas::{reference, set};

/// A response with one of several codes, which have one status.
pub(crate) struct ProblemResponse {
    pub(crate) name: &'static str,
    prose: String,
    codes: &'static [Code],
    /// Whether API Gateway gives it as well, in its own format, with this message; an empty one is not shown as an example.
    gateway: Option<&'static str>,
}

impl ProblemResponse {
    /// The status, as a name in `responses`.
    pub(crate) fn status(&self) -> String {
        self.codes.first().map_or_else(|| "default".to_owned(), |code| code.status().to_string())
    }
}

macro_rules! refusals {
    ($($(#[doc = $line:literal])* $name:ident: $codes:expr, $gateway:expr;)+) => {
        vec![$(ProblemResponse {
            name: stringify!($name),
            prose: prose(&[$($line),*]),
            codes: &$codes,
            gateway: $gateway,
        }),+]
    };
}

use Code::{
    AlreadyInvited, AlreadyMember, DomainNotAllowed, GrantExceedsOwn, IdempotencyKeyInUse as KeyInUse,
    IdempotencyKeyReused, InvalidField as FieldInvalid, InvitationDeclined, InvitationExpired,
    InvitationNotPending, InvitationRevoked, InvitationUsed, InvitationWithdrawn, MemberSuspended,
    OwnerIsFixed, OwnsStores, RecipientOptedOut, RoleExists, RoleInUse, RoleIsFixed, RoleLimitReached,
    SeatLimitReached, StoreClosed,
};

/// Every response with a problem.
pub(crate) fn refusals() -> Vec<ProblemResponse> {
    refusals! {
        /// `malformed_request`: the body is not JSON or not UTF-8
        Malformed: [Code::MalformedRequest], None;
        /// `malformed_request`: the body is not sent as `application/json`, is not JSON or not UTF-8, or a field is missing or
        /// has another type than it must have; in the last two cases `errors` names the fields
        MalformedEvaluation: [Code::MalformedRequest], None;
        /// `payload_too_large`: the body has more than 262,144 bytes. Above 10 MB the gateway's own response is
        /// `{"message": "Request Entity Too Large"}`.
        PayloadTooLarge: [Code::PayloadTooLarge], Some("");
        /// `unsupported_media_type`: the `Content-Type` of the body is not `application/json` (or `application/…+json`), or
        /// the body has a `Content-Encoding`
        UnsupportedMediaType: [Code::UnsupportedMediaType], None;
        /// `unauthenticated`: the token is missing or invalid. On AWS the gateway gives this response, in its own format
        /// and without `code`; the response of the local stack has the fields of both formats.
        Unauthenticated: [Code::Unauthenticated], Some("Unauthorized");
        /// `forbidden`: the token does not have the scope `staffroom/platform`. On AWS the gateway gives this response, in
        /// its own format and without `code`; the response of the local stack has the fields of both formats.
        PlatformOnly: [Code::Forbidden], Some("Forbidden");
        /// `member_suspended`: a manager has suspended the caller, who has no access until it is resumed
        Suspended: [MemberSuspended], None;
        /// - `forbidden`: the caller has access to the store but may not do this; `detail` gives the reason
        /// - `member_suspended`: a manager has suspended the caller
        Forbidden: [Code::Forbidden, MemberSuspended], None;
        /// - `forbidden`: the caller is not a manager
        /// - `grant_exceeds_own`: the invitation offers permissions that the caller does not hold, or for longer than the
        ///   caller's own access
        /// - `member_suspended`: a manager has suspended the caller
        ForbiddenGrant: [Code::Forbidden, GrantExceedsOwn, MemberSuspended], None;
        /// - `forbidden`: the caller is not a manager
        /// - `grant_exceeds_own`: the member holds or would get permissions that the caller does not hold, or for longer
        ///   than the caller's own access
        /// - `owner_is_fixed`: the owner cannot be changed or removed by this call
        /// - `member_suspended`: a manager has suspended the caller
        ForbiddenMember: [Code::Forbidden, GrantExceedsOwn, OwnerIsFixed, MemberSuspended], None;
        /// - `forbidden`: the caller is not a manager, or the catalog allows no roles of the store's own
        /// - `grant_exceeds_own`: the role has permissions that the caller does not hold
        /// - `member_suspended`: a manager has suspended the caller
        ForbiddenRole: [Code::Forbidden, GrantExceedsOwn, MemberSuspended], None;
        /// - `forbidden`: the caller is not a manager, or the catalog allows no roles of the store's own
        /// - `grant_exceeds_own`: others would get, or have before or after, permissions that the caller does not hold, or for
        ///   longer than the caller's own access; or the role gets one that the caller does not hold
        /// - `role_is_fixed`: the role is one of the catalog
        /// - `member_suspended`: a manager has suspended the caller
        ForbiddenOwnRole: [Code::Forbidden, GrantExceedsOwn, RoleIsFixed, MemberSuspended], None;
        /// - `forbidden`: the token does not have the scope `staffroom/platform`. On AWS the gateway gives this response, in
        ///   its own format
        /// - `owner_is_fixed`: the person is the owner
        ForbiddenOwner: [Code::Forbidden, OwnerIsFixed], Some("Forbidden");
        /// `quota_exceeded`: there are 20 webhooks already. The limit does not end with time
        TooManyWebhooks: [Code::QuotaExceeded], None;
        /// `email_not_verified`: the identity provider has not verified the caller's address
        EmailNotVerified: [Code::EmailNotVerified], None;
        /// - `wrong_account`: the invitation is for another address, which is in `invited_email`, masked
        /// - `email_not_verified`: the identity provider has not verified the caller's address
        /// - `member_suspended`: the caller is a member whom a manager has suspended
        WrongAccount: [Code::WrongAccount, Code::EmailNotVerified, MemberSuspended], None;
        /// - `email_not_verified`: the identity provider has not verified the caller's address
        /// - `member_suspended`: the caller is a member whom a manager has suspended
        EmailNotVerifiedOrSuspended: [Code::EmailNotVerified, MemberSuspended], None;
        /// `not_found`: the resource does not exist, or the caller has no access to it
        NotFound: [Code::NotFound], None;
        /// `invalid_token`: the token is not genuine, or it is genuine but its invitation is no longer stored; in the second
        /// case `detail` says that the link is too old
        InvalidToken: [Code::InvalidToken], None;
        /// `idempotency_key_in_use`: a request with this key is in progress, or was interrupted less than a minute ago
        IdempotencyKeyInUse: [KeyInUse], None;
        /// - `invitation_not_pending`: the invitation was answered, revoked, withdrawn or superseded, or has expired and
        ///   cannot be changed
        /// - `idempotency_key_in_use`: a request with this key is in progress
        NotPending: [InvitationNotPending, KeyInUse], None;
        /// - `invitation_not_pending`: the invitation was answered, revoked, withdrawn or superseded, or has expired and
        ///   cannot be changed
        /// - `already_member`: the new address belongs to a member or the owner
        /// - `already_invited`: the new address has a pending invitation, whose ID is in `id`
        /// - `recipient_opted_out`: the person with the new address reported a mail of this store as spam
        /// - `seat_limit_reached`: the plan is smaller than the team, so that the new invitation has no seat
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotChange: [InvitationNotPending, AlreadyMember, AlreadyInvited, RecipientOptedOut, SeatLimitReached, KeyInUse], None;
        /// - `already_member`: the address belongs to another member or the owner
        /// - `seat_limit_reached`: all `limit` seats of the plan are taken
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotAdd: [AlreadyMember, SeatLimitReached, KeyInUse], None;
        /// - `owns_stores`: the person owns the stores in `stores`, which must be transferred or closed before
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotErase: [OwnsStores, KeyInUse], None;
        /// - `already_member`: both IDs are on the team of a store
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotMove: [AlreadyMember, KeyInUse], None;
        /// - `already_member`: the address belongs to a member or the owner
        /// - `already_invited`: the address has a pending invitation, whose ID is in `id`
        /// - `recipient_opted_out`: the person reported a mail of this store as spam
        /// - `seat_limit_reached`: all `limit` seats of the plan are taken
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotInvite: [AlreadyMember, AlreadyInvited, RecipientOptedOut, SeatLimitReached, KeyInUse], None;
        /// - `invitation_not_pending`: the invitation was answered, revoked, withdrawn or superseded
        /// - `already_member`: the address now belongs to a member
        /// - `recipient_opted_out`: the person reported a mail of this store as spam
        /// - `seat_limit_reached`: the seat of the invitation was given away, and all `limit` seats of the plan are taken; or
        ///   members alone take all of them
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotResend: [InvitationNotPending, AlreadyMember, RecipientOptedOut, SeatLimitReached, KeyInUse], None;
        /// - `invitation_not_pending`: the link has not expired
        /// - `already_member`: the address now belongs to a member
        /// - `recipient_opted_out`: the person reported a mail of this store as spam
        /// - `seat_limit_reached`: the seat of the invitation was given away, and all `limit` seats of the plan are taken; or
        ///   members alone take all of them
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotRenew: [InvitationNotPending, AlreadyMember, RecipientOptedOut, SeatLimitReached, KeyInUse], None;
        /// - `already_member`: the caller is a member or the owner; the invitation ends
        /// - `seat_limit_reached`: members already take all `limit` seats of the plan, for example of a smaller plan
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotJoin: [AlreadyMember, SeatLimitReached, KeyInUse], None;
        /// - `role_exists`: another role has the slug, or had it less than 90 days ago
        /// - `role_limit_reached`: the store has `limit` roles of its own, or their names, its own name and its domains leave no
        ///   room for one more
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotCreateRole: [RoleExists, RoleLimitReached, KeyInUse], None;
        /// - `role_limit_reached`: the names of the roles and the permissions that they have leave no room for more permissions
        /// - `idempotency_key_in_use`: a request with this key is in progress
        CannotChangeRole: [RoleLimitReached, KeyInUse], None;
        /// - `role_in_use`: `members` have the role or pending `invitations` offer it, and there is no `replace_with`
        /// - `idempotency_key_in_use`: a request with this key is in progress
        RoleIsInUse: [RoleInUse, KeyInUse], None;
        /// - `seat_limit_reached`: the access of the member had ended, the seat was given away, and all `limit` seats of the
        ///   plan are taken
        /// - `idempotency_key_in_use`: a request with this key is in progress
        NoSeat: [SeatLimitReached, KeyInUse], None;
        /// The link can no longer be used. `store_name` and `invited_by` say where it came from, in the answer to
        /// `POST /invitations/lookup`:
        /// - `invitation_expired`: its term has ended; `POST /invitations/renew` sends a new link, unless the offered access
        ///   has ended, too
        /// - `invitation_used`: a person joined with this link
        /// - `invitation_revoked`: the invitation was revoked or superseded, or a newer link replaced this one
        /// - `invitation_declined`: the invitation was declined
        /// - `invitation_withdrawn`: the grantor's own access has ended, or the grantor or the store's catalog no longer
        ///   grants any of the offer
        /// - `store_closed`: the platform closed the store
        Gone: [InvitationExpired, InvitationUsed, InvitationRevoked, InvitationDeclined, InvitationWithdrawn, StoreClosed], None;
        /// - `invitation_expired`: the offered access has ended, or a manager last created, resent or changed the invitation
        ///   more than 97 days ago; a new invitation is needed
        /// - `invitation_used`: a person joined with this link
        /// - `invitation_revoked`: the invitation was revoked or superseded, or a newer link replaced this one
        /// - `invitation_declined`: the invitation was declined
        /// - `invitation_withdrawn`: the grantor's own access has ended, or the grantor or the store's catalog no longer
        ///   grants any of the offer
        /// - `store_closed`: the platform closed the store
        GoneForGood: [InvitationExpired, InvitationUsed, InvitationRevoked, InvitationDeclined, InvitationWithdrawn, StoreClosed], None;
        /// - `invitation_expired`: the offered access has ended, so a new invitation is needed
        /// - `store_closed`: the platform closed the store
        OfferEnded: [InvitationExpired, StoreClosed], None;
        /// `store_closed`: the platform closed the store, and everything of it is being deleted. Minutes later the store does not
        /// exist
        StoreClosed: [StoreClosed], None;
        /// `precondition_failed`: the resource does not have a version that `If-Match` allows, or exists although
        /// `If-None-Match` requires that it does not
        PreconditionFailed: [Code::PreconditionFailed], None;
        /// `invalid_field`: `errors` lists each invalid field, query parameter or header. The pointer is empty if the body
        /// is not an object.
        InvalidField: [FieldInvalid], None;
        /// - `invalid_field`: `errors` lists each invalid field or header
        /// - `idempotency_key_reused`: the key was used for another request before
        InvalidFieldOrKey: [FieldInvalid, IdempotencyKeyReused], None;
        /// - `invalid_field`: `errors` lists each invalid field or header
        /// - `domain_not_allowed`: the store's `allowed_domains` does not list the domain of the address
        InvalidFieldOrDomain: [FieldInvalid, DomainNotAllowed], None;
        /// - `invalid_field`: `errors` lists each invalid field or header
        /// - `domain_not_allowed`: the store's `allowed_domains` does not list the domain of the address
        /// - `idempotency_key_reused`: the key was used for another request before
        InvalidFieldDomainOrKey: [FieldInvalid, DomainNotAllowed, IdempotencyKeyReused], None;
        /// `quota_exceeded`: a limit against misuse is reached; `retry_after` says for how long. The gateway's own 429 is
        /// `{"message": "Too Many Requests"}`.
        QuotaExceeded: [Code::QuotaExceeded], Some("");
        /// `unavailable`: the database or the identity provider does not respond, or too many requests change the same data
        /// at once
        Unavailable: [Code::Unavailable], None;
        /// `internal`: an error in the service; `instance` identifies the request in the log
        Internal: [Code::Internal], None;
    }
}

/// Adds the responses, and the schemas of their problems.
pub(crate) fn describe(responses: &mut Map<String, Value>, schemas: &mut BTreeMap<String, Value>) {
    for refusal in refusals() {
        let schema = format!("{}Problem", refusal.name);
        responses.insert(refusal.name.to_owned(), response(&refusal, &schema));
        let mut needed = vec!["code"];
        if refusal.codes == [FieldInvalid] {
            needed.push("errors");
        }
        if has_retry_after(&refusal) {
            needed.push("retry_after");
        }
        schemas.insert(schema, problem(&needed, refusal.codes));
    }
    schemas.insert("MethodNotAllowedProblem".to_owned(), problem(&["code"], &[Code::MethodNotAllowed]));
    let code = json!({
        "type": "object",
        "required": ["code"],
        "properties": { "code": reference("schemas", "Code") },
    });
    let any = json!({
        "description": "A problem with any code",
        "allOf": [reference("schemas", "ProblemBase"), code],
    });
    schemas.insert("Problem".to_owned(), any);
}

fn has_retry_after(refusal: &ProblemResponse) -> bool {
    matches!(refusal.codes, [Code::QuotaExceeded | Code::Unavailable])
}

/// A problem with one of these codes.
fn problem(needed: &[&str], codes: &[Code]) -> Value {
    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    json!({
        "allOf": [reference("schemas", "ProblemBase"), {
            "type": "object",
            "required": needed,
            "properties": { "code": { "type": "string", "enum": codes } },
        }],
    })
}

fn response(refusal: &ProblemResponse, schema: &str) -> Value {
    let mut problem = json!({ "schema": reference("schemas", schema) });
    if let Some(example) = example(refusal.name) {
        set(&mut problem, "examples", example);
    }
    let mut content = json!({ "application/problem+json": problem });
    if let Some(message) = refusal.gateway {
        let mut own = json!({ "schema": reference("schemas", "GatewayMessage") });
        if !message.is_empty() {
            set(&mut own, "examples", json!({ "gateway": { "value": { "message": message } } }));
        }
        set(&mut content, "application/json", own);
    }
    let mut response = json!({ "description": refusal.prose, "content": content });
    if has_retry_after(refusal) {
        set(&mut response, "headers", json!({ "Retry-After": reference("headers", "RetryAfter") }));
    }
    if refusal.codes == [Code::Unauthenticated] {
        set(&mut response, "headers", json!({ "WWW-Authenticate": { "schema": { "type": "string" } } }));
    }
    response
}

/// An example of a problem.
fn example(response: &str) -> Option<Value> {
    let of = |name: &str, code: Code, title: &str, detail: &str, (member, value): (&str, Value)| {
        let value = json!({
            "type": format!("urn:staffroom:problem:{}", code.as_str()),
            "title": title,
            "status": code.status(),
            "code": code.as_str(),
            "detail": detail,
            member: value,
            "instance": "urn:request:3f34e920-4cf8-4b0a-bbf0-056c860d110e",
        });
        Some(json!({ name: { "value": value } }))
    };
    match response {
        "InvalidField" => of(
            "role",
            FieldInvalid,
            "Invalid field",
            "`errors` names each field and says what its value must be.",
            ("errors", json!([{ "pointer": "/roles/0", "detail": "is no role of this store's catalog" }])),
        ),
        "CannotInvite" => of(
            "seats",
            SeatLimitReached,
            "All seats of the plan are taken",
            "The plan has 2 seats. Members and pending invitations take one each.",
            ("limit", json!(2)),
        ),
        "WrongAccount" => of(
            "wrongAccount",
            Code::WrongAccount,
            "The invitation is for another address",
            "The invitation is for a***@example.com. Sign in with that address.",
            ("invited_email", json!("a***@example.com")),
        ),
        _ => None,
    }
}

/// The text names the bound.
const _: () = assert!(bounds::BODY_BYTES == 262_144);

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use staffroom_api::Code;

    use super::refusals;

    #[test]
    fn every_code_is_explained_under_its_status() {
        let mut explained = BTreeSet::from([Code::MethodNotAllowed]);
        for refusal in refusals() {
            for code in refusal.codes {
                assert_eq!(code.status().to_string(), refusal.status(), "{}", refusal.name);
                assert!(refusal.prose.contains(&format!("`{}`", code.as_str())), "{}", refusal.name);
                explained.insert(*code);
            }
        }
        assert_eq!(explained, Code::ALL.into());
    }
}
