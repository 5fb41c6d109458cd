"""What a guard answers in the place of a handler. Each framework's guard only sends it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from staffroom_client._decision import Decision
from staffroom_client._options import text

# After how many seconds to try again, if Staffroom did not say so.
_RETRY_AFTER = 2
_TITLES = {401: "Not signed in", 403: "Forbidden", 503: "Unavailable"}
_CODES = {401: "unauthenticated", 403: "forbidden", 503: "unavailable"}

PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Access:
    """For whom a handler runs."""

    user: str
    store: str


@dataclass(frozen=True)
class Refusal:
    """A response in the place of the handler's: a problem (RFC 9457)."""

    status: int
    members: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def problem(self) -> dict[str, Any]:
        """The body."""
        code = _CODES[self.status]
        kind, title = f"urn:staffroom:problem:{code}", _TITLES[self.status]
        return {"type": kind, "title": title, "status": self.status, "code": code} | self.members

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers, without that of the content's type."""
        return {"Cache-Control": "no-store"} | self.headers


def who_asks(user: object, store: object) -> Access | Refusal:
    """Who asks for which store, if there are both."""
    if not isinstance(user, str) or not user:
        return Refusal(401, {"detail": "Sign in to use this."}, {"WWW-Authenticate": "Bearer"})
    if not isinstance(store, str) or not store:
        return Refusal(403, {"detail": "The request names no store."})
    return Access(user, store)


def required(permissions: tuple[str, ...]) -> tuple[str, ...]:
    """The permissions of a guard, of which there must be one: a guard without any would let everybody in."""
    if not permissions:
        raise TypeError("a guard needs a permission")
    for permission in permissions:
        text("a permission of a guard", permission)
    return permissions


def refusal_of(decisions: Sequence[Decision]) -> Refusal | None:
    """What to answer if not all of these are allowed."""
    for decision in decisions:
        if decision.reason == "denied":
            return _denial(decision, decisions)
    for decision in decisions:
        if not decision.allowed:
            seconds = math.ceil(_RETRY_AFTER if decision.retry_after is None else decision.retry_after)
            detail = f"It is not known whether you may do this. Try again in {seconds} seconds."
            return Refusal(503, {"detail": detail, "retry_after": seconds}, {"Retry-After": str(seconds)})
    return None


def _denial(denied: Decision, decisions: Sequence[Decision]) -> Refusal:
    missing = list(dict.fromkeys(permission for decision in decisions for permission in decision.missing))
    contact = denied.contact and {"name": denied.contact.name, "email": denied.contact.email}
    detail = "You may not do this in this store." if denied.message is None else denied.message
    language = "en" if denied.message is None else denied.locale
    headers = {} if language is None else {"Content-Language": language}
    return Refusal(403, {"detail": detail, "missing": missing, "contact": contact}, headers)
