"""The zip files of the functions."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

GLIBC = (2, 34)  # the version in Amazon Linux 2023
MAX_ZIP_BYTES = 3_400_000  # the aim is 3,000,000: docs/performance.md

ROOT = Path(__file__).parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()


def sam_environment() -> tuple[Path, dict[str, str]]:
    """The path of the SAM CLI, preferably the one that `tests/run` installs, and the environment to run it in."""
    path = f"{TARGET / 'tools' / 'sam' / 'bin'}:{os.environ['PATH']}"
    sam = shutil.which("sam", path=path)
    if not sam:
        raise SystemExit("the SAM CLI is missing: `tests/run cloud` installs it")
    options = {"SAM_CLI_TELEMETRY": "0", "AWS_EC2_METADATA_DISABLED": "true"}
    return Path(sam), os.environ | options | {"PATH": path}


def sam_build(folder: Path, binaries: Iterable[str], environments: Iterable[str]) -> dict[str, bytes]:
    """Builds every function as for a deployment on x86_64, and returns the zip files by logical id.

    `environments` are those of samconfig.toml whose templates are built.
    """
    sam, variables = sam_environment()
    # Use the linker of this machine. `newest_glibc` checks whether Amazon Linux can load the result.
    variables["CARGO_LAMBDA_COMPILER"] = "cargo"
    # SAM builds one function after the other, mostly linking on one core. Building all at once before is faster.
    selected = [argument for binary in binaries for argument in ("--bin", binary)]
    subprocess.run(["cargo-lambda", "lambda", "build", "--release", *selected], check=True, env=variables, cwd=ROOT)
    zips = {}
    for name in environments:
        # The product is built into the folder itself, from which `tests/sam-local` runs it.
        to = folder if name == "default" else folder / name
        command: list[str | Path] = [sam, "build", "--config-env", name, "--build-dir", to]
        command += ["--parameter-overrides", "Architecture=x86_64"]
        subprocess.run(command, check=True, env=variables, cwd=ROOT)
        zips |= {built.parent.name: _zip(built) for built in sorted(to.glob("*/bootstrap"))}
    return zips


def zip_binaries(folder: Path, names: dict[str, str]) -> dict[str, bytes]:
    """Zips binaries that were built before. `names` has the name of each function's binary."""
    return {function: _zip(folder / binary, level=1) for function, binary in names.items()}


def as_built(folder: Path, names: dict[str, str], template: Path, to: Path) -> None:
    """Lays out binaries that were built before as `sam build` does: a folder for each function beside the template."""
    shutil.rmtree(to, ignore_errors=True)
    for function, binary in names.items():
        (to / function).mkdir(parents=True)
        os.link(folder / binary, to / function / "bootstrap")
    heads = r"^(  [A-Za-z]+:\n)(?=    Type: AWS::Serverless::Function\n)"
    parts = re.split(heads, template.read_text(), flags=re.MULTILINE)
    for index in range(2, len(parts), 2):
        function = parts[index - 1].strip(" :\n")
        parts[index] = parts[index].replace("    Properties:\n", f"    Properties:\n      CodeUri: {function}\n", 1)
    (to / "template.yaml").write_text("".join(parts))


def _zip(bootstrap: Path, level: int = 6) -> bytes:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, bootstrap.read_bytes())
    return zipped.getvalue()


def newest_glibc(zipped: bytes, folder: Path) -> tuple[int, ...]:
    """Returns the newest version of glibc that the binary requires."""
    binary = folder / "bootstrap"
    binary.write_bytes(zipfile.ZipFile(io.BytesIO(zipped)).read("bootstrap"))
    try:
        symbols = subprocess.run(["objdump", "-T", binary], check=True, capture_output=True, text=True).stdout
    finally:
        binary.unlink()
    return max(tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_([0-9.]+)", symbols))
