"""Tries the API's description on the local stack: schemathesis with all checks, as four kinds of caller.

    python tests/schema/run.py STACK [CALLER …]

STACK is the binary of the local stack. Python is that of an environment with schemathesis. Each caller has a stack of
their own, so that what one changes does not hide what another finds. Two run at a time.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from world import Stack, build

HERE = Path(__file__).parent
DESCRIPTION = HERE.parents[1] / "infra" / "openapi.yaml"
SEED = 20261127
# Cases for each operation and caller in the phase "fuzzing". The phase "coverage" adds some thousand for each caller:
# one for each bound, type and missing field of the description.
CASES = int(os.environ.get("STAFFROOM_SCHEMA_CASES", "6"))
CALLERS = ("owner", "member", "platform", "stranger")
DEADLINE = 900


def main() -> int:
    """Runs every caller; fails when one found something."""
    callers = sys.argv[2:] or CALLERS
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(run, callers))
    failed = [caller for caller, outcome in zip(callers, outcomes, strict=True) if not outcome]
    print(f"test result: {'FAILED' if failed else 'ok'}. {len(callers) - len(failed)} passed; {len(failed)} failed")
    return 1 if failed else 0


def run(caller: str) -> bool:
    """Whether schemathesis found nothing as this caller."""
    with tempfile.TemporaryDirectory() as folder, Stack(str(Path(sys.argv[1]).resolve())) as stack:
        world = build(stack)
        known = Path(folder) / "world.json"
        known.write_text(json.dumps(world))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={HERE / 'schemathesis.toml'}",
            *("run", str(DESCRIPTION)),
            *(f"--url={stack.address}", "--checks=all", f"--seed={SEED}", f"--max-examples={CASES}"),
            *(f"--header=Authorization: Bearer {world['tokens'][caller]}", "--no-color", "--workers=1"),
            *("--no-shrink", "--generation-database=none", "--output-truncate=false"),
        ]
        environment = {
            **os.environ,
            "STAFFROOM_SCHEMA_WORLD": str(known),
            "STAFFROOM_SCHEMA_CALLER": caller,
            "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"),
        }
        done = subprocess.run(
            command,
            env=environment,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        print(f"== as {caller}\n{done.stdout if done.returncode else summary(done.stdout)}", flush=True)
        return done.returncode == 0


def summary(output: str) -> str:
    """The part of schemathesis's output that counts cases."""
    found = re.search(r"^=+ SUMMARY =+$.*", output, re.MULTILINE | re.DOTALL)
    return found[0] if found else output


if __name__ == "__main__":
    sys.exit(main())
