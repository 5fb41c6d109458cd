"""The receivers of webhooks: what is genuine, and what was passed."""

from __future__ import annotations

import asyncio
import base64
import concurrent.futures
import functools
import json
import multiprocessing
import threading
import time
import unittest
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any
from unittest import mock

from deliveries import SECRET, delivery, event

from staffroom_client import Staffroom
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
        short, least, most, long = ("whsec_" + base64.b64encode(bytes(size)).decode() for size in (23, 24, 64, 65))
        for good in (least, most):
            WebhookReceiver(good)
        wrong: list[Any] = ["", "whsec_", "whsec_!!!!", short, long, "x" * 33, None, 7, [], [SECRET, ""]]
        for secret in wrong:
            with self.assertRaisesRegex(ValueError, "secret"):
                WebhookReceiver(secret)

    def test_versions_that_were_passed_are_dropped_for_each_subject(self) -> None:
        receiver = Both()
        outcomes = [receiver.receive(*delivery(event(version))).outcome for version in (5, 5, 4, 6)]
        self.assertEqual(outcomes, ["handled", "passed", "passed", "handled"])
        self.assertEqual(receiver.receive(*delivery(event(1, "ben"))).outcome, "handled", "another subject")
        self.assertEqual(receiver.receive(*delivery(event(1, store="other"))).outcome, "handled", "another store")
        self.assertEqual(receiver.handled, [5, 6, 1, 1])

    def test_what_a_handler_makes_of_an_event_changes_nothing_of_what_was_passed(self) -> None:
        receiver = WebhookReceiver(SECRET, on_event=lambda one: one.update({"version": 99, "store_id": ""}))
        outcomes = [receiver.receive(*delivery(event(version))).outcome for version in (1, 2)]
        self.assertEqual(outcomes, ["handled", "handled"])

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

    def test_of_a_subject_one_event_at_a_time_is_handled_and_the_others_wait(self) -> None:
        async def by_coroutines() -> tuple[list[str], list[str]]:
            log: list[str] = []
            finish = asyncio.Event()

            async def handle(one: PublishedEvent) -> None:
                log.append(f"begin {one['version']}")
                if one["version"] == 1:
                    await finish.wait()
                log.append(f"end {one['version']}")

            receiver = AsyncWebhookReceiver(SECRET, on_event=handle)
            tasks = [asyncio.create_task(receiver.receive(*delivery(event(version)))) for version in (1, 3, 2)]
            await asyncio.sleep(0)
            other = await receiver.receive(*delivery(event(7, "ben")))
            self.assertEqual((other.outcome, log), ("handled", ["begin 1", "begin 7", "end 7"]))
            finish.set()
            return [receipt.outcome for receipt in await asyncio.gather(*tasks)], log[3:]

        outcomes, log = asyncio.run(by_coroutines())
        self.assertEqual(outcomes, ["handled", "handled", "passed"])
        self.assertEqual(log, ["end 1", "begin 3", "end 3"])

    def test_threads_wait_for_their_subject_too_a_bounded_number_of_them(self) -> None:
        log: list[str] = []
        begun, finish = threading.Event(), threading.Event()

        def handle(one: PublishedEvent) -> None:
            log.append(f"begin {one['version']}")
            begun.set()
            if one["version"] == 1:
                finish.wait(60)
            log.append(f"end {one['version']}")

        receiver = WebhookReceiver(SECRET, on_event=handle)
        with concurrent.futures.ThreadPoolExecutor(5) as pool:
            first = pool.submit(receiver.receive, *delivery(event(1)))
            begun.wait(60)
            waiting = [pool.submit(receiver.receive, *delivery(event(2))) for _ in range(4)]
            while receiver._versions.waiting < 4:
                time.sleep(0.01)
            self.assertEqual(receiver.receive(*delivery(event(3))).status, 503, "too many wait")
            finish.set()
            self.assertEqual(first.result().outcome, "handled")
            outcomes = sorted(one.result().outcome for one in waiting)
        self.assertEqual(outcomes, ["handled", "passed", "passed", "passed"])
        self.assertEqual(log, ["begin 1", "end 1", "begin 2", "end 2"])

    def test_a_handler_that_does_not_end_blocks_its_subject_no_longer_than_its_deadline(self) -> None:
        begun, finish = threading.Event(), threading.Event()

        def handle(one: PublishedEvent) -> None:
            begun.set()
            if one["version"] == 1:
                finish.wait(60)

        receiver = WebhookReceiver(SECRET, on_event=handle, event_deadline=0.2)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            first = pool.submit(receiver.receive, *delivery(event(1)))
            begun.wait(60)
            self.assertEqual(receiver.receive(*delivery(event(3))).outcome, "handled")
            finish.set()
            self.assertEqual(first.result().outcome, "handled", "late")
        self.assertEqual(receiver.receive(*delivery(event(3))).outcome, "passed")
        cancelled: list[int] = []

        async def handle_slowly(one: PublishedEvent) -> None:
            try:
                if one["version"] == 1:
                    await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.append(one["version"])
                raise

        async def receive() -> list[Receipt]:
            receiver = AsyncWebhookReceiver(SECRET, on_event=handle_slowly, event_deadline=0.2)
            return [await receiver.receive(*delivery(event(version))) for version in (1, 2)]

        late, later = asyncio.run(receive())
        self.assertEqual((late.outcome, late.status, later.outcome), ("failed", 503, "handled"))
        self.assertEqual((late.detail, cancelled), ("on_event has not ended in 0.2 seconds", [1]))

    def test_a_process_that_was_forked_does_not_wait_for_what_the_other_one_handles(self) -> None:
        begun, forked = threading.Event(), threading.Event()

        def handle(one: PublishedEvent) -> None:
            begun.set()
            if one["version"] == 1:
                forked.wait(60)

        receiver = WebhookReceiver(SECRET, on_event=handle)
        thread = threading.Thread(target=receiver.receive, args=delivery(event(1)))
        thread.start()
        begun.wait(60)
        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)
        with receiver._versions.lock:  # as another thread may have it
            child = context.Process(target=lambda: sending.send(receiver.receive(*delivery(event(2)))))
            child.start()
        self.assertTrue(receiving.poll(60))
        self.assertEqual(receiving.recv().outcome, "handled")
        child.join()
        forked.set()
        thread.join()

    def test_it_never_raises_and_a_genuine_delivery_that_is_no_event_ends_all_answers(self) -> None:
        client = Staffroom("http://127.0.0.1:9", "t")
        receiver: Any = Both(forget=[client])
        body, headers = delivery(event(1))
        with mock.patch.object(client, "forget_all") as forgotten:
            wrong: list[tuple[Any, Any, int]] = [(None, headers, 400), (7, headers, 400), ({}, headers, 400)]
            for given, with_, status in [*wrong, (body, None, 400), (body, "x", 400), (body, {}, 401)]:
                receipt = receiver.receive(given, with_)
                self.assertEqual((receipt.outcome, receipt.status), ("rejected", status))
            forgotten.assert_not_called()
            deep = b"[" * 100_000 + b"]" * 100_000
            start = body[:-1]
            genuine = [deep, start + b',"x":' + deep + b"}", start + b',"version":2}', b"\xef\xbb\xbf" + body]
            for one in [*genuine, start + b',"x":NaN}', json.dumps(event(2**53)).encode()]:
                receipt = receiver.receive(*delivery(one))
                self.assertEqual((receipt.outcome, receipt.status), ("rejected", 400))
            self.assertEqual(forgotten.call_count, 12)

    def test_a_fault_of_the_code_does_not_look_like_a_forgery(self) -> None:
        receiver = WebhookReceiver(SECRET)
        with (
            mock.patch("standardwebhooks.Webhook.verify", side_effect=TypeError("json_parse")),
            self.assertLogs("staffroom_client", "ERROR"),
        ):
            receipt = receiver.receive(*delivery(event(1)))
            self.assertEqual((receipt.outcome, receipt.status, receipt.detail), ("failed", 503, "json_parse"))
        old = mock.patch("standardwebhooks.Webhook.verify", side_effect=TypeError("json_parse"))
        with old, self.assertRaisesRegex(TypeError, "json_parse"):
            WebhookReceiver(SECRET)

    def test_options(self) -> None:
        async def handle(_: PublishedEvent) -> None:
            """Would never run."""

        wrong: list[tuple[str, Any]] = [
            ("max_subjects", 0),
            ("max_subjects", 1.5),
            ("event_deadline", 0),
            ("on_event", {}),
            ("forget", [None]),
        ]
        for name, value in [*wrong, ("on_event", handle)]:
            with self.assertRaisesRegex(ValueError, name):
                WebhookReceiver(SECRET, **{name: value})
        hidden: Any = functools.partial(mock.Mock(side_effect=handle))
        late = WebhookReceiver(SECRET, on_event=hidden)
        self.assertEqual(late.receive(*delivery(event(1))).outcome, "failed")


if __name__ == "__main__":
    unittest.main()
