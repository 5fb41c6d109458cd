"""Pastes the commands of the README's "One minute with the API" into bash and compares what they print.

The argument is the binary of the local stack, which runs on a free port for as long as this takes.
"""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
SECTION = "## One minute with the API\n"
DEADLINE = 120


def main() -> int:
    """Prints each command that answered something else; fails when there is one."""
    with subprocess.Popen([sys.argv[1], "--port", "0"], stdout=subprocess.PIPE, text=True) as stack:
        try:
            address = address_of(stack)
            commands, expected = read(README.read_text().replace("http://127.0.0.1:3000", address))
            printed = run(commands)
        finally:
            stack.terminate()
    wrong = 0
    for command, wanted, got in zip(commands, expected, printed, strict=True):
        if wanted != got:
            wrong += 1
            print(f"FAILED: {command}\nREADME:\n{wanted}\nprinted:\n{got}")
    outcome = "FAILED" if wrong else "ok"
    print(f"test result: {outcome}. {len(commands) - wrong} passed; {wrong} failed")
    return 1 if wrong else 0


def address_of(stack: subprocess.Popen[str]) -> str:
    """Where the local stack answers: it prints that when it is ready."""
    assert stack.stdout
    for line in stack.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise SystemExit("the local stack did not start")


def read(readme: str) -> tuple[list[str], list[str]]:
    """The commands of the section, and what the README says that each prints."""
    section = readme.partition(SECTION)[2].partition("\n## ")[0]
    commands, expected = [], []
    for language, block in re.findall(r"^```(sh|console)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
        if language == "sh":
            commands.append(block)
            expected.append("")
            continue
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            commands.append(command)
            expected.append(output)
    return commands, expected


def run(commands: list[str]) -> list[str]:
    """What each command prints, all in one shell."""
    separator = "--- next command ---"
    script = f"\necho '{separator}'\n".join(commands)
    output = subprocess.check_output(["bash"], input=script, stderr=subprocess.STDOUT, text=True, timeout=DEADLINE)
    return output.split(f"{separator}\n")


if __name__ == "__main__":
    sys.exit(main())
