"""Tests through the deployed API: every call of the contract, and every permission of every role.

Each test creates its own stores and people. A deployed stack has no clock to move, so where time must have passed, a
test changes the times of an item in the table.
"""

import json
import re
import time

from api import Person
from context import Context, Tests, TestStore
from emulator import wait_until
from stack import MAIL_FROM, ORIGIN

TESTS = Tests()


@TESTS.test
def the_gateway_refuses_invalid_tokens_and_missing_scopes(context: Context) -> None:
    api, person = context.api, Person("Eve")
    claims = person.claims()
    tokens = {
        "no token": None,
        "another audience": api.issuer.token(**claims, aud="another"),
        "another issuer": api.issuer.token(**claims, iss="https://login.example.org"),
        "an unpublished key": api.issuer.token(**claims, wrong_key=True),
        "expired": api.issuer.token(**claims, exp=int(time.time()) - 60),
        "not a JWT": "no-token",
    }
    for token in tokens.values():
        api.with_token(token)("GET", "/me/stores").expect(401)
    api.as_person(person)("GET", "/me/stores").expect(200)
    body = {"name": "Mine", "owner": {"user_id": "eve", "email": person.email, "name": "Eve"}, "catalog": "ecwid"}
    for scope in ("staffroom/support", "openid"):
        api.as_person(person, scope=scope)("PUT", "/stores/mine", body).expect(403)
        api.as_person(person, scope=scope)("POST", "/stores/mine/announcements", {}).expect(403)
    api.as_person(person)("GET", "/no/such/path").expect(404)


@TESTS.test
def get_routes_answer_head(context: Context) -> None:
    store, ana = TestStore(context, "ticketing", "default"), Person("Ana")
    owner = store.as_owner()
    invitation = store.invite(ana, roles=["scanner"])
    lists = ("", "/catalog", "/roles", "/members", "/invitations", "/audit", "/activities", "/access?permission=team")
    paths = [store.path(path) for path in (*lists, "/members/me", f"/invitations/{invitation['id']}")]
    asset = re.search(r"/assets/[^\"]+", owner("GET", "/team").assert_status(200).text)
    assert asset
    paths += ["/.well-known/authzen-configuration", "/me", "/me/stores", "/me/invitations", "/me/activities"]
    paths += ["/join", "/team", "/unsubscribe/x", asset[0]]
    for path in paths:
        assert not owner("HEAD", path).assert_status(200).text, path
    assert not context.api.platform("HEAD", f"/users/{ana.sub}/stores").assert_status(200).text
    assert not context.api.platform("HEAD", store.path("/events")).assert_status(200).text


@TESTS.test
def an_invitation_is_answered_without_its_link(context: Context) -> None:
    store = TestStore(context, "ticketing", "default")
    for verb, status in (("accept", 200), ("decline", 204)):
        person = Person("Ana")
        invitation = store.invite(person, roles=["scanner"])
        context.api.as_person(person)("POST", f"/me/invitations/{invitation['id']}/{verb}").assert_status(status)


@TESTS.test
def browsers_may_call_from_the_configured_origin_only(context: Context) -> None:
    for origin, allowed in ((ORIGIN, ORIGIN), ("https://elsewhere.example.org", None)):
        headers = {"origin": origin, "access-control-request-method": "PATCH"}
        response = context.api.send("OPTIONS", "/me", None, headers)
        assert response.headers.get("access-control-allow-origin") == allowed, response


