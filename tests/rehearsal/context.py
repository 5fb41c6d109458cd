"""What the tests of the suite work with: their stores, and the deployed product."""

import json
import time
import uuid
from collections.abc import Callable

from api import Api, Client, Json, Mailbox, Person, Response
from emulator import ACCOUNT, REGION, Emulator
from stack import Stack


class TestStore:
    """A store of one test."""

    def __init__(self, context: "Context", catalog: str, plan: str, owner: Person | None = None) -> None:
        self.context = context
        self.id = f"store-{uuid.uuid4().hex[:12]}"
        self.name = f"Boutique {self.id[-6:]}"
        self.catalog, self.plan = catalog, plan
        self.owner = owner or Person("Olga Owner")
        self.put(self.owner).expect(201)

    def put(self, owner: Person) -> Response:
        """Creates or replaces the store, as the platform does."""
        owner_json = {"user_id": owner.sub, "email": owner.email, "name": owner.name}
        body = {"name": self.name, "owner": owner_json, "catalog": self.catalog, "plan": self.plan, "locale": "en"}
        return self.context.api.platform("PUT", self.path(), body)

    def path(self, path: str = "") -> str:
        """Returns the path of the store, or one below it."""
        return f"/stores/{self.id}{path}"

    def as_person(self, person: Person) -> Client:
        return self.context.api.as_person(person)

    def as_owner(self) -> Client:
        return self.as_person(self.owner)

    def invite(self, person: Person, inviter: Person | None = None, **grant: Json) -> Json:
        """Invites a person, and returns the invitation. The owner invites, unless another inviter is given."""
        client = self.as_person(inviter or self.owner)
        return client("POST", self.path("/invitations"), {"email": person.email} | grant).expect(201)

    def add_member(self, person: Person, inviter: Person | None = None, **grant: Json) -> Json:
        """Invites a person, who accepts. Returns the member."""
        self.invite(person, inviter, **grant)
        token = self.context.mailbox.next_token(person.email)
        return self.as_person(person)("POST", "/invitations/accept", {"token": token}).expect(200)["member"]

    def invitation(self, invitation: Json) -> Json:
        """Returns the current state of an invitation."""
        return self.as_owner()("GET", self.path(f"/invitations/{invitation['id']}")).expect(200)

    def may(self, person: Person, permission: str) -> bool:
        """Whether a person has a permission."""
        body = self.as_person(person)("GET", self.path(f"/access?permission={permission}")).expect(200)
        return bool(body["allowed"])

    def members(self) -> list[Json]:
        members: list[Json] = self.as_owner()("GET", self.path("/members")).expect(200)["members"]
        return members


