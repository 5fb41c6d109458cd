"""Writes the software bill of materials of the functions, as CycloneDX 1.6 in JSON, into the file that is its argument.

It lists what a deployment contains: the crates that the functions link on either processor architecture, and the npm
packages that the pages load. Crates that only build scripts, procedural macros or tests use are not in it. The hash of
a crate is that of its file in the registry, from Cargo.lock. The same sources give the same file, byte for byte.
"""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "shared/pages/assets/vendor"
# The values of the parameter Architecture in infra/template.yaml, as targets.
TARGETS = ["aarch64-unknown-linux-gnu", "x86_64-unknown-linux-gnu"]
CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"

# A line of `cargo tree`: depth, name, version, folder of a crate of the workspace, licence, mark of a repetition.
LINE = re.compile(r"(\d+)(\S+) v(\S+)( \([^)|]*\))?\|([^|]*?)( \(\*\))?")
# A row of the table in shared/pages/assets/vendor/README.md: file, packages, file in the package, licences.
ROW = re.compile(r"^\| `([^`]+\.js)` \| ([^|]+) \| [^|]+ \| ([^|]+) \|", re.MULTILINE)
PACKAGE = re.compile(r"`([^`]+)`(?: (\d[\w.-]*))?")

Json = dict[str, Any]


def main() -> int:
    """Writes the file, and prints how much is in it."""
    output = Path(sys.argv[1])
    crates, links = linked_crates()
    modules, module_links = vendored_modules()
    links |= module_links
    links["staffroom"] = {ref for ref, crate in crates.items() if crate["type"] == "application"}
    # The functions that serve the pages contain their files through this crate.
    links["staffroom-pages"] |= {module["bom-ref"] for module in modules}
    components = sorted([*crates.values(), *modules], key=lambda component: component["bom-ref"])
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": component("application", "staffroom", workspace["version"], workspace["license"], "staffroom")
        },
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": sorted(to)} for ref, to in sorted(links.items())],
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    own = sum("purl" not in component for component in components)
    crates_io = len(components) - own - len(modules)
    print(f"{output}: {own} crates of the workspace, {crates_io} of crates.io, {len(modules)} npm packages")
    return 0


def linked_crates() -> tuple[dict[str, Json], dict[str, set[str]]]:
    """The crates that the functions link, by reference, and the crates that each of them depends on."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    sources = {(crate["name"], crate["version"]): crate for crate in lock}
    crates: dict[str, Json] = {}
    links: dict[str, set[str]] = {}
    for target in TARGETS:
        path: list[str] = []
        for line in tree(target).splitlines():
            if not line:
                continue
            found = LINE.fullmatch(line)
            assert found, f"cargo tree has an unexpected line: {line}"
            depth, name, version, folder, licence = int(found[1]), found[2], found[3], found[4], found[5]
            ref = name if folder else f"pkg:cargo/{name}@{version}"
            path[depth:] = [ref]
            links.setdefault(ref, set())
            if depth:
                links[path[depth - 1]].add(ref)
            crate = component(
                "library" if depth else "application", name, version, re.sub(" ?/ ?", " OR ", licence), ref
            )
            if not folder:
                source = sources[name, version]
                assert source["source"] == CRATES_IO, f"{name} is from another registry"
                crate["purl"] = ref
                crate["hashes"] = [{"alg": "SHA-256", "content": source["checksum"]}]
            crates.setdefault(ref, crate)
    return crates, links


def tree(target: str) -> str:
    """The dependencies of the functions, which are the default members of the workspace. Tests and builds excluded."""
    edges = ["--edges", "normal,no-proc-macro"]
    command = ["cargo", "tree", "--locked", *edges, "--target", target, "--prefix", "depth", "--format", "{p}|{l}"]
    return subprocess.check_output(command, cwd=ROOT, text=True)


def vendored_modules() -> tuple[list[Json], dict[str, set[str]]]:
    """The npm packages of the pages, each with the file that contains it, and the packages that each of them contains.

    They are those of the table in their folder's README, where the first package of a row contains the others.
    """
    rows = ROW.findall((VENDOR / "README.md").read_text())
    files = {file.name for file in VENDOR.glob("*.js")}
    assert {row[0] for row in rows} == files, "the README of the vendored files does not list exactly those files"
    modules: list[Json] = []
    links: dict[str, set[str]] = {}
    for file, packages, licences in rows:
        digest = {"alg": "SHA-256", "content": hashlib.sha256((VENDOR / file).read_bytes()).hexdigest()}
        path = str((VENDOR / file).relative_to(ROOT))
        refs = []
        for (name, version), licence in zip(PACKAGE.findall(packages), licences.split(", "), strict=True):
            ref = f"pkg:npm/{quote(name)}" + (f"@{version}" if version else "")
            refs.append(ref)
            content = {"type": "file", "bom-ref": f"{ref}#{file}", "name": path, "hashes": [digest]}
            modules.append(component("library", name, version, licence, ref) | {"purl": ref, "components": [content]})
        links |= {ref: set() for ref in refs} | {refs[0]: set(refs[1:])}
    return modules, links


def component(kind: str, name: str, version: str, licence: str, ref: str) -> Json:
    """A component with what all of them have. A package in another one's file may have no known version."""
    assert licence, f"{name} has no licence"
    described = {"type": kind, "bom-ref": ref, "name": name}
    return described | ({"version": version} if version else {}) | {"licenses": [{"expression": licence}]}


if __name__ == "__main__":
    sys.exit(main())
