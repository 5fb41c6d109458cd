"""The product end to end, through the deployed API: every call of the contract, and every permission of every role.

Each test opens its own stores and makes up its own people. Time cannot be moved on a deployed stack, so where a term
must have passed the test ages the item in the table.
"""

import json
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from api import Api, Caller, Json, Mailbox, Person
from emulator import Emulator, until
from stack import MAIL_FROM, ORIGIN, Stack

Test = Callable[["World"], None]
TESTS: list[Test] = []


def test(function: Test) -> Test:
    """One more test of the suite."""
    TESTS.append(function)
    return function


class Shop:
    """A store of one test's own."""

    def __init__(self, world: "World", catalog: str, plan: str, owner: Person | None = None) -> None:
        self.world = world
        self.id = f"store-{uuid.uuid4().hex[:12]}"
        self.name = f"Boutique {self.id[-6:]}"
        self.catalog, self.plan = catalog, plan
        self.owner = owner or Person("Olga Owner")
        self.put(self.owner).is_(201)

    def put(self, owner: Person) -> Any:
        """The platform's word on this store."""
        who = {"user_id": owner.sub, "email": owner.email, "name": owner.name}
        body = {"name": self.name, "owner": who, "catalog": self.catalog, "plan": self.plan, "locale": "en"}
        return self.world.api.platform("PUT", self.at(), body)

    def at(self, path: str = "") -> str:
        return f"/stores/{self.id}{path}"

    def by(self, person: Person) -> Caller:
        return self.world.api.by(person)

    def invite(self, person: Person, by: Person | None = None, **grant: Json) -> Json:
        caller = self.by(by or self.owner)
        return caller("POST", self.at("/invitations"), {"email": person.email} | grant).is_(201)

    def hire(self, person: Person, by: Person | None = None, **grant: Json) -> Json:
        """Has somebody invited, and lets them accept."""
        self.invite(person, by, **grant)
        token = self.world.mailbox.token(person.email)
        return self.by(person)("POST", "/invitations/accept", {"token": token}).is_(200)["member"]

    def invitation(self, invitation: Json) -> Json:
        """The invitation as it is shown now."""
        return self.by(self.owner)("GET", self.at(f"/invitations/{invitation['id']}")).is_(200)

    def may(self, person: Person, permission: str) -> bool:
        answer = self.by(person)("GET", self.at(f"/access?permission={permission}")).is_(200)
        return bool(answer["allowed"])

    def members(self) -> list[Json]:
        listed: list[Json] = self.by(self.owner)("GET", self.at("/members")).is_(200)["members"]
        return listed


class World:
    """What the tests work with."""

    def __init__(self, emulator: Emulator, stack: Stack, api: Api, patience: float) -> None:
        self.emulator, self.stack, self.api = emulator, stack, api
        self.patience = patience
        self.mailbox = Mailbox(emulator, patience)

    def age(self, shop: Shop, sort_key: str, **to: int) -> None:
        """Makes times of an item be what they would be later."""
        self.emulator.client("dynamodb").update_item(
            TableName=self.stack.ids["Table"],
            Key={"pk": {"S": f"STORE#{shop.id}"}, "sk": {"S": sort_key}},
            UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in to),
            ExpressionAttributeValues={f":{name}": {"N": str(value)} for name, value in to.items()},
        )

    def expire(self, shop: Shop, invitation: Json) -> None:
        """Lets the term of an invitation pass."""
        past = int(time.time()) - 60
        self.age(shop, f"INVITATION#{invitation['id']}", expires_at=past * 1000, held_until=past)

    def invoke(self, function: str, event: Json) -> Json:
        """What a service of AWS does that calls a function itself."""
        answer = self.emulator.client("lambda").invoke(
            FunctionName=self.stack.ids[function], Payload=json.dumps(event).encode()
        )
        payload = answer["Payload"].read().decode()
        assert "FunctionError" not in answer, f"{function} failed: {payload}"
        return json.loads(payload)

    def mail_reported(self, shop: Shop, invitation: Json, event: str, **more: Json) -> None:
        """What SES reports of the newest mail of an invitation, as EventBridge brings it."""
        item = self.emulator.client("dynamodb").get_item(
            TableName=self.stack.ids["Table"],
            Key={"pk": {"S": f"STORE#{shop.id}"}, "sk": {"S": f"INVITATION#{invitation['id']}"}},
        )["Item"]
        tags = {
            "store": [shop.id],
            "invitation": [invitation["id"]],
            "generation": [item["generation"]["N"]],
            "ses:configuration-set": [self.stack.ids["MailConfiguration"]],
        }
        report = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": f"Email {event}",
            "source": "aws.ses",
            "account": "000000000000",
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "region": "eu-west-3",
            "resources": [],
            "detail": {"eventType": event, "mail": {"tags": tags}} | more,
        }
        events = self.emulator.client("events")
        pattern = events.describe_rule(Name=self.stack.ids["FeedbackFunctionReports"])["EventPattern"]
        assert events.test_event_pattern(EventPattern=pattern, Event=json.dumps(report))["Result"], report
        self.invoke("FeedbackFunction", report)

    def run_review(self) -> Json:
        """What the schedule does every few hours."""
        return self.invoke("ReviewFunction", {})


