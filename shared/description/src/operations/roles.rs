//! Roles of a store: those of its catalog, and those of its own.

use serde_json::json;
use staffroom_api::{RoleBody, RoleChangeBody, RolePage, RoleView};

use crate::operation::Answer;

crate::operation::operations! {
    "roles"
    /// List a store's roles
    ///
    /// For members, the owner and the platform. The roles of the catalog come first, in its order and in the language of
    /// `locale`, then the store's own, by slug.
    "listRoles" "GET /stores/{store}/roles" => |call| call
        .takes(&["locale", "limit", "cursor"])
        .answers(Answer::json::<RolePage<'_>>(200, "A page of roles"));
    /// Create a role
    ///
    /// For managers, where the catalog allows roles of the store's own (`custom_roles`), and of permissions that the caller
    /// holds. The role counts as one of the catalog from then on: in invitations, changes of members, access checks, mails.
    "createRole" "POST /stores/{store}/roles" => |call| call
        .takes(&["idempotencyKey"])
        .body::<RoleBody>(json!({ "packer": { "value": {
            "slug": "packer",
            "label": "Packer",
            "description": "Packs and sends orders",
            "permissions": ["shipping"],
        } } }))
        .answers(Answer::json::<RoleView<'_>>(201, "The new role").etag().location())
        .refuses(&["ForbiddenRole", "CannotCreateRole"]);
    /// Change a role
    ///
    /// For managers. The change reaches everyone who has the role at once. The caller must hold each permission that is added
    /// and, if others have the role, every permission that it has before and after, for as long as they have access.
    /// `permissions` replaces those that the role has. Omitted fields keep their values.
    "changeRole" "PATCH /stores/{store}/roles/{role}" => |call| call
        .takes(&["ifMatch", "idempotencyKey"])
        .body::<RoleChangeBody>(json!({
            "label": { "value": { "label": "Night packer" } },
            "permissions": { "value": { "permissions": ["shipping", "inventory"] } },
        }))
        .answers(Answer::json::<RoleView<'_>>(200, "The role after the change").etag())
        .refuses(&["ForbiddenOwnRole", "CannotChangeRole"]);
    /// Delete a role
    ///
    /// For managers. A role that members have, or pending invitations offer, is deleted only with `replace_with`. From then
    /// on its slug stands for the other role, everywhere; members and invitations are rewritten afterwards. The caller must
    /// hold every permission of both roles if others have the role. The slug stays taken for 90 days.
    "deleteRole" "DELETE /stores/{store}/roles/{role}" => |call| call
        .takes(&["replaceWith", "ifMatch", "idempotencyKey"])
        .answers(Answer::empty(204, "Deleted"))
        .refuses(&["ForbiddenOwnRole", "RoleIsInUse"]);
}
