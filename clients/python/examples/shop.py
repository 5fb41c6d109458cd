"""What the examples share: where Staffroom is, the secret of the webhook, and people who are signed in.

STAFFROOM_URL is the address of Staffroom (`cargo local` without it). On AWS, TOKEN_URL, CLIENT_ID and CLIENT_SECRET are
those of the platform's client at the identity provider.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
import urllib.request
from collections.abc import Callable

from staffroom_client import client_credentials

URL = os.environ.get("STAFFROOM_URL", "http://127.0.0.1:3000")
# Answers are remembered for ten seconds, so that is how late a removal is seen at most if its webhook is lost.
REMEMBER_SECONDS = 10
# The webhook is made once, by hand or at deployment: `POST /webhooks` shows its secret.
WEBHOOK_SECRET = os.environ.get("WEBHOOK_SECRET") or "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()

_sessions: dict[str, str] = {}


def token() -> Callable[[bool], str]:
    """Where the platform's tokens come from."""
    if address := os.environ.get("TOKEN_URL"):
        return client_credentials(address, os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])
    return _local_token


def _local_token(_: bool) -> str:
    """A token of the local stack, which gives one to whoever asks."""
    body = json.dumps({"sub": "backend", "scope": "staffroom/platform"}).encode()
    with urllib.request.urlopen(f"{URL}/_local/tokens", body, timeout=10) as response:
        return str(json.load(response)["access_token"])


def sign_in(user: str) -> str:
    """Stands for the shop's own sign-in, and believes everyone: a new session."""
    session = secrets.token_urlsafe()
    _sessions[session] = user
    return session


def user_of(session: str | None) -> str | None:
    """The user of a session: from what the shop knows, not from what the request says."""
    return _sessions.get(session or "")


def listen() -> socket.socket:
    """Where the shop answers: on PORT, or 8080."""
    listening = socket.create_server(("127.0.0.1", int(os.environ.get("PORT", "8080"))))
    print(f"The shop runs at http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    return listening
