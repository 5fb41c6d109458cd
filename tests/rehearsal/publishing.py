"""Tests of what goes out: published events, on the bus and in their list, and deliveries to webhooks."""

import json
import uuid

from api import Json, Person
from context import Context, Tests, TestStore
from emulator import wait_until

TESTS = Tests()


@TESTS.test
def published_events_reach_the_bus_and_the_list(context: Context) -> None:
    bus = context.stack.outputs["EventBusName"]
    sqs, events = context.emulator.client("sqs"), context.emulator.client("events")
    queue = sqs.create_queue(QueueName=f"events-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = f"events-{uuid.uuid4().hex[:8]}"
    events.put_rule(Name=rule, EventBusName=bus, EventPattern=json.dumps({"source": ["staffroom"]}))
    events.put_targets(Rule=rule, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    store = TestStore(context, "ecwid", "business")
    store.invite(Person("Ana"), permissions=["sales"])
    found: dict[str, Json] = {}

    def are_there() -> bool:
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            event = json.loads(message["Body"])
            if event["detail"]["store_id"] == store.id:
                found[event["detail-type"]] = event["detail"]
        return {"store.created", "invitation.created", "seats.changed"} <= found.keys()

    wait_until(are_there, "the events are on the bus", context.timeout)
    listed = context.api.platform("GET", store.path("/events")).expect(200)
    assert found["invitation.created"] in listed["events"], listed
    assert listed["next_cursor"]
    after = context.api.platform("GET", store.path(f"/events?after={listed['next_cursor']}")).expect(200)
    assert after == {"events": [], "next_cursor": listed["next_cursor"]}


@TESTS.test
def an_event_is_attempted_to_be_delivered(context: Context) -> None:
    """On the emulator no public host can be reached: what is tried is everything up to the connection."""
    platform = context.api.platform
    platform("POST", "/webhooks", {"url": "https://169.254.169.254/"}).expect(422, "invalid_field")
    store = TestStore(context, "ecwid", "business")
    body = {"url": "https://hooks.example.invalid/", "stores": [store.id], "types": ["invitation.created"]}
    created = platform("POST", "/webhooks", body).expect(201)
    path = f"/webhooks/{created['id']}"
    assert created["secret"].startswith("whsec_")
    store.invite(Person("Ana"), permissions=["sales"])

    def deliveries() -> list[Json]:
        found: list[Json] = platform("GET", f"{path}/deliveries").expect(200)["deliveries"]
        return found

    wait_until(lambda: any(one["last_error"] for one in deliveries()), "a delivery is attempted", context.timeout)
    (delivery,) = deliveries()
    assert (delivery["type"], delivery["status"]) == ("invitation.created", "pending"), delivery
    platform("POST", f"{path}/test").expect(202)
    platform("POST", f"{path}/replay", {"event_ids": [delivery["event_id"]]}).expect(202)
    wait_until(lambda: len(deliveries()) == 3, "a test and a replay are attempted", context.timeout)
    assert platform("POST", f"{path}/secret").expect(200)["secret"] != created["secret"]
    assert platform("PATCH", path, {"enabled": False}).expect(200)["disabled_reason"] == "by_platform"
    assert created["id"] in [webhook["id"] for webhook in platform("GET", "/webhooks").expect(200)["webhooks"]]
    assert not platform("GET", path).expect(200)["enabled"]
    for head in ("/webhooks", path, f"{path}/deliveries"):
        assert not platform("HEAD", head).assert_status(200).text
    platform("DELETE", path).expect(204)
