"""Where the tokens of requests come from."""

from __future__ import annotations

import concurrent.futures
import functools
import inspect
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from staffroom_client._errors import StaffroomError
from staffroom_client._options import kind_of

TokenSource = str | Callable[[bool], str]
"""A bearer token, or what gives one.

The argument is true after the last one was refused: then a stored one must not be given. It may block: it is called in
a thread of the client, for which nobody waits longer than a deadline. Questions and calls of the same time share what
it gives.
"""

# The least time between two renewals, so that a server that refuses every token does not cost one for each question.
_RENEWAL_SECONDS = 5.0
# A function that takes longer is called again, in another thread; so many may hang at the same time.
_HANGING_SECONDS = 30.0
_MAX_THREADS = 8
# What a header can hold.
_TOKEN = re.compile(r"[!-~]+")


@runtime_checkable
class Closeable(Protocol):
    """A source with connections."""

    def close(self) -> None:
        """Closes those that are idle."""


class InvalidTokenError(StaffroomError):
    """What a function gave is no token. To ask it again would not help."""


@dataclass(eq=False)
class _Fetch:
    """A call of the function."""

    began: float = field(default_factory=time.monotonic)
    result: concurrent.futures.Future[str] = field(default_factory=concurrent.futures.Future)

    def wait(self, limit: float) -> str:
        """What the function gives by then."""
        if not concurrent.futures.wait([self.result], max(0.0, limit - time.monotonic())).done:
            raise TimeoutError("no token in time")
        return self.result.result()


class Tokens:
    """A source of tokens, with bounds on how long it takes and on how often it is asked for a new one."""

    def __init__(self, source: TokenSource) -> None:
        """Nothing is called yet."""
        if not isinstance(source, str) and not callable(source):
            raise ValueError(f"token must be a text, or a function that gives one, not {kind_of(source)}")
        if isinstance(source, str) and not _TOKEN.fullmatch(source):
            raise ValueError("token must be a text of visible ASCII characters that is not empty")
        if inspect.iscoroutinefunction(source):
            raise ValueError("token must be a function that is no coroutine; it may block")
        self._source = source
        self.reset()

    def reset(self) -> None:
        """Leaves threads to the process that this one was forked from."""
        self._lock = threading.Lock()
        self._threads = 0
        self._latest: dict[bool, _Fetch] = {}

    def close(self) -> None:
        """Closes the connections of a source that has some, as `client_credentials` has."""
        if isinstance(self._source, Closeable):
            self._source.close()

    def get(self, limit: float) -> str:
        """A token, by then. While a renewal is in progress, it is the one that the renewal gives."""
        if isinstance(self._source, str):
            return self._source
        with self._lock:
            renewal = self._renewal()
        if renewal is not None:
            concurrent.futures.wait([renewal.result], max(0.0, limit - time.monotonic()))
        return self._fetch(self._source, renew=False).wait(limit)

    def renewed(self, got: float) -> Callable[[float], str] | None:
        """Gives a new token, in the place of one that was got at this time and was refused.

        None if there is none to be had: then another attempt cannot help.
        """
        if isinstance(self._source, str):
            return None
        with self._lock:
            last = self._renewal()
        if last is not None:
            return last.wait if last.began >= got else None
        return functools.partial(self._renew, self._source)

    def _renew(self, source: Callable[[bool], str], limit: float) -> str:
        with self._lock:
            # Of several attempts that were refused at the same time, the first one renews.
            renewal = self._renewal()
        return (renewal or self._fetch(source, renew=True)).wait(limit)

    def _renewal(self) -> _Fetch | None:
        """The renewal of these seconds."""
        last = self._latest.get(True)
        return last if last is not None and time.monotonic() - last.began < _RENEWAL_SECONDS else None

    def _fetch(self, source: Callable[[bool], str], *, renew: bool) -> _Fetch:
        """Calls the function, or waits with those who called it."""
        with self._lock:
            running = self._latest.get(renew)
            is_young = running is not None and time.monotonic() - running.began < _HANGING_SECONDS
            if running is not None and is_young and not running.result.done():
                return running
            if self._threads >= _MAX_THREADS:
                raise StaffroomError(f"{self._threads} calls of the token function have not ended")
            self._threads += 1
            fetch = self._latest[renew] = _Fetch()
        try:
            threading.Thread(target=self._run, args=(source, renew, fetch), name="staffroom-token", daemon=True).start()
        except RuntimeError as error:  # there are too many threads, or the interpreter is about to end
            self._end(fetch, error)
        return fetch

    def _run(self, source: Callable[[bool], str], renew: bool, fetch: _Fetch) -> None:
        try:
            token = _valid(source(renew))
        except BaseException as error:
            self._end(fetch, error)
        else:
            self._end(fetch, None)
            fetch.result.set_result(token)

    def _end(self, fetch: _Fetch, error: BaseException | None) -> None:
        with self._lock:
            self._threads -= 1
        if error is not None:
            # What ends a thread must not end those that wait.
            fetch.result.set_exception(error if isinstance(error, Exception) else StaffroomError(repr(error)))


def _valid(token: object) -> str:
    """A token that a header can hold."""
    if isinstance(token, str) and _TOKEN.fullmatch(token):
        return token
    raise InvalidTokenError(f"it must be a text of visible ASCII characters, not {kind_of(token)}")
