"""What a forked process must not share with the one it comes from: threads, connections, locks that are held."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class _Resettable(Protocol):
    def reset(self) -> None: ...


_ALL: weakref.WeakSet[_Resettable] = weakref.WeakSet()


def reset_after_fork(one: _Resettable) -> None:
    """Has `reset` called in each process that is forked from this one."""
    _ALL.add(one)


def _reset() -> None:
    for one in list(_ALL):
        one.reset()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reset)
