"""The whole life of an invitation, by a client of openapi-generator (Python)."""

from collections.abc import Callable
from typing import Any

from local_stack import ADDRESS, OWNER, STORE, link_of, token
from staffroom_client import (
    ApiClient,
    ApiException,
    BulkInvited,
    BulkOffer,
    Configuration,
    DeclineRequest,
    InvitationAcceptedEvent,
    InvitationChange,
    InvitationDeclinedEvent,
    InvitationsApi,
    LinksApi,
    LookupRequest,
    MeApi,
    MemberChange,
    MembersApi,
    Offer,
    OwnerPut,
    Status,
    StorePut,
    StoresApi,
    TokenRequest,
)

SHOP = StorePut(name="Atelier Camille", owner=OwnerPut(**OWNER), catalog="ecwid", plan="business")


class Person:
    """The calls of a person."""

    def __init__(self, sub: str = "", name: str | None = None, scope: str | None = None) -> None:
        """Without a name: of somebody who is not signed in."""
        configuration = Configuration(host=ADDRESS, access_token=token(sub, name, scope) if sub else None)
        client = ApiClient(configuration)
        self.stores, self.invitations = StoresApi(client), InvitationsApi(client)
        self.links, self.members, self.me = LinksApi(client), MembersApi(client), MeApi(client)


