"""The whole life of an invitation, by a client of `openapi-python-client`."""

from http import HTTPStatus
from typing import Any

from local_stack import ADDRESS, OWNER, STORE, link_of, token
from staffroom_client import AuthenticatedClient, Client
from staffroom_client.api.invitations import (
    change_invitation,
    get_invitation,
    invite,
    invite_several,
    list_invitations,
    resend_invitation,
    revoke_invitation,
)
from staffroom_client.api.links import accept_invitation, decline_invitation, lookup_invitation
from staffroom_client.api.me import list_my_stores
from staffroom_client.api.members import change_member, check_access, list_members, remove_member
from staffroom_client.api.stores import get_store, list_events, put_store
from staffroom_client.models import (
    BulkInvited,
    BulkOffer,
    BulkRefused,
    CatalogSlug,
    DeclineRequest,
    InvitationAcceptedEvent,
    InvitationChange,
    InvitationDeclinedEvent,
    LookupRequest,
    MemberChange,
    Offer,
    OwnerPut,
    Status,
    StorePut,
    TokenRequest,
)
from staffroom_client.types import UNSET, Response

SHOP = StorePut(name="Atelier Camille", owner=OwnerPut(**OWNER), catalog=CatalogSlug.ECWID, plan="business")


def client_of(sub: str, name: str | None = None, scope: str | None = None) -> AuthenticatedClient:
    """A client with the token of a person."""
    return AuthenticatedClient(base_url=ADDRESS, token=token(sub, name, scope), raise_on_unexpected_status=True)


def done(response: Response[Any], status: int = 200) -> Any:
    """The content of a response with this status."""
    assert response.status_code == status, response.content
    return response.parsed


def refused(response: Response[Any], status: int, code: str) -> Any:
    """The problem of a response with this status and code."""
    assert response.status_code == HTTPStatus(status), response.content
    assert response.parsed.code.value == code, response.content
    return response.parsed


def main() -> None:
    """Plays everybody."""
    platform = client_of("platform", scope="staffroom/platform")
    owner, ana = client_of("camille", "Camille Martin"), client_of("ana", "Ana")
    nobody = Client(base_url=ADDRESS, raise_on_unexpected_status=True)
    make_store(platform, owner, ana)
    invitation = invite_ana(owner)
    change_and_revoke(owner, nobody, invite_in_bulk(owner))
    decline(owner, nobody)
    member = join(owner, ana, nobody)
    change_and_remove(owner, ana, member)
    ended = done(get_invitation.sync_detailed(STORE, invitation.id, client=owner))
    assert ended.status is Status.ACCEPTED
    tell(owner)


def make_store(platform: Any, owner: Any, ana: Any) -> None:
    """The platform makes a store, once."""
    assert done(put_store.sync_detailed(STORE, client=platform, body=SHOP, if_none_match="*"), 201).id == STORE
    refused(put_store.sync_detailed(STORE, client=platform, body=SHOP, if_none_match="*"), 412, "precondition_failed")
    refused(put_store.sync_detailed(STORE, client=owner, body=SHOP), 403, "forbidden")
    refused(get_store.sync_detailed(STORE, client=ana), 404, "not_found")


def invite_ana(owner: Any) -> Any:
    """An invitation is made once for each key, and once for each address."""
    offer = Offer(email="ana@example.com", permissions=["catalog", "sales"], locale="en")
    first = invite.sync_detailed(STORE, client=owner, body=offer, idempotency_key="ana-1")
    invitation = done(first, 201)
    assert first.headers["etag"] == f'"{invitation.version}"'
    assert done(invite.sync_detailed(STORE, client=owner, body=offer, idempotency_key="ana-1"), 201) == invitation
    other = Offer(email="ana@example.com", permissions=["sales"])
    refused(
        invite.sync_detailed(STORE, client=owner, body=other, idempotency_key="ana-1"), 422, "idempotency_key_reused"
    )
    again = refused(invite.sync_detailed(STORE, client=owner, body=offer), 409, "already_invited")
    assert again.id == invitation.id
    wrong = Offer(email="bob@example.com", permissions=["sales", "everything"])
    invalid = refused(invite.sync_detailed(STORE, client=owner, body=wrong), 422, "invalid_field")
    assert [error.pointer for error in invalid.errors] == ["/permissions/1"]
    return invitation


def invite_in_bulk(owner: Any) -> Any:
    """One of three entries is invited: the second is no address, and there is no seat for the third."""
    bulk = BulkOffer(
        invitations=[
            Offer(email="bob@example.com", permissions=["sales"]),
            Offer(email="no address"),
            Offer(email="eve@example.com", permissions=["sales"]),
        ]
    )
    first, second, third = done(invite_several.sync_detailed(STORE, client=owner, body=bulk), 207).results
    assert isinstance(first, BulkInvited)
    assert isinstance(second, BulkRefused)
    assert isinstance(third, BulkRefused)
    assert (second.status, second.problem.code.value) == (422, "invalid_field")
    assert (third.problem.code.value, third.problem.limit) == ("seat_limit_reached", 2)
    seats = done(get_store.sync_detailed(STORE, client=owner)).seats
    assert (seats.limit, seats.members, seats.invited, seats.available) == (2, 0, 2, 0)
    return first.invitation


