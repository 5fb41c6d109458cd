"""Where the clients are built and tested: a copy of their folders, below the modules that they need."""

import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

IGNORED = shutil.ignore_patterns("node_modules", "dist", "out", ".venv", "__pycache__", "*.tgz", ".mypy_cache")


class Failed(Exception):
    """A check that failed."""


@dataclass
class Workbench:
    """The copy, and what was counted."""

    tools: Path
    folder: Path
    clean: Path
    """An empty folder with nothing around it."""
    address: str
    """Where the local stack is."""
    environment: dict[str, str] = field(default_factory=dict)
    passed: int = 0
    failed: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, *, passed: int = 0, failed: int = 0) -> None:
        """Counts tests. The two languages are tested at the same time."""
        with self.lock:
            self.passed += passed
            self.failed += failed

    @property
    def typescript(self) -> Path:
        """The copy of the client for TypeScript."""
        return self.folder / "clients" / "typescript"

    @property
    def python(self) -> Path:
        """The copy of the client for Python."""
        return self.folder / "clients" / "python"

    def copy(self, root: Path) -> None:
        """Copies what the clients need."""
        shutil.copytree(root / "clients", self.folder / "clients", symlinks=True, ignore=IGNORED)

    def run(self, *command: object, folder: Path, may_fail: bool = False, **environment: object) -> str:
        """The output of a command, which must succeed."""
        words = list(map(str, command))
        done = subprocess.run(
            words,
            cwd=folder,
            env=self.environment | {name: str(value) for name, value in environment.items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )
        if done.returncode and not may_fail:
            raise Failed(f"{' '.join(words)}\n{done.stdout}")
        return done.stdout

    def say(self, text: str) -> None:
        """Prints at once."""
        print(text, flush=True)
