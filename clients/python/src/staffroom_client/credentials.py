"""Tokens of the platform by OAuth 2.0's client credentials, as Cognito and others give them."""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections.abc import Callable
from urllib.parse import quote_plus, urlencode, urlsplit

from staffroom_client._errors import StaffroomError
from staffroom_client._http import Http

# How long before its end a token is replaced, at most.
_MARGIN = 60.0
_TIMEOUT = 5.0


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
    parts = urlsplit(token_url)
    http = Http(f"{parts.scheme}://{parts.netloc}", allow_http=False, context=ssl_context)
    # RFC 6749, section 2.3.1: both are form-encoded before they are joined.
    joined = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
    headers = {
        "Accept": "application/json",
        "Authorization": f"Basic {base64.b64encode(joined.encode()).decode()}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = urlencode({"grant_type": "client_credentials", "scope": scope}).encode()
    lock = threading.Lock()
    kept, until, fetched = "", 0.0, 0.0

    def get(renew: bool) -> str:
        nonlocal kept, until, fetched
        asked = time.monotonic()
        with lock:
            # Another thread may have got one while this one waited.
            if time.monotonic() < until and (not renew or fetched > asked):
                return kept
            answer = http.send("POST", parts.path or "/", headers, form, time.monotonic() + _TIMEOUT)
            if answer.status != 200:
                raise StaffroomError(f"the token endpoint answered with {answer.status}", status=answer.status)
            body = json.loads(answer.body)
            token = body.get("access_token") if isinstance(body, dict) else None
            if not isinstance(token, str):
                raise StaffroomError("the token endpoint gave no token")
            seconds = float(body.get("expires_in", 0))
            kept, fetched = token, time.monotonic()
            until = fetched + max(seconds - _MARGIN, seconds / 2)
            return token

    return get
