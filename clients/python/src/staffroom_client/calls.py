"""The calls of the API.

Made by clients/generate of infra/openapi.yaml. Do not edit it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from staffroom_client import types
from staffroom_client._call import Call


def get_store(store: types.Slug) -> Call[types.Store]:
    """`GET /stores/{store}`: Get a store with its seats and settings."""
    return Call("GET", "/stores/{store}", path={"store": store})


def put_store(
    store: types.Slug, body: types.StorePut, *, if_match: str | None = None, if_none_match: Literal["*"] | None = None
) -> Call[types.Store]:
    """`PUT /stores/{store}`: Create or replace a store."""
    return Call(
        "PUT",
        "/stores/{store}",
        path={"store": store},
        headers={"If-Match": if_match, "If-None-Match": if_none_match},
        body=body,
    )


def change_store(store: types.Slug, body: types.StoreChange, *, if_match: str | None = None) -> Call[types.Store]:
    """`PATCH /stores/{store}`: Change a store's settings, name, language, time zone or plan."""
    return Call("PATCH", "/stores/{store}", path={"store": store}, headers={"If-Match": if_match}, body=body)


def close_store(store: types.Slug, *, if_match: str | None = None) -> Call[None]:
    """`DELETE /stores/{store}`: Close a store."""
    return Call("DELETE", "/stores/{store}", path={"store": store}, headers={"If-Match": if_match})


def get_catalog(store: types.Slug, *, locale: types.LocaleTag | None = None) -> Call[types.Catalog]:
    """`GET /stores/{store}/catalog`: Get the store's catalog with labels in one language."""
    return Call("GET", "/stores/{store}/catalog", path={"store": store}, query={"locale": locale})


