"""What is wrong with an option is said when it is given."""

from __future__ import annotations

import math
import multiprocessing
import subprocess
import sys
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler
from typing import Any

from stack import Incoming, Reply, Server

from staffroom_client import AsyncStaffroom, Call, Decision, Staffroom, StaffroomError, calls, client_credentials
from staffroom_client._decision import Question
from staffroom_client._http import TooLargeError
from staffroom_client._memory import Memory

GOOD: dict[str, Any] = {"url": "https://staffroom.example", "token": "t"}
NUMBERS = {
    "remember_seconds": 0,
    "remember_max": 1,
    "check_deadline": 0.001,
    "call_deadline": 0.001,
    "max_calls": 1,
    "max_waiting": 1,
}


class Options(unittest.TestCase):
    """Those of the clients, of a call, and of credentials."""

    def test_a_number_that_is_none_or_out_of_its_bounds(self) -> None:
        for name, least in NUMBERS.items():
            for client in (Staffroom, AsyncStaffroom):
                client(**GOOD | {name: least})
                for value in (math.nan, math.inf, -1, least - 0.1, 2**31, "10", None, True):
                    with self.assertRaisesRegex(ValueError, f"^{name} must be a (whole )?number from"):
                        client(**GOOD | {name: value})
        for name in ("remember_max", "max_calls", "max_waiting"):
            with self.assertRaisesRegex(ValueError, "a whole number from 1 to"):
                Staffroom(**GOOD | {name: 1.5})

    def test_other_options(self) -> None:
        async def coroutine(_: bool) -> str:
            return "t"

        wrong: list[tuple[str, Any]] = [
            ("url", None),
            ("url", ""),
            ("url", "127.0.0.1:3000"),
            ("url", "ftp://staffroom.example"),
            ("url", "http://staffroom.example"),
            ("url", "https://user@staffroom.example"),
            ("url", "https://staffroom.example?x=1"),
            ("token", None),
            ("token", ""),
            ("token", "…"),
            ("token", 7),
            ("token", coroutine),
            ("resource_type", ""),
            ("allow_http", "false"),
            ("ssl_context", "none"),
        ]
        for name, value in wrong:
            with self.assertRaisesRegex(ValueError, name):
                Staffroom(**GOOD | {name: value})
        with self.assertRaises(ValueError) as shown:
            Staffroom(**GOOD | {"token": "secret\n"})
        self.assertNotIn("secret", str(shown.exception))

    def test_a_call_whose_options_are_wrong_raises_as_one_that_has_no_response(self) -> None:
        client = Staffroom("http://127.0.0.1:9", "t")
        wrong: list[Any] = [math.nan, math.inf, 0, -1, "x"]
        for deadline in wrong:
            with self.assertRaisesRegex(StaffroomError, "deadline must be a number"):
                client.call(calls.get_store("shop"), deadline=deadline)
        circular: dict[str, Any] = {}
        circular["self"] = circular
        deep: list[Any] = []
        for _ in range(100_000):
            deep = [deep]
        for body in (circular, deep, object(), math.nan):
            with self.assertRaises(StaffroomError):
                client.call(Call("PATCH", "/stores/shop", body=body))
        with self.assertRaises(StaffroomError):
            client.call(calls.get_store("shop"), token="")
        for value in ("", " ", "\n", '"1"\r\nx: y', "é", "…"):
            with self.assertRaisesRegex(StaffroomError, "If-Match must be a text"):
                client.call(calls.change_store("shop", {}, if_match=value))
            with self.assertRaisesRegex(StaffroomError, "idempotency_key must be a text"):
                client.call(calls.change_store("shop", {}), idempotency_key=value)

    def test_a_deep_response_of_a_call(self) -> None:
        deep = b"[" * 100_000 + b"]" * 100_000

        def listener(request: Incoming, _: object) -> Reply:
            is_problem = request.path.endswith("problem")
            kind = "application/problem+json" if is_problem else "application/json"
            return Reply(404 if is_problem else 200, deep, {"Content-Type": kind})

        server = Server(listener)
        client = Staffroom(server.url, "t")
        with self.assertRaisesRegex(StaffroomError, "deep"):
            client.call(calls.get_store("shop"))
        with self.assertRaises(StaffroomError) as problem:
            client.call(calls.get_store("problem"))
        self.assertEqual((problem.exception.status, problem.exception.problem), (404, None))
        server.close()

    def test_a_memory_that_is_told_no_number_remembers_nothing(self) -> None:
        question = Question("a", "b", "c")
        for memory in (Memory(math.nan, 10), Memory(0, 10)):
            memory.put(question, Decision(*question, allowed=True, reason="permitted"), time.monotonic())
            self.assertEqual(len(memory), 0)


