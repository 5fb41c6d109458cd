"""Questions that are asked at the same time go out together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from staffroom_client._decision import MAX_EVALUATIONS, Decision, Question, unavailable
from staffroom_client._memory import Memory


@dataclass(eq=False)
class Pending:
    """A question on its way, and everyone who waits for its answer."""

    question: Question
    asked: float
    deadline: float
    stale: bool = False
    """Whether an event has come since that may make the answer wrong for later questions."""
    answer: Future[Decision] = field(default_factory=Future)


Evaluate = Callable[[Sequence[Question], float], Sequence[Decision]]
"""Asks these questions in one call, by a deadline. It answers each of them, and never raises."""


class Gatherer:
    """Makes batches of at most fifty questions, a bounded number of them at once, and remembers the answers."""

    def __init__(
        self, evaluate: Evaluate, memory: Memory, *, deadline: float, max_calls: int, max_waiting: int
    ) -> None:
        """No thread is started yet."""
        self._evaluate, self._memory = evaluate, memory
        self._deadline, self._max_calls, self._max_waiting = deadline, max_calls, max_waiting
        self.reset()

    def reset(self) -> None:
        """Leaves threads, questions and answers to the process that this one was forked from."""
        self._memory.clear()
        self._lock = threading.Lock()
        self._waiting: dict[Question, Pending] = {}
        self._in_progress: list[list[Pending]] = []
        self._executor = ThreadPoolExecutor(self._max_calls, thread_name_prefix="staffroom")

    def close(self) -> None:
        """Ends the threads when they have answered. What is asked later is refused."""
        self._executor.shutdown()

    def ask(self, question: Question) -> Decision | Pending:
        """The remembered decision, or the question on its way: `send` has to follow.

        Only a question that has not gone out yet is shared: an answer is never older than its question.
        """
        with self._lock:
            if (decision := self._memory.get(question)) is not None:
                return decision
            if (pending := self._waiting.get(question)) is not None:
                return pending
            if len(self._waiting) >= self._max_waiting:
                return unavailable(question, f"more than {self._max_waiting} questions are waiting")
            now = time.monotonic()
            pending = self._waiting[question] = Pending(question, now, now + self._deadline)
            return pending

    def send(self) -> None:
        """Sends what waits, as far as calls may be in progress. The rest follows when one of them ends."""
        while True:
            with self._lock:
                if not self._waiting or len(self._in_progress) >= self._max_calls:
                    return
                batch = self._next_batch()
                if not batch:
                    continue
                self._in_progress.append(batch)
            try:
                self._executor.submit(self._run, batch)
            except RuntimeError as error:  # the interpreter is about to end
                self._finish(batch, [unavailable(pending.question, str(error)) for pending in batch])

    def forget(self, store: str | None = None, user: str | None = None) -> None:
        """Forgets the answers about all stores, a store, or one of its users, also those that are on their way."""
        with self._lock:
            for batch in self._in_progress:
                for pending in batch:
                    if store in (None, pending.question.store) and user in (None, pending.question.user):
                        pending.stale = True
            if store is None:
                self._memory.clear()
            else:
                self._memory.forget(store, user)

    def remembered(self) -> int:
        """How many answers are remembered."""
        with self._lock:
            return len(self._memory)

    def _next_batch(self) -> list[Pending]:
        """The next questions. Nobody waits any more for those whose time has passed."""
        batch: list[Pending] = []
        now = time.monotonic()
        while self._waiting and len(batch) < MAX_EVALUATIONS:
            pending = self._waiting.pop(next(iter(self._waiting)))
            if pending.deadline > now:
                batch.append(pending)
        return batch

    def _run(self, batch: list[Pending]) -> None:
        questions = [pending.question for pending in batch]
        self._finish(batch, self._evaluate(questions, max(pending.deadline for pending in batch)))
        self.send()

    def _finish(self, batch: list[Pending], decisions: Sequence[Decision]) -> None:
        with self._lock:
            self._in_progress.remove(batch)
            for pending, decision in zip(batch, decisions, strict=True):
                if not pending.stale and decision.reason != "unavailable":
                    self._memory.put(pending.question, decision, pending.asked)
        for pending, decision in zip(batch, decisions, strict=True):
            pending.answer.set_result(decision)
