"""Checks of options. What is wrong with one is said when it is given, not by each question that is then refused."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar
from urllib.parse import SplitResult, urlsplit

T = TypeVar("T")


class Bounds(NamedTuple):
    """What a number must be."""

    least: float
    most: float
    whole: bool = False


REMEMBER = Bounds(0, 86_400)
DEADLINE = Bounds(0.001, 3600)
CALLS = Bounds(1, 1000, whole=True)
MANY = Bounds(1, 1_000_000, whole=True)


def number(name: str, value: Any, bounds: Bounds) -> Any:
    """A number within its bounds."""
    kinds = int if bounds.whole else (int, float)
    if isinstance(value, kinds) and not isinstance(value, bool) and bounds.least <= value <= bounds.most:
        return value
    kind = "a whole number" if bounds.whole else "a number"
    shown = repr(value) if isinstance(value, int | float) else kind_of(value)
    raise ValueError(f"{name} must be {kind} from {bounds.least:,} to {bounds.most:,}, not {shown}")


def text(name: str, value: object) -> str:
    """A text that is not empty. Its value may be a secret, so it is not shown."""
    if isinstance(value, str) and value:
        return value
    raise ValueError(f"{name} must be a text that is not empty, not {kind_of(value)}")


def for_header(name: str, value: object) -> str:
    """A text that a header can hold."""
    if isinstance(value, str) and value.isascii() and value.isprintable() and value.strip():
        return value
    raise ValueError(f"{name} must be a text of printable ASCII characters, not {kind_of(value)}")


def boolean(name: str, value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise ValueError(f"{name} must be True or False, not {kind_of(value)}")


def function(name: str, value: T) -> T:
    """A function."""
    if callable(value):
        return value
    raise ValueError(f"{name} must be a function, not {kind_of(value)}")


def address(name: str, value: object, *, allow_http: bool = False) -> SplitResult:
    """An address to which tokens or secrets may be sent: by https, or to this machine."""
    given = text(name, value)
    parts = urlsplit(given)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and (local or allow_http))):
        where = f"not to {given}"
        raise ValueError(f"{name}: tokens are sent by https only (or to this machine, or with allow_http), {where}")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError(f"{name} must have no user, no query and no fragment")
    _ = parts.port  # raises a ValueError if it is none
    return parts


def kind_of(value: object) -> str:
    """What a value is, for those that may be a secret."""
    if value is None:
        return "None"
    return "an empty one" if value == "" else f"a value of the type {type(value).__name__}"