@TESTS.test
def an_invitation_and_the_membership_that_follows(context: Context) -> None:
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana Alvarez")
    owner = store.as_owner()
    store.put(store.owner).expect(200)
    assert owner("GET", store.path()).expect(200)["seats"] == {"limit": 2, "members": 0, "invited": 0, "available": 2}

    response = owner("POST", store.path("/invitations"), {"email": ana.email, "permissions": ["catalog", "sales"]})
    invitation = response.expect(201)
    assert response.headers["location"] == store.path(f"/invitations/{invitation['id']}")
    assert invitation["status"] == "pending"
    owner("POST", store.path("/invitations"), {"email": ana.email, "permissions": ["sales"]}).expect(
        409, "already_invited"
    )
    listed = owner("GET", store.path("/invitations?status=pending")).expect(200)["invitations"]
    assert [entry["id"] for entry in listed] == [invitation["id"]]
    assert not store.may(ana, "sales"), "an invitation alone grants nothing"

    mail = context.mailbox.next_mail(ana.email, store.name)
    assert mail.sender == f'"{store.name} via Staffroom" <{MAIL_FROM}>', mail.sender
    assert mail.link and mail.link.startswith(context.stack.outputs["ApiUrl"] + "/join#"), mail.link
    token = {"token": mail.link.split("#")[1]}
    sent = wait_until(
        lambda: store.invitation(invitation)["delivery"] == "sent", "the delivery is recorded", context.timeout
    )
    assert sent
    shown = context.api.anonymous("POST", "/invitations/lookup", token).expect(200)
    assert shown["store"]["name"] == store.name
    pending = store.as_person(ana)("GET", "/me/invitations").expect(200)["invitations"]
    assert [entry["id"] for entry in pending] == [invitation["id"]]

    context.api.anonymous("POST", "/invitations/accept", token).expect(401)
    accepted = store.as_person(ana)("POST", "/invitations/accept", token).expect(200)
    assert accepted["member"]["user_id"] == ana.sub
    assert store.as_person(ana)("POST", "/invitations/accept", token).expect(200) == accepted
    context.mailbox.next_mail(store.owner.email, ana.name)
    assert [member["user_id"] for member in store.members()] == [store.owner.sub, ana.sub]
    my_stores = store.as_person(ana)("GET", "/me/stores").expect(200)["stores"]
    assert store.id in json.dumps(my_stores)
    assert store.may(ana, "sales") and not store.may(ana, "reports")
    assert store.members()[1]["last_active_at"], "the first check of a day is recorded"
    ana_path = store.path(f"/members/{ana.sub}")
    members = owner("GET", store.path("/members")).expect(200)["members"]
    version = next(member["version"] for member in members if member["user_id"] == ana.sub)
    read = f'"{version}"'
    changed = owner("PATCH", ana_path, {"permissions": ["reports"]}, if_match=read).expect(200)
    assert changed["permissions"] == ["reports"]
    owner("PATCH", ana_path, {"permissions": ["sales"]}, if_match=read).expect(412, "precondition_failed")
    context.mailbox.next_mail(ana.email, store.name)
    assert store.may(ana, "reports") and not store.may(ana, "sales")

    owner("DELETE", ana_path).expect(204)
    assert not store.may(ana, "reports")
    store.as_person(ana)("GET", store.path()).expect(404, "not_found")
    store.as_person(ana)("POST", "/invitations/accept", token).expect(410, "invitation_used")
    context.mailbox.next_mail(ana.email, store.name)
    events = owner("GET", store.path("/audit")).expect(200)["events"]
    assert [event["type"] for event in events] == [
        "member.removed", "member.changed", "invitation.accepted", "invitation.created", "store.created",
    ]  # fmt: skip


@TESTS.test
def a_kind_of_mail_is_switched_off_by_its_address(context: Context) -> None:
    store = TestStore(context, "ticketing", "default")
    store.add_member(Person("Ana"), roles=["scanner"])
    mail = context.mailbox.next_mail(store.owner.email, "/unsubscribe/")
    found = re.search(r"/unsubscribe/[\w-]+", mail.text)
    assert found and found[0] in mail.html
    assert "<html" in context.api.anonymous("GET", found[0]).assert_status(200).text
    stopped = context.api.anonymous("POST", found[0], "List-Unsubscribe=One-Click").expect(200)
    assert (stopped["kind"], stopped["status"]) == ("answers", "unsubscribed")
    context.api.anonymous("POST", found[0] + "A", "List-Unsubscribe=One-Click").expect(404, "invalid_token")


@TESTS.test
def lists_are_filtered_and_searched(context: Context) -> None:
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana Alvarez")
    owner, member = store.as_owner(), store.add_member(ana, permissions=["sales"])
    my_stores = store.as_person(ana)("GET", "/me/stores").expect(200)["stores"]
    assert context.api.platform("GET", f"/users/{ana.sub}/stores").expect(200)["stores"] == my_stores
    assert store.may(ana, "sales")
    times = ("status=active&sort=joined_at", "sort=last_active_at")
    for query in ("permission=sales", *times, "q=alva", "q=" + ana.email):
        found = owner("GET", store.path(f"/members?{query}")).expect(200)["members"]
        assert member["user_id"] in [entry["user_id"] for entry in found], query
    found = owner("GET", store.path("/invitations?q=" + ana.email)).expect(200)["invitations"]
    assert [entry["email"] for entry in found] == [ana.email]