@test
def the_gateway_refuses_who_has_no_right_to_call(world: World) -> None:
    api, person = world.api, Person("Eve")
    claims = person.claims()
    tokens = {
        "none": None,
        "another audience's": api.issuer.token(**claims, aud="another"),
        "another issuer's": api.issuer.token(**claims, iss="https://login.example.org"),
        "a forged": api.issuer.token(**claims, by_stranger=True),
        "an expired": api.issuer.token(**claims, exp=int(time.time()) - 60),
        "no": "no-token",
    }
    for token in tokens.values():
        api.holding(token)("GET", "/me/stores").is_(401)
    api.by(person)("GET", "/me/stores").is_(200)
    body = {"name": "Mine", "owner": {"user_id": "eve", "email": person.email, "name": "Eve"}, "catalog": "ecwid"}
    for scope in ("staffroom/support", "openid"):
        api.by(person, scope=scope)("PUT", "/stores/mine", body).is_(403)
        api.by(person, scope=scope)("POST", "/stores/mine/announcements", {}).is_(403)
    api.by(person)("GET", "/no/such/path").is_(404)


@test
def browsers_may_call_from_the_given_origin_alone(world: World) -> None:
    for origin, allowed in ((ORIGIN, ORIGIN), ("https://elsewhere.example.org", None)):
        headers = {"origin": origin, "access-control-request-method": "PATCH"}
        answer = world.api.send("OPTIONS", "/me", None, headers)
        assert answer.headers.get("access-control-allow-origin") == allowed, answer


