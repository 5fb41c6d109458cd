//! Members of a store and their permissions.

use serde_json::json;
use staffroom_api::{
    AccessView, BulkMembersBody, MemberBody, MemberChangeBody, MemberPage, MemberResultsView, MemberView,
};

use crate::operation::Answer;

crate::operation::operations! {
    "members"
    /// List a store's members
    ///
    /// For members, the owner and the platform. The owner comes first where they match, then the members by name. Members
    /// whose access has ended are included, unless `status` or `permission` leaves them out. A page may be short, and even
    /// empty, and still have a next one. A member who stays and keeps their name comes exactly once, while others come and go; by
    /// `last_active_at`, a member who becomes active meanwhile can come again. With `permission`, one whose roles change at that
    /// moment may be missing.
    "listMembers" "GET /stores/{store}/members" => |call| call
        .takes(&["heldPermission", "grantedRole", "memberStatus", "memberSearch", "memberSort", "limit", "cursor"])
        .answers(Answer::json::<MemberPage<'_>>(200, "A page of members"));
    /// Get a member
    ///
    /// For managers, the platform, and the member, as `me` or by their ID.
    "getMember" "GET /stores/{store}/members/{user}" => |call| call
        .answers(Answer::json::<MemberView<'_>>(200, "The member; the owner has no version and no `ETag`").etag())
        .refuses(&["Forbidden"]);
    /// Make a person a member, or replace a member
    ///
    /// For the platform only. There is no invitation, and nobody is told unless `notify` is true. Seats, the catalog and
    /// `allowed_domains` are as for an invitation, and an invitation to the address ends. Of a person who is a member
    /// already, `joined_at`, `last_active_at` and a suspension stay.
    "putMember" "PUT /stores/{store}/members/{user}" => |call| call
        .platform()
        .takes(&["ifMatch", "ifNoneMatch", "idempotencyKey"])
        .body::<MemberBody>(json!({ "seller": { "value": {
            "email": "sam@example.com", "name": "Sam", "locale": "en", "roles": ["seller"],
        } } }))
        .answers(Answer::json::<MemberView<'_>>(200, "The member; replaced, or unchanged").etag())
        .answers(Answer::json::<MemberView<'_>>(201, "The new member").etag().location())
        .refuses(&["ForbiddenOwner", "CannotAdd", "InvalidFieldDomainOrKey"]);
    /// Make several people members, or replace them
    ///
    /// For the platform only. Each entry is as in `PUT /stores/{store}/members/{user}` and has a result of its own.
    ///
    /// If the whole call is rejected (400, 401, 403, 404, 409, 413, 415, 422), no entry is processed. If the database
    /// fails, or the time of the call is over, before anything is done, the response is 503. If that happens later, the
    /// entries that were not processed, or of which it is not known, get 503 `unavailable` each, and a repetition with
    /// the same `Idempotency-Key` continues where the call stopped; the entries whose members were added before get 201
    /// again.
    "putMembers" "POST /stores/{store}/members/bulk" => |call| call
        .platform()
        .takes(&["idempotencyKey"])
        .body::<BulkMembersBody>(json!({ "two": { "value": { "members": [
            { "user_id": "user-2", "email": "sam@example.com", "roles": ["seller"] },
            { "user_id": "user-3", "email": "kim@example.com", "roles": ["support"] },
        ] } } }))
        .answers(Answer::json::<MemberResultsView<'_>>(207, "One result per entry"));
    /// Change a member's grant or end of access, suspend or resume a member
    ///
    /// For managers who hold every permission that the member holds before and after the change, and whose own access
    /// lasts as long as the one they give. `roles` and `permissions` replace the granted ones. Omitted fields keep
    /// their values. The member gets a mail if the grant changes. A member who is `suspended` has no access, and keeps
    /// their grant and their seat, until a manager resumes it. A member whose access had ended takes a seat again
    /// when that end is removed or moved to the future.
    "changeMember" "PATCH /stores/{store}/members/{user}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .body::<MemberChangeBody>(json!({
            "permissions": { "value": { "permissions": ["reports"] } },
            "endsAt": { "value": { "access_ends_at": "2027-01-31T23:00:00Z" } },
            "suspend": { "value": { "suspended": true } },
            "endsNever": { "value": { "access_ends_at": null } },
        }))
        .answers(Answer::json::<MemberView<'_>>(200, "The member after the change").etag())
        .refuses(&["ForbiddenMember", "NoSeat"]);
    /// Remove a member, or leave
    ///
    /// For managers who hold every permission that the member holds, for the platform, and for the member, as `me` or by their ID, even
    /// if their access has ended. No access check that starts after the response allows access. No earlier invitation
    /// to this store admits the person any more, whichever of their addresses it was sent to. The person's account and
    /// memberships in other stores do not change.
    "removeMember" "DELETE /stores/{store}/members/{user}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .answers(Answer::empty(204, "Removed"))
        .refuses(&["ForbiddenMember"]);
    /// Check whether a user has permissions in a store
    ///
    /// For every signed-in user about themselves, and for the platform and support agents about any user (`user_id`).
    /// If the store exists and the request is valid, the response is 200, and `allowed` is false for a user who has no
    /// access to the store. Unknown query parameters are rejected, so that a mistyped one cannot allow access. A
    /// support agent who gives no `user_id` asks for themselves: if the store's `support_access` is on, support has
    /// every permission that is not owner-only. As any user, the owner included, support never has an owner-only one. A
    /// check for a member also updates their `last_active_at`, at most once a day, unless a support agent asks. The message
    /// is in `locale`, or else in the language of the user, or else of the store.
    "checkAccess" "GET /stores/{store}/access" => |call| call
        .takes(&["permission", "userId", "locale"])
        .answers(
            Answer::json::<AccessView<'_>>(200, "The decision, and a message for the user if access is denied")
                .examples(json!({ "refused": { "value": {
                    "allowed": false,
                    "missing": ["billing"],
                    "message": "Your access to this section is restricted. For help, please contact the owner of the store, Camille Martin.",
                    "contact": { "name": "Camille Martin", "email": "owner@example.com" },
                } } })),
        )
        .refuses(&["Forbidden"]);
}