@TESTS.test
def many_people_are_invited_in_one_call(context: Context) -> None:
    store = TestStore(context, "whatnot", "default")
    people = [Person(name) for name in ("Ana", "Ben", "Cleo")]
    entries = [{"email": person.email, "roles": ["seller"]} for person in people]
    body = {"invitations": [*entries, {"email": "nobody", "roles": ["seller"]}]}
    owner, at = store.as_owner(), store.path("/invitations/bulk")
    results = owner("POST", at, body, idempotency_key="bulk-1").expect(207)["results"]
    assert [result["status"] for result in results] == [201, 201, 201, 422]
    assert owner("POST", at, body, idempotency_key="bulk-1").expect(207)["results"] == results
    owner("POST", at, {"invitations": entries}, idempotency_key="bulk-1").expect(422, "idempotency_key_reused")
    for person in people:
        context.mailbox.next_token(person.email)


@TESTS.test
def seats_of_expired_invitations_are_reused(context: Context) -> None:
    store = TestStore(context, "ecwid", "business")
    first = store.invite(Person("Ana"), permissions=["sales"])
    store.invite(Person("Ben"), permissions=["sales"])
    third = {"email": Person("Cleo").email, "permissions": ["sales"]}
    owner = store.as_owner()
    owner("POST", store.path("/invitations"), third).expect(409, "seat_limit_reached")
    context.expire(store, first)
    assert owner("GET", store.path()).expect(200)["seats"]["available"] == 1
    owner("POST", store.path("/invitations"), third).expect(201)
    assert owner("GET", store.path()).expect(200)["seats"]["available"] == 0


@TESTS.test
def a_manager_changes_resends_and_revokes(context: Context) -> None:
    store, manager, ana = TestStore(context, "whatnot", "default"), Person("Max Manager"), Person("Ana")
    store.add_member(manager, roles=["administrator"])
    invitation = store.invite(ana, manager, roles=["seller"])
    first = context.mailbox.next_token(ana.email)
    at = store.path(f"/invitations/{invitation['id']}")
    by_manager = store.as_person(manager)
    assert by_manager("PATCH", at, {"roles": ["support"], "locale": "nl"}).expect(200)["roles"] == ["support"]
    by_manager("POST", f"{at}/resend").expect(200)
    second = context.mailbox.next_token(ana.email)
    lookup = "/invitations/lookup"
    context.api.anonymous("POST", lookup, {"token": first}).expect(410, "invitation_revoked")
    assert context.api.anonymous("POST", lookup, {"token": second}).expect(200)["locale"] == "nl"
    by_manager("DELETE", at).expect(204)
    context.api.anonymous("POST", lookup, {"token": second}).expect(410, "invitation_revoked")
    context.api.anonymous("POST", lookup, {"token": second[:-4] + "AAAA"}).expect(404, "invalid_token")


@TESTS.test
def a_manager_adds_and_removes_a_member(context: Context) -> None:
    store, manager, ana = TestStore(context, "whatnot", "default"), Person("Max Manager"), Person("Ana")
    store.add_member(manager, roles=["administrator"])
    store.add_member(ana, manager, roles=["support"])
    for recipient in (store.owner, manager):
        context.mailbox.next_mail(recipient.email, ana.name)
    store.as_person(ana)("DELETE", store.path(f"/members/{manager.sub}")).expect(403, "forbidden")
    store.as_person(manager)("DELETE", store.path(f"/members/{ana.sub}")).expect(204)
    assert not store.may(ana, "customer_messages")


@TESTS.test
def the_platform_makes_members(context: Context) -> None:
    store, sam, kim = TestStore(context, "whatnot", "default"), Person("Sam"), Person("Kim")
    platform = context.api.platform
    sam_body = {"email": sam.email, "roles": ["seller"]}
    platform("PUT", store.path(f"/members/{sam.sub}"), sam_body).expect(201)
    entries = [{"user_id": sam.sub, **sam_body}, {"user_id": kim.sub, "email": kim.email, "roles": ["support"]}]
    results = platform("POST", store.path("/members/bulk"), {"members": entries}).expect(207)["results"]
    assert [result["status"] for result in results] == [200, 201]
    store.as_owner()("PATCH", store.path(f"/members/{kim.sub}"), {"suspended": True}).expect(200)
    store.as_person(kim)("GET", store.path()).expect(403, "member_suspended")
    store.as_owner()("PUT", store.path(f"/members/{kim.sub}"), sam_body).expect(403)
    platform("DELETE", store.path(f"/members/{kim.sub}")).expect(204)


