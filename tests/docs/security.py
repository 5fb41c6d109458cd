"""Checks docs/security.md, which goes through the OWASP ASVS.

Each requirement of level 1 and 2, listed in asvs-5.0.txt, must be there once, with its level and a state. Every file
and test that shows it must exist.
"""

import re
import sys
from collections import Counter
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs/security.md"
REQUIREMENTS = Path(__file__).with_name("asvs-5.0.txt")

ID = re.compile(r"\bV\d+\.\d+\.\d+\b")
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| (\d) \| [^|]+ \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
COUNT = re.compile(r"^\| ([a-z ]+) \| (\d+) \| [^|]*\|$", re.MULTILINE)
SHOWN_BY = re.compile(r"\]\(([^)#\s]+)\)(?:: (`[^`]+`(?:, `[^`]+`)*))?")
STATES = {"met", "partly", "not met", "provider", "account"}
NOT_APPLICABLE = "does not apply"

# How a test of this name is defined, by the kind of its file.
DEFINITIONS = {".rs": r"\bfn {}\(", ".py": r"\bdef {}\(", ".js": r"\btest\(.{}\b"}


def main() -> int:
    """Prints each fault; fails when there is one."""
    text = DOCUMENT.read_text()
    levels = dict(re.findall(r"^(V\S+) (\d)$", REQUIREMENTS.read_text(), re.MULTILINE))
    named = Counter(ID.findall(text))
    faults = [f"{name} is missing" for name in levels if name not in named]
    faults += [f"{name} is no requirement of level 1 or 2" for name in named if name not in levels]
    faults += [f"{name} is there {times} times" for name, times in named.items() if times > 1]
    rows = ROW.findall(text)
    for name, level, state, how, shown_by in rows:
        if level != levels.get(name):
            faults.append(f"{name} is not of level {level}")
        faults += [f"{name}: {fault}" for fault in faults_of(state, how, shown_by)]
    states = Counter(state for _, _, state, _, _ in rows)
    states[NOT_APPLICABLE] = len(named) - len(rows)
    if dict(states) != {state: int(count) for state, count in COUNT.findall(text)}:
        faults.append(f"the numbers at the head are not {dict(states)}")
    print(*faults, f"{len(levels)} requirements, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


def faults_of(state: str, how: str, shown_by: str) -> list[str]:
    """What is wrong with the columns of a requirement that applies."""
    faults = []
    if state not in STATES:
        faults.append(f"{state} is no state")
    if (state == "partly") != ("Not met: " in how):
        faults.append("what is met partly says what is not met, and nothing else does")
    if state in {"met", "partly"} and not shown_by and "](#" not in how:
        faults.append("nothing shows it")
    for path, names in SHOWN_BY.findall(shown_by):
        file = DOCUMENT.parent / path
        if not file.is_file():
            faults.append(f"there is no file {path}")
            continue
        for name in re.findall(r"`([^`]+)`", names):
            definition = DEFINITIONS[file.suffix].format(re.escape(name))
            if not re.search(definition, file.read_text()):
                faults.append(f"there is no test {name} in {path}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
