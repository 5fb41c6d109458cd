"""Receives events by webhook: verifies them, drops those that are older than what was received, and forgets answers.

`standardwebhooks` verifies: it is the package of the specification, and has no dependencies.
"""

from __future__ import annotations

import inspect
import json
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from standardwebhooks import Webhook

from staffroom_client._client import AsyncStaffroom, Staffroom

MAX_DELIVERY = 1_048_576
"""The bytes of a delivery at most. Those of Staffroom have less."""

# The types of events about a member alone.
_OF_MEMBER = frozenset(
    f"member.{change}"
    for change in ("added", "changed", "removed", "left", "suspended", "resumed", "access_ended", "profile_changed")
)
# Events that change nobody's permissions. An invitation that is accepted is a `member.added` as well.
_OF_NO_PERMISSION = ("invitation.", "activity.", "seats.")


class _Subject(TypedDict):
    kind: str
    id: str


class PublishedEvent(TypedDict):
    """A published event. New types and fields can be added at any time."""

    id: str
    type: str
    store_id: str
    at: str
    actor: dict[str, Any]
    subject: _Subject
    version: int
    data: dict[str, Any]


@dataclass(frozen=True)
class Receipt:
    """What became of a delivery, and the status to answer with."""

    outcome: Literal["handled", "passed", "test", "rejected", "failed"]
    """What became of it.

    `handled`: it was new. `passed`: this version of its subject, or a later one, was received before. `test`: a
    `webhook.test`. `rejected`: not signed with the secret, too old, or no event. `failed`: the handler failed, and
    Staffroom sends it again.
    """
    status: Literal[204, 400, 401, 413, 503]
    detail: str | None = None
    """For the log: why it was rejected, or failed."""


_PASSED = Receipt("passed", 204)
_IN_PROGRESS = Receipt("failed", 503, "a version of the same subject is being handled")


@dataclass
class _Versions:
    """The versions that were handled, and those that are being handled, of a bounded number of subjects."""

    maximum: int
    passed: OrderedDict[tuple[str, str, str], int] = field(default_factory=OrderedDict)
    in_progress: dict[tuple[str, str, str], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, event: PublishedEvent) -> Receipt | None:
        """None if the event is to be handled."""
        subject, version = _subject_of(event), event["version"]
        with self.lock:
            if version <= self.passed.get(subject, 0):
                return _PASSED
            if version <= self.in_progress.get(subject, 0):
                # The handler may still fail, so this one must come again.
                return _IN_PROGRESS
            self.in_progress[subject] = version
            return None

    def end(self, event: PublishedEvent, *, handled: bool) -> None:
        """The handler has ended."""
        subject, version = _subject_of(event), event["version"]
        with self.lock:
            if self.in_progress.get(subject) == version:
                del self.in_progress[subject]
            if handled:
                self.passed[subject] = max(version, self.passed.get(subject, 0))
                self.passed.move_to_end(subject)
                if len(self.passed) > self.maximum:
                    self.passed.popitem(last=False)


class _Receiver:
    """What both receivers do without waiting for anything."""

    def __init__(
        self,
        secret: str | Iterable[str],
        forget: Iterable[Staffroom | AsyncStaffroom] | Staffroom | AsyncStaffroom,
        max_subjects: int,
    ) -> None:
        self._webhooks = [Webhook(one) for one in ([secret] if isinstance(secret, str) else secret)]
        if not self._webhooks:
            raise ValueError("a webhook receiver needs a secret")
        self._clients = [forget] if isinstance(forget, Staffroom | AsyncStaffroom) else list(forget)
        self._versions = _Versions(max_subjects)

    def _begin(self, body: bytes | str, headers: Mapping[str, str]) -> Receipt | PublishedEvent:
        """Verifies a delivery, and forgets what it makes wrong. An event is to be handled."""
        data = body.encode() if isinstance(body, str) else bytes(body)
        if len(data) > MAX_DELIVERY:
            return Receipt("rejected", 413, "the delivery is too large")
        if (fault := self._fault_of(data, headers)) is not None:
            return Receipt("rejected", 401, fault)
        event = _event_of(data)
        if event == "test":
            return Receipt("test", 204)
        if event is None:
            # It is genuine, and may say that someone was removed.
            for client in self._clients:
                client.forget_all()
            return Receipt("rejected", 400, "the delivery is no event")
        for client in self._clients:
            forget(client, event)
        return self._versions.begin(event) or event

    def _fault_of(self, data: bytes, headers: Mapping[str, str]) -> str | None:
        fault = None
        for webhook in self._webhooks:
            try:
                webhook.verify(data, dict(headers), json_parse=False)
            except Exception as error:  # the package has errors of many kinds for headers that are malformed
                fault = str(error) or type(error).__name__
            else:
                return None
        return fault