@TESTS.test
def an_invitation_is_declined(context: Context) -> None:
    store, ben = TestStore(context, "mycommerce", "standard"), Person("Ben")
    invitation = store.invite(ben, roles=["collaborator"])
    token = context.mailbox.next_token(ben.email)
    context.api.anonymous("POST", "/invitations/decline", {"token": token, "reason": "No time"}).expect(204)
    assert store.invitation(invitation)["decline_reason"] == "No time"
    context.mailbox.next_mail(store.owner.email, ben.email)
    store.as_person(ben)("POST", "/invitations/accept", {"token": token}).expect(410, "invitation_declined")


@TESTS.test
def an_expired_link_is_renewed(context: Context) -> None:
    store, ana = TestStore(context, "sendcloud", "default"), Person("Ana")
    invitation = store.invite(ana, roles=["member"])
    token = {"token": context.mailbox.next_token(ana.email)}
    context.api.anonymous("POST", "/invitations/renew", token).expect(409, "invitation_not_pending")
    context.expire(store, invitation)
    store.as_person(ana)("POST", "/invitations/accept", token).expect(410, "invitation_expired")
    context.api.anonymous("POST", "/invitations/renew", token).expect(202)
    fresh = {"token": context.mailbox.next_token(ana.email)}
    store.as_person(ana)("POST", "/invitations/accept", fresh).expect(200)


@TESTS.test
def a_wrong_account_is_refused(context: Context) -> None:
    store, ana, eve = TestStore(context, "sendcloud", "default"), Person("Ana"), Person("Eve")
    store.invite(ana, roles=["member"])
    token = {"token": context.mailbox.next_token(ana.email)}
    store.as_person(eve)("POST", "/invitations/accept", token).expect(403, "wrong_account")
    unverified = context.api.as_person(ana, email_verified=False)
    unverified("POST", "/invitations/accept", token).expect(403, "email_not_verified")


@TESTS.test
def a_member_leaves(context: Context) -> None:
    store, ana = TestStore(context, "mycommerce", "professional"), Person("Ana")
    store.add_member(ana, roles=["collaborator"])
    store.as_person(ana)("DELETE", store.path("/members/me")).expect(204)
    assert [member["owner"] for member in store.members()] == [True]
    store.as_owner()("DELETE", store.path("/members/me")).expect(403, "owner_is_fixed")


@TESTS.test
def orders_and_apps_are_announced(context: Context) -> None:
    store, ana = TestStore(context, "ticketing", "default"), Person("Ana")
    store.add_member(ana, roles=["order_notifications", "scanner"])
    owner, activity = store.as_owner(), {"name": "Gala", "order_notifications": True}
    owner("PUT", store.path("/activities/gala"), activity).expect(201)
    owner("PUT", store.path("/activities/gala"), activity | {"name": "Gala night"}).expect(200)
    for caller, path in ((store.as_person(ana), "/me/activities"), (store.as_person(ana), store.path("/activities"))):
        assert [entry["name"] for entry in caller("GET", path).expect(200)["activities"]] == ["Gala night"]
    order = {"type": "order.created", "activity_id": "gala", "order": {"number": "1007"}}
    context.api.platform("POST", store.path("/announcements"), order, idempotency_key="order-1007").expect(202)
    context.mailbox.next_mail(ana.email, "1007")
    owner("DELETE", store.path("/activities/gala")).assert_status(204)
    assert not owner("GET", store.path("/activities")).expect(200)["activities"]
    app = {"type": "app.installed", "app": {"name": "Label Printer"}, "installed_by": ana.sub}
    context.api.platform("POST", store.path("/announcements"), app).expect(202)
    context.mailbox.next_mail(store.owner.email, "Label Printer")


@TESTS.test
def people_change_their_profile(context: Context) -> None:
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana")
    store.add_member(ana, permissions=["sales"])
    profile = store.as_person(ana)("PATCH", "/me", {"name": "Ana Beltran", "locale": "es"}).expect(200)
    assert profile["name"] == "Ana Beltran"
    assert store.members()[1]["name"] == "Ana Beltran"
    assert store.as_person(ana)("GET", store.path("/members/me")).expect(200)["name"] == "Ana Beltran"
    assert context.api.as_person(ana)("GET", "/me").expect(200)["locale"] == "es"
    context.api.as_person(ana)("PATCH", "/me", {"email": "other@example.com"}).expect(422, "invalid_field")


