"""JSON, by rules that the clients for other languages have, too."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

_TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]')
_MAX_DEPTH = 64


def parsed(body: bytes) -> Any:
    """The value of a JSON text in UTF-8. Raises a `ValueError`, also for numbers that are none and for a deep text."""
    return _parsed(body.decode("utf-8"))


def strictly_parsed(body: bytes) -> Any:
    """As `parsed`, for what a decision may follow from.

    No name may be twice in an object, as readers differ on which of them counts, and the depth is bounded.
    """
    text = body.decode("utf-8")
    depth = 0
    for token in _TOKENS.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth > _MAX_DEPTH:
            raise ValueError("lists and objects are nested too deeply")
    return _parsed(text, object_pairs_hook=_without_twins)


def _parsed(text: str, **options: Any) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, **options)
    except RecursionError as cause:
        raise ValueError("lists and objects are nested too deeply") from cause


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("an object has a name twice")
    return value
