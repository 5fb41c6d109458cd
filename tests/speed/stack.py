"""A local stack for the programs that measure it, and calls to it."""

import http.client
import json
import re
import subprocess
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any, Self


def arguments(description: str | None) -> ArgumentParser:
    """The arguments that every program has."""
    parser = ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("binary", help="the built stack, such as target/release/staffroom-local")
    parser.add_argument("--port", type=int, default=0, help="where the stack listens; any free port without it")
    return parser


class Stack:
    """A local stack, for as long as the block runs."""

    def __init__(self, binary: str, port: int, *options: str) -> None:
        """Nothing runs before the block begins."""
        self.command = [binary, "--port", str(port), *options]
        self.host = ""

    def __enter__(self) -> Self:
        """Waits until the stack answers."""
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"http://(127\.0\.0\.1:\d+)", line):
                self.host = found[1]
                return self
        raise SystemExit("the local stack did not start")

    def __exit__(self, *_: object) -> None:
        """Ends the stack."""
        self.process.terminate()
        self.process.wait()


class Client:
    """Calls over one connection."""

    def __init__(self, stack: Stack, **claims: str) -> None:
        """Signs in as somebody with these claims."""
        self.connection = http.client.HTTPConnection(stack.host, timeout=30)
        self.token = ""
        self.round_trips = 0
        self.token = self("POST", "/_local/tokens", claims)["access_token"]

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        """The JSON of the response, which must not be an error. `round_trips` has those that the call waited for."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 300:
            raise SystemExit(f"{method} {path}: {response.status} {text.decode()}")
        self.round_trips = int(response.headers.get("x-local-round-trips", "0"))
        return json.loads(text) if text else None


def median(values: Sequence[float]) -> float:
    """The one in the middle."""
    return sorted(values)[len(values) // 2]
