"""The emulator of AWS: a process of its own, in an environment of its own, gone when the rehearsal is."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config

REGION = "eu-west-3"
ACCOUNT = "000000000000"
T = TypeVar("T")


class NeverHappened(AssertionError):
    """What was waited for did not come about."""


def until(look: Callable[[], T | None], what: str, seconds: float) -> T:
    """Looks again until there is something to see."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise NeverHappened(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.05)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulator:
    """ministack with IAM enforced (`AUTH=true`), on a port and with a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "ministack.log"
        self._folder = folder / "ministack"
        self._clients: dict[str, Any] = {}

    def __enter__(self) -> "Emulator":
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        # Nothing is inherited: what stands in the emulator's environment shows up in that of the functions.
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "AWS_ENDPOINT_URL": self.url,
            "IOT_MTLS_ENABLED": "0",
            "AUTH": "true",
        }
        with self.log.open("wb") as log:
            command = [str(Path(sys.executable).with_name("ministack"))]
            # In a session of its own, so that its functions' processes end with it.
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            until(self._is_ready, "the emulator is ready", 60)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _is_ready(self) -> bool:
        if self._process.poll() is not None:
            raise SystemExit(f"the emulator ended:\n{self.log.read_text()}")
        try:
            return self.get("/_ministack/ready") is not None
        except (urllib.error.URLError, ConnectionError):
            return False

    def __exit__(self, *_: object) -> None:
        for ending in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, ending)
                self._process.wait(10)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def get(self, path: str) -> Any:
        """The emulator's own calls."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def client(self, service: str) -> Any:
        """An AWS client of the account's administrator."""
        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                endpoint_url=self.url,
                region_name=REGION,
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(retries={"max_attempts": 1}, read_timeout=90),
            )
        return self._clients[service]
