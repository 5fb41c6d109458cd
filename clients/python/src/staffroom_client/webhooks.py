"""Receives events by webhook: verifies them, drops those that are older than what was received, and forgets answers.

`standardwebhooks` verifies: it is the package of the specification, and has no dependencies.
"""

from __future__ import annotations

import asyncio
import base64
import concurrent.futures
import inspect
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Literal, TypedDict

from standardwebhooks import Webhook, WebhookVerificationError

from staffroom_client._client import AsyncStaffroom, Staffroom
from staffroom_client._fork import reset_after_fork
from staffroom_client._json import strictly_parsed
from staffroom_client._options import DEADLINE, MANY, function, kind_of, number

_LOG = logging.getLogger("staffroom_client")

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
    `webhook.test`. `rejected`: not signed with the secret, too old, or no event. `failed`: the handler failed or is
    busy with the same subject, and Staffroom sends it again.
    """
    status: Literal[204, 400, 401, 413, 503]
    detail: str | None = None
    """For the log: why it was rejected, or failed."""


_PASSED = Receipt("passed", 204)
_BUSY = Receipt("failed", 503, "a version of the same subject is being handled")
# For how long a delivery waits for another one of its subject, and how many wait at most. Each of them may be a thread
# of a server that has not many.
_WAIT_SECONDS = 5.0
_MAX_WAITING = 4
_MAX_VERSION = 2**53 - 1


@dataclass(eq=False)
class _Turn:
    """An event that waits for its turn, or is being handled."""

    subject: tuple[str, str, str]
    version: int
    waits_until: float = field(default_factory=lambda: time.monotonic() + _WAIT_SECONDS)
    has_waited: bool = False
    handled_until: float = 0.0
    """When it is handled: from then on, others of its subject wait no longer."""
    ended: concurrent.futures.Future[None] = field(default_factory=concurrent.futures.Future)

    def left(self, before: _Turn) -> float:
        """How long to wait for another turn."""
        return max(0.0, min(self.waits_until, before.handled_until) - time.monotonic())


@dataclass(eq=False)
class _Versions:
    """The versions that were handled, and those that are being handled, of a bounded number of subjects."""

    maximum: int
    event_deadline: float
    passed: OrderedDict[tuple[str, str, str], int] = field(default_factory=OrderedDict)
    in_progress: dict[tuple[str, str, str], _Turn] = field(init=False)
    waiting: int = field(init=False)
    lock: threading.Lock = field(init=False)

    def __post_init__(self) -> None:
        self.reset()
        reset_after_fork(self)

    def reset(self) -> None:
        """Leaves what is being handled to the process that this one was forked from."""
        self.in_progress = {}
        self.waiting = 0
        self.lock = threading.Lock()

    def begin(self, turn: _Turn) -> Receipt | _Turn:
        """The turn itself if its event is to be handled now, or another one of its subject that it has to wait for."""
        now = time.monotonic()
        with self.lock:
            if turn.version <= self.passed.get(turn.subject, 0):
                return _PASSED
            running = self.in_progress.get(turn.subject)
            if running is None or now >= running.handled_until:
                turn.handled_until = now + self.event_deadline
                self.in_progress[turn.subject] = turn
                return turn
            # The handler may still fail, so this one must come again.
            is_again = turn.version <= running.version and not turn.has_waited
            if is_again or self.waiting >= _MAX_WAITING or now >= turn.waits_until:
                return _BUSY
            self.waiting += 1
            return running

    def waited(self, turn: _Turn) -> None:
        """A delivery has waited."""
        turn.has_waited = True
        with self.lock:
            self.waiting -= 1

    def end(self, turn: _Turn, *, handled: bool) -> None:
        """The handler has ended."""
        with self.lock:
            if self.in_progress.get(turn.subject) is turn:
                del self.in_progress[turn.subject]
            if handled and turn.version > self.passed.get(turn.subject, 0):
                self.passed[turn.subject] = turn.version
                self.passed.move_to_end(turn.subject)
                if len(self.passed) > self.maximum:
                    self.passed.popitem(last=False)
        turn.ended.set_result(None)


class _Receiver:
    """What both receivers do without waiting for anything."""

    def __init__(
        self,
        secret: str | Iterable[str],
        forget: Iterable[Staffroom | AsyncStaffroom] | Staffroom | AsyncStaffroom,
        max_subjects: int,
        event_deadline: float,
    ) -> None:
        secrets = [secret] if isinstance(secret, str) or not isinstance(secret, Iterable) else list(secret)
        if not secrets:
            raise ValueError("secret must hold at least one secret")
        self._webhooks = [_verifier(one) for one in secrets]
        is_one = isinstance(forget, Staffroom | AsyncStaffroom)
        self._clients: list[Staffroom | AsyncStaffroom] = [forget] if is_one else list(forget)  # type: ignore[list-item, arg-type]
        if not all(isinstance(client, Staffroom | AsyncStaffroom) for client in self._clients):
            raise ValueError("forget must be a Staffroom or an AsyncStaffroom, or several of them")
        self._versions = _Versions(
            number("max_subjects", max_subjects, MANY), number("event_deadline", event_deadline, DEADLINE)
        )

    def _begin(self, body: object, headers: object) -> Receipt | PublishedEvent:
        """Verifies a delivery, and forgets what it makes wrong. An event is to be handled in its turn."""
        try:
            return self._event(body, headers)
        except Exception as error:
            _LOG.exception("a delivery could not be verified")
            return _failed(error)

    def _event(self, body: object, headers: object) -> Receipt | PublishedEvent:
        if not isinstance(body, bytes | bytearray | memoryview | str):
            return Receipt("rejected", 400, f"the body must be given as it came, not as {kind_of(body)}")
        if not isinstance(headers, Mapping):
            return Receipt("rejected", 400, f"the headers are {kind_of(headers)}")
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
        return self._event_of(data, headers)

    def _event_of(self, data: bytes, headers: Mapping[Any, Any]) -> Receipt | PublishedEvent:
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
        return event

    def _fault_of(self, data: bytes, headers: Mapping[Any, Any]) -> str | None:
        given = {name: value for name, value in headers.items() if isinstance(name, str) and isinstance(value, str)}
        fault = None
        for webhook in self._webhooks:
            try:
                webhook.verify(data, given, json_parse=False)
            # The package has errors of the second kind for headers that are malformed. Others are faults of this code.
            except (WebhookVerificationError, ValueError) as error:
                fault = str(error) or type(error).__name__
            else:
                return None
        return fault


class WebhookReceiver(_Receiver):
    """Receives the deliveries to a webhook, in threads.

    - `secret`: the secret of the webhook (`whsec_` and base64 of 24 to 64 bytes), or several: any of them may have
      signed
    - `forget`: the clients that forget what an event makes wrong
    - `on_event`: handles an event. If it raises, the event comes again. It may get an event more than once, but never
      two of a subject at the same time, unless one takes longer than `event_deadline`
    - `max_subjects`: of how many subjects the last version is known (up to 1,000,000); the least recently changed one
      goes first
    - `event_deadline`: the seconds that `on_event` may take (up to 3600). After that, later events of the subject are
      handled. A thread cannot be ended, so the delivery of this one is answered when `on_event` ends
    """

    def __init__(
        self,
        secret: str | Iterable[str],
        *,
        forget: Iterable[Staffroom | AsyncStaffroom] | Staffroom | AsyncStaffroom = (),
        on_event: Callable[[PublishedEvent], None] | None = None,
        max_subjects: int = 10_000,
        event_deadline: float = 60,
    ) -> None:
        """As the class says. Raises a `ValueError` that names the option, if one is not as it must be."""
        super().__init__(secret, forget, max_subjects, event_deadline)
        if inspect.iscoroutinefunction(on_event):
            raise ValueError("on_event must be no coroutine; AsyncWebhookReceiver takes one")
        self._on_event = None if on_event is None else function("on_event", on_event)

    def receive(self, body: bytes | str, headers: Mapping[str, str]) -> Receipt:
        """Takes a delivery: its body as it came, byte for byte, and its headers. It never raises an `Exception`."""
        event = self._begin(body, headers)
        if isinstance(event, Receipt):
            return event
        turn = _turn_of(event)
        while (before := self._versions.begin(turn)) is not turn:
            if isinstance(before, Receipt):
                return before
            concurrent.futures.wait([before.ended], turn.left(before))
            self._versions.waited(turn)
        handled = False
        try:
            if self._on_event is not None and inspect.iscoroutine(result := self._on_event(event)):
                result.close()
                raise TypeError("on_event must be no coroutine; AsyncWebhookReceiver takes one")
            handled = True
            return Receipt("handled", 204)
        except Exception as error:
            return _failed(error)
        finally:
            self._versions.end(turn, handled=handled)


class AsyncWebhookReceiver(_Receiver):
    """As `WebhookReceiver`, in coroutines: `on_event` may be one, and is cancelled after `event_deadline`."""

    def __init__(
        self,
        secret: str | Iterable[str],
        *,
        forget: Iterable[Staffroom | AsyncStaffroom] | Staffroom | AsyncStaffroom = (),
        on_event: Callable[[PublishedEvent], Awaitable[None] | None] | None = None,
        max_subjects: int = 10_000,
        event_deadline: float = 60,
    ) -> None:
        """As the class says. Raises a `ValueError` that names the option, if one is not as it must be."""
        super().__init__(secret, forget, max_subjects, event_deadline)
        self._on_event = None if on_event is None else function("on_event", on_event)

    async def receive(self, body: bytes | str, headers: Mapping[str, str]) -> Receipt:
        """Takes a delivery: its body as it came, byte for byte, and its headers. It never raises an `Exception`."""
        event = self._begin(body, headers)
        if isinstance(event, Receipt):
            return event
        turn = _turn_of(event)
        while (before := self._versions.begin(turn)) is not turn:
            if isinstance(before, Receipt):
                return before
            try:
                # Others may wait for the same one, so that it must not be cancelled with this coroutine.
                await asyncio.wait([asyncio.wrap_future(before.ended)], timeout=turn.left(before))
            finally:
                self._versions.waited(turn)
        handled = False
        try:
            if self._on_event is not None and inspect.isawaitable(result := self._on_event(event)):
                await _within(self._versions.event_deadline, result)
            handled = True
            return Receipt("handled", 204)
        except Exception as error:
            return _failed(error)
        finally:
            self._versions.end(turn, handled=handled)


def forget(client: Staffroom | AsyncStaffroom, event: PublishedEvent) -> None:
    """Forgets the answers that an event may have made wrong; for an event of an unknown type, all of its store."""
    if event["type"].startswith(_OF_NO_PERMISSION):
        return
    if event["type"] in _OF_MEMBER and event["subject"]["kind"] == "member":
        client.forget(event["store_id"], event["subject"]["id"])
    else:
        client.forget(event["store_id"])


def _verifier(secret: object) -> Webhook:
    """What verifies signatures by this secret."""
    what = "a secret of a webhook is whsec_ and base64 of 24 to 64 bytes"
    if not isinstance(secret, str) or not secret:
        raise ValueError(f"{what}, not {kind_of(secret)}")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError as cause:
        raise ValueError(f"{what}, and this one is not base64") from cause
    if not 24 <= len(key) <= 64:
        raise ValueError(f"{what}, not of {len(key)}")
    webhook = Webhook(secret)
    # Whether the package that is installed does what is asked of it is seen here, and not by each delivery.
    now = datetime.now(timezone.utc)
    headers = {
        "webhook-id": "self",
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": webhook.sign("self", now, "{}"),
    }
    webhook.verify(b"{}", headers, json_parse=False)
    return webhook


def _failed(error: Exception) -> Receipt:
    return Receipt("failed", 503, str(error) or type(error).__name__)


def _turn_of(event: PublishedEvent) -> _Turn:
    subject = event["subject"]
    return _Turn((event["store_id"], subject["kind"], subject["id"]), event["version"])


async def _within(seconds: float, awaitable: Awaitable[None]) -> None:
    """Waits for it, and cancels it after this time. Unlike `asyncio.wait_for`, it does not wait for its end then."""
    task = asyncio.ensure_future(awaitable)
    try:
        if not (await asyncio.wait([task], timeout=seconds))[0]:
            raise TimeoutError(f"on_event has not ended in {seconds:g} seconds")
    finally:
        task.cancel()
    await task


def _event_of(data: bytes) -> PublishedEvent | Literal["test"] | None:
    """The event of a genuine delivery; None if it is none."""
    try:
        event = strictly_parsed(data)
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
        and abs(version) <= _MAX_VERSION
    )
    return event if is_whole else None  # type: ignore[return-value]
