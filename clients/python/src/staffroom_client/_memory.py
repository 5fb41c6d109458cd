"""Remembered decisions, and which of them an event ends. Its user holds a lock."""

from __future__ import annotations

import time
from collections import OrderedDict

from staffroom_client._decision import Decision, Question


class Memory:
    """At most so many decisions, each for a time; the least recently used one goes first."""

    def __init__(self, seconds: float, maximum: int) -> None:
        """Nothing is remembered yet."""
        self.seconds, self.maximum = seconds, maximum
        # Each decision with the time until which it holds.
        self._entries: OrderedDict[Question, tuple[Decision, float]] = OrderedDict()
        # The questions by store and user.
        self._questions: dict[str, dict[str, set[Question]]] = {}

    def __len__(self) -> int:
        """How many decisions are remembered."""
        return len(self._entries)

    def get(self, question: Question) -> Decision | None:
        """The decision on a question, while it holds."""
        entry = self._entries.get(question)
        if entry is None:
            return None
        decision, until = entry
        if not until > time.monotonic():
            self._drop(question)
            return None
        self._entries.move_to_end(question)
        return decision

    def put(self, question: Question, decision: Decision, asked: float) -> None:
        """Remembers an answer. It is as old as its question, so its time counts from `asked`."""
        until = asked + self.seconds
        # So that what is no number remembers nothing.
        if not until > time.monotonic():
            return
        self._entries[question] = (decision, until)
        self._entries.move_to_end(question)
        self._questions.setdefault(question.store, {}).setdefault(question.user, set()).add(question)
        if not len(self._entries) <= self.maximum:
            self._drop(next(iter(self._entries)))

    def forget(self, store: str, user: str | None = None) -> None:
        """Forgets the answers about a store, or about one of its users."""
        users = self._questions.get(store, {})
        for name in list(users) if user is None else [user]:
            for question in users.pop(name, set()):
                del self._entries[question]
        if not users:
            self._questions.pop(store, None)

    def clear(self) -> None:
        """Forgets all answers."""
        self._entries.clear()
        self._questions.clear()

    def _drop(self, question: Question) -> None:
        del self._entries[question]
        users = self._questions[question.store]
        users[question.user].discard(question)
        if not users[question.user]:
            del users[question.user]
        if not users:
            del self._questions[question.store]
