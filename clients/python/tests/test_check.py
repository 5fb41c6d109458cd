"""`can` and `explain` on the local stack, by threads and by coroutines."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
import time
import unittest
from typing import Any

from stack import PATIENT, Incoming, Proxy, Stack, create_shop, remove_ana

from staffroom_client import AsyncStaffroom, Contact, Decision, Staffroom


class OnTheStack(unittest.TestCase):
    """Tests that share a stack."""

    stack: Stack
    proxy: Proxy
    platform: Staffroom
    counted: Staffroom
    store: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.stack = Stack()
        cls.proxy = Proxy(cls.stack)
        cls.platform = cls.stack.platform()
        cls.counted = cls.stack.platform(url=cls.proxy.url)

    @classmethod
    def tearDownClass(cls) -> None:
        cls.proxy.close()
        cls.stack.stop()

    def setUp(self) -> None:
        self.store = create_shop(self.platform)
        self.proxy.requests.clear()

    def a_thousand(self) -> list[tuple[str, str, str]]:
        """A thousand questions, of which the fifteenth alone is permitted."""
        users = ["ana" if index == 7 else f"user-{index}" for index in range(500)]
        return [(user, self.store, permission) for user in users for permission in ("sales", "settings")]

    def sizes(self) -> list[int]:
        """How many evaluations each call had."""
        return [len(request.evaluations) for request in self.proxy.requests]


class Check(OnTheStack):
    """By threads."""

    def test_a_member_may_do_what_they_were_granted_and_nothing_else(self) -> None:
        self.assertIs(self.platform.can("ana", self.store, "sales"), True)
        self.assertIs(self.platform.can("ana", self.store, "settings"), False)
        self.assertIs(self.platform.can("camille", self.store, "settings"), True)
        self.assertIs(self.platform.can("eve", self.store, "sales"), False)
        self.assertIs(self.platform.can("ana", "nowhere", "sales"), False)

    def test_a_denial_says_why_in_the_persons_language_and_whom_to_ask(self) -> None:
        decision = self.platform.explain("ana", self.store, "settings")
        self.assertFalse(decision)
        contact = Contact("Camille Martin", "camille@example.com")
        message = decision.message or ""
        expected = Decision("ana", self.store, "settings", False, "denied", message, "fr", ("settings",), contact)
        self.assertEqual(decision, expected)
        self.assertIn("accès", message)
        self.assertIn("Camille Martin", message)
        self.assertTrue(self.platform.explain("ana", self.store, "sales"))

    def test_a_thousand_questions_at_once_are_twenty_calls(self) -> None:
        answers = self.counted.can_all(self.a_thousand())
        self.assertEqual(self.sizes(), [50] * 20)
        self.assertEqual([index for index, allowed in enumerate(answers) if allowed], [14])

    def test_a_thousand_threads_are_gathered_while_calls_are_in_progress(self) -> None:
        asked = self.a_thousand()
        started = threading.Barrier(len(asked) + 1)
        first = threading.Event()

        def hold(_: Incoming) -> bool:
            return first.wait(60)

        self.proxy.intercept = hold
        answers = [False] * len(asked)

        def ask(index: int) -> None:
            started.wait()
            answers[index] = self.counted.can(*asked[index])

        threads = [threading.Thread(target=ask, args=(index,)) for index in range(len(asked))]
        for thread in threads:
            thread.start()
        started.wait()
        gatherer = self.counted._core.gatherer
        while len(gatherer._waiting) + sum(map(len, gatherer._in_progress)) < len(asked):
            time.sleep(0.01)
        first.set()
        for thread in threads:
            thread.join()
        self.proxy.intercept = lambda _: True
        self.assertLessEqual(len(self.sizes()), 8 + 20)
        self.assertEqual([index for index, allowed in enumerate(answers) if allowed], [14])

    def test_the_same_question_asked_a_thousand_times_is_one_evaluation(self) -> None:
        answers = self.counted.can_all([("ana", self.store, "sales")] * 1000)
        self.assertTrue(all(answers))
        self.assertEqual(self.sizes(), [1])

    def test_nothing_is_remembered_by_default(self) -> None:
        reached, held = threading.Event(), threading.Event()

        def hold(request: Incoming) -> bool:
            if request.path == "/access/v1/evaluations":
                self.proxy.intercept = lambda _: True
                reached.set()
                held.wait(60)
            return True

        self.proxy.intercept = hold
        earlier: list[bool] = []
        thread = threading.Thread(target=lambda: earlier.append(self.counted.can("ana", self.store, "sales")))
        thread.start()
        reached.wait(60)
        remove_ana(self.platform, self.store)
        self.assertFalse(self.counted.can("ana", self.store, "sales"), "asked after the removal")
        held.set()
        thread.join()
        self.assertEqual(earlier, [True], "asked before the removal")
        self.assertEqual(self.counted.remembered, 0)

    def test_what_is_no_question_is_denied_without_a_call(self) -> None:
        long = "x" * 300_000
        asked: list[Any] = [
            (None, self.store, "sales"),
            ("", self.store, "sales"),
            ("é", self.store, "sales"),
            ("ana\n", self.store, "sales"),
            (long, self.store, "sales"),
            ("ana", None, "sales"),
            ("ana", long, "sales"),
            ("ana", "../x", "sales"),
            ("ana", self.store, ""),
            ("ana", self.store, 7),
        ]
        *decisions, good = self.counted.explain_all([*asked, ("ana", self.store, "sales")])
        for decision in decisions:
            self.assertEqual((decision.allowed, decision.reason), (False, "denied"))
            self.assertIsInstance(decision.detail, str)
        self.assertTrue(good)
        self.assertEqual(self.sizes(), [1])

    def test_a_token_that_is_refused_is_renewed_once(self) -> None:
        good = self.stack.platform_token()
        asked: list[bool] = []

        def token(renew: bool) -> str:
            asked.append(renew)
            return good if renew else "worn-out"

        self.assertTrue(self.stack.platform(token=token).can("ana", self.store, "sales"))
        self.assertEqual(asked, [False, True])
        with self.assertLogs("staffroom_client", "WARNING") as log:
            decision = self.stack.platform(token=lambda _: "worn-out").explain("ana", self.store, "sales")
        self.assertEqual((decision.allowed, decision.reason), (False, "unavailable"))
        self.assertIn("401", log.output[0])

    def test_a_persons_own_token_cannot_ask_about_others(self) -> None:
        own = self.stack.platform(token=self.stack.token("ana"))
        self.assertTrue(own.can("ana", self.store, "sales"))
        with self.assertLogs("staffroom_client", "WARNING"):
            decision = own.explain("camille", self.store, "sales")
        self.assertEqual((decision.allowed, decision.reason), (False, "unavailable"))
        self.assertIn("403 forbidden", decision.detail or "")

    def test_a_process_that_was_forked_has_threads_and_connections_of_its_own(self) -> None:
        client = self.stack.platform(remember_seconds=3600)
        self.assertTrue(client.can("ana", self.store, "sales"))
        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)

        def ask() -> None:
            sending.send((client.remembered, client.can("ana", self.store, "sales")))

        child = context.Process(target=ask)
        child.start()
        self.assertTrue(receiving.poll(60))
        self.assertEqual(receiving.recv(), (0, True))
        child.join()
        self.assertTrue(client.can("ana", self.store, "sales"))


class AsyncCheck(OnTheStack):
    """By coroutines."""

    def counting(self) -> AsyncStaffroom:
        """A client whose requests are counted."""
        return AsyncStaffroom(self.proxy.url, self.stack.platform_token(), **PATIENT)

    def test_a_thousand_coroutines_at_once_make_twenty_calls(self) -> None:
        async def ask() -> list[bool]:
            client = self.counting()
            return await asyncio.gather(*(client.can(*one) for one in self.a_thousand()))

        answers = asyncio.run(ask())
        self.assertEqual(self.sizes(), [50] * 20)
        self.assertEqual([index for index, allowed in enumerate(answers) if allowed], [14])

    def test_tasks_and_denials(self) -> None:
        async def ask() -> tuple[bool, Decision]:
            client = self.counting()
            task = asyncio.create_task(client.can("ana", self.store, "sales"))
            return await task, await client.explain("ana", self.store, "settings")

        allowed, decision = asyncio.run(ask())
        self.assertTrue(allowed)
        self.assertEqual((decision.allowed, decision.locale, decision.missing), (False, "fr", ("settings",)))

    def test_an_answer_that_is_not_awaited_is_no_permission(self) -> None:
        client = self.counting()
        with self.assertRaisesRegex(TypeError, "await"):
            if client.can("eve", self.store, "sales"):
                self.fail("the handler ran")
        with self.assertRaisesRegex(TypeError, "await"):
            self.assertFalse(not client.explain("eve", self.store, "sales"))

    def test_a_coroutine_that_is_cancelled_leaves_the_others_their_answer(self) -> None:
        async def ask() -> bool:
            client = self.counting()
            cancelled = asyncio.create_task(client.can("ana", self.store, "sales"))
            other = asyncio.create_task(client.can("ana", self.store, "sales"))
            await asyncio.sleep(0)
            cancelled.cancel()
            return await other

        self.assertTrue(asyncio.run(ask()))
        self.assertEqual(self.sizes(), [1])

    def test_both_clients_share_their_memory(self) -> None:
        client = self.stack.platform(url=self.proxy.url, remember_seconds=3600)
        self.assertTrue(client.can("ana", self.store, "sales"))

        async def ask() -> bool:
            return await client.asynchronous.can("ana", self.store, "sales")

        self.assertTrue(asyncio.run(ask()))
        self.assertEqual(self.sizes(), [1])

    def test_stores_of_another_type_are_asked_about_by_it(self) -> None:
        self.assertIsInstance(self.platform, Staffroom)
        of_records = self.stack.platform(resource_type="record")
        self.assertTrue(of_records.can("demo-owner", "demo-records", "read"))
        self.assertFalse(self.platform.can("demo-owner", "demo-records", "read"))


if __name__ == "__main__":
    unittest.main()