@test
def one_invitations_whole_life(world: World) -> None:
    shop, ana = Shop(world, "ecwid", "business"), Person("Ana Alvarez")
    owner = shop.by(shop.owner)
    shop.put(shop.owner).is_(200)
    assert owner("GET", shop.at()).is_(200)["seats"] == {"limit": 2, "members": 0, "invited": 0, "available": 2}

    answer = owner("POST", shop.at("/invitations"), {"email": ana.email, "permissions": ["catalog", "sales"]})
    invitation = answer.is_(201)
    assert answer.headers["location"] == shop.at(f"/invitations/{invitation['id']}")
    assert invitation["status"] == "pending"
    owner("POST", shop.at("/invitations"), {"email": ana.email, "permissions": ["sales"]}).is_(409, "already_invited")
    listed = owner("GET", shop.at("/invitations?status=pending")).is_(200)["invitations"]
    assert [entry["id"] for entry in listed] == [invitation["id"]]
    assert not shop.may(ana, "sales"), "an invitation alone gives nothing"

    mail = world.mailbox.next(ana.email, shop.name)
    assert mail.sender == MAIL_FROM
    assert mail.link and mail.link.startswith(world.stack.outputs["ApiUrl"] + "/join#"), mail.link
    token = {"token": mail.link.split("#")[1]}
    sent = until(lambda: shop.invitation(invitation)["delivery"] == "sent", "the mail is recorded", world.patience)
    assert sent
    shown = world.api.anyone("POST", "/invitations/lookup", token).is_(200)
    assert shown["store"]["name"] == shop.name
    waiting = shop.by(ana)("GET", "/me/invitations").is_(200)["invitations"]
    assert [entry["id"] for entry in waiting] == [invitation["id"]]

    world.api.anyone("POST", "/invitations/accept", token).is_(401)
    joined = shop.by(ana)("POST", "/invitations/accept", token).is_(200)
    assert joined["member"]["user_id"] == ana.sub
    assert shop.by(ana)("POST", "/invitations/accept", token).is_(200) == joined
    world.mailbox.next(shop.owner.email, ana.name)
    assert [member["user_id"] for member in shop.members()] == [shop.owner.sub, ana.sub]
    mine = shop.by(ana)("GET", "/me/stores").is_(200)["stores"]
    assert shop.id in json.dumps(mine)

    assert shop.may(ana, "sales") and not shop.may(ana, "reports")
    assert shop.members()[1]["last_active_at"], "the day's first check is recorded"
    at_ana = shop.at(f"/members/{ana.sub}")
    changed = owner("PATCH", at_ana, {"permissions": ["reports"]}, if_match='"1"').is_(200)
    assert changed["permissions"] == ["reports"]
    owner("PATCH", at_ana, {"permissions": ["sales"]}, if_match='"1"').is_(412, "precondition_failed")
    world.mailbox.next(ana.email, shop.name)
    assert shop.may(ana, "reports") and not shop.may(ana, "sales")

    owner("DELETE", at_ana).is_(204)
    assert not shop.may(ana, "reports")
    shop.by(ana)("GET", shop.at()).is_(404, "not_found")
    shop.by(ana)("POST", "/invitations/accept", token).is_(410, "invitation_used")
    world.mailbox.next(ana.email, shop.name)
    events = owner("GET", shop.at("/audit")).is_(200)["events"]
    assert [event["type"] for event in events] == [
        "member.removed", "member.changed", "invitation.accepted", "invitation.created", "store.created",
    ]  # fmt: skip


@test
def many_are_invited_at_once(world: World) -> None:
    shop = Shop(world, "whatnot", "default")
    people = [Person(name) for name in ("Ana", "Ben", "Cleo")]
    entries = [{"email": person.email, "roles": ["seller"]} for person in people]
    body = {"invitations": [*entries, {"email": "nobody", "roles": ["seller"]}]}
    owner, at = shop.by(shop.owner), shop.at("/invitations/bulk")
    results = owner("POST", at, body, idempotency_key="bulk-1").is_(207)["results"]
    assert [result["status"] for result in results] == [201, 201, 201, 422]
    assert owner("POST", at, body, idempotency_key="bulk-1").is_(207)["results"] == results
    owner("POST", at, {"invitations": entries}, idempotency_key="bulk-1").is_(422, "idempotency_key_reused")
    for person in people:
        world.mailbox.token(person.email)


@test
def seats_past_their_term_are_given_to_others(world: World) -> None:
    shop = Shop(world, "ecwid", "business")
    first = shop.invite(Person("Ana"), permissions=["sales"])
    shop.invite(Person("Ben"), permissions=["sales"])
    third = {"email": Person("Cleo").email, "permissions": ["sales"]}
    owner = shop.by(shop.owner)
    owner("POST", shop.at("/invitations"), third).is_(409, "seat_limit_reached")
    world.expire(shop, first)
    assert owner("GET", shop.at()).is_(200)["seats"]["available"] == 1
    owner("POST", shop.at("/invitations"), third).is_(201)
    assert owner("GET", shop.at()).is_(200)["seats"]["available"] == 0


