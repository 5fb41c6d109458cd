//! Invitations, for the person who has the link from the mail.

use serde_json::{Value, json};
use staffroom_api::{DeclineBody, JoinedView, LookupBody, LookupView, TokenBody};

use crate::operation::Answer;

/// A token as it stands in a link.
const TOKEN: &str = "q2sCU05iiHAVylNSuqsHbvqFstMcZGVtby1lY3dpZDTPatUqOF1qFRraK1X8tZD70miY";

fn token() -> Value {
    json!({ "token": { "value": { "token": TOKEN } } })
}

crate::operation::operations! {
    "links"
    /// Show the invitation of a link
    ///
    /// For anyone who has the token, which follows `#` in the link of the mail. The call changes nothing. It answers
    /// 200 only while the invitation is open and its grantor can still give a part of it; otherwise the code of the 410 gives
    /// the reason, and `store_name` and `invited_by` name the store and the grantor. Accepting it also depends on the
    /// account, the seats and the allowed domains. The response has the roles, permissions and end of access that accepting
    /// would give now, with labels in `locale`, or else in the invitation's language.
    "lookupInvitation" "POST /invitations/lookup" => |call| call
        .public()
        .body::<LookupBody>(json!({ "inGerman": { "value": { "token": TOKEN, "locale": "de" } } }))
        .answers(Answer::json::<LookupView<'_>>(200, "The content of the page that the link opens"))
        .refuses(&["InvalidToken", "Gone"]);
    /// Accept an invitation and join the store
    ///
    /// For a signed-in user with a verified address. The catalog determines whether that must be the invited address.
    /// The store must allow its domain at the time of the call. If the same user uses the same link again while they
    /// are a member, the response is 200 again.
    ///
    /// The member gets the part of the offer that the catalog and the grantor can still give, for no longer than the
    /// grantor's own access lasts. If nothing is left, the invitation is withdrawn. An invitation to another address of
    /// a member ends when that member uses its link.
    "acceptInvitation" "POST /invitations/accept" => |call| call
        .takes(&["idempotencyKey"])
        .body::<TokenBody>(token())
        .answers(Answer::json::<JoinedView<'_>>(200, "The caller is a member").etag())
        .refuses(&["WrongAccount", "InvalidToken", "CannotJoin", "Gone", "InvalidFieldDomainOrKey"]);
    /// Decline an invitation
    ///
    /// For anyone who has the token. The inviter is informed of the reason, and the list of invitations shows it.
    /// Declining is possible even if the store's catalog no longer grants the offer.
    "declineInvitation" "POST /invitations/decline" => |call| call
        .public()
        .takes(&["idempotencyKey"])
        .body::<DeclineBody>(
            json!({ "reason": { "value": { "token": TOKEN, "reason": "I have left the team" } } }),
        )
        .answers(Answer::empty(204, "Declined"))
        .refuses(&["InvalidToken", "Gone"]);
    /// Request a new link for an expired invitation
    ///
    /// For anyone who has the token of the latest link, if that has expired. The new link is sent to the invited
    /// address only. The call counts as a resend. It works for 97 days after a manager last created, resent or changed
    /// the invitation.
    "renewInvitation" "POST /invitations/renew" => |call| call
        .public()
        .takes(&["idempotencyKey"])
        .body::<TokenBody>(token())
        .answers(Answer::empty(202, "A mail will be sent"))
        .refuses(&["InvalidToken", "CannotRenew", "GoneForGood", "InvalidFieldOrDomain", "QuotaExceeded"]);
    /// Be invited by no store any more
    ///
    /// For anyone who has the token of a link, also of one that is over. No store can invite the address of that invitation
    /// (`recipient_opted_out`), or remind it, until its owner takes it back with `DELETE /me/opt-out`. Of the address only a hash
    /// is stored. The invitation stays as it is.
    "optOutOfInvitations" "POST /invitations/opt-out" => |call| call
        .public()
        .takes(&["idempotencyKey"])
        .body::<TokenBody>(token())
        .answers(Answer::empty(204, "The address is invited by nobody"))
        .refuses(&["InvalidToken", "StoreClosed"]);
}