class Closing(unittest.TestCase):
    """The end of a client."""

    def test_a_client_that_is_closed_leaves_nothing_open(self) -> None:
        code = """
import asyncio, gc, sys
from staffroom_client import AsyncStaffroom, Staffroom, client_credentials

def leave():
    with Staffroom(sys.argv[1], client_credentials(sys.argv[1], "a", "b")) as client:
        print(client.can("ana", "shop", "sales"))
    print(client.explain("ana", "shop", "sales").reason)

async def leave_too():
    async with AsyncStaffroom(sys.argv[1], client_credentials(sys.argv[1], "a", "b")) as client:
        print(await client.can("ana", "shop", "sales"))

leave()
asyncio.run(leave_too())
gc.collect()
"""
        body = b'{"access_token":"t","expires_in":9,"evaluations":[{"decision":true}]}'
        server = Server(lambda *_: Reply(200, body, {"Content-Type": "application/json"}))
        command = [sys.executable, "-W", "error", "-c", code, server.url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        server.close()
        self.assertEqual(done.stdout.split(), ["True", "unavailable", "True"])
        self.assertNotIn("ResourceWarning", done.stderr)


class Credentials(unittest.TestCase):
    """Those of `client_credentials`, and what is a token."""

    def test_a_secret_goes_by_https_or_to_this_machine(self) -> None:
        good: dict[str, Any] = {"token_url": "https://auth.example.com/token", "client_id": "a", "client_secret": "b"}
        client_credentials(**good)
        client_credentials(**good | {"token_url": "http://localhost:1/token"})
        wrong: list[tuple[str, Any]] = [
            ("token_url", "http://auth.example.com/token"),
            ("token_url", ""),
            ("token_url", None),
            ("token_url", "auth"),
            ("client_id", ""),
            ("client_secret", None),
            ("scope", ""),
        ]
        for name, value in wrong:
            with self.assertRaisesRegex(ValueError, name):
                client_credentials(**good | {name: value})

    def test_what_is_a_token_and_for_how_long_it_is_kept(self) -> None:
        body = b""
        server = Server(lambda *_: Reply(200, body))
        for seconds, fetched in ((b"3600", 1), (b'"3600"', 1), (b"0", 2), (b'"0"', 2)):
            body = b'{"access_token":"t","expires_in":' + seconds + b"}"
            token = client_credentials(server.url, "a", "b")
            server.requests.clear()
            self.assertEqual((token(False), token(False)), ("t", "t"))
            self.assertEqual(len(server.requests), fetched, seconds)
        body = b'{"access_token":"t"}'
        self.assertEqual(client_credentials(server.url, "a", "b")(False), "t")
        for body in (
            b"",
            b"[]",
            b'{"access_token":""}',
            b'{"access_token":"a b"}',
            b'{"access_token":"t","expires_in":null}',
            b'{"access_token":"t","expires_in":"soon"}',
            b'{"access_token":"t","expires_in":-1}',
            b'{"access_token":"t","x":"' + b"x" * 70_000 + b'"}',
        ):
            with self.subTest(body[:60]), self.assertRaises((StaffroomError, TooLargeError)):
                client_credentials(server.url, "a", "b")(False)
        server.close()

    def test_a_process_that_was_forked_while_a_token_is_fetched_fetches_its_own(self) -> None:
        fetching, forked = threading.Event(), threading.Event()
        connections: list[object] = []

        def listener(_: Incoming, handler: BaseHTTPRequestHandler) -> Reply:
            connections.append(handler.client_address)
            if len(connections) == 2:
                fetching.set()
                forked.wait(60)
            return Reply(200, b'{"access_token":"t","expires_in":0}')

        server = Server(listener)
        token = client_credentials(server.url, "a", "b")
        other = client_credentials(server.url, "a", "b")
        other(False)
        thread = threading.Thread(target=token, args=(False,))
        thread.start()
        fetching.wait(60)
        # The lock of `token` is held now, and `other` has a connection that is idle.
        context = multiprocessing.get_context("fork")
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=lambda: sending.send((token(False), other(False))))
        child.start()
        self.assertTrue(receiving.poll(60))
        self.assertEqual(receiving.recv(), ("t", "t"))
        child.join()
        forked.set()
        thread.join()
        server.close()
        self.assertEqual(len(set(connections)), 4, "one is used by two processes")


if __name__ == "__main__":
    unittest.main()