@test
def a_manager_changes_resends_and_revokes(world: World) -> None:
    shop, manager, ana = Shop(world, "whatnot", "default"), Person("Max Manager"), Person("Ana")
    shop.hire(manager, roles=["administrator"])
    invitation = shop.invite(ana, manager, roles=["seller"])
    first = world.mailbox.token(ana.email)
    at = shop.at(f"/invitations/{invitation['id']}")
    by_manager = shop.by(manager)
    assert by_manager("PATCH", at, {"roles": ["support"], "locale": "nl"}).is_(200)["roles"] == ["support"]
    by_manager("POST", f"{at}/resend").is_(200)
    second = world.mailbox.token(ana.email)
    lookup = "/invitations/lookup"
    world.api.anyone("POST", lookup, {"token": first}).is_(410, "invitation_revoked")
    assert world.api.anyone("POST", lookup, {"token": second}).is_(200)["locale"] == "nl"
    by_manager("DELETE", at).is_(204)
    world.api.anyone("POST", lookup, {"token": second}).is_(410, "invitation_revoked")
    world.api.anyone("POST", lookup, {"token": second[:-4] + "AAAA"}).is_(404, "invalid_token")


@test
def a_manager_hires_and_removes(world: World) -> None:
    shop, manager, ana = Shop(world, "whatnot", "default"), Person("Max Manager"), Person("Ana")
    shop.hire(manager, roles=["administrator"])
    shop.hire(ana, manager, roles=["support"])
    for told in (shop.owner, manager):
        world.mailbox.next(told.email, ana.name)
    shop.by(ana)("DELETE", shop.at(f"/members/{manager.sub}")).is_(403, "forbidden")
    shop.by(manager)("DELETE", shop.at(f"/members/{ana.sub}")).is_(204)
    assert not shop.may(ana, "customer_messages")


@test
def an_invitation_is_declined(world: World) -> None:
    shop, ben = Shop(world, "mycommerce", "standard"), Person("Ben")
    invitation = shop.invite(ben, roles=["collaborator"])
    token = world.mailbox.token(ben.email)
    world.api.anyone("POST", "/invitations/decline", {"token": token, "reason": "No time"}).is_(204)
    assert shop.invitation(invitation)["decline_reason"] == "No time"
    world.mailbox.next(shop.owner.email, ben.email)
    shop.by(ben)("POST", "/invitations/accept", {"token": token}).is_(410, "invitation_declined")


@test
def an_expired_link_is_renewed(world: World) -> None:
    shop, ana = Shop(world, "sendcloud", "default"), Person("Ana")
    invitation = shop.invite(ana, roles=["member"])
    token = {"token": world.mailbox.token(ana.email)}
    world.api.anyone("POST", "/invitations/renew", token).is_(409, "invitation_not_pending")
    world.expire(shop, invitation)
    shop.by(ana)("POST", "/invitations/accept", token).is_(410, "invitation_expired")
    world.api.anyone("POST", "/invitations/renew", token).is_(202)
    fresh = {"token": world.mailbox.token(ana.email)}
    shop.by(ana)("POST", "/invitations/accept", fresh).is_(200)


@test
def a_wrong_account_is_refused(world: World) -> None:
    shop, ana, eve = Shop(world, "sendcloud", "default"), Person("Ana"), Person("Eve")
    shop.invite(ana, roles=["member"])
    token = {"token": world.mailbox.token(ana.email)}
    shop.by(eve)("POST", "/invitations/accept", token).is_(403, "wrong_account")
    unverified = world.api.by(ana, email_verified=False)
    unverified("POST", "/invitations/accept", token).is_(403, "email_not_verified")


@test
def a_member_leaves(world: World) -> None:
    shop, ana = Shop(world, "mycommerce", "professional"), Person("Ana")
    shop.hire(ana, roles=["collaborator"])
    shop.by(ana)("DELETE", shop.at("/members/me")).is_(204)
    assert [member["owner"] for member in shop.members()] == [True]
    shop.by(shop.owner)("DELETE", shop.at("/members/me")).is_(403, "owner_is_fixed")


