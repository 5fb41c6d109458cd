//! The caller's own data across all stores.

use serde_json::json;
use staffroom_api::{
    JoinedView, MeView, MyActivities, MyInvitations, MyStores, OwnDeclineBody, ProfileBody, ProfileView,
};

use crate::operation::Answer;

crate::operation::operations! {
    "me"
    /// Get the caller's profile
    ///
    /// For every signed-in user: as their memberships have it, or else their token.
    "getMe" "GET /me" => |call| call
        .answers(Answer::json::<MeView<'_>>(200, "The caller's profile"));
    /// List the caller's stores with the caller's grant
    ///
    /// For every signed-in user. Stores to which the caller's access has ended are left out, unless those
    /// are asked for; in one where it is suspended, `status` says so.
    "listMyStores" "GET /me/stores" => |call| call
        .takes(&["endedStatus", "limit", "cursor"])
        .answers(Answer::json::<MyStores<'_>>(200, "A page of the stores that the caller owns or is a member of"));
    /// List a user's stores with the user's grant
    ///
    /// For the platform. As `GET /me/stores` for that user.
    "listStoresOfUser" "GET /users/{user}/stores" => |call| call
        .takes(&["endedStatus", "limit", "cursor"])
        .answers(Answer::json::<MyStores<'_>>(200, "A page of the stores that the user owns or is a member of"))
        .platform();
    /// List the pending invitations to the caller's address
    ///
    /// For every signed-in user with a verified address: the pending ones, or those that expired. The links are not included.
    /// An invitation is left out when nobody gives it any more, because the inviter has left or holds less by now.
    "listMyInvitations" "GET /me/invitations" => |call| call
        .takes(&["openStatus", "limit", "cursor"])
        .answers(Answer::json::<MyInvitations<'_>>(200, "A page of the pending invitations"))
        .refuses(&["EmailNotVerified"]);
    /// Accept an invitation to the caller's address, without its link
    ///
    /// For a signed-in user whose verified address is the invited one. Works and answers as `POST /invitations/accept`
    /// with the latest link. An invitation that was made a moment ago may not be found yet.
    "acceptMyInvitation" "POST /me/invitations/{invitation}/accept" => |call| call
        .takes(&["idempotencyKey"])
        .answers(Answer::json::<JoinedView<'_>>(200, "The caller is a member").etag())
        .refuses(&["EmailNotVerifiedOrSuspended", "CannotJoin", "Gone", "InvalidFieldDomainOrKey"]);
    /// Decline an invitation to the caller's address, without its link
    ///
    /// For a signed-in user whose verified address is the invited one. Works and answers as `POST /invitations/decline`
    /// with the latest link. An invitation that was made a moment ago may not be found yet.
    "declineMyInvitation" "POST /me/invitations/{invitation}/decline" => |call| call
        .takes(&["idempotencyKey"])
        .optional_body::<OwnDeclineBody>(json!({ "reason": { "value": { "reason": "I have left the team" } } }))
        .answers(Answer::empty(204, "Declined"))
        .refuses(&["EmailNotVerified", "Gone"]);
    /// Request a new link for an expired invitation to the caller's address, without its link
    ///
    /// For a signed-in user whose verified address is the invited one. Works and answers as `POST /invitations/renew`
    /// with the latest link.
    "renewMyInvitation" "POST /me/invitations/{invitation}/renew" => |call| call
        .takes(&["idempotencyKey"])
        .answers(Answer::empty(202, "A mail will be sent"))
        .refuses(&["EmailNotVerified", "CannotRenew", "GoneForGood", "InvalidFieldOrDomain", "QuotaExceeded"]);
    /// Let stores invite the caller's address again
    ///
    /// For every signed-in user with a verified address. Takes back what `POST /invitations/opt-out` recorded of that address.
    /// A store of which a mail was reported as spam still does not invite it.
    "deleteMyOptOut" "DELETE /me/opt-out" => |call| call
        .takes(&["idempotencyKey"])
        .answers(Answer::empty(204, "Stores may invite the address"))
        .refuses(&["EmailNotVerified"]);
    /// List the activities of the caller's stores
    ///
    /// For every signed-in user. Sorted by store. Those of stores to which the caller has no access are left out.
    "listMyActivities" "GET /me/activities" => |call| call
        .takes(&["limit", "cursor"])
        .answers(Answer::json::<MyActivities<'_>>(200, "A page of the activities"));
    /// Change the caller's name, language or address
    ///
    /// For every signed-in user. Changes all memberships of the caller, but not the owner data of a store, which only
    /// the platform changes. Omitted fields keep their values. `email` must be the verified address of the token. Each
    /// owner is informed of a changed address once, and invitations of those stores to the new address end. A store
    /// that does not allow the domain of the new address, or whose owner or another member has it, keeps the former one and
    /// is listed in `unchanged`; the other fields change there too.
    ///
    /// If the call fails with 429, 500 or 503, some memberships may have changed. A repetition changes the others.
    "changeMe" "PATCH /me" => |call| call
        .takes(&["idempotencyKey"])
        .body::<ProfileBody>(json!({ "all": { "value": {
            "name": "Ana López", "locale": "es", "email": "ana@example.org",
        } } }))
        .answers(Answer::json::<ProfileView<'_>>(
            200,
            "The caller's profile after the change. Fields that were not sent are those of a membership, or else of the\ntoken",
        ))
        .refuses(&["EmailNotVerified", "QuotaExceeded"]);
}
