"""Makes clients of the API's description with three generators, and plays the whole life of an invitation with each.

    python tests/clients/run.py STACK TOOLS

STACK is the binary of the local stack. TOOLS is the folder with the generators, as `tests/run clients` fetches them.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
DESCRIPTION = HERE.parents[1] / "infra" / "openapi.yaml"
PACKAGE = "staffroom_client"
sys.path.insert(0, str(HERE.parent / "schema"))

from world import Stack  # noqa: E402 (a module of the folder above)


def run(*command: object, folder: Path, **environment: object) -> None:
    """Runs a command, and shows its output if it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{done.stdout}")


def typescript(tools: Path, address: str) -> None:
    """`openapi-typescript` makes the types, `openapi-fetch` makes the calls, and the compiler checks both."""
    folder = tools / "clients-typescript"
    for name in ("life.ts", "tsconfig.json"):
        shutil.copy(HERE / "typescript" / name, folder)
    bin_ = folder / "node_modules" / ".bin"
    run(bin_ / "openapi-typescript", DESCRIPTION, "--output", "schema.d.ts", folder=folder)
    run(bin_ / "tsc", folder=folder)
    run("node", "out/life.js", folder=folder, STAFFROOM=address)


def python(tools: Path, address: str) -> None:
    """`openapi-python-client`, whose warnings count: it leaves out what it does not understand."""
    folder = tools / "clients-python"
    generator = [folder / "bin" / "openapi-python-client", "generate", "--meta", "none", "--fail-on-warning"]
    run(
        *(*generator, "--overwrite", "--path", DESCRIPTION, "--output-path", folder / "generated" / PACKAGE),
        *("--config", HERE / "python" / "config.yaml"),
        folder=folder,
    )
    live(folder, "python", address)


def openapi_generator(tools: Path, address: str) -> None:
    """The generator `python` of openapi-generator, a Java program."""
    folder = tools / "clients-openapi-generator"
    generated = folder / "generated"
    shutil.rmtree(generated, ignore_errors=True)
    generator = [folder / "bin" / "openapi-generator-cli", "generate", "--generator-name", "python"]
    run(
        *(*generator, "--input-spec", DESCRIPTION, "--output", generated, "--package-name", PACKAGE),
        folder=folder,
    )
    live(folder, "openapi-generator", address)


def live(folder: Path, name: str, address: str) -> None:
    """Runs the program for a generated Python client, in the environment of its generator."""
    path = f"{folder / 'generated'}:{HERE}"
    life = HERE / name / "life.py"
    run(folder / "bin" / "python", "-B", life, folder=folder, STAFFROOM=address, PYTHONPATH=path)


def main() -> int:
    """Runs each client on a stack of its own; fails if one fails."""
    tools = Path(sys.argv[2]).resolve()
    clients: list[Callable[[Path, str], None]] = [typescript, python, openapi_generator]
    failed = 0
    for client in clients:
        try:
            with Stack(str(Path(sys.argv[1]).resolve())) as stack:
                client(tools, stack.address)
            print(f"ok: {client.__name__}", flush=True)
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
            failed += 1
            print(f"FAILED: {client.__name__}\n{error}", flush=True)
    outcome = "FAILED" if failed else "ok"
    print(f"test result: {outcome}. {len(clients) - failed} passed; {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