@TESTS.test
def a_member_whose_access_ended_joins_again_with_less(context: Context) -> None:
    store, ana = TestStore(context, "whatnot", "default"), Person("Ana")
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400))
    store.add_member(ana, roles=["administrator"], access_ends_at=end)
    past = int(time.time()) - 60
    context.set_times(store, f"MEMBER#{ana.sub}", access_ends_at=past * 1000, held_until=past)
    assert store.add_member(ana, roles=["support"])["roles"] == ["support"]
    assert store.may(ana, "customer_messages") and not store.may(ana, "team")


@TESTS.test
def another_catalog_makes_grants_void(context: Context) -> None:
    store, ana = TestStore(context, "ecwid", "unlimited"), Person("Ana")
    store.add_member(ana, permissions=["sales"])
    store.catalog, store.plan = "sendcloud", "default"
    store.put(store.owner).expect(200)
    assert not store.may(ana, "sales")
    (event,) = store.as_owner()("GET", store.path("/audit?limit=1")).expect(200)["events"]
    assert ana.sub in json.dumps(event), event


@TESTS.test
def a_store_changes_hands(context: Context) -> None:
    store, ana = TestStore(context, "whatnot", "default"), Person("Ana")
    store.add_member(ana, roles=["administrator"])
    store.put(ana).expect(200)
    listed = store.as_person(ana)("GET", store.path("/members")).expect(200)["members"]
    assert [(member["user_id"], member["owner"]) for member in listed] == [(ana.sub, True)]
    store.as_owner()("GET", store.path()).expect(404)


@TESTS.test
def settings_and_catalog(context: Context) -> None:
    store = TestStore(context, "ecwid", "business")
    owner, agent = store.as_owner(), context.api.as_person(Person("Agent"), scope="staffroom/support")
    access = store.path("/access?permission=sales")
    assert not agent("GET", access).expect(200)["allowed"]
    settings = {"support_access": True, "link_copying": False, "allowed_domains": ["example.com"]}
    response = owner("PATCH", store.path(), {"settings": settings, "locale": "de"})
    assert response.expect(200)["settings"] == settings and response.headers["etag"]
    assert agent("GET", access).expect(200)["allowed"]
    elsewhere = {"email": "ana@example.org", "permissions": ["sales"]}
    owner("POST", store.path("/invitations"), elsewhere).expect(422, "domain_not_allowed")
    owner("PATCH", store.path(), {"plan": "unlimited"}).expect(403)
    assert context.api.platform("PATCH", store.path(), {"plan": "unlimited"}).expect(200)["seats"]["limit"] is None
    labels = owner("GET", store.path("/catalog?locale=fr")).expect(200)["permissions"]
    assert any(entry["slug"] == "sales" and entry["label"] for entry in labels)


@TESTS.test
def roles_of_a_store_are_made_replaced_and_deleted(context: Context) -> None:
    store, ana = TestStore(context, "whatnot", "default"), Person("Ana")
    owner, roles = store.as_owner(), store.path("/roles")
    lead = {"slug": "lead", "label": "Lead", "permissions": ["live"]}
    assert not owner("POST", roles, lead).expect(201)["built_in"]
    owner("PATCH", f"{roles}/lead", {"label": "Shift lead", "permissions": ["live", "shipping"]}).expect(200)
    store.add_member(ana, roles=["lead"])
    owner("DELETE", f"{roles}/lead").expect(409, "role_in_use")
    owner("DELETE", f"{roles}/lead?replace_with=seller").expect(204)
    assert "lead" not in [role["slug"] for role in owner("GET", roles).expect(200)["roles"]]
    assert store.as_person(ana)("GET", store.path("/access?permission=live")).expect(200)["allowed"]


@TESTS.test
def a_link_is_brought_by_the_platform_and_an_address_opts_out(context: Context) -> None:
    store, ana = TestStore(context, "sendcloud", "default"), Person("Ana")
    platform = context.api.platform
    offer = {"email": ana.email, "roles": ["member"], "deliver": "none", "invited_by": {"user_id": store.owner.sub}}
    invitation = platform("POST", store.path("/invitations"), offer).expect(201)
    url = platform("POST", store.path(f"/invitations/{invitation['id']}/link")).expect(200)["url"]
    token = {"token": url.split("#")[1]}
    context.api.anonymous("POST", "/invitations/opt-out", token).expect(204)
    resend = store.path(f"/invitations/{invitation['id']}/resend")
    store.as_owner()("POST", resend).expect(409, "recipient_opted_out")
    store.as_person(ana)("DELETE", "/me/opt-out").expect(204)
    context.expire(store, invitation)
    renew = f"/me/invitations/{invitation['id']}/renew"
    # The index of invitations by address lags.
    wait_until(lambda: store.as_person(ana)("POST", renew).status == 202, "the renewal", context.timeout)
    fresh = {"token": context.mailbox.next_token(ana.email)}
    store.as_person(ana)("POST", "/invitations/accept", fresh).expect(200)


