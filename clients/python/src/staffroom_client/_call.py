"""A call of the API, before it is made."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")


@dataclass(frozen=True)
class Call(Generic[T]):
    """What to send. The functions of `staffroom_client.calls` make it; `T` is what a response of success has."""

    method: str
    template: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str | int | Sequence[str] | None] = field(default_factory=dict)
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: Any = None

    @property
    def target(self) -> str:
        """The path with its parts and its query."""
        path = self.template
        for name, value in self.path.items():
            part = _user_part(value) if name == "user" and isinstance(value, str) else value
            # An empty part would make another path of it, and so would one that goes up.
            if not isinstance(part, str) or part in ("", ".", ".."):
                raise ValueError(f"{self.template}: {name} must be a text that is not empty, and no dots alone")
            path = path.replace(f"{{{name}}}", quote(part, safe="~"))
        pairs = [(name, value) for name, value in self.query.items() if value is not None]
        return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path

    @property
    def changes(self) -> bool:
        """Whether it may change something. The calls of AuthZEN are questions."""
        return self.method != "GET" and not self.template.startswith("/access/")


def _user_part(user: str) -> str:
    """A user ID as a part of a path: `me` stays the caller, and what a path cannot hold is given in base64url."""
    # `bulk` is a path of its own.
    if user in (".", "..", "bulk") or user.startswith("~") or "/" in user or "?" in user:
        return "~" + base64.urlsafe_b64encode(user.encode()).decode().rstrip("=")
    return user
