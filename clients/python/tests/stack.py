"""The local stack, a proxy in front of it that counts and can get in the way, and other servers of the tests."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import re
import subprocess
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from staffroom_client import Staffroom, calls

BINARY = os.environ["STAFFROOM_LOCAL"]
# Machines that run tests are busy, so only tests about time have the deadlines of a client.
PATIENT: dict[str, Any] = {"check_deadline": 60, "call_deadline": 120}


class Stack:
    """A local stack on a free port."""

    def __init__(self) -> None:
        """Waits until it answers."""
        self._process = subprocess.Popen([BINARY, "--port", "0"], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout
        for line in self._process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.url = found[0]
                return
        raise RuntimeError("the local stack did not start")

    def token(self, sub: str, **claims: object) -> str:
        """A token of a person."""
        return str(self.post("/_local/tokens", {"sub": sub, **claims})["access_token"])

    def platform_token(self) -> str:
        """A token of the platform."""
        return self.token("backend", scope="staffroom/platform")

    def post(self, path: str, body: object, token: str = "") -> Any:
        """The response to JSON."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return json.load(response)

    def platform(self, **options: Any) -> Staffroom:
        """A client of the platform."""
        given: dict[str, Any] = {"url": self.url, "token": self.platform_token()} | PATIENT | options
        return Staffroom(**given)

    def stop(self) -> None:
        """Ends the stack."""
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


_stores = itertools.count()


def new_store_id() -> str:
    """An id that no store of the stack has."""
    return f"shop-{os.getpid()}-{next(_stores)}"


def create_shop(platform: Staffroom, store: str = "") -> str:
    """A store with one member, Ana, who sees its sales and reads French. It has a new id unless one is given."""
    store = store or new_store_id()
    platform.call(
        calls.put_store(
            store,
            {
                "name": "Atelier Camille",
                "owner": {"user_id": "camille", "email": "camille@example.com", "name": "Camille Martin"},
                "catalog": "ecwid",
                "plan": "unlimited",
            },
        )
    )
    add_ana(platform, store)
    return store


def add_ana(platform: Staffroom, store: str) -> None:
    """Puts the member Ana."""
    body = {"email": "ana@example.com", "name": "Ana", "locale": "fr", "permissions": ["sales"]}
    platform.call(calls.put_member(store, "ana", body))  # type: ignore[arg-type]


def remove_ana(platform: Staffroom, store: str) -> None:
    """Removes the member Ana."""
    platform.call(calls.remove_member(store, "ana"))


@dataclass
class Incoming:
    """A request to a server of a test."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def evaluations(self) -> list[Any]:
        """The evaluations of the body."""
        return list(json.loads(self.body)["evaluations"])


@dataclass
class Reply:
    """What a server of a test answers."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Listener = Callable[[Incoming, BaseHTTPRequestHandler], Reply | None]
"""Answers a request. None: it has answered by itself, or the connection is to be closed."""


class Server:
    """A server on a free port."""

    def __init__(self, listener: Listener) -> None:
        """It answers at once."""
        self.requests: list[Incoming] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                """Answers any method."""
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                self.answer()

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Incoming(self.command, self.path, headers, body)
                outer.requests.append(request)
                reply = listener(request, self)
                if reply is None:
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                for name, value in ({"Content-Length": str(len(reply.body))} | reply.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: object) -> None:
                """A client that leaves is what some tests are about."""

        outer = self
        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._server.server_close()


class Proxy(Server):
    """Passes requests to the stack, and counts them."""

    def __init__(self, stack: Stack) -> None:
        """It passes everything at first."""
        self.intercept: Callable[[Incoming], bool] = lambda _: True
        """Is called with each response of the stack before it goes on; false drops it with its connection."""
        address = urlsplit(stack.url).netloc

        def pass_on(request: Incoming, _: BaseHTTPRequestHandler) -> Reply | None:
            connection = http.client.HTTPConnection(address, timeout=120)
            dropped = ("host", "connection", "content-length")
            headers = {name: value for name, value in request.headers.items() if name not in dropped}
            connection.request(request.method, request.path, request.body or None, headers)
            response = connection.getresponse()
            body = response.read()
            kept = {name: value for name, value in response.getheaders() if name != "content-length"}
            connection.close()
            return Reply(response.status, body, kept) if self.intercept(request) else None

        super().__init__(pass_on)
