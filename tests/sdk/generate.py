"""Writes the files of the clients that are made of the API's description, or says which are not current.

    python tests/sdk/generate.py TOOLS [--check]

TOOLS is the folder of the generators, as `tests/run sdk` fetches them.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTION = ROOT / "infra" / "openapi.yaml"
TYPESCRIPT = ROOT / "clients" / "typescript" / "src"
PYTHON = ROOT / "clients" / "python" / "src" / "staffroom_client"


def generate(tools: Path, folder: Path) -> dict[Path, Path]:
    """Makes the files in a folder: each with the place where it belongs."""
    generator = tools / "sdk-typescript" / "node_modules" / ".bin" / "openapi-typescript"
    run(generator, DESCRIPTION, "--output", folder / "api.ts")
    run(tools / "sdk-python" / "bin" / "python", "-B", ROOT / "clients" / "python" / "generate.py", DESCRIPTION, folder)
    settings = ROOT / "clients" / "python" / "ruff.toml"
    ruff = [tools / "linters" / "bin" / "ruff", "format", "--quiet", "--no-cache", "--config", settings]
    run(*ruff, folder / "calls.py", folder / "types.py")
    names = {"api.ts": TYPESCRIPT, "calls.py": PYTHON, "types.py": PYTHON}
    return {folder / name: place / name for name, place in names.items()}


def run(*command: object) -> None:
    """Runs a command, and shows its output if it fails."""
    done = subprocess.run(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}")


def stale(tools: Path) -> list[str]:
    """The files that are not what the description makes."""
    with tempfile.TemporaryDirectory() as folder:
        made = generate(tools, Path(folder))
        different = [
            place for new, place in made.items() if not place.is_file() or new.read_bytes() != place.read_bytes()
        ]
    return [f"{place.relative_to(ROOT)} is not current: clients/generate" for place in different]


def main() -> int:
    """Writes or checks."""
    tools = Path(sys.argv[1]).resolve()
    if sys.argv[2:] == ["--check"]:
        faults = stale(tools)
        print(*faults, sep="\n")
        return 1 if faults else 0
    with tempfile.TemporaryDirectory() as folder:
        for new, place in generate(tools, Path(folder)).items():
            place.write_bytes(new.read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
