"""Checks what the Markdown files refer to: files, headings, and in "[file](path): `test`, `test`" the names of tests.

Addresses on the web are not checked. The README also has bounds for its length.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README_LINES, README_COLUMNS = 200, 120

LINK = re.compile(r'\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"')
TESTS = re.compile(r"\]\(([^)\s]+\.(?:rs|js|ts|py))\): (`[^`]+`(?:, `[^`]+`)*)")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def main() -> int:
    """Prints each fault with its file; fails when there is one."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    files = [ROOT / name for name in subprocess.check_output(command, cwd=ROOT, text=True).split()]
    faults = [f"{file.relative_to(ROOT)}: {fault}" for file in files for fault in faults_of(file)]
    lines = (ROOT / "README.md").read_text().splitlines()
    if len(lines) > README_LINES:
        faults.append(f"README.md: {len(lines)} lines, more than {README_LINES}")
    for number, line in enumerate(lines, 1):
        if len(line) > README_COLUMNS:
            faults.append(f"README.md:{number}: {len(line)} characters, more than {README_COLUMNS}")
    print(*faults, f"{len(files)} files, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def faults_of(file: Path) -> list[str]:
    """The links of a file that lead nowhere, and the tests that do not exist."""
    text = FENCE.sub("", file.read_text())
    faults = []
    for target in (match[0] or match[1] for match in LINK.findall(text)):
        path, _, heading = target.partition("#")
        found = file.parent / path if path else file
        if re.match(r"[a-z]+:", target):
            continue
        if not found.exists():
            faults.append(f"no file {target}")
        elif heading and heading not in headings(found):
            faults.append(f"no heading {target}")
    for path, names in TESTS.findall(text):
        source = file.parent / path
        tests = source.read_text() if source.is_file() else ""
        faults += [f"no test {name} in {path}" for name in re.findall(r"`([^`]+)`", names) if name not in tests]
    return faults


def headings(file: Path) -> set[str]:
    """The anchors that the usual forges make of a file's headings."""
    found = re.findall(r"^#+ (.+)$", FENCE.sub("", file.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


if __name__ == "__main__":
    sys.exit(main())
