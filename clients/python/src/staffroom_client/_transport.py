"""Requests to the API, with repetitions where they are safe and can help."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from staffroom_client._errors import StaffroomError, shown
from staffroom_client._http import Http, Response, TooLargeError
from staffroom_client._json import parsed
from staffroom_client._tokens import InvalidTokenError, Tokens

_ATTEMPTS = 4
# The first wait after an error of the network, and after a 429 or 503 without `Retry-After`, as the API asks for.
_FIRST_WAIT = 0.1
_FIRST_WAIT_OF_GATEWAY = 1.0
# The longest `Retry-After` in seconds. A longer one is as good.
_MAX_RETRY_AFTER = 86_400.0
_RETRIED = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Request:
    """A request. It must be safe to repeat: a question, or a change with an idempotency key."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes | None
    tokens: Tokens
    deadline: float
    """By when there must be a response, as `time.monotonic()` counts."""


@dataclass(frozen=True)
class _Failure:
    error: StaffroomError
    wait: float | None
    """The least wait before the next attempt; None: another one cannot help."""
    refused: bool = False
    """Whether the token was refused."""


def send(http_: Http, request: Request) -> Response:
    """The response of success, or a `StaffroomError`."""
    # A request that is lost must leave time for another one.
    half = (request.deadline - time.monotonic()) / 2
    renewed: Callable[[float], str] | None = None
    attempt = 1
    while True:
        began = time.monotonic()
        limit = min(request.deadline, began + half)
        outcome = _attempt(http_, request, attempt, limit, renewed or request.tokens.get)
        if isinstance(outcome, Response):
            return outcome
        wait = outcome.wait
        if outcome.refused:
            # The token is renewed once.
            renewed = request.tokens.renewed(began) if renewed is None else None
            wait = None if renewed is None else 0.0
        if wait is None or attempt == _ATTEMPTS:
            raise outcome.error
        wait *= 1 + random.random() / 2
        if time.monotonic() + wait >= request.deadline:
            raise outcome.error
        time.sleep(wait)
        attempt += 1


def _attempt(
    http_: Http, request: Request, attempt: int, limit: float, token: Callable[[float], str]
) -> Response | _Failure:
    missing = "no token"
    try:
        headers = {**request.headers, "Authorization": f"Bearer {token(limit)}", "Accept-Encoding": "identity"}
        missing = "no response"
        response = http_.send(request.method, request.target, headers, request.body, limit)
    except Exception as cause:
        late = isinstance(cause, TimeoutError) or time.monotonic() >= limit
        reason = shown(str(cause)) or type(cause).__name__
        error = StaffroomError("no response in time" if late else f"{missing}: {reason}")
        error.__cause__ = cause
        lasts = isinstance(cause, InvalidTokenError | TooLargeError)
        return _Failure(error, None if lasts else _doubled(_FIRST_WAIT, attempt))
    return response if 200 <= response.status < 300 else _failure_of(request, response, attempt)


def _failure_of(request: Request, response: Response, attempt: int) -> _Failure:
    problem = _problem_of(response)
    retry_after = _seconds_of(response.headers.get("retry-after"))
    code = problem.get("code") if problem else None
    detail = problem.get("detail") if problem else None
    message = f"{request.method} {request.target.partition('?')[0]} was answered with {response.status}"
    message += f" {shown(code)}" if isinstance(code, str) else ""
    message += f": {shown(detail)}" if isinstance(detail, str) else ""
    error = StaffroomError(message, status=response.status, problem=problem, retry_after=retry_after)
    if response.status == 401:
        return _Failure(error, None, refused=True)
    if response.status not in _RETRIED and code != "idempotency_key_in_use":
        return _Failure(error, None)
    if retry_after is not None:
        return _Failure(error, retry_after)
    return _Failure(error, _doubled(_FIRST_WAIT_OF_GATEWAY if response.status in (429, 503) else _FIRST_WAIT, attempt))


def _problem_of(response: Response) -> Mapping[str, Any] | None:
    if response.media_type != "application/problem+json":
        return None
    try:
        problem = parsed(response.body)
    except ValueError:
        return None
    return problem if isinstance(problem, dict) else None


def _seconds_of(header: str | None) -> float | None:
    """The seconds of `Retry-After`, which is a number or a date."""
    if header is None:
        return None
    try:
        is_number = header.strip().isascii() and header.strip().isdigit()
        seconds = float(header) if is_number else email.utils.parsedate_to_datetime(header).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), _MAX_RETRY_AFTER)


def _doubled(first: float, attempt: int) -> float:
    return float(first * 2 ** (attempt - 1))
