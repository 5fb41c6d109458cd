"""Deliveries that a test signs itself, independently of the receiver's code."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def delivery(event: object, *, secret: str = SECRET, at: float | None = None) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a delivery."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    timestamp = str(int(time.time() if at is None else at))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.digest(key, f"msg_1.{timestamp}.".encode() + body, hashlib.sha256)
    return body, {
        "content-type": "application/json",
        "webhook-id": "msg_1",
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def event(version: int, user: str = "ana", store: str = "shop", **more: object) -> dict[str, object]:
    """An event of a member."""
    return {
        "id": f"event-{version}",
        "type": "member.removed",
        "store_id": store,
        "at": "2026-11-27T10:00:00.000Z",
        "actor": {"kind": "platform"},
        "subject": {"kind": "member", "id": user},
        "version": version,
        "data": {},
    } | more
