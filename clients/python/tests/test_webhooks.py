"""The receivers of webhooks: what is genuine, and what was passed."""

from __future__ import annotations

import asyncio
import base64
import time
import unittest
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from unittest import mock

from deliveries import SECRET, delivery, event

from staffroom_client.webhooks import AsyncWebhookReceiver, PublishedEvent, Receipt, WebhookReceiver


class Both:
    """A receiver by threads and one by coroutines, which must agree."""

    def __init__(self, secret: Any = SECRET, **options: Any) -> None:
        self.handled: list[int] = []
        self._others: list[int] = []
        self._threads = WebhookReceiver(secret, on_event=lambda one: self.handled.append(one["version"]), **options)
        self._coroutines = AsyncWebhookReceiver(secret, on_event=self._handle, **options)

    async def _handle(self, one: PublishedEvent) -> None:
        self._others.append(one["version"])

    def receive(self, body: bytes | str, headers: Mapping[str, str]) -> Receipt:
        """What both say."""
        receipt = self._threads.receive(body, headers)
        other = asyncio.run(self._coroutines.receive(body, headers))
        assert (receipt, self.handled) == (other, self._others), (receipt, other)
        return receipt


class Webhooks(unittest.TestCase):
    """Deliveries."""

    def test_a_signature_of_the_reference_libraries_is_genuine_and_no_other(self) -> None:
        # Made with the package `standardwebhooks` of npm, too, which agrees.
        body = '{"test": 2432232314}'
        good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        headers = {
            "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "Webhook-Timestamp": "1614265330",
            "Webhook-Signature": good,
        }
        receiver = Both()

        def status(changed: dict[str, str], text: str = body) -> int:
            return receiver.receive(text, headers | changed).status

        with mock.patch("standardwebhooks.webhooks.datetime", wraps=datetime) as clock:
            clock.now.return_value = datetime.fromtimestamp(1614265330, timezone.utc)
            self.assertEqual(status({}), 400, "genuine, but no event")
            self.assertEqual(status({"Webhook-Signature": f"v1,AAAA v2,x {good}"}), 400, "one of several")
            for changed in (
                {"Webhook-Id": "msg_q"},
                {"Webhook-Timestamp": "1614265331"},
                {"Webhook-Timestamp": "x"},
                {"Webhook-Timestamp": "nan"},
                {"Webhook-Signature": good.replace("v1", "v2")},
                {"Webhook-Signature": good.replace("g0", "g1")},
                {"Webhook-Signature": "v1,"},
                {"Webhook-Signature": "v1"},
                {"Webhook-Signature": "v1,a"},
                {"Webhook-Signature": ""},
                {"Webhook-Id": ""},
            ):
                with self.subTest(changed):
                    self.assertEqual(status(changed), 401)
            self.assertEqual(status({}, body + " "), 401)
            self.assertEqual(receiver.receive(b"\xff", headers).status, 401)
            self.assertEqual(receiver.receive(body, {}).status, 401)

    def test_a_delivery_of_another_time_is_not_genuine(self) -> None:
        receiver = Both()
        for minutes in (-6, 6):
            receipt = receiver.receive(*delivery(event(1), at=time.time() + minutes * 60))
            self.assertEqual((receipt.outcome, receipt.status), ("rejected", 401))
        self.assertEqual(receiver.receive(*delivery(event(1), at=time.time() - 240)).outcome, "handled")

    def test_during_a_rotation_the_old_secret_and_the_new_one_are_taken(self) -> None:
        following, other = ("whsec_" + base64.b64encode(bytes([number]) * 32).decode() for number in (7, 8))
        receiver = Both([SECRET, following])
        receiver.receive(*delivery(event(1)))
        receiver.receive(*delivery(event(2), secret=following))
        self.assertEqual(receiver.receive(*delivery(event(3), secret=other)).status, 401)
        self.assertEqual(receiver.handled, [1, 2])
        empty: list[Any] = [[], "", "whsec_"]
        for secret in empty:
            with self.assertRaises(Exception):  # noqa: B017 (the package's own error)
                WebhookReceiver(secret)

    def test_versions_that_were_passed_are_dropped_for_each_subject(self) -> None:
        receiver = Both()
        outcomes = [receiver.receive(*delivery(event(version))).outcome for version in (5, 5, 4, 6)]
        self.assertEqual(outcomes, ["handled", "passed", "passed", "handled"])
        self.assertEqual(receiver.receive(*delivery(event(1, "ben"))).outcome, "handled", "another subject")
        self.assertEqual(receiver.receive(*delivery(event(1, store="other"))).outcome, "handled", "another store")
        self.assertEqual(receiver.handled, [5, 6, 1, 1])

    def test_the_number_of_known_subjects_is_bounded(self) -> None:
        receiver = Both(max_subjects=2)
        for user in "abc":
            receiver.receive(*delivery(event(1, user)))
        outcomes = [receiver.receive(*delivery(event(1, user))).outcome for user in "bca"]
        self.assertEqual(outcomes, ["passed", "passed", "handled"], "the oldest is not known any more")

    def test_an_event_whose_handler_fails_comes_again(self) -> None:
        failures = [RuntimeError("the table is locked")]

        def handle(_: PublishedEvent) -> None:
            if failures:
                raise failures.pop()

        receiver = WebhookReceiver(SECRET, on_event=handle)
        receipt = receiver.receive(*delivery(event(5)))
        self.assertEqual((receipt.outcome, receipt.status, receipt.detail), ("failed", 503, "the table is locked"))
        outcomes = [receiver.receive(*delivery(event(5))).outcome for _ in range(2)]
        self.assertEqual(outcomes, ["handled", "passed"])

    def test_an_event_that_comes_again_while_it_is_handled_is_not_taken(self) -> None:
        async def receive() -> tuple[Receipt, Receipt, Receipt]:
            finish = asyncio.Event()

            async def handle(_: PublishedEvent) -> None:
                await finish.wait()

            receiver = AsyncWebhookReceiver(SECRET, on_event=handle)
            first = asyncio.create_task(receiver.receive(*delivery(event(5))))
            await asyncio.sleep(0)
            again = await receiver.receive(*delivery(event(5)))
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)
            finish.set()
            return again, await receiver.receive(*delivery(event(5))), await receiver.receive(*delivery(event(5)))

        again, later, latest = asyncio.run(receive())
        self.assertEqual((again.outcome, again.status), ("failed", 503))
        self.assertEqual((later.outcome, latest.outcome), ("handled", "passed"), "the first one was cancelled")

    def test_a_test_is_no_event_and_what_is_no_event_is_rejected(self) -> None:
        receiver = Both()
        of_test = event(1) | {"type": "webhook.test", "store_id": None, "subject": {"kind": "webhook", "id": "1"}}
        self.assertEqual(receiver.receive(*delivery(of_test)).outcome, "test")
        bodies: list[object] = [b"", b"x", [], None, event(1) | {"version": 1.5}, event(1) | {"version": True}]
        for body in [*bodies, event(1) | {"subject": None}, event(1) | {"store_id": None}]:
            receipt = receiver.receive(*delivery(body))
            self.assertEqual((receipt.outcome, receipt.status), ("rejected", 400), body)
        self.assertEqual(receiver.receive(*delivery(b"x" * 1_100_000)).status, 413)
        self.assertEqual(receiver.handled, [])


if __name__ == "__main__":
    unittest.main()