@test
def orders_and_apps_are_announced(world: World) -> None:
    shop, ana = Shop(world, "ticketing", "default"), Person("Ana")
    shop.hire(ana, roles=["order_notifications", "scanner"])
    owner, activity = shop.by(shop.owner), {"name": "Gala", "order_notifications": True}
    owner("PUT", shop.at("/activities/gala"), activity).is_(201)
    owner("PUT", shop.at("/activities/gala"), activity | {"name": "Gala night"}).is_(200)
    for caller, path in ((shop.by(ana), "/me/activities"), (shop.by(ana), shop.at("/activities"))):
        assert [entry["name"] for entry in caller("GET", path).is_(200)["activities"]] == ["Gala night"]
    order = {"type": "order.created", "activity_id": "gala", "order": {"number": "1007"}}
    world.api.platform("POST", shop.at("/announcements"), order, idempotency_key="order-1007").is_(202)
    world.mailbox.next(ana.email, "1007")
    app = {"type": "app.installed", "app": {"name": "Label Printer"}, "installed_by": ana.sub}
    world.api.platform("POST", shop.at("/announcements"), app).is_(202)
    world.mailbox.next(shop.owner.email, "Label Printer")


@test
def people_change_their_profile(world: World) -> None:
    shop, ana = Shop(world, "ecwid", "business"), Person("Ana")
    shop.hire(ana, permissions=["sales"])
    profile = shop.by(ana)("PATCH", "/me", {"name": "Ana Beltran", "locale": "es"}).is_(200)
    assert profile["name"] == "Ana Beltran"
    assert shop.members()[1]["name"] == "Ana Beltran"
    world.api.by(ana)("PATCH", "/me", {"email": "other@example.com"}).is_(422, "invalid_field")


@test
def a_store_changes_hands(world: World) -> None:
    shop, ana = Shop(world, "whatnot", "default"), Person("Ana")
    shop.hire(ana, roles=["administrator"])
    shop.put(ana).is_(200)
    listed = shop.by(ana)("GET", shop.at("/members")).is_(200)["members"]
    assert [(member["user_id"], member["owner"]) for member in listed] == [(ana.sub, True)]
    shop.by(shop.owner)("GET", shop.at()).is_(404)


@test
def settings_and_catalog(world: World) -> None:
    shop = Shop(world, "ecwid", "business")
    owner, agent = shop.by(shop.owner), world.api.by(Person("Agent"), scope="staffroom/support")
    access = shop.at("/access?permission=sales")
    assert not agent("GET", access).is_(200)["allowed"]
    settings = {"support_access": True, "allowed_domains": ["example.com"]}
    answer = owner("PATCH", shop.at(), {"settings": settings, "locale": "de"})
    assert answer.is_(200)["settings"] == settings and answer.headers["etag"]
    assert agent("GET", access).is_(200)["allowed"]
    elsewhere = {"email": "ana@example.org", "permissions": ["sales"]}
    owner("POST", shop.at("/invitations"), elsewhere).is_(422, "domain_not_allowed")
    owner("PATCH", shop.at(), {"plan": "unlimited"}).is_(403)
    assert world.api.platform("PATCH", shop.at(), {"plan": "unlimited"}).is_(200)["seats"]["limit"] is None
    labels = owner("GET", shop.at("/catalog?locale=fr")).is_(200)["permissions"]
    assert any(entry["slug"] == "sales" and entry["label"] for entry in labels)


@test
def what_ses_reports_is_recorded(world: World) -> None:
    shop, ana = Shop(world, "ticketing", "default"), Person("Ana")
    invitation = shop.invite(ana, roles=["scanner"])
    world.mailbox.token(ana.email)
    world.mail_reported(shop, invitation, "Delivery")
    assert shop.invitation(invitation)["delivery"] == "delivered"
    world.mail_reported(shop, invitation, "Bounce", bounce={"bounceType": "Permanent"})
    assert shop.invitation(invitation)["delivery"] == "bounced"
    world.mailbox.next(shop.owner.email, ana.email)


