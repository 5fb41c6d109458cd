"""The clients: calls of the API, and the question that guards a handler."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
import uuid
from collections.abc import Coroutine, Generator, Iterable, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from email.message import Message
from typing import Any, Generic, TypeVar, cast

from staffroom_client._call import Call
from staffroom_client._decision import Decision, MalformedError, Question, decisions_of, fault_of, unavailable
from staffroom_client._errors import StaffroomError
from staffroom_client._fork import reset_after_fork
from staffroom_client._gatherer import Gatherer, Pending
from staffroom_client._http import Http
from staffroom_client._json import parsed, strictly_parsed
from staffroom_client._memory import Memory
from staffroom_client._options import CALLS, DEADLINE, MANY, REMEMBER, boolean, for_header, number, text
from staffroom_client._tokens import Tokens, TokenSource
from staffroom_client._transport import Request, send

T = TypeVar("T")
LOG = logging.getLogger("staffroom_client")
_LATE = "no answer in time"


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A response of success."""

    status: int
    data: T
    """The body; None if there is none."""
    etag: str | None
    """The version of the resource, for `if_match`."""
    headers: Message


@dataclass(frozen=True)
class _Limits:
    check_deadline: float
    call_deadline: float
    max_calls: int
    max_waiting: int


class _Core:
    """What the clients for both worlds share."""

    def __init__(self, http: Http, tokens: Tokens, resource_type: str, memory: Memory, limits: _Limits) -> None:
        self.http, self.tokens, self.resource_type = http, tokens, resource_type
        self.call_deadline = limits.call_deadline
        self.gatherer = Gatherer(
            self.evaluate,
            memory,
            deadline=limits.check_deadline,
            max_calls=limits.max_calls,
            max_waiting=limits.max_waiting,
        )
        reset_after_fork(self)

    def reset(self) -> None:
        """A process that was forked has its own threads and connections."""
        self.http.reset()
        self.tokens.reset()
        self.gatherer.reset()

    def close(self) -> None:
        """Ends threads and connections."""
        self.gatherer.close()
        self.http.close()
        self.tokens.close()

    def ask(self, question: Question) -> Decision | Pending:
        """The decision, or the question on its way."""
        if (fault := fault_of(question)) is not None:
            return Decision(*question, allowed=False, reason="denied", detail=fault)
        return self.gatherer.ask(question)

    def call(self, call: Call[T], idempotency_key: str | None, token: str | None, deadline: float | None) -> Answer[T]:
        """Makes a call."""
        try:
            response = send(self.http, self._request(call, idempotency_key, token, deadline))
            data = parsed(response.body) if response.body else None
        except StaffroomError:
            raise
        except Exception as cause:
            raise StaffroomError(f"{call.method} {call.template}: {cause or type(cause).__name__}") from cause
        return Answer(response.status, cast(T, data), response.headers.get("etag"), response.headers)

    def _request(
        self, call: Call[T], idempotency_key: str | None, token: str | None, deadline: float | None
    ) -> Request:
        """The request of a call. What it lacks or has wrongly is an error here."""
        headers = {name: for_header(name, value) for name, value in call.headers.items() if value is not None}
        headers["Accept"] = "application/json"
        body = None if call.body is None else json.dumps(call.body, allow_nan=False).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        if call.changes:
            key = str(uuid.uuid4()) if idempotency_key is None else idempotency_key
            headers["Idempotency-Key"] = for_header("idempotency_key", key)
        tokens = self.tokens if token is None else Tokens(token)
        seconds = self.call_deadline if deadline is None else number("deadline", deadline, DEADLINE)
        return Request(call.method, call.target, headers, body, tokens, time.monotonic() + seconds)

    def evaluate(self, questions: Sequence[Question], deadline: float) -> Sequence[Decision]:
        """Asks these questions in one call. Whatever goes wrong, each of them is answered."""
        try:
            decisions = self._decisions(questions, deadline)
            for decision in decisions:
                if decision.reason == "unavailable":
                    LOG.warning("refused, because there is no valid answer: %s", decision.detail)
            return decisions
        except Exception as error:
            LOG.warning("refused %d questions, because there is no valid answer: %s", len(questions), error)
            retry_after = error.retry_after if isinstance(error, StaffroomError) else None
            return [unavailable(question, str(error), retry_after) for question in questions]

    def _decisions(self, questions: Sequence[Question], deadline: float) -> list[Decision]:
        request_id = str(uuid.uuid4())
        headers = {"Accept": "application/json", "Content-Type": "application/json", "X-Request-ID": request_id}
        evaluations = [
            {
                "subject": {"type": "user", "id": user},
                "action": {"name": permission},
                "resource": {"type": self.resource_type, "id": store},
            }
            for user, store, permission in questions
        ]
        body = json.dumps({"evaluations": evaluations}).encode()
        request = Request("POST", "/access/v1/evaluations", headers, body, self.tokens, deadline)
        response = send(self.http, request)
        if response.status != 200:
            raise MalformedError(f"evaluations were answered with {response.status}")
        if response.media_type != "application/json":
            raise MalformedError("the response is no JSON")
        # A proxy that mixes up responses would give one person the decision about another. One that adds an ID, or
        # repeats ours, does not.
        ids = ",".join(response.headers.get_all("x-request-id", [])).split(",")
        given = {one.strip() for one in ids} - {""}
        if given and request_id not in given:
            raise MalformedError("the response is that of another request")
        try:
            decisions = strictly_parsed(response.body)
        except ValueError as cause:
            raise MalformedError(f"the response is no JSON: {cause}") from cause
        return decisions_of(decisions, questions)