class Context:
    """The deployed product, and the emulator's APIs. `timeout` is how long tests wait for an effect, in seconds."""

    def __init__(self, emulator: Emulator, stack: Stack, api: Api, timeout: float) -> None:
        self.emulator, self.stack, self.api = emulator, stack, api
        self.timeout = timeout
        self.mailbox = Mailbox(emulator, timeout)

    def set_times(self, store: TestStore, sort_key: str, **values: int) -> None:
        """Changes times in an item of a store, as if it were older."""
        self.emulator.client("dynamodb").update_item(
            TableName=self.stack.ids["Table"],
            Key={"pk": {"S": f"STORE#{store.id}"}, "sk": {"S": sort_key}},
            UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in values),
            ExpressionAttributeValues={f":{name}": {"N": str(value)} for name, value in values.items()},
        )

    def expire(self, store: TestStore, invitation: Json) -> None:
        """Makes an invitation expire."""
        past = int(time.time()) - 60
        self.set_times(store, f"INVITATION#{invitation['id']}", expires_at=past * 1000, held_until=past)

    def invoke(self, function: str, event: Json) -> Json:
        """Invokes a function, as a service of AWS does."""
        response = self.emulator.client("lambda").invoke(
            FunctionName=self.stack.ids[function], Payload=json.dumps(event).encode()
        )
        payload = response["Payload"].read().decode()
        assert "FunctionError" not in response, f"{function} failed: {payload}"
        return json.loads(payload)

    def report_mail_event(self, store: TestStore, invitation: Json, event: str, **detail: Json) -> None:
        """Reports an event of SES about the newest mail of an invitation."""
        item = self._item(store, f"INVITATION#{invitation['id']}")
        tags = {"store": store.id, "invitation": invitation["id"], "generation": item["generation"]["N"]}
        self._report(tags, event, detail)

    def report_member_mail(self, store: TestStore, person: Person, event: str, **detail: Json) -> None:
        """Reports an event of SES about a mail to a member."""
        # The event of the person's invitation is marked with the hash of their address.
        sent = [item for item in self.events(store) if person.email in json.dumps(item) and "mailed" in item]
        (address,) = sent[-1]["mailed"]["SS"]
        self._report({"store": store.id, "member": person.sub, "address": address}, event, detail)

    def _report(self, tags: dict[str, str], event: str, detail: Json) -> None:
        """Invokes `feedback` with an event of SES about the mail with these tags, as EventBridge does."""
        lists = {name: [value] for name, value in tags.items()}
        lists["ses:configuration-set"] = [self.stack.ids["MailConfiguration"]]
        report = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": f"Email {event}",
            "source": "aws.ses",
            "account": ACCOUNT,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "region": REGION,
            "resources": [],
            "detail": {"eventType": event, "mail": {"tags": lists}} | detail,
        }
        events = self.emulator.client("events")
        pattern = events.describe_rule(Name=self.stack.ids["FeedbackFunctionReports"])["EventPattern"]
        assert events.test_event_pattern(EventPattern=pattern, Event=json.dumps(report))["Result"], report
        self.invoke("FeedbackFunction", report)

    def _item(self, store: TestStore, sort_key: str) -> Json:
        """Returns an item of a store."""
        key = {"pk": {"S": f"STORE#{store.id}"}, "sk": {"S": sort_key}}
        return self.emulator.client("dynamodb").get_item(TableName=self.stack.ids["Table"], Key=key)["Item"]

    def events(self, store: TestStore) -> list[Json]:
        """Returns the items of the events of a store, the newest first."""
        found = self.emulator.client("dynamodb").query(
            TableName=self.stack.ids["Table"],
            KeyConditionExpression="pk = :store AND begins_with(sk, :event)",
            ExpressionAttributeValues={":store": {"S": f"STORE#{store.id}"}, ":event": {"S": "EVENT#"}},
            ScanIndexForward=False,
        )
        items: list[Json] = found["Items"]
        return items

    def damage(self, store: TestStore) -> None:
        """Removes an attribute that every store has, so that no version can read it."""
        self.emulator.client("dynamodb").update_item(
            TableName=self.stack.ids["Table"],
            Key={"pk": {"S": f"STORE#{store.id}"}, "sk": {"S": "STORE"}},
            UpdateExpression="REMOVE #name",
            ExpressionAttributeNames={"#name": "name"},
        )

    def stream_record(self, name: str, item: Json, age: int = 0) -> Json:
        """Returns a record of the table's stream, as Lambda hands it over, that is `age` seconds old."""
        return {
            "eventID": uuid.uuid4().hex,
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": REGION,
            "dynamodb": {
                "ApproximateCreationDateTime": int(time.time()) - age,
                "Keys": {"pk": item["pk"], "sk": item["sk"]},
                "OldImage" if name == "REMOVE" else "NewImage": item,
                "SequenceNumber": "100000000000000000001",
                "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
        }

    def send_what_is_due(self) -> Json:
        """Invokes `dispatch`, as the schedule does every five minutes. The queue brings the entries to `work`."""
        return self.invoke("DispatchFunction", {})


Test = Callable[[Context], None]


class Tests(list[Test]):
    """The tests of a module, in the order in which they run."""

    def test(self, function: Test) -> Test:
        """Adds a test."""
        self.append(function)
        return function