class WebhookReceiver(_Receiver):
    """Receives the deliveries to a webhook, in threads.

    - `secret`: the secret of the webhook (`whsec_…`), or several: any of them may have signed
    - `forget`: the clients that forget what an event makes wrong
    - `on_event`: handles an event. If it raises, the event comes again. It may get an event more than once
    - `max_subjects`: of how many subjects the last version is known; the least recently changed one goes first
    """

    def __init__(
        self,
        secret: str | Iterable[str],
        *,
        forget: Iterable[Staffroom | AsyncStaffroom] | Staffroom | AsyncStaffroom = (),
        on_event: Callable[[PublishedEvent], None] | None = None,
        max_subjects: int = 10_000,
    ) -> None:
        """As the class says."""
        super().__init__(secret, forget, max_subjects)
        self._on_event = on_event

    def receive(self, body: bytes | str, headers: Mapping[str, str]) -> Receipt:
        """Takes a delivery: its body as it came, byte for byte, and its headers. It never raises an `Exception`."""
        event = self._begin(body, headers)
        if isinstance(event, Receipt):
            return event
        handled = False
        try:
            if self._on_event is not None:
                self._on_event(event)
            handled = True
            return Receipt("handled", 204)
        except Exception as error:
            return Receipt("failed", 503, str(error) or type(error).__name__)
        finally:
            self._versions.end(event, handled=handled)


class AsyncWebhookReceiver(_Receiver):
    """As `WebhookReceiver`, in coroutines: `on_event` may be one."""

    def __init__(
        self,
        secret: str | Iterable[str],
        *,
        forget: Iterable[Staffroom | AsyncStaffroom] | Staffroom | AsyncStaffroom = (),
        on_event: Callable[[PublishedEvent], Awaitable[None] | None] | None = None,
        max_subjects: int = 10_000,
    ) -> None:
        """As the class says."""
        super().__init__(secret, forget, max_subjects)
        self._on_event = on_event

    async def receive(self, body: bytes | str, headers: Mapping[str, str]) -> Receipt:
        """Takes a delivery: its body as it came, byte for byte, and its headers. It never raises an `Exception`."""
        event = self._begin(body, headers)
        if isinstance(event, Receipt):
            return event
        handled = False
        try:
            if self._on_event is not None and inspect.isawaitable(result := self._on_event(event)):
                await result
            handled = True
            return Receipt("handled", 204)
        except Exception as error:
            return Receipt("failed", 503, str(error) or type(error).__name__)
        finally:
            self._versions.end(event, handled=handled)


def forget(client: Staffroom | AsyncStaffroom, event: PublishedEvent) -> None:
    """Forgets the answers that an event may have made wrong; for an event of an unknown type, all of its store."""
    if event["type"].startswith(_OF_NO_PERMISSION):
        return
    if event["type"] in _OF_MEMBER and event["subject"]["kind"] == "member":
        client.forget(event["store_id"], event["subject"]["id"])
    else:
        client.forget(event["store_id"])


def _subject_of(event: PublishedEvent) -> tuple[str, str, str]:
    return event["store_id"], event["subject"]["kind"], event["subject"]["id"]


def _event_of(data: bytes) -> PublishedEvent | Literal["test"] | None:
    """The event of a genuine delivery; None if it is none."""
    try:
        event = json.loads(data.decode("utf-8"))
    except ValueError:
        return None
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return None
    if event["type"] == "webhook.test":
        return "test"
    subject, version = event.get("subject"), event.get("version")
    is_whole = (
        isinstance(event.get("store_id"), str)
        and isinstance(subject, dict)
        and isinstance(subject.get("kind"), str)
        and isinstance(subject.get("id"), str)
        and isinstance(version, int)
        and not isinstance(version, bool)
    )
    return event if is_whole else None  # type: ignore[return-value]
