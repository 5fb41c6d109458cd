"""Lints, types, tests and packages the clients, and runs the code of their documents.

    python tests/sdk/run.py STACK TOOLS

STACK is the binary of the local stack. TOOLS is the folder with what `tests/run sdk` fetches.
"""

import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(HERE.parent / "schema")]

import packages  # noqa: E402 (modules of the folders above)
from generate import stale  # noqa: E402
from workbench import Failed, Workbench  # noqa: E402
from world import Stack  # noqa: E402


def generated(bench: Workbench) -> None:
    """The generated files are those of the description."""
    if faults := stale(bench.tools):
        raise Failed("\n".join(faults))


def typescript(bench: Workbench) -> None:
    """Lint, types and tests of the client for TypeScript."""
    bin_ = bench.tools / "sdk-typescript" / "node_modules" / ".bin"
    folder = bench.typescript
    # The examples use the package as others do, so it is built first.
    made = packages.from_a_clean_copy(bench, "typescript", packages.TGZ)
    shutil.copy(made / packages.TGZ, folder)
    shutil.copytree(made / "dist", folder / "dist")
    bench.run(bin_ / "tsc", "--project", "tsconfig.test.json", folder=folder)
    eslint = bench.tools / "eslint" / "node_modules" / ".bin" / "eslint"
    bench.run(
        eslint, "--config", bench.tools / "eslint" / "eslint.config.js", "clients/typescript", folder=bench.folder
    )
    tests = sorted((folder / "out" / "test").glob("*.test.js"))
    output = bench.run("node", "--test", "--test-reporter=tap", *tests, folder=folder, may_fail=True)
    counts = {name: int(count) for name, count in re.findall(r"^# (pass|fail|cancelled|skipped) (\d+)$", output, re.M)}
    for skipped in re.findall(r"^ *ok .*# SKIP.*$", output, re.M):
        bench.say(f"typescript: {skipped.strip()}")
    bench.count(passed=counts["pass"])
    bench.say(f"typescript: {counts['pass']} tests passed, {counts['skipped']} skipped")
    if counts["fail"] or counts["cancelled"]:
        bench.count(failed=counts["fail"] + counts["cancelled"] - 1)  # and one for this part
        raise Failed("\n".join(failures_of(output)))


def failures_of(tap: str) -> list[str]:
    """The failed tests of a report, each with its reason."""
    return [part for part in re.split(r"^(?= *(?:not )?ok )|^# Subtest", tap, flags=re.M) if re.match(" *not ok", part)]


def python(bench: Workbench) -> None:
    """Types and tests of the client for Python. The step `python` lints it."""
    interpreter = bench.tools / "sdk-python" / "bin" / "python"
    folder = bench.python
    bench.run(interpreter, "-m", "mypy", "--cache-dir", bench.tools / "mypy", folder=folder)
    command = [interpreter, "-B", "-W", "error::RuntimeWarning", "-m", "unittest", "discover", "--verbose"]
    output = bench.run(*command, folder=folder / "tests", may_fail=True, PYTHONPATH=folder / "src")
    count = re.search(r"^Ran (\d+) tests?", output, re.M)
    bad = sum(int(number) for number in re.findall(r"(?:failures|errors)=(\d+)", output))
    skipped = re.findall(r"^.*\.\.\. skipped .*$", output, re.M)
    for line in skipped:
        bench.say(f"python: {line}")
    passed = int(count[1]) - bad - len(skipped) if count else 0
    bench.count(passed=passed)
    bench.say(f"python: {passed} tests passed, {len(skipped)} skipped")
    if bad or not re.search(r"^OK\b", output, re.M):
        bench.count(failed=max(0, bad - 1))  # and one for this part
        # What failed, without the list of what passed.
        raise Failed(output[max(0, output.find("\n======")) :])


def main() -> int:
    """Runs the parts, some at the same time; fails if one fails."""
    tools = Path(sys.argv[2]).resolve()
    work = tools / "sdk-typescript" / "work"
    shutil.rmtree(work, ignore_errors=True)
    with Stack(str(Path(sys.argv[1]).resolve())) as stack, tempfile.TemporaryDirectory() as clean:
        bench = Workbench(tools, work, Path(clean), stack.address)
        bench.environment = os.environ | {
            "STAFFROOM_LOCAL": str(Path(sys.argv[1]).resolve()),
            "STAFFROOM_DESCRIPTION": str(ROOT / "infra" / "openapi.yaml"),
        }
        bench.copy(ROOT)
        part(bench, generated)
        together(bench, typescript, python)
        for check in packages.CHECKS:
            part(bench, check)
        together(bench, packages.typed_documents, packages.examples)
    outcome = "FAILED" if bench.failed else "ok"
    print(f"test result: {outcome}. {bench.passed} passed; {bench.failed} failed")
    return 1 if bench.failed else 0


def together(bench: Workbench, *checks: Callable[[Workbench], None]) -> None:
    """Runs parts at the same time."""
    threads = [threading.Thread(target=part, args=(bench, check)) for check in checks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def part(bench: Workbench, check: Callable[[Workbench], None]) -> None:
    """Runs a part, and counts it."""
    started = time.monotonic()
    try:
        check(bench)
    except Exception as error:  # also in a thread, whose end nobody would notice
        bench.count(failed=1)
        bench.say(f"FAILED: {check.__name__}\n{type(error).__name__}: {error}")
    else:
        bench.count(passed=1)
        bench.say(f"ok: {check.__name__}, {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
