"""Questions to a server that is dead, slow, busy or lying: each is refused in time, and says why."""

from __future__ import annotations

import asyncio
import concurrent.futures
import itertools
import json
import logging
import socket
import threading
import time
import unittest
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

from stack import Incoming, Listener, Reply, Server

from staffroom_client import AsyncStaffroom, Decision, Staffroom, StaffroomError, calls

# How late an answer may be on a machine that is busy. Without a deadline it would never come.
LATE = 3
PERMITTED = {"evaluations": [{"decision": True}]}


def answer(body: object, headers: dict[str, str] | None = None, status: int = 200) -> Reply:
    """A response of JSON, or of a text as it is."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, data, {"Content-Type": "application/json"} | (headers or {}))


def denied(**context: object) -> object:
    """A denial with this context."""
    return {"evaluations": [{"decision": False, "context": context}]}


class Failures(unittest.TestCase):
    """Each by threads and by coroutines."""

    took = 0.0

    def ask(self, url: str, **options: Any) -> Decision:
        """Asks by threads and by coroutines, which must agree."""
        given: dict[str, Any] = {"token": "t", "check_deadline": 1, "remember_seconds": 60} | options
        client = Staffroom(url, **given)
        self.logged.clear()
        started = time.monotonic()
        decision = client.explain("ana", "shop", "sales")
        self.took = time.monotonic() - started
        self.assertEqual(client.remembered, 0 if decision.reason == "unavailable" else 1)
        if decision.reason == "unavailable" and decision.detail != "no answer in time":
            # Beside it may be what an earlier question's thread says late.
            self.assertIn(decision.detail or "", "\n".join(self.logged))
        other = AsyncStaffroom(url, **given)

        async def ask() -> Decision:
            return await other.explain("ana", "shop", "sales")

        by_coroutine = asyncio.run(ask())
        self.assertEqual((decision.allowed, decision.reason), (by_coroutine.allowed, by_coroutine.reason))
        return decision

    def ask_one(self, listener: Listener, **options: Any) -> Decision:
        """Asks a server that answers like this."""
        server = Server(listener)
        try:
            return self.ask(server.url, **options)
        finally:
            server.close()

    def assert_refused(self, decision: Decision, detail: str) -> None:
        """It is refused, and says why."""
        self.assertEqual((decision.allowed, decision.reason, decision.message), (False, "unavailable", None))
        self.assertRegex(decision.detail or "", detail)

    def setUp(self) -> None:
        """Keeps what is written to the log from the output."""
        self.logged: list[str] = []
        handler = logging.Handler()
        handler.emit = lambda record: self.logged.append(record.getMessage())  # type: ignore[method-assign]
        log = logging.getLogger("staffroom_client")
        log.addHandler(handler)
        log.propagate = False
        self.addCleanup(log.removeHandler, handler)

    def test_an_honest_answer_permits(self) -> None:
        self.assertTrue(self.ask_one(lambda *_: answer(PERMITTED)))

    def test_refusal_by_a_dead_server(self) -> None:
        server = Server(lambda *_: None)
        server.close()
        self.assert_refused(self.ask(server.url), "refused")
        self.assertLess(self.took, LATE)

    def test_refusal_if_the_server_does_not_exist(self) -> None:
        self.assert_refused(self.ask("https://staffroom.invalid"), "no (response|answer)")

    def test_refusal_by_a_slow_server(self) -> None:
        def trickle(start: bytes, more: bytes) -> Callable[[], Decision]:
            """A server that begins like this, and goes on like this without end."""

            def ask() -> Decision:
                listening = socket.create_server(("127.0.0.1", 0))
                thread = threading.Thread(target=serve, args=(listening,), daemon=True)
                thread.start()
                try:
                    return self.ask(f"http://127.0.0.1:{listening.getsockname()[1]}")
                finally:
                    listening.close()

            def serve(listening: socket.socket) -> None:
                while True:
                    try:
                        connection, _ = listening.accept()
                    except OSError:
                        return
                    threading.Thread(target=drip, args=(connection,), daemon=True).start()

            def drip(connection: socket.socket) -> None:
                with connection:
                    try:
                        connection.sendall(start)
                        while True:
                            time.sleep(0.05)
                            connection.sendall(more)
                    except OSError:
                        return

            return ask

        head = b"HTTP/1.1 200 OK\r\n"
        whole = head + b"Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
        for start, more in ((b"", b""), (head, b"X-Slow: 1\r\n"), (whole, b" "), (b"HTTP", b""), (head, b"")):
            self.assert_refused(trickle(start, more)(), "in time")
            self.assertLess(self.took, LATE, start)

    def test_refusal_by_lying_servers(self) -> None:
        problem = {"type": "urn:staffroom:problem:x", "title": "X", "status": 422, "code": "x", "detail": "x"}
        error = {"status": 400, "message": "/subject"}
        other_type = {"Content-Type": "text/html"}
        problem_type = {"Content-Type": "application/problem+json"}
        lies: list[tuple[Reply, str]] = [
            (answer(b"<html>"), "no JSON"),
            (answer(b'{"evaluations":[{"decision":tr'), "no JSON"),
            (answer(b'{"evaluations":[{"decision":true,"x":"\xff"}]}'), "no JSON"),
            (answer(PERMITTED, other_type), "no JSON"),
            (answer(b""), "no JSON"),
            (answer(None), "no evaluations"),
            (answer([{"decision": True}]), "no evaluations"),
            (answer({"decision": True}), "no evaluations"),
            (answer({"evaluations": []}), "0 evaluations"),
            (answer({"evaluations": [{"decision": True}] * 2}), "2 evaluations"),
            (answer({"evaluations": {"0": {"decision": True}}}), "no evaluations"),
            (answer({"evaluations": [{"decision": "true"}]}), "no boolean"),
            (answer({"evaluations": [{"decision": 1}]}), "no boolean"),
            (answer({"evaluations": [{"allowed": True}]}), "no boolean"),
            (answer({"evaluations": [True]}), "no object"),
            (answer({"evaluations": [None]}), "no object"),
            (answer({"evaluations": [{"decision": True, "context": {"missing": ["sales"]}}]}), "why it is denied"),
            (answer({"evaluations": [{"decision": True, "context": {"error": error}}]}), "why it is denied"),
            (answer({"evaluations": [{"decision": True, "context": "ok"}]}), "context"),
            (answer(b"\xef\xbb\xbf" + json.dumps(PERMITTED).encode()), "no JSON"),
            (answer(b'{"evaluations":[{"decision":true,"x":NaN}]}'), "no JSON"),
            (answer(b'{"evaluations":[{"decision":false,"\\u0064ecision":true}]}'), "no JSON"),
            (answer(b'{"evaluations":' + b"[" * 90_000 + b"]" * 90_000 + b"}"), "no JSON"),
            (answer({"evaluations": [{"decision": True, "context": {"missing": None}}]}), "why it is denied"),
            (answer({"evaluations": [{"decision": True, "context": None}]}), "context"),
            (answer(denied(missing=None)), "missing"),
            (answer(denied(error="x")), "error"),
            (answer(denied(missing=[])), "another permission"),
            (answer(denied(reason_user={"en": "\ud800"})), "reason_user"),
            (answer(denied(reason_user={"en": 7})), "reason_user"),
            (answer(denied(reason_user={"en": "x" * 9000})), "reason_user"),
            (answer(denied(reason_user={"en\r\nx: y": "No"})), "language"),
            (answer(denied(missing="sales")), "missing"),
            (answer(denied(missing=["sales", "x" * 65])), "missing is no list of permissions"),
            (answer(denied(contact={"name": "C"})), "contact"),
            (answer(denied(error=error)), "/subject"),
            (answer(PERMITTED, {"X-Request-ID": "7"}), "another request"),
            (answer(PERMITTED, status=203), "answered with 203"),
            (answer(PERMITTED, {"Location": "/elsewhere"}, 307), "answered with 307"),
            (answer(PERMITTED, status=404), "answered with 404"),
            (answer(problem, problem_type, 422), "422 x: x"),
            (answer(PERMITTED | {"more": "x" * 5_000_000}), "more than"),
            (answer(PERMITTED, {"Content-Length": "1000"}), "no response"),
            (answer(PERMITTED, {"Content-Length": "7"}), "no JSON"),
        ]
        for reply, detail in lies:
            with self.subTest(reply.body[:80]):
                asked: list[Incoming] = []

                def listener(
                    request: Incoming,
                    handler: BaseHTTPRequestHandler,
                    given: Reply = reply,
                    asked: list[Incoming] = asked,
                ) -> Reply:
                    asked.append(request)
                    handler.close_connection = True
                    return given

                self.assert_refused(self.ask_one(listener, check_deadline=20), detail)
                # By threads, and by coroutines. A connection that ended too soon is another matter than a lie.
                self.assertEqual(len(asked), 8 if detail == "no response" else 2, "it would lie again")

    def test_of_a_servers_text_the_log_and_the_detail_of_a_decision_have_the_start_on_one_line(self) -> None:
        text = "a\r\nb\u202e\u2028c\0" + "x" * 5000
        problem = {"type": "urn:x", "title": text, "status": 422, "code": text, "detail": text}
        invalid = denied(error={"status": 400, "message": text[:3000]})
        problem_type = {"Content-Type": "application/problem+json"}

        def no_http(_: Incoming, handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"a\rb c" + b"x" * 5000 + b"\r\n")

        for reply in (answer(problem, problem_type, 422), answer(invalid), None):
            listener: Listener = no_http if reply is None else lambda *_, given=reply: given
            decision = self.ask_one(listener, check_deadline=20)
            self.assertEqual(decision.reason, "unavailable")
            for shown in (decision.detail or "", *self.logged):
                self.assertRegex(shown, "xxx")
                self.assertTrue(shown.isprintable(), shown)
                self.assertLess(len(shown), 800)

    def test_a_denial_with_fields_of_tomorrow_is_one(self) -> None:
        body = {"evaluations": [{"decision": False, "context": {"reason_admin": {"en": "x"}}, "x": 1}], "page": {}}
        decision = self.ask_one(lambda *_: answer(body))
        self.assertEqual((decision.allowed, decision.reason, decision.missing), (False, "denied", ()))

    def test_refusal_without_a_token(self) -> None:
        def closed(_: bool) -> str:
            raise RuntimeError("the vault is closed")

        self.assert_refused(
            self.ask_one(lambda *_: answer(PERMITTED), token=closed, check_deadline=20), "the vault is closed"
        )

    def test_refusal_of_what_is_no_token(self) -> None:
        for token in (None, "", "a\nb", "é", 7):
            self.assert_refused(
                self.ask_one(lambda *_: answer(PERMITTED), token=lambda _, t=token: t, check_deadline=20), "no token"
            )

    def test_a_server_that_refuses_every_token_does_not_cost_a_new_one_for_each_question(self) -> None:
        asked: list[bool] = []

        def token(renew: bool) -> str:
            asked.append(renew)
            return "t"

        server = Server(lambda *_: answer({}, status=401))
        client = Staffroom(server.url, token)
        for index in range(10):
            self.assert_refused(client.explain(f"user-{index}", "shop", "sales"), "401")
        server.close()
        self.assertEqual((sum(asked), len(server.requests)), (1, 11))

    def test_of_several_calls_whose_token_is_refused_at_the_same_time_one_renews_it_for_all(self) -> None:
        renewals: list[float] = []

        def token(renew: bool) -> str:
            if renew:
                time.sleep(0.1)
                renewals.append(time.monotonic())
            return "new" if renewals else "old"

        def listener(request: Incoming, _: object) -> Reply:
            return answer({}, status=200 if request.headers["authorization"] == "Bearer new" else 401)

        server = Server(listener)
        client = Staffroom(server.url, token)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for call in [pool.submit(client.call, calls.list_my_stores()) for _ in range(8)]:
                self.assertEqual(call.result().status, 200)
        server.close()
        self.assertEqual(len(renewals), 1)

    def test_token_functions_that_block_end_no_deadline_and_occupy_no_call(self) -> None:
        free = threading.Event()
        threads: set[int] = set()

        def stuck(_: bool) -> str:
            threads.add(threading.get_ident())
            free.wait(60)
            return "t"

        server = Server(lambda request, _: answer({"evaluations": [{"decision": True}] * len(request.evaluations)}))
        client = Staffroom(server.url, stuck, check_deadline=0.5, max_calls=1)
        started = time.monotonic()
        with self.assertRaisesRegex(StaffroomError, "in time"):
            client.call(calls.get_store("shop"), deadline=0.5)
        for index in range(3):
            self.assert_refused(client.explain(f"user-{index}", "shop", "sales"), "in time")
        self.assertLess(time.monotonic() - started, 2 + LATE)
        self.assertEqual(len(threads), 1, "those of the same time share what it gives")
        free.set()
        self.assertTrue(client.explain("ana", "shop", "sales"))
        server.close()

    def test_answers_in_a_wrong_order_are_no_answers(self) -> None:
        evaluations = [{"decision": False, "context": {"missing": ["reports"]}}, {"decision": True}]
        server = Server(lambda *_: answer({"evaluations": evaluations}))
        client = Staffroom(server.url, "t", remember_seconds=60)
        for decision in client.explain_all([("owner", "shop", "sales"), ("eve", "shop", "reports")]):
            self.assert_refused(decision, "another permission")
        server.close()
        self.assertEqual(client.remembered, 0)

    def test_a_front_that_adds_an_id_or_repeats_it_is_none_that_mixes_up_responses(self) -> None:
        cases: list[tuple[list[str], bool]] = [
            (["", ""], True),
            (["front", ""], True),
            ([", front"], True),
            (["front"], False),
            (["front", "other"], False),
        ]
        for ids, permitted in cases:

            def listener(request: Incoming, handler: BaseHTTPRequestHandler, given: list[str] = ids) -> None:
                own = request.headers["x-request-id"]
                handler.close_connection = True
                handler.send_response(200)
                for one in given:
                    handler.send_header("X-Request-ID", one if one.isalpha() else own + one)
                handler.send_header("Content-Type", "application/json")
                handler.end_headers()
                handler.wfile.write(json.dumps(PERMITTED).encode())

            decision = self.ask_one(listener)
            self.assertEqual(decision.allowed, permitted, ids)
            if not permitted:
                self.assert_refused(decision, "another request")

    def test_a_token_that_comes_too_late_is_not_waited_for(self) -> None:
        free = threading.Event()

        def slow(_: bool) -> str:
            free.wait(60)
            return "t"

        client = Staffroom("http://127.0.0.1:9", slow, check_deadline=0.5)
        started = time.monotonic()
        decision = client.explain("ana", "shop", "sales")
        self.assertLess(time.monotonic() - started, LATE)
        self.assert_refused(decision, "in time")
        free.set()
        client._core.gatherer._executor.shutdown()

    def test_a_busy_server_is_asked_again_when_it_says(self) -> None:
        replies = [answer({}, {"Retry-After": "1"}, 503), answer(PERMITTED)] * 2
        server = Server(lambda *_: replies.pop(0))
        self.assertTrue(self.ask(server.url, check_deadline=4))
        server.close()
        self.assertEqual(len(server.requests), 4, "two by threads, two by coroutines")
        self.assertGreaterEqual(self.took, 1)

    def test_refusal_at_once_if_the_server_says_too_late(self) -> None:
        server = Server(lambda *_: answer({}, {"Retry-After": "3600"}, 429))
        decision = self.ask(server.url)
        server.close()
        self.assert_refused(decision, "429")
        self.assertEqual((decision.retry_after, len(server.requests)), (3600, 2))
        self.assertLess(self.took, 1)
        server = Server(lambda *_: answer({}, {"Retry-After": "9" * 400}, 503))
        self.assertEqual(self.ask(server.url).retry_after, 86_400)
        server.close()

    def test_refusal_after_four_attempts_that_wait_longer_each_time(self) -> None:
        times: list[float] = []

        def listener(*_: object) -> None:
            times.append(time.monotonic())

        server = Server(listener)
        client = Staffroom(server.url, "t", check_deadline=20)
        self.assert_refused(client.explain("ana", "shop", "sales"), "no response")
        server.close()
        waits = [after - before for before, after in itertools.pairwise(times)]
        self.assertEqual(len(waits), 3)
        for wait, least in zip(waits, (0.1, 0.2, 0.4), strict=True):
            self.assertGreaterEqual(wait, least * 0.95)

    def test_questions_beyond_the_bounds_wait_and_then_are_refused(self) -> None:
        free = threading.Event()
        sizes: list[int] = []

        def listener(request: Incoming, _: object) -> Reply:
            count = len(request.evaluations)
            sizes.append(count)
            free.wait(60)
            return answer({"evaluations": [{"decision": True}] * count})

        server = Server(listener)
        client = AsyncStaffroom(server.url, "t", check_deadline=20, max_calls=2, max_waiting=120)

        async def ask() -> list[Decision]:
            tasks = []
            for index in range(125):
                tasks.append(asyncio.create_task(client.explain(f"user-{index}", "shop", "sales")))
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            self.assert_refused(await tasks[124], "120 questions are waiting")
            free.set()
            return await asyncio.gather(*tasks[:122])

        decisions = asyncio.run(ask())
        server.close()
        self.assertTrue(all(decisions))
        self.assertEqual(sorted(sizes), [1, 1, 20, 50, 50], "two calls at first, and the rest in three")

    def test_refusal_in_time_while_waiting_for_others(self) -> None:
        stuck = threading.Event()

        def listener(*_: object) -> None:
            stuck.wait(60)

        server = Server(listener)
        client = Staffroom(server.url, "t", check_deadline=0.5, max_calls=1)
        decisions: list[Decision] = []

        def ask(user: str) -> None:
            decisions.append(client.explain(user, "shop", "sales"))

        started = time.monotonic()
        threads = [threading.Thread(target=ask, args=(user,)) for user in ("ana", "ben")]
        for thread in threads:
            thread.start()
            time.sleep(0.2)
        for thread in threads:
            thread.join()
        self.assertLess(time.monotonic() - started, LATE)
        for decision in decisions:
            self.assert_refused(decision, "in time")
        client._core.gatherer._executor.shutdown()
        stuck.set()
        server.close()

    def test_tokens_are_not_sent_by_http_to_another_machine(self) -> None:
        with self.assertRaisesRegex(ValueError, "https"):
            Staffroom("http://staffroom.example", "t")
        Staffroom("http://staffroom.internal", "t", allow_http=True)


if __name__ == "__main__":
    unittest.main()
