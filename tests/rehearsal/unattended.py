"""Tests of what no request starts: reports of SES, the schedule, the stream, and the rotation of keys.

The emulator does not start all of it; then a test invokes the function as AWS does.
"""

import time
import uuid

from api import Person
from context import Context, Tests, TestStore
from emulator import wait_until

TESTS = Tests()


@TESTS.test
def mail_events_of_ses_are_recorded(context: Context) -> None:
    store, ana = TestStore(context, "ticketing", "default"), Person("Ana")
    invitation = store.invite(ana, roles=["scanner"])
    context.mailbox.next_token(ana.email)
    context.report_mail_event(store, invitation, "Delivery")
    assert store.invitation(invitation)["delivery"] == "delivered"
    context.report_mail_event(store, invitation, "Bounce", bounce={"bounceType": "Permanent"})
    assert store.invitation(invitation)["delivery"] == "bounced"
    context.mailbox.next_mail(store.owner.email, ana.email)
    ben = Person("Ben")
    member = store.add_member(ben, roles=["scanner"])
    assert not member.get("mail_problem"), member
    context.report_member_mail(store, ben, "Bounce", bounce={"bounceType": "Permanent"})
    listed = {entry["user_id"]: entry.get("mail_problem") for entry in store.members()}
    assert listed[ben.sub], listed


@TESTS.test
def a_mail_that_the_sandbox_of_ses_refuses_is_not_given_up(context: Context) -> None:
    """The fault is the account's: on AWS the stream brings the record again, which the emulator does not."""
    store = TestStore(context, "ecwid", "unlimited")
    # The account is in the SES sandbox, which refuses mails to other domains than the verified one.
    address = f"{uuid.uuid4().hex}@unverified.example.net"
    body = {"email": address, "permissions": ["sales"]}
    refused = store.as_owner()("POST", store.path("/invitations"), body).expect(201)
    other = Person("Ana")
    store.invite(other, permissions=["sales"])
    context.mailbox.next_token(other.email)
    assert store.invitation(refused)["delivery"] == "queued"


@TESTS.test
def due_reviews_and_warnings_are_sent(context: Context) -> None:
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana")
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 30 * 86400))
    store.add_member(ana, permissions=["sales"], access_ends_at=end)
    past = int(time.time()) - 60
    context.set_times(store, "STORE", due_at=past)
    context.set_times(store, f"MEMBER#{ana.sub}", due_at=past)
    run = context.send_what_is_due()
    assert run["sent"] >= 2 and run["passed_over"] == 0, run
    context.mailbox.next_mail(store.owner.email, ana.name)
    context.mailbox.next_mail(ana.email, store.name)


@TESTS.test
def an_expiry_is_recorded(context: Context) -> None:
    store = TestStore(context, "ecwid", "business")
    invitation = store.invite(Person("Ana"), permissions=["sales"])
    context.expire(store, invitation)
    context.set_times(store, f"INVITATION#{invitation['id']}", due_at=int(time.time()) - 60)
    context.send_what_is_due()

    def is_recorded() -> bool:
        events = store.as_owner()("GET", store.path("/audit")).expect(200)["events"]
        return any(event["type"] == "invitation.expired" for event in events)

    wait_until(is_recorded, "the expiry is recorded", context.timeout)


@TESTS.test
def a_closed_store_is_deleted(context: Context) -> None:
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana")
    store.add_member(ana, permissions=["sales"])
    context.api.platform("DELETE", store.path()).expect(202)
    store.as_owner()("GET", store.path()).expect(410, "store_closed")
    past = int(time.time()) - 600
    context.set_times(store, "STORE", closed_at=past * 1000, due_at=past)
    context.send_what_is_due()
    wait_until(lambda: store.as_owner()("GET", store.path()).status == 404, "the id is free", context.timeout)


@TESTS.test
def a_deleted_invitation_frees_its_seat(context: Context) -> None:
    """Deletions by time to live make no stream record on the emulator, so the test makes one."""
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana")
    invitation = store.invite(ana, permissions=["sales"])
    context.mailbox.next_token(ana.email)
    table = context.emulator.client("dynamodb")
    key = {"pk": {"S": f"STORE#{store.id}"}, "sk": {"S": f"INVITATION#{invitation['id']}"}}
    old = table.delete_item(TableName=context.stack.ids["Table"], Key=key, ReturnValues="ALL_OLD")["Attributes"]
    record = context.stream_record("REMOVE", old)
    record["userIdentity"] = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    assert context.invoke("NotifyFunction", {"Records": [record]}) == {"batchItemFailures": []}
    assert store.as_owner()("GET", store.path()).expect(200)["seats"]["available"] == 2


@TESTS.test
def a_store_that_cannot_be_read_holds_no_mail_up(context: Context) -> None:
    """The stream of the emulator takes no partial failures, so the test invokes the function with the record."""
    store, ana = TestStore(context, "ecwid", "business"), Person("Ana")
    store.invite(ana, permissions=["sales"])
    context.mailbox.next_token(ana.email)
    event = context.events(store)[0]
    context.damage(store)
    for age, given_up in ((60, False), (3600, True)):
        record = context.stream_record("INSERT", event, age)
        failed = context.invoke("NotifyFunction", {"Records": [record]})["batchItemFailures"]
        assert (failed == []) == given_up, failed


@TESTS.test
def links_stay_valid_after_a_rotation_of_the_keys(context: Context) -> None:
    """The emulator does not rotate secrets, so the test invokes the function as Secrets Manager does."""
    store, ana = TestStore(context, "mycommerce", "standard"), Person("Ana")
    store.invite(ana, roles=["collaborator"])
    before = {"token": context.mailbox.next_token(ana.email)}
    secrets, secret = context.emulator.client("secretsmanager"), context.stack.outputs["LinkKeysArn"]
    # As if the last rotation were long ago: then the secret has one key, and the next rotation is allowed.
    signing_key = secrets.get_secret_value(SecretId=secret)["SecretString"].split()[0]
    secrets.put_secret_value(SecretId=secret, SecretString=signing_key)
    version = str(uuid.uuid4())
    secrets.put_secret_value(SecretId=secret, ClientRequestToken=version, VersionStages=["AWSPENDING"])
    for step in ("createSecret", "setSecret", "testSecret", "finishSecret"):
        rotation = {"Step": step, "SecretId": secret, "ClientRequestToken": version}
        context.invoke("RotateFunction", rotation)
    rotated = secrets.get_secret_value(SecretId=secret)
    assert rotated["VersionId"] == version and len(rotated["SecretString"].split()) == 2
    for function in ("AcceptFunction", "NotifyFunction"):
        context.stack.restart(function)
    assert context.api.anonymous("POST", "/invitations/lookup", before).expect(200)
    store.as_person(ana)("POST", "/invitations/accept", before).expect(200)
