"""Runs tests and counts their results."""

import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Results:
    """The numbers of passed and failed tests. Failures are printed."""

    def __init__(self) -> None:
        self.passed = self.failed = 0

    def run(self, test: Callable[..., None], *arguments: Any) -> None:
        """Runs one test. A failure does not stop the others."""
        started = time.monotonic()
        try:
            test(*arguments)
        except Exception as error:  # any exception is a failure of the test
            frames = traceback.extract_tb(error.__traceback__)
            frame = next((frame for frame in reversed(frames) if "rehearsal" in frame.filename), frames[-1])
            location = f"{Path(frame.filename).name}:{frame.lineno}"
            self.record(passed=False, text=f"{test.__name__} at {location}: {type(error).__name__}: {error}")
        else:
            self.record(passed=True, text=f"{test.__name__} ({time.monotonic() - started:.1f} s)")

    def run_matching(self, tests: list[Callable[..., None]], word: str, *arguments: Any) -> None:
        """Runs the tests whose names contain a word."""
        for test in tests:
            if word in test.__name__:
                self.run(test, *arguments)

    def record(self, *, passed: bool, text: str) -> None:
        """Counts and prints one result."""
        if passed:
            self.passed += 1
            print(f"ok     {text}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED {text}", flush=True)
