"""The emulator of AWS, which runs as a process for the time of the rehearsal."""

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


class WaitTimeout(AssertionError):
    """A condition was not met in time."""


def wait_until(check: Callable[[], T | None], description: str, timeout: float) -> T:
    """Calls `check` until it returns something true, at most for `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while True:
        result = check()
        if result:
            return result
        if time.monotonic() > deadline:
            raise WaitTimeout(f"{description}: not within {timeout:.0f} s")
        time.sleep(0.05)


def free_port() -> int:
    """Returns a port that no process listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Emulator:
    """ministack with enforced IAM (`AUTH=true`), on a free port and with its own folder."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "ministack.log"
        self._folder = folder / "ministack"
        self._clients: dict[str, Any] = {}

    def __enter__(self) -> "Emulator":
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        # No variable is inherited, because the functions would inherit it, too.
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder),
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "AWS_ENDPOINT_URL": self.url,
            "IOT_MTLS_ENABLED": "0",
            "AUTH": "true",
            # A sign-in fails if the trigger of its token fails, as on AWS.
            "MINISTACK_COGNITO_PRETOKEN_STRICT": "1",
        }
        with self.log.open("wb") as log:
            command = [str(Path(sys.executable).with_name("ministack"))]
            # A new session, so that the processes of the functions end together with the emulator.
            self._process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            wait_until(self._is_ready, "the emulator is ready", 60)
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
        for end_signal in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, end_signal)
                self._process.wait(10)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def get(self, path: str) -> Any:
        """Calls the emulator's own API."""
        with urllib.request.urlopen(self.url + path, timeout=10) as response:
            return json.loads(response.read() or b"null")

    def client(self, service: str) -> Any:
        """An AWS client with the rights of an administrator."""
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