def change_and_revoke(owner: Any, nobody: Any, bob: Any) -> None:
    """Bob's invitation is changed, sent again and revoked."""
    version = f'"{bob.version}"'
    change = InvitationChange(permissions=["reports"])
    changed = done(change_invitation.sync_detailed(STORE, bob.id, client=owner, body=change, if_match=version))
    assert changed.permissions == ["reports"]
    assert changed.version > bob.version
    stale = change_invitation.sync_detailed(
        STORE, bob.id, client=owner, body=InvitationChange(locale="de"), if_match=version
    )
    refused(stale, 412, "precondition_failed")
    old = LookupRequest(token=link_of("bob@example.com"))
    done(resend_invitation.sync_detailed(STORE, bob.id, client=owner))
    new = LookupRequest(token=link_of("bob@example.com", 2))
    refused(lookup_invitation.sync_detailed(client=nobody, body=old), 410, "invitation_revoked")
    assert done(lookup_invitation.sync_detailed(client=nobody, body=new)).email == "bob@example.com"
    done(revoke_invitation.sync_detailed(STORE, bob.id, client=owner), 204)
    refused(lookup_invitation.sync_detailed(client=nobody, body=new), 410, "invitation_revoked")
    refused(revoke_invitation.sync_detailed(STORE, bob.id, client=owner), 409, "invitation_not_pending")


def decline(owner: Any, nobody: Any) -> None:
    """Dora declines, and the owner sees why."""
    offer = Offer(email="dora@example.com", permissions=["sales"])
    done(invite.sync_detailed(STORE, client=owner, body=offer), 201)
    answer = DeclineRequest(token=link_of("dora@example.com"), reason="No time")
    done(decline_invitation.sync_detailed(client=nobody, body=answer), 204)
    ended = done(list_invitations.sync_detailed(STORE, client=owner, status="declined,revoked")).invitations
    assert {(one.email, one.status.value, one.decline_reason) for one in ended} == {
        ("bob@example.com", "revoked", None),
        ("dora@example.com", "declined", "No time"),
    }


def join(owner: Any, ana: Any, nobody: Any) -> Any:
    """Ana follows her link."""
    link = TokenRequest(token=link_of("ana@example.com"))
    shown = done(lookup_invitation.sync_detailed(client=nobody, body=LookupRequest(token=link.token, locale="fr")))
    assert [right.slug for right in shown.permissions] == ["catalog", "sales"]
    refused(accept_invitation.sync_detailed(client=ana, body=TokenRequest(token="A" * 60)), 404, "invalid_token")
    member = done(accept_invitation.sync_detailed(client=ana, body=link)).member
    assert (member.user_id, member.permissions) == ("ana", ["catalog", "sales"])
    page = done(list_members.sync_detailed(STORE, client=owner, limit=1))
    rest = done(list_members.sync_detailed(STORE, client=owner, limit=1, cursor=page.next_cursor))
    assert [page.members[0].owner, rest.members[0].user_id, rest.next_cursor] == [True, "ana", None]
    assert done(list_my_stores.sync_detailed(client=ana)).stores[0].id == STORE
    return member


def change_and_remove(owner: Any, ana: Any, member: Any) -> None:
    """What Ana may do, before and after a change, and after her removal."""
    allowed = done(check_access.sync_detailed(STORE, client=ana, permission=["catalog", "sales"]))
    assert (allowed.allowed, allowed.message) == (True, None)
    denied = done(check_access.sync_detailed(STORE, client=ana, permission=["sales", "settings"]))
    assert (denied.missing, denied.contact.name) == (["settings"], "Camille Martin")
    offer = Offer(email="bob@example.com", permissions=["sales"])
    refused(invite.sync_detailed(STORE, client=ana, body=offer), 403, "forbidden")
    version, change = f'"{member.version}"', MemberChange(permissions=["settings"])
    changed = done(change_member.sync_detailed(STORE, "ana", client=owner, body=change, if_match=version))
    assert (changed.permissions, changed.access_ends_at) == (["settings"], None)
    stale = change_member.sync_detailed(STORE, "ana", client=owner, body=change, if_match=version)
    refused(stale, 412, "precondition_failed")
    refused(remove_member.sync_detailed(STORE, "camille", client=owner), 403, "owner_is_fixed")
    done(remove_member.sync_detailed(STORE, "ana", client=owner), 204)
    assert not done(check_access.sync_detailed(STORE, client=ana, permission=UNSET)).allowed
    link = TokenRequest(token=link_of("ana@example.com"))
    refused(accept_invitation.sync_detailed(client=ana, body=link), 410, "invitation_used")


def tell(owner: Any) -> None:
    """The history tells it all, each event in the class of its type."""
    events = done(list_events.sync_detailed(STORE, client=owner)).events
    accepted = [event for event in events if isinstance(event, InvitationAcceptedEvent)]
    declined = [event for event in events if isinstance(event, InvitationDeclinedEvent)]
    assert [event.member.user_id for event in accepted] == ["ana"]
    assert [event.reason for event in declined] == ["No time"]
    types = {event.type_.value for event in events}
    assert {"store.created", "invitation.resent", "invitation.revoked", "member.changed", "member.removed"} <= types


if __name__ == "__main__":
    main()
