//! Invitations, for managers.

use serde_json::json;
use staffroom_api::{
    BulkBody, BulkResultsView, InvitationChangeBody, InvitationPage, InvitationView, LinkView, NamedOfferBody,
};

use crate::operation::Answer;

crate::operation::operations! {
    "invitations"
    /// Invite a person by e-mail
    ///
    /// For managers, and for the platform in the name of one (`invited_by`), who must be allowed to. An address has at most one invitation per store. If the address is invited again after that
    /// invitation has ended or expired, the new invitation replaces it and has the same `id`. The address of a member
    /// whose access has ended can be invited. The mail is sent after the response; `delivery` shows its state.
    /// With `deliver: "none"` there is none, and `delivery` is `none`.
    "invite" "POST /stores/{store}/invitations" => |call| call
        .takes(&["idempotencyKey"])
        .body::<NamedOfferBody>(json!({
            "permissions": { "value": { "email": "ana@example.com", "permissions": ["catalog", "sales"] } },
            "role": { "value": {
                "email": "ana@example.com",
                "roles": ["seller"],
                "locale": "es",
                "access_ends_at": "2027-01-31T23:00:00Z",
            } },
            "byThePlatform": { "value": {
                "email": "ana@example.com",
                "roles": ["seller"],
                "invited_by": { "user_id": "owner-1" },
                "note": "See you on Monday!",
                "metadata": { "employee": "4711" },
                "deliver": "none",
            } },
        }))
        .answers(Answer::json::<InvitationView<'_>>(201, "Invited").etag().location())
        .refuses(&["ForbiddenGrant", "CannotInvite", "InvalidFieldDomainOrKey", "QuotaExceeded"]);
    /// List a store's invitations
    ///
    /// For managers. The newest first; with `q`, by address. A page may be short, and even empty, and still have a next one.
    /// An invitation that was made a moment ago may not be listed yet. Invitations are deleted 90 days after their term.
    "listInvitations" "GET /stores/{store}/invitations" => |call| call
        .takes(&["status", "invitationSearch", "limit", "cursor"])
        .answers(Answer::json::<InvitationPage<'_>>(200, "A page of invitations"))
        .refuses(&["Forbidden"]);
    /// Invite up to 100 people
    ///
    /// For managers. Each entry succeeds or fails on its own, as in a single call; the results are in the order of the
    /// entries. If the whole call is rejected (400, 401, 403 `forbidden`, 404, 409, 413, 415, 422), no entry is
    /// processed. If the database fails, or the time of the call is over, before anything is done, the response is 503.
    /// If that happens later, the entries that were not processed, or of which it is not known, get 503 `unavailable`
    /// each, and a repetition with the same `Idempotency-Key` continues where the call stopped; the entries whose
    /// invitations were created before get 201 again.
    "inviteSeveral" "POST /stores/{store}/invitations/bulk" => |call| call
        .takes(&["idempotencyKey"])
        .body::<BulkBody>(json!({ "two": { "value": { "invitations": [
            { "email": "ana@example.com", "roles": ["seller"] },
            { "email": "bob@example.com", "roles": ["support"] },
        ] } } }))
        .answers(Answer::json::<BulkResultsView<'_>>(207, "One result per entry"))
        .refuses(&["Forbidden"]);
    /// Get an invitation
    ///
    /// For managers.
    "getInvitation" "GET /stores/{store}/invitations/{invitation}" => |call| call
        .answers(Answer::json::<InvitationView<'_>>(200, "The invitation").etag())
        .refuses(&["Forbidden"]);
    /// Change what a pending invitation offers
    ///
    /// For managers who hold every permission that the invitation offers before and after the change, and whose own
    /// access lasts as long as the offered one. The link stays valid. The caller becomes the grantor. Omitted fields
    /// keep their values. A change without effect creates no new version.
    ///
    /// With another `email`, a new invitation takes the place of this one and its seat, and is mailed to the new address:
    /// the response has it, with an ID of its own. The old one is revoked and its link is invalid. A link whose term an earlier
    /// end of access cut short gets a full term by a resend.
    "changeInvitation" "PATCH /stores/{store}/invitations/{invitation}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .body::<InvitationChangeBody>(json!({
            "role": { "value": { "roles": ["support"] } },
            "language": { "value": { "locale": "de" } },
            "address": { "value": { "email": "ana@example.net" } },
            "end": { "value": { "access_ends_at": "2027-01-31T23:00:00Z" } },
        }))
        .answers(Answer::json::<InvitationView<'_>>(200, "The invitation after the change, or the new one").etag())
        .refuses(&["ForbiddenGrant", "CannotChange", "InvalidFieldDomainOrKey", "QuotaExceeded"]);
    /// Revoke a pending or expired invitation
    ///
    /// For managers who hold every permission that the invitation offers. The link becomes invalid and the seat becomes
    /// free immediately.
    "revokeInvitation" "DELETE /stores/{store}/invitations/{invitation}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::empty(204, "Revoked"))
        .refuses(&["ForbiddenGrant", "NotPending"]);
    /// Get the link of a pending invitation
    ///
    /// For the platform, which brings the link to the invitee by a channel of its own, and for managers who hold every permission
    /// that the invitation offers, where the store's setting `link_copying` is on. Each call makes a new link, for the rest of the
    /// term, and the former one, also that of a mail, becomes invalid. Staffroom does not store the link; the history has that one
    /// was made. The call has no body.
    "copyInvitationLink" "POST /stores/{store}/invitations/{invitation}/link" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::json::<LinkView<'_>>(200, "The link").etag())
        .refuses(&["ForbiddenGrant", "NotPending"]);
    /// Resend a pending or expired invitation
    ///
    /// For managers who hold every permission that the invitation offers, and whose own access lasts as long as the
    /// offered one. The invitation gets a new link and a new term, and the former link becomes invalid. Roles,
    /// permissions, language and note stay, except for what the catalog no longer grants. The caller becomes the grantor. An
    /// invitation that no mail brings gets a new term and no mail.
    /// The call has no body.
    "resendInvitation" "POST /stores/{store}/invitations/{invitation}/resend" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::json::<InvitationView<'_>>(200, "The invitation with its new term").etag())
        .refuses(&[
            "ForbiddenGrant", "CannotResend", "OfferEnded", "InvalidFieldDomainOrKey", "QuotaExceeded",
        ]);
}
