"""Tokens of the platform by OAuth 2.0's client credentials, as Cognito and others give them."""

from __future__ import annotations

import base64
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from urllib.parse import quote_plus, urlencode

from staffroom_client._errors import StaffroomError
from staffroom_client._fork import reset_after_fork
from staffroom_client._http import Http, Response
from staffroom_client._json import parsed
from staffroom_client._options import address, text

# How long before its end a token is replaced, at most.
_MARGIN = 60.0
_TIMEOUT = 5.0
# The bytes of a response that are read.
_MAX_BYTES = 65_536


def client_credentials(
    token_url: str,
    client_id: str,
    client_secret: str,
    *,
    scope: str = "staffroom/platform",
    ssl_context: ssl.SSLContext | None = None,
) -> Callable[[bool], str]:
    """Gives a token, and gets another one in time: for `token` of a client.

    `token_url` is the token endpoint: `TokenUrl` of the stack with the user pool.
    """
    parts = address("token_url", token_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    http = Http("token_url", origin, allow_http=False, context=ssl_context, maximum=_MAX_BYTES)
    # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
    joined = f"{quote_plus(text('client_id', client_id))}:{quote_plus(text('client_secret', client_secret))}"
    headers = {
        "Accept": "application/json",
        "Authorization": f"Basic {base64.b64encode(joined.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = urlencode({"grant_type": "client_credentials", "scope": text("scope", scope)}).encode()
    return _Credentials(http, parts.path or "/", headers, form)


class _Credentials:
    """The token that is kept."""

    def __init__(self, http: Http, target: str, headers: Mapping[str, str], form: bytes) -> None:
        self._http, self._target, self._headers, self._form = http, target, headers, form
        self._kept, self._until, self._fetched = "", 0.0, 0.0
        self.reset()
        reset_after_fork(self)

    def reset(self) -> None:
        """The thread that held the lock, and its connection, belong to the process that this one was forked from."""
        self._lock = threading.Lock()
        self._http.reset()

    def close(self) -> None:
        """Closes the connections that are idle."""
        self._http.close()

    def __call__(self, renew: bool) -> str:
        asked = time.monotonic()
        with self._lock:
            # Another thread may have got one while this one waited.
            if time.monotonic() < self._until and (not renew or self._fetched > asked):
                return self._kept
            answer = self._http.send("POST", self._target, self._headers, self._form, time.monotonic() + _TIMEOUT)
            token, seconds = _token_of(answer)
            self._kept, self._fetched = token, time.monotonic()
            self._until = self._fetched + max(seconds - _MARGIN, seconds / 2)
            return token


def _token_of(answer: Response) -> tuple[str, float]:
    """The token of a response, and for how many seconds it is valid: for none, if the response does not say so."""
    if answer.status != 200:
        raise StaffroomError(f"the token endpoint answered with {answer.status}", status=answer.status)
    try:
        body = parsed(answer.body)
    except ValueError as cause:
        raise StaffroomError("the token endpoint gave no JSON") from cause
    token = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(token, str) or not re.fullmatch("[!-~]+", token):
        raise StaffroomError("the token endpoint gave no token")
    seconds = body.get("expires_in", 0)
    # Some endpoints give the number as a text.
    if isinstance(seconds, str) and re.fullmatch("[0-9]{1,10}", seconds):
        seconds = int(seconds)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= 1e10:
        raise StaffroomError("expires_in of the token endpoint is no number of seconds")
    return token, float(seconds)
