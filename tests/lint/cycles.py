"""Finds cycles between the files of each crate: files that use one another, directly or through others.

A file uses another if a path in it leads there: `use crate::key::Key`, `super::seconds_up`, `denial::view`. A
re-export is followed to the file that defines the name. `mod x;` alone is no use, and tests are left out.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = r"[A-Za-z_][A-Za-z0-9_]*"
COMMENT = re.compile(r"//[^\n]*")
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
TESTS = re.compile(r"#\[cfg\(test\)\]\s*(?:pub(?:\([a-z]+\))? )?mod (?:tests|builders|\w+)\s*\{.*\Z", re.DOTALL)
USE = re.compile(rf"^\s*(?:pub(?:\([a-z]+\))? )?use ((?:{NAME}|::|[{{}},*\s])+);", re.MULTILINE)
REEXPORT = re.compile(rf"^pub(?:\([a-z]+\))? use ((?:{NAME}|::|[{{}},*\s])+);", re.MULTILINE)
PATH = re.compile(rf"(?<![\w:])((?:crate|super|self|{NAME})(?:::{NAME})+)")

Module = tuple[str, ...]


def leaves(tree: str) -> Iterator[tuple[str, ...]]:
    """The paths of a tree of `use`: `a::{b, c::d}` is `a::b` and `a::c::d`."""
    tree = tree.strip()
    brace = tree.find("{")
    if brace < 0:
        path = tree.split(" as ")[0].strip()
        if path:
            yield tuple(part.strip() for part in path.split("::"))
        return
    start = tuple(part for part in tree[:brace].strip().removesuffix("::").split("::") if part)
    depth, entry = 0, ""
    for char in tree[brace + 1 : tree.rfind("}")] + ",":
        depth += (char == "{") - (char == "}")
        if char == "," and depth == 0:
            for leaf in leaves(entry):
                yield start + leaf
            entry = ""
        else:
            entry += char


class Crate:
    """The modules of a crate that are files."""

    def __init__(self, source: Path) -> None:
        self.source = source
        self.files: dict[Module, Path] = {}
        self.texts: dict[Module, str] = {}
        for file in sorted(source.rglob("*.rs")):
            parts = file.relative_to(source).with_suffix("").parts
            if parts[-1] in {"tests", "main", "builders"} or "tests" in parts:
                continue
            module = parts[:-1] if parts[-1] in {"mod", "lib"} else parts
            self.files[module] = file
            self.texts[module] = TESTS.sub("", TEXT.sub('""', COMMENT.sub("", file.read_text())))
        self.exports = {module: dict(self.exported(module)) for module in self.files}

    def exported(self, module: Module) -> Iterator[tuple[str, Module]]:
        """The names that a module re-exports, with their full paths."""
        for found in REEXPORT.finditer(self.texts[module]):
            for leaf in leaves(found[1]):
                path = self.absolute(module, leaf)
                if path:
                    yield leaf[-1], path

    def absolute(self, module: Module, path: tuple[str, ...]) -> Module | None:
        """The path from the root of the crate; `None` if it leads to another crate."""
        if path[0] == "crate":
            return path[1:]
        if path[0] == "self":
            return module + path[1:]
        if path[0] == "super":
            rest, parent = path, module
            while rest and rest[0] == "super":
                rest, parent = rest[1:], parent[:-1]
            return parent + rest
        return module + path if (*module, path[0]) in self.files else None

    def file_of(self, path: Module, depth: int = 0) -> Module | None:
        """The module whose file defines what the path leads to."""
        for length in range(len(path), -1, -1):
            module = path[:length]
            if module not in self.files:
                continue
            if length < len(path) and depth < len(self.files):
                target = self.exports[module].get(path[length])
                if target is not None:
                    return self.file_of(target + path[length + 1 :], depth + 1)
            return module
        return None

    def uses(self, module: Module) -> set[Module]:
        """The modules that a file uses, without those that it only re-exports."""
        text = self.texts[module]
        paths = [leaf for found in USE.finditer(REEXPORT.sub("", text)) for leaf in leaves(found[1])]
        paths += [tuple(found[1].split("::")) for found in PATH.finditer(USE.sub("", text))]
        used = set()
        for path in paths:
            absolute = self.absolute(module, path)
            if absolute is not None:
                target = self.file_of(absolute)
                if target is not None and target not in {module, absolute}:
                    used.add(target)
        return used

    def cycles(self) -> list[list[Module]]:
        """The sets of files that use one another (Tarjan's strongly connected components)."""
        edges = {module: sorted(self.uses(module)) for module in self.files}
        index: dict[Module, int] = {}
        low: dict[Module, int] = {}
        stack: list[Module] = []
        found: list[list[Module]] = []

        def visit(module: Module) -> None:
            index[module] = low[module] = len(index)
            stack.append(module)
            for target in edges[module]:
                if target not in index:
                    visit(target)
                if target in stack:
                    low[module] = min(low[module], low[target])
            if low[module] == index[module]:
                members = stack[stack.index(module) :]
                del stack[stack.index(module) :]
                if len(members) > 1:
                    found.append(sorted(members))

        for module in edges:
            if module not in index:
                visit(module)
        return found

    def name(self, module: Module) -> str:
        """The file, from the root of the repository."""
        return str(self.files[module].relative_to(ROOT))


def main() -> int:
    """Prints the cycles."""
    count = 0
    files = 0
    for manifest in sorted(ROOT.glob("*/**/Cargo.toml")):
        source = manifest.parent / "src"
        if "target" in manifest.parts or not source.is_dir():
            continue
        crate = Crate(source)
        files += len(crate.files)
        for members in crate.cycles():
            count += 1
            print("these files use one another:")
            for module in members:
                uses = sorted(crate.name(one) for one in crate.uses(module) if one in members)
                print(f"  {crate.name(module)} uses {', '.join(uses)}")
    print(f"{files} files, {count} cycles")
    return min(count, 1)


if __name__ == "__main__":
    sys.exit(main())