def list_events(
    store: types.Slug,
    *,
    actor: types.UserId | None = None,
    subject: types.UserId | None = None,
    type: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[types.EventPage]:
    """`GET /stores/{store}/audit`: List a store's events."""
    return Call(
        "GET",
        "/stores/{store}/audit",
        path={"store": store},
        query={
            "actor": actor,
            "subject": subject,
            "type": type,
            "since": since,
            "until": until,
            "limit": limit,
            "cursor": cursor,
        },
    )


def list_published_events(
    store: types.Slug,
    *,
    after: str | None = None,
    types: Sequence[
        Literal[
            "store.created",
            "store.changed",
            "store.transferred",
            "store.closed",
            "invitation.created",
            "invitation.changed",
            "invitation.resent",
            "invitation.accepted",
            "invitation.declined",
            "invitation.revoked",
            "invitation.superseded",
            "invitation.withdrawn",
            "invitation.expired",
            "invitation.undelivered",
            "member.added",
            "member.changed",
            "member.removed",
            "member.left",
            "member.suspended",
            "member.resumed",
            "member.access_ended",
            "member.profile_changed",
            "activity.put",
            "activity.deleted",
            "person.erased",
            "person.moved",
            "role.created",
            "role.changed",
            "role.deleted",
            "seats.changed",
        ]
    ]
    | None = None,
    limit: int | None = None,
) -> Call[types.PublishedPage]:
    """`GET /stores/{store}/events`: List the published events of a store."""
    return Call(
        "GET", "/stores/{store}/events", path={"store": store}, query={"after": after, "types": types, "limit": limit}
    )


def list_invitations(
    store: types.Slug,
    *,
    status: str | None = None,
    q: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[types.InvitationPage]:
    """`GET /stores/{store}/invitations`: List a store's invitations."""
    return Call(
        "GET",
        "/stores/{store}/invitations",
        path={"store": store},
        query={"status": status, "q": q, "limit": limit, "cursor": cursor},
    )


def invite(store: types.Slug, body: types.NamedOffer) -> Call[types.Invitation]:
    """`POST /stores/{store}/invitations`: Invite a person by e-mail."""
    return Call("POST", "/stores/{store}/invitations", path={"store": store}, body=body)


def invite_several(store: types.Slug, body: types.BulkOffer) -> Call[types.BulkResults]:
    """`POST /stores/{store}/invitations/bulk`: Invite up to 100 people."""
    return Call("POST", "/stores/{store}/invitations/bulk", path={"store": store}, body=body)


def get_invitation(store: types.Slug, invitation: types.InvitationId) -> Call[types.Invitation]:
    """`GET /stores/{store}/invitations/{invitation}`: Get an invitation."""
    return Call("GET", "/stores/{store}/invitations/{invitation}", path={"store": store, "invitation": invitation})


def change_invitation(
    store: types.Slug, invitation: types.InvitationId, body: types.InvitationChange, *, if_match: str | None = None
) -> Call[types.Invitation]:
    """`PATCH /stores/{store}/invitations/{invitation}`: Change what a pending invitation offers."""
    return Call(
        "PATCH",
        "/stores/{store}/invitations/{invitation}",
        path={"store": store, "invitation": invitation},
        headers={"If-Match": if_match},
        body=body,
    )


def revoke_invitation(store: types.Slug, invitation: types.InvitationId, *, if_match: str | None = None) -> Call[None]:
    """`DELETE /stores/{store}/invitations/{invitation}`: Revoke a pending or expired invitation."""
    return Call(
        "DELETE",
        "/stores/{store}/invitations/{invitation}",
        path={"store": store, "invitation": invitation},
        headers={"If-Match": if_match},
    )


def copy_invitation_link(
    store: types.Slug, invitation: types.InvitationId, *, if_match: str | None = None
) -> Call[types.Link]:
    """`POST /stores/{store}/invitations/{invitation}/link`: Get the link of a pending invitation."""
    return Call(
        "POST",
        "/stores/{store}/invitations/{invitation}/link",
        path={"store": store, "invitation": invitation},
        headers={"If-Match": if_match},
    )


def resend_invitation(
    store: types.Slug, invitation: types.InvitationId, *, if_match: str | None = None
) -> Call[types.Invitation]:
    """`POST /stores/{store}/invitations/{invitation}/resend`: Resend a pending or expired invitation."""
    return Call(
        "POST",
        "/stores/{store}/invitations/{invitation}/resend",
        path={"store": store, "invitation": invitation},
        headers={"If-Match": if_match},
    )


def lookup_invitation(body: types.LookupRequest) -> Call[types.Lookup]:
    """`POST /invitations/lookup`: Show the invitation of a link."""
    return Call("POST", "/invitations/lookup", body=body)


def accept_invitation(body: types.TokenRequest) -> Call[types.Joined]:
    """`POST /invitations/accept`: Accept an invitation and join the store."""
    return Call("POST", "/invitations/accept", body=body)


def decline_invitation(body: types.DeclineRequest) -> Call[None]:
    """`POST /invitations/decline`: Decline an invitation."""
    return Call("POST", "/invitations/decline", body=body)


def renew_invitation(body: types.TokenRequest) -> Call[None]:
    """`POST /invitations/renew`: Request a new link for an expired invitation."""
    return Call("POST", "/invitations/renew", body=body)


def opt_out_of_invitations(body: types.TokenRequest) -> Call[None]:
    """`POST /invitations/opt-out`: Be invited by no store any more."""
    return Call("POST", "/invitations/opt-out", body=body)


def list_members(
    store: types.Slug,
    *,
    permission: types.Slug | None = None,
    role: types.Slug | None = None,
    status: Literal["active", "ended", "suspended"] | None = None,
    q: str | None = None,
    sort: Literal["name", "joined_at", "last_active_at"] | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[types.MemberPage]:
    """`GET /stores/{store}/members`: List a store's members."""
    return Call(
        "GET",
        "/stores/{store}/members",
        path={"store": store},
        query={
            "permission": permission,
            "role": role,
            "status": status,
            "q": q,
            "sort": sort,
            "limit": limit,
            "cursor": cursor,
        },
    )


def get_member(store: types.Slug, user: str) -> Call[types.Member]:
    """`GET /stores/{store}/members/{user}`: Get a member."""
    return Call("GET", "/stores/{store}/members/{user}", path={"store": store, "user": user})


def put_member(
    store: types.Slug,
    user: str,
    body: types.MemberPut,
    *,
    if_match: str | None = None,
    if_none_match: Literal["*"] | None = None,
) -> Call[types.Member]:
    """`PUT /stores/{store}/members/{user}`: Make a person a member, or replace a member."""
    return Call(
        "PUT",
        "/stores/{store}/members/{user}",
        path={"store": store, "user": user},
        headers={"If-Match": if_match, "If-None-Match": if_none_match},
        body=body,
    )


def change_member(
    store: types.Slug, user: str, body: types.MemberChange, *, if_match: str | None = None
) -> Call[types.Member]:
    """`PATCH /stores/{store}/members/{user}`: Change a member's grant or end of access, suspend or resume a member."""
    return Call(
        "PATCH",
        "/stores/{store}/members/{user}",
        path={"store": store, "user": user},
        headers={"If-Match": if_match},
        body=body,
    )


def remove_member(store: types.Slug, user: str, *, if_match: str | None = None) -> Call[None]:
    """`DELETE /stores/{store}/members/{user}`: Remove a member, or leave."""
    return Call(
        "DELETE", "/stores/{store}/members/{user}", path={"store": store, "user": user}, headers={"If-Match": if_match}
    )


def put_members(store: types.Slug, body: types.BulkMembers) -> Call[types.BulkMemberResults]:
    """`POST /stores/{store}/members/bulk`: Make several people members, or replace them."""
    return Call("POST", "/stores/{store}/members/bulk", path={"store": store}, body=body)


def check_access(
    store: types.Slug,
    *,
    permission: Sequence[str] | None = None,
    user_id: types.UserId | None = None,
    locale: types.LocaleTag | None = None,
) -> Call[types.Access]:
    """`GET /stores/{store}/access`: Check whether a user has permissions in a store."""
    return Call(
        "GET",
        "/stores/{store}/access",
        path={"store": store},
        query={"permission": permission, "user_id": user_id, "locale": locale},
    )


def list_roles(
    store: types.Slug, *, locale: types.LocaleTag | None = None, limit: int | None = None, cursor: str | None = None
) -> Call[types.RolePage]:
    """`GET /stores/{store}/roles`: List a store's roles."""
    return Call(
        "GET",
        "/stores/{store}/roles",
        path={"store": store},
        query={"locale": locale, "limit": limit, "cursor": cursor},
    )


def create_role(store: types.Slug, body: types.RoleCreation) -> Call[types.Role]:
    """`POST /stores/{store}/roles`: Create a role."""
    return Call("POST", "/stores/{store}/roles", path={"store": store}, body=body)


def change_role(
    store: types.Slug, role: types.Slug, body: types.RoleChange, *, if_match: str | None = None
) -> Call[types.Role]:
    """`PATCH /stores/{store}/roles/{role}`: Change a role."""
    return Call(
        "PATCH",
        "/stores/{store}/roles/{role}",
        path={"store": store, "role": role},
        headers={"If-Match": if_match},
        body=body,
    )


def delete_role(
    store: types.Slug, role: types.Slug, *, replace_with: types.Slug | None = None, if_match: str | None = None
) -> Call[None]:
    """`DELETE /stores/{store}/roles/{role}`: Delete a role."""
    return Call(
        "DELETE",
        "/stores/{store}/roles/{role}",
        path={"store": store, "role": role},
        query={"replace_with": replace_with},
        headers={"If-Match": if_match},
    )


def authzen_configuration() -> Call[types.AuthzenConfiguration]:
    """`GET /.well-known/authzen-configuration`: Find the addresses of the AuthZEN Authorization API."""
    return Call("GET", "/.well-known/authzen-configuration")


def evaluate_access(body: types.EvaluationRequest) -> Call[types.Decision]:
    """`POST /access/v1/evaluation`: Evaluate whether a user may do something."""
    return Call("POST", "/access/v1/evaluation", body=body)


def evaluate_access_batch(body: types.EvaluationsRequest) -> Call[types.EvaluationsResponse]:
    """`POST /access/v1/evaluations`: Evaluate up to fifty questions."""
    return Call("POST", "/access/v1/evaluations", body=body)


def search_subjects(body: types.SubjectSearchRequest) -> Call[types.SubjectResults]:
    """`POST /access/v1/search/subject`: Find the users who may do something at a resource."""
    return Call("POST", "/access/v1/search/subject", body=body)


def search_resources(body: types.ResourceSearchRequest) -> Call[types.ResourceResults]:
    """`POST /access/v1/search/resource`: Find the stores or activities at which a user may do something."""
    return Call("POST", "/access/v1/search/resource", body=body)


def search_actions(body: types.ActionSearchRequest) -> Call[types.ActionResults]:
    """`POST /access/v1/search/action`: Find what a user may do at a resource."""
    return Call("POST", "/access/v1/search/action", body=body)


def put_activity(
    store: types.Slug,
    activity: types.Slug,
    body: types.ActivityPut,
    *,
    if_match: str | None = None,
    if_none_match: Literal["*"] | None = None,
) -> Call[types.Activity]:
    """`PUT /stores/{store}/activities/{activity}`: Create or replace an activity."""
    return Call(
        "PUT",
        "/stores/{store}/activities/{activity}",
        path={"store": store, "activity": activity},
        headers={"If-Match": if_match, "If-None-Match": if_none_match},
        body=body,
    )


def delete_activity(store: types.Slug, activity: types.Slug, *, if_match: str | None = None) -> Call[None]:
    """`DELETE /stores/{store}/activities/{activity}`: Delete an activity."""
    return Call(
        "DELETE",
        "/stores/{store}/activities/{activity}",
        path={"store": store, "activity": activity},
        headers={"If-Match": if_match},
    )


def list_activities(
    store: types.Slug, *, limit: int | None = None, cursor: str | None = None
) -> Call[types.ActivityPage]:
    """`GET /stores/{store}/activities`: List a store's activities."""
    return Call("GET", "/stores/{store}/activities", path={"store": store}, query={"limit": limit, "cursor": cursor})


def announce(store: types.Slug, body: types.Announcement) -> Call[None]:
    """`POST /stores/{store}/announcements`: Announce an order or an installed app."""
    return Call("POST", "/stores/{store}/announcements", path={"store": store}, body=body)


def get_me() -> Call[types.Me]:
    """`GET /me`: Get the caller's profile."""
    return Call("GET", "/me")


def change_me(body: types.ProfileChange) -> Call[types.Profile]:
    """`PATCH /me`: Change the caller's name, language or address."""
    return Call("PATCH", "/me", body=body)


def list_my_stores(
    *, status: Literal["ended"] | None = None, limit: int | None = None, cursor: str | None = None
) -> Call[types.MyStores]:
    """`GET /me/stores`: List the caller's stores with the caller's grant."""
    return Call("GET", "/me/stores", query={"status": status, "limit": limit, "cursor": cursor})


def list_stores_of_user(
    user: str, *, status: Literal["ended"] | None = None, limit: int | None = None, cursor: str | None = None
) -> Call[types.MyStores]:
    """`GET /users/{user}/stores`: List a user's stores with the user's grant."""
    return Call(
        "GET", "/users/{user}/stores", path={"user": user}, query={"status": status, "limit": limit, "cursor": cursor}
    )


def list_my_invitations(
    *, status: Literal["pending", "expired"] | None = None, limit: int | None = None, cursor: str | None = None
) -> Call[types.MyInvitations]:
    """`GET /me/invitations`: List the pending invitations to the caller's address."""
    return Call("GET", "/me/invitations", query={"status": status, "limit": limit, "cursor": cursor})


def accept_my_invitation(invitation: types.InvitationId) -> Call[types.Joined]:
    """`POST /me/invitations/{invitation}/accept`: Accept an invitation to the caller's address, without its link."""
    return Call("POST", "/me/invitations/{invitation}/accept", path={"invitation": invitation})


def decline_my_invitation(invitation: types.InvitationId, body: types.MyDeclineRequest | None = None) -> Call[None]:
    """`POST /me/invitations/{invitation}/decline`: Decline an invitation to the caller's address, without its link."""
    return Call("POST", "/me/invitations/{invitation}/decline", path={"invitation": invitation}, body=body)


def renew_my_invitation(invitation: types.InvitationId) -> Call[None]:
    """`POST /me/invitations/{invitation}/renew`: Request a new link for an expired invitation to the caller's
    address, without its link.
    """
    return Call("POST", "/me/invitations/{invitation}/renew", path={"invitation": invitation})


def delete_my_opt_out() -> Call[None]:
    """`DELETE /me/opt-out`: Let stores invite the caller's address again."""
    return Call("DELETE", "/me/opt-out")


def list_my_activities(*, limit: int | None = None, cursor: str | None = None) -> Call[types.MyActivities]:
    """`GET /me/activities`: List the activities of the caller's stores."""
    return Call("GET", "/me/activities", query={"limit": limit, "cursor": cursor})


def export_person(body: types.ExportRequest) -> Call[types.Export]:
    """`POST /exports`: Export what is kept of a person."""
    return Call("POST", "/exports", body=body)


def erase_person(body: types.PersonRequest) -> Call[types.Erasure]:
    """`POST /erasures`: Erase a person."""
    return Call("POST", "/erasures", body=body)


def get_erasure(erasure: types.ErasureId) -> Call[types.Erasure]:
    """`GET /erasures/{erasure}`: Get an erasure."""
    return Call("GET", "/erasures/{erasure}", path={"erasure": erasure})


def move_person(user: str, body: types.MoveRequest) -> Call[types.Move]:
    """`POST /users/{user}/move`: Move a person to another ID."""
    return Call("POST", "/users/{user}/move", path={"user": user}, body=body)


def list_webhooks(*, limit: int | None = None, cursor: str | None = None) -> Call[types.WebhookPage]:
    """`GET /webhooks`: List the webhooks."""
    return Call("GET", "/webhooks", query={"limit": limit, "cursor": cursor})


def create_webhook(body: types.WebhookCreation) -> Call[types.CreatedWebhook]:
    """`POST /webhooks`: Create a webhook."""
    return Call("POST", "/webhooks", body=body)


def get_webhook(webhook: types.WebhookId) -> Call[types.Webhook]:
    """`GET /webhooks/{webhook}`: Get a webhook."""
    return Call("GET", "/webhooks/{webhook}", path={"webhook": webhook})


def change_webhook(
    webhook: types.WebhookId, body: types.WebhookChange, *, if_match: str | None = None
) -> Call[types.Webhook]:
    """`PATCH /webhooks/{webhook}`: Change a webhook."""
    return Call("PATCH", "/webhooks/{webhook}", path={"webhook": webhook}, headers={"If-Match": if_match}, body=body)


def delete_webhook(webhook: types.WebhookId, *, if_match: str | None = None) -> Call[None]:
    """`DELETE /webhooks/{webhook}`: Delete a webhook."""
    return Call("DELETE", "/webhooks/{webhook}", path={"webhook": webhook}, headers={"If-Match": if_match})


def rotate_webhook_secret(webhook: types.WebhookId, *, if_match: str | None = None) -> Call[types.WebhookSecret]:
    """`POST /webhooks/{webhook}/secret`: Replace the secret of a webhook."""
    return Call("POST", "/webhooks/{webhook}/secret", path={"webhook": webhook}, headers={"If-Match": if_match})


def test_webhook(webhook: types.WebhookId) -> Call[None]:
    """`POST /webhooks/{webhook}/test`: Send a test to a webhook."""
    return Call("POST", "/webhooks/{webhook}/test", path={"webhook": webhook})


def list_deliveries(
    webhook: types.WebhookId, *, limit: int | None = None, cursor: str | None = None
) -> Call[types.DeliveryPage]:
    """`GET /webhooks/{webhook}/deliveries`: List the deliveries to a webhook."""
    return Call(
        "GET", "/webhooks/{webhook}/deliveries", path={"webhook": webhook}, query={"limit": limit, "cursor": cursor}
    )


def replay_webhook(webhook: types.WebhookId, body: types.Replay) -> Call[None]:
    """`POST /webhooks/{webhook}/replay`: Send events to a webhook once more."""
    return Call("POST", "/webhooks/{webhook}/replay", path={"webhook": webhook}, body=body)