@test
def a_mail_that_ses_refuses_is_recorded(world: World) -> None:
    shop = Shop(world, "ecwid", "business")
    # The emulated account is in SES's sandbox, where only the verified domain gets mail.
    address = f"{uuid.uuid4().hex}@unverified.example.net"
    body = {"email": address, "permissions": ["sales"]}
    invitation = shop.by(shop.owner)("POST", shop.at("/invitations"), body).is_(201)
    until(lambda: shop.invitation(invitation)["delivery"] == "failed", "the refusal is recorded", world.patience)
    world.mailbox.next(shop.owner.email, address)


@test
def reviews_and_warnings_fall_due(world: World) -> None:
    shop, ana = Shop(world, "ecwid", "business"), Person("Ana")
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 30 * 86400))
    shop.hire(ana, permissions=["sales"], access_ends_at=end)
    past = int(time.time()) - 60
    world.age(shop, "STORE", due_at=past)
    world.age(shop, f"MEMBER#{ana.sub}", due_at=past)
    done = world.run_review()
    assert done["reviews"] >= 1 and done["warnings"] >= 1, done
    world.mailbox.next(shop.owner.email, ana.name)
    world.mailbox.next(ana.email, shop.name)


@test
def a_deleted_invitation_frees_its_seat(world: World) -> None:
    """DynamoDB's time to live, whose deletions make no stream record on the emulator: the record is made up here."""
    shop, ana = Shop(world, "ecwid", "business"), Person("Ana")
    invitation = shop.invite(ana, permissions=["sales"])
    world.mailbox.token(ana.email)
    table = world.emulator.client("dynamodb")
    key = {"pk": {"S": f"STORE#{shop.id}"}, "sk": {"S": f"INVITATION#{invitation['id']}"}}
    old = table.delete_item(TableName=world.stack.ids["Table"], Key=key, ReturnValues="ALL_OLD")["Attributes"]
    record = {
        "eventID": uuid.uuid4().hex,
        "eventName": "REMOVE",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-3",
        "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
        "dynamodb": {
            "ApproximateCreationDateTime": int(time.time()),
            "Keys": key,
            "OldImage": old,
            "SequenceNumber": "100000000000000000001",
            "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }
    assert world.invoke("NotifyFunction", {"Records": [record]}) == {"batchItemFailures": []}
    assert shop.by(shop.owner)("GET", shop.at()).is_(200)["seats"]["available"] == 2


@test
def links_outlive_a_rotation_of_the_keys(world: World) -> None:
    """What Secrets Manager does in a rotation; on the emulator it only says that it would."""
    shop, ana = Shop(world, "mycommerce", "standard"), Person("Ana")
    shop.invite(ana, roles=["collaborator"])
    before = {"token": world.mailbox.token(ana.email)}
    secrets, secret = world.emulator.client("secretsmanager"), world.stack.outputs["LinkKeysArn"]
    # As when the last rotation is long past: what has been a key before the present one may go.
    signs = secrets.get_secret_value(SecretId=secret)["SecretString"].split()[0]
    secrets.put_secret_value(SecretId=secret, SecretString=signs)
    version = str(uuid.uuid4())
    secrets.put_secret_value(SecretId=secret, ClientRequestToken=version, VersionStages=["AWSPENDING"])
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        rotation = {"Step": step, "SecretId": secret, "ClientRequestToken": version}
        world.invoke("RotateFunction", rotation)
    kept = secrets.get_secret_value(SecretId=secret)
    assert kept["VersionId"] == version and len(kept["SecretString"].split()) == 2
    for function in ("AcceptFunction", "NotifyFunction"):
        world.stack.restart(function)
    assert world.api.anyone("POST", "/invitations/lookup", before).is_(200)
    shop.by(ana)("POST", "/invitations/accept", before).is_(200)


@test
def the_pages_are_served(world: World) -> None:
    declared = {route["RouteKey"] for route in world.stack.routes()}
    for page in ("/join", "/team"):
        if f"GET {page}" in declared:
            answer = world.api.anyone("GET", page).has(200)
            assert answer.headers["content-type"].startswith("text/html"), answer.headers
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            for asset in sorted(set(re.findall(r"/assets/[\w.-]+", answer.text))):
                found = world.api.anyone("GET", asset).has(200)
                assert "immutable" in found.headers["cache-control"], asset
