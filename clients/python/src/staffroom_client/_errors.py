"""Errors of calls, and what they show of a server's texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MAX_SHOWN = 300


def shown(text: str) -> str:
    """The start of a text that is not ours, on one line: for messages and the log."""
    start = "".join(character if character.isprintable() else " " for character in text[:_MAX_SHOWN])
    return " ".join(start.split()) + ("…" if len(text) > _MAX_SHOWN else "")


class StaffroomError(Exception):
    """A call that was not successful."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        problem: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
    ) -> None:
        """`problem` is the body of the response, if that is a problem (RFC 9457)."""
        super().__init__(message)
        self.status = status
        """The status of the response; None if there was no valid response."""
        self.problem = problem
        """The problem; None if the response was none, such as one of API Gateway itself."""
        code = problem.get("code") if problem is not None else None
        self.code = code if isinstance(code, str) else None
        """The `code` of the problem."""
        self.retry_after = retry_after
        """After how many seconds to try again, if the response said so."""
