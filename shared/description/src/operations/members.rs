//! Members of a store and their permissions.

use serde_json::json;
use staffroom_api::{AccessView, MemberChangeBody, MemberPage, MemberView};

use crate::operation::Answer;

super::operations! {
    "members"
    /// List a store's members
    ///
    /// For members, the owner and the platform. The owner comes first where they match, then the members by name. Members
    /// whose access has ended are included, unless `status` or `permission` leaves them out. A page may be short, and even
    /// empty, and still have a next one. Who stays and keeps their name comes once, while others come and go; by
    /// `last_active_at`, a member who becomes active meanwhile can come again.
    "listMembers" "GET /stores/{store}/members" => |call| call
        .takes(&["heldPermission", "grantedRole", "memberStatus", "memberSearch", "memberSort", "limit", "cursor"])
        .answers(Answer::json::<MemberPage<'_>>(200, "A page of members"));
    /// Get a member
    ///
    /// For managers, the platform, and the member, as `me` or by their ID.
    "getMember" "GET /stores/{store}/members/{user}" => |call| call
        .answers(Answer::json::<MemberView<'_>>(200, "The member; the owner has no version and no `ETag`").etag())
        .refuses(&["Forbidden"]);
    /// Change a member's grant or end of access
    ///
    /// For managers who hold every permission that the member holds before and after the change, and whose own access
    /// lasts as long as the one they give. `roles` and `permissions` replace the granted ones. Omitted fields keep
    /// their values. The member gets a mail if the grant changes. A member whose access had ended takes a seat again
    /// when that end is removed or moved to the future.
    "changeMember" "PATCH /stores/{store}/members/{user}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .body::<MemberChangeBody>(json!({
            "permissions": { "value": { "permissions": ["reports"] } },
            "endsAt": { "value": { "access_ends_at": "2027-01-31T23:00:00Z" } },
            "endsNever": { "value": { "access_ends_at": null } },
        }))
        .answers(Answer::json::<MemberView<'_>>(200, "The member after the change").etag())
        .refuses(&["ForbiddenMember", "NoSeat"]);
    /// Remove a member, or leave
    ///
    /// For managers who hold every permission that the member holds, and for the member, as `me` or by their ID, even
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
    /// check for a member also updates their `last_active_at`, at most once a day, unless a support agent asks.
    "checkAccess" "GET /stores/{store}/access" => |call| call
        .takes(&["permission", "userId"])
        .answers(
            Answer::json::<AccessView<'_>>(200, "The decision, and a message for the user if access is denied")
                .examples(json!({ "refused": { "value": {
                    "allowed": false,
                    "missing": ["billing"],
                    "message": "Your access to this area is restricted. Please contact the account holder, Camille Martin, for help.",
                    "contact": { "name": "Camille Martin", "email": "owner@example.com" },
                } } })),
        )
        .refuses(&["Forbidden"]);
}