def refused(status: int, code: str, call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """The problem with which a call is refused, as an object of its own class."""
    try:
        answer = call(*arguments, **named)
    except ApiException as error:
        assert error.status == status, error
        assert error.data.code == code, error
        return error.data
    raise AssertionError(f"{code} was expected: {answer}")


def main() -> None:
    """Plays everybody."""
    platform = Person("platform", scope="staffroom/platform")
    owner, ana, nobody = Person("camille", "Camille Martin"), Person("ana", "Ana"), Person()
    make_store(platform, owner, ana, nobody)
    invitation = invite_ana(owner)
    change_and_revoke(owner, nobody, invite_in_bulk(owner))
    decline(owner, nobody)
    member = join(owner, ana, nobody)
    change_and_remove(owner, ana, member)
    assert owner.invitations.get_invitation(STORE, invitation.id).status is Status.ACCEPTED
    tell(owner)


def make_store(platform: Person, owner: Person, ana: Person, nobody: Person) -> None:
    """The platform makes a store, once."""
    made = platform.stores.put_store_with_http_info(STORE, SHOP, if_none_match="*")
    assert (made.status_code, made.data.id) == (201, STORE)
    refused(412, "precondition_failed", platform.stores.put_store, STORE, SHOP, if_none_match="*")
    refused(403, "forbidden", owner.stores.put_store, STORE, SHOP)
    refused(401, "unauthenticated", nobody.stores.get_store, STORE)
    refused(404, "not_found", ana.stores.get_store, STORE)


def invite_ana(owner: Person) -> Any:
    """An invitation is made once for each key, and once for each address."""
    invite = owner.invitations.invite
    offer = Offer(email="ana@example.com", permissions=["catalog", "sales"], locale="en")
    first = owner.invitations.invite_with_http_info(STORE, offer, idempotency_key="ana-1")
    invitation = first.data
    assert (first.status_code, first.headers["etag"]) == (201, f'"{invitation.version}"')
    assert invite(STORE, offer, idempotency_key="ana-1") == invitation
    other = Offer(email="ana@example.com", permissions=["sales"])
    refused(422, "idempotency_key_reused", invite, STORE, other, idempotency_key="ana-1")
    assert refused(409, "already_invited", invite, STORE, offer).id == invitation.id
    wrong = Offer(email="bob@example.com", permissions=["sales", "everything"])
    problem = refused(422, "invalid_field", invite, STORE, wrong)
    assert [error.pointer for error in problem.errors] == ["/permissions/1"]
    return invitation


def invite_in_bulk(owner: Person) -> Any:
    """One of three entries is invited: the second has no such role, and there is no seat for the third."""
    offers = [
        Offer(email="bob@example.com", permissions=["sales"]),
        Offer(email="fay@example.com", roles=["seller"]),
        Offer(email="eve@example.com", permissions=["sales"]),
    ]
    answer = owner.invitations.invite_several(STORE, BulkOffer(invitations=offers))
    first, second, third = [result.actual_instance for result in answer.results]
    assert isinstance(first, BulkInvited)
    assert (second.status, second.problem.code) == (422, "invalid_field")
    assert (third.problem.code, third.problem.limit) == ("seat_limit_reached", 2)
    seats = owner.stores.get_store(STORE).seats
    assert (seats.limit, seats.members, seats.invited, seats.available) == (2, 0, 2, 0)
    return first.invitation


def change_and_revoke(owner: Person, nobody: Person, bob: Any) -> None:
    """Bob's invitation is changed, sent again and revoked."""
    calls, version = owner.invitations, f'"{bob.version}"'
    changed = calls.change_invitation(STORE, bob.id, InvitationChange(permissions=["reports"]), if_match=version)
    assert changed.permissions == ["reports"]
    assert changed.version > bob.version
    change = InvitationChange(locale="de")
    refused(412, "precondition_failed", calls.change_invitation, STORE, bob.id, change, if_match=version)
    old = LookupRequest(token=link_of("bob@example.com"))
    calls.resend_invitation(STORE, bob.id)
    new = LookupRequest(token=link_of("bob@example.com", 2))
    refused(410, "invitation_revoked", nobody.links.lookup_invitation, old)
    assert nobody.links.lookup_invitation(new).email == "bob@example.com"
    assert calls.revoke_invitation_with_http_info(STORE, bob.id).status_code == 204
    refused(410, "invitation_revoked", nobody.links.lookup_invitation, new)
    refused(409, "invitation_not_pending", calls.revoke_invitation, STORE, bob.id)


def decline(owner: Person, nobody: Person) -> None:
    """Dora declines, and the owner sees why."""
    owner.invitations.invite(STORE, Offer(email="dora@example.com", permissions=["sales"]))
    nobody.links.decline_invitation(DeclineRequest(token=link_of("dora@example.com"), reason="No time"))
    ended = owner.invitations.list_invitations(STORE, status="declined,revoked").invitations
    assert {(one.email, one.status.value, one.decline_reason) for one in ended} == {
        ("bob@example.com", "revoked", None),
        ("dora@example.com", "declined", "No time"),
    }


def join(owner: Person, ana: Person, nobody: Person) -> Any:
    """Ana follows her link."""
    link = TokenRequest(token=link_of("ana@example.com"))
    shown = nobody.links.lookup_invitation(LookupRequest(token=link.token, locale="fr"))
    assert [right.slug for right in shown.permissions] == ["catalog", "sales"]
    refused(404, "invalid_token", ana.links.accept_invitation, TokenRequest(token="A" * 60))
    member = ana.links.accept_invitation(link).member
    assert (member.user_id, member.permissions) == ("ana", ["catalog", "sales"])
    page = owner.members.list_members(STORE, limit=1)
    rest = owner.members.list_members(STORE, limit=1, cursor=page.next_cursor)
    assert [page.members[0].owner, rest.members[0].user_id, rest.next_cursor] == [True, "ana", None]
    assert ana.me.list_my_stores().stores[0].id == STORE
    return member


def change_and_remove(owner: Person, ana: Person, member: Any) -> None:
    """What Ana may do, before and after a change, and after her removal."""
    allowed = ana.members.check_access(STORE, permission=["catalog", "sales"])
    assert (allowed.allowed, allowed.message) == (True, None)
    denied = ana.members.check_access(STORE, permission=["sales", "settings"])
    assert (denied.missing, denied.contact.name) == (["settings"], "Camille Martin")
    offer = Offer(email="bob@example.com", permissions=["sales"])
    refused(403, "forbidden", ana.invitations.invite, STORE, offer)
    version, change = f'"{member.version}"', MemberChange(permissions=["settings"])
    changed = owner.members.change_member(STORE, "ana", change, if_match=version)
    assert (changed.permissions, changed.access_ends_at) == (["settings"], None)
    refused(412, "precondition_failed", owner.members.change_member, STORE, "ana", change, if_match=version)
    refused(403, "owner_is_fixed", owner.members.remove_member, STORE, "camille")
    assert owner.members.remove_member_with_http_info(STORE, "ana").status_code == 204
    assert not ana.members.check_access(STORE).allowed
    link = TokenRequest(token=link_of("ana@example.com"))
    refused(410, "invitation_used", ana.links.accept_invitation, link)


def tell(owner: Person) -> None:
    """The history tells it all, each event in the class of its type."""
    events = [event.actual_instance.actual_instance for event in owner.stores.list_events(STORE).events]
    accepted = [event for event in events if isinstance(event, InvitationAcceptedEvent)]
    declined = [event for event in events if isinstance(event, InvitationDeclinedEvent)]
    assert [event.member.user_id for event in accepted] == ["ana"]
    assert [event.reason for event in declined] == ["No time"]
    types = {event.type for event in events}
    assert {"store.created", "invitation.resent", "invitation.revoked", "member.changed", "member.removed"} <= types


if __name__ == "__main__":
    main()