class _Client:
    """What both clients do at once, without waiting for anything."""

    def __init__(  # noqa: PLR0913 (options by name, all with a default)
        self,
        url: str,
        token: TokenSource,
        *,
        remember_seconds: float = 0,
        remember_max: int = 10_000,
        check_deadline: float = 3,
        call_deadline: float = 30,
        max_calls: int = 8,
        max_waiting: int = 10_000,
        resource_type: str = "store",
        allow_http: bool = False,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """As `Staffroom` says. Raises a `ValueError` that names the option, if one is not as it must be."""
        limits = _Limits(
            number("check_deadline", check_deadline, DEADLINE),
            number("call_deadline", call_deadline, DEADLINE),
            number("max_calls", max_calls, CALLS),
            number("max_waiting", max_waiting, MANY),
        )
        memory = Memory(
            number("remember_seconds", remember_seconds, REMEMBER), number("remember_max", remember_max, MANY)
        )
        http = Http("url", url, allow_http=boolean("allow_http", allow_http), context=ssl_context)
        self._core = _Core(http, Tokens(token), text("resource_type", resource_type), memory, limits)

    def close(self) -> None:
        """Ends the threads and connections of the client when what was asked is answered. Later questions are refused.

        A `with` block does it, too; for `AsyncStaffroom`, `async with`. A service needs neither.
        """
        self._core.close()

    def forget(self, store: str, user: str | None = None) -> None:
        """Forgets the answers about a store or about one of its users, also those that are on their way."""
        self._core.gatherer.forget(store, user)

    def forget_all(self) -> None:
        """Forgets all answers, also those that are on their way."""
        self._core.gatherer.forget()

    @property
    def remembered(self) -> int:
        """How many answers are remembered."""
        return self._core.gatherer.remembered()


class Staffroom(_Client):
    """A client for threads. One for each process is enough.

    - `url`: the address of the API: the stack's output `ApiUrl`, or http://127.0.0.1:3000 for `cargo local`
    - `token`: a token with the scope `staffroom/platform`, or a function that gives one
    - `remember_seconds`, `remember_max`: how long an answer is remembered (0: not at all; up to 86,400), and how many
      at most (up to 1,000,000)
    - `check_deadline`, `call_deadline`: the seconds that a question and another call may take, repetitions included (up
      to 3600)
    - `max_calls`: how many calls of evaluations may be in progress (up to 1000); further questions wait together
    - `max_waiting`: how many questions may wait (up to 1,000,000); further ones are refused
    - `resource_type`: the type that the catalog gives its stores
    - `allow_http`: lets tokens go to another machine by http, in a private network
    - `ssl_context`: in the place of the default one
    """

    def __enter__(self) -> Staffroom:
        """For `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """As `close`."""
        self.close()

    def can(self, user: str, store: str, permission: str) -> bool:
        """May this user do this in this store? False as well if there is no valid answer."""
        return self.explain(user, store, permission).allowed

    def explain(self, user: str, store: str, permission: str) -> Decision:
        """As `can`, with why not. It never raises."""
        return self.explain_all([(user, store, permission)])[0]

    def can_all(self, questions: Iterable[tuple[str, str, str]]) -> list[bool]:
        """Asks several questions at once, each a user, a store and a permission: fifty are one call."""
        return [decision.allowed for decision in self.explain_all(questions)]

    def explain_all(self, questions: Iterable[tuple[str, str, str]]) -> list[Decision]:
        """As `can_all`, with why not."""
        asked = [(question := Question(*one), self._core.ask(question)) for one in questions]
        self._core.gatherer.send()
        return [one if isinstance(one, Decision) else _wait(question, one) for question, one in asked]

    def call(
        self,
        call: Call[T],
        *,
        idempotency_key: str | None = None,
        token: str | None = None,
        deadline: float | None = None,
    ) -> Answer[T]:
        """Makes a call, such as `calls.get_store("demo-ecwid")`.

        Raises a `StaffroomError` if there is no response of success, and no other `Exception`. A call that changes
        something has an idempotency key, the same one when it is repeated. `token`: that of a person, to make the call
        in their name.
        """
        return self._core.call(call, idempotency_key, token, deadline)

    @property
    def asynchronous(self) -> AsyncStaffroom:
        """A client for coroutines with the same connections and the same memory."""
        client = AsyncStaffroom.__new__(AsyncStaffroom)
        client._core = self._core
        return client


class AsyncStaffroom(_Client):
    """A client for coroutines, with the options of `Staffroom`. One for each process is enough."""

    async def __aenter__(self) -> AsyncStaffroom:
        """For `async with`."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """As `close`, in a thread."""
        await asyncio.to_thread(self.close)

    def can(self, user: str, store: str, permission: str) -> Unawaited[bool]:
        """May this user do this in this store? False as well if there is no valid answer."""
        return Unawaited(self._can(user, store, permission))

    def explain(self, user: str, store: str, permission: str) -> Unawaited[Decision]:
        """As `can`, with why not. It never raises."""
        return Unawaited(self._explain(Question(user, store, permission)))

    async def call(
        self,
        call: Call[T],
        *,
        idempotency_key: str | None = None,
        token: str | None = None,
        deadline: float | None = None,
    ) -> Answer[T]:
        """As `Staffroom.call`. It is made in a thread, which goes on if the coroutine is cancelled."""
        return await asyncio.to_thread(self._core.call, call, idempotency_key, token, deadline)

    async def _can(self, user: str, store: str, permission: str) -> bool:
        return (await self._explain(Question(user, store, permission))).allowed

    async def _explain(self, question: Question) -> Decision:
        answer = self._core.ask(question)
        if isinstance(answer, Decision):
            return answer
        # After what is ready in this turn of the event loop, which may ask as well.
        asyncio.get_running_loop().call_soon(self._core.gatherer.send)
        # Others may wait for the same answer, so that it must not be cancelled with this coroutine.
        wrapped = asyncio.wrap_future(answer.answer)
        await asyncio.wait([wrapped], timeout=answer.deadline - time.monotonic())
        return wrapped.result() if wrapped.done() else unavailable(question, _LATE)


class Unawaited(Coroutine[Any, Any, T]):
    """A coroutine that is no condition: without `await`, `if client.can(…)` would let everybody in."""

    def __init__(self, coroutine: Coroutine[Any, Any, T]) -> None:
        """Wraps a coroutine."""
        self._coroutine = coroutine

    def __bool__(self) -> bool:
        """There is no answer yet."""
        self._coroutine.close()
        raise TypeError("this is no answer yet: await it")

    def __await__(self) -> Generator[Any, Any, T]:
        """Waits for the answer."""
        return self._coroutine.__await__()

    def send(self, value: Any) -> Any:
        """As a coroutine."""
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        """As a coroutine."""
        return self._coroutine.throw(*error)

    def close(self) -> None:
        """As a coroutine."""
        self._coroutine.close()


def _wait(question: Question, pending: Pending) -> Decision:
    try:
        return pending.answer.result(max(0.0, pending.deadline - time.monotonic()))
    except (TimeoutError, FutureTimeoutError):
        return unavailable(question, _LATE)