@TESTS.test
def a_person_is_exported_and_erased(context: Context) -> None:
    store, ana = TestStore(context, "sendcloud", "default"), Person("Ana")
    store.add_member(ana, roles=["member"])
    platform, of_ana = context.api.platform, {"user_id": ana.sub}
    assert platform("POST", "/exports", of_ana).expect(200)["items"]
    erasure = platform("POST", "/erasures", of_ana).expect(202)["id"]
    platform("HEAD", f"/erasures/{erasure}").assert_status(200)
    done = lambda: platform("GET", f"/erasures/{erasure}").expect(200)["status"] == "done"  # noqa: E731
    wait_until(done, "the erasure", 4 * context.timeout)
    assert ana.email not in store.as_owner()("GET", store.path("/audit")).assert_status(200).text


@TESTS.test
def a_person_is_moved_to_another_id(context: Context) -> None:
    store, ana = TestStore(context, "sendcloud", "default"), Person("Ana")
    store.add_member(ana, roles=["member"])
    assert context.api.platform("POST", f"/users/{ana.sub}/move", {"to": f"{ana.sub}-new"}).expect(202) == {"stores": 1}
    members = lambda: store.as_owner()("GET", store.path("/members")).expect(200)["members"]  # noqa: E731
    wait_until(lambda: any(member["user_id"] == f"{ana.sub}-new" for member in members()), "the move", context.timeout)


@TESTS.test
def access_is_evaluated_and_searched_as_authzen_says(context: Context) -> None:
    store, ana = TestStore(context, "records", "default"), Person("Ana")
    store.add_member(ana, permissions=["read"])
    api = context.api
    user, record = {"type": "user", "id": ana.sub}, {"type": "record", "id": store.id}
    reads = {"subject": user, "action": {"name": "read"}, "resource": record}
    assert api.as_person(ana)("POST", "/access/v1/evaluation", reads).expect(200) == {"decision": True}
    several = {**reads, "evaluations": [{}, {"action": {"name": "write"}}]}
    answer = api.platform("POST", "/access/v1/evaluations", several).expect(200)
    assert [one["decision"] for one in answer["evaluations"]] == [True, False]
    api.as_person(ana)("POST", "/access/v1/evaluation", {**reads, "subject": {"type": "user", "id": "eve"}}).expect(403)
    api.platform("POST", "/access/v1/evaluation", {"subject": user}).expect(400, "malformed_request")
    readers = {**reads, "subject": {"type": "user"}}
    found = api.platform("POST", "/access/v1/search/subject", readers).expect(200)["results"]
    assert found == [{"type": "user", "id": store.owner.sub}, user]
    api.as_person(ana)("POST", "/access/v1/search/subject", readers).expect(403)
    readable = {**reads, "resource": {"type": "record"}}
    found = wait_until(
        lambda: api.platform("POST", "/access/v1/search/resource", readable).expect(200)["results"],
        "the index has the membership",
        context.timeout,
    )
    assert found == [record]
    actions = api.as_person(ana)("POST", "/access/v1/search/action", {"subject": user, "resource": record}).expect(200)
    assert actions["results"] == [{"name": "read"}]
    metadata = api.anonymous("GET", "/.well-known/authzen-configuration").expect(200)
    assert metadata["access_evaluation_endpoint"] == metadata["policy_decision_point"] + "/access/v1/evaluation"


@TESTS.test
def the_pages_are_served(context: Context) -> None:
    declared = {route["RouteKey"] for route in context.stack.routes()}
    for page in ("/join", "/team"):
        if f"GET {page}" in declared:
            response = context.api.anonymous("GET", page).assert_status(200)
            assert response.headers["content-type"].startswith("text/html"), response.headers
            assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
            for asset in sorted(set(re.findall(r"/assets/[\w.-]+", response.text))):
                found = context.api.anonymous("GET", asset).assert_status(200)
                assert "immutable" in found.headers["cache-control"], asset
