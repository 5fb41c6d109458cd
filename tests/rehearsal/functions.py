"""The functions' zips: built by `sam build`, looked at before anything runs."""

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

GLIBC = (2, 34)  # what Amazon Linux 2023 has
ZIP_BYTES = 3_000_000

TOOLS = ["aws-sam-cli==1.170.0", "cargo-lambda==1.9.2"]


def sam_build(target: Path) -> dict[str, bytes]:
    """Builds every function as a deployment does, for this machine's x86_64, and zips it."""
    venv = target / "tools" / "sam"
    sam = venv / "bin" / "sam"
    if not sam.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)
        subprocess.run([venv / "bin" / "pip", "--quiet", "--disable-pip-version-check", "install", *TOOLS], check=True)
    environment = os.environ | {
        "PATH": f"{(venv / 'bin').resolve()}:{os.environ['PATH']}",
        "SAM_CLI_TELEMETRY": "0",
        "AWS_EC2_METADATA_DISABLED": "true",
        # The machine's own linker; what it asks of glibc is checked below.
        "CARGO_LAMBDA_COMPILER": "cargo",
    }
    folder = target / "sam"
    subprocess.run(
        [sam.resolve(), "build", "--build-dir", folder, "--parameter-overrides", "Architecture=x86_64"],
        check=True,
        env=environment,
    )
    return {built.parent.name: _zip(built) for built in sorted(folder.glob("*/bootstrap"))}


def take(folder: Path, names: dict[str, str]) -> dict[str, bytes]:
    """Zips the binaries of a folder, whichever way they were built."""
    return {function: _zip(folder / binary) for function, binary in names.items()}


def _zip(bootstrap: Path) -> bytes:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, bootstrap.read_bytes())
    return zipped.getvalue()


def newest_glibc(zipped: bytes, folder: Path) -> tuple[int, ...]:
    """The newest version of glibc that a symbol of the binary asks for."""
    binary = folder / "bootstrap"
    binary.write_bytes(zipfile.ZipFile(io.BytesIO(zipped)).read("bootstrap"))
    try:
        symbols = subprocess.run(["objdump", "-T", binary], check=True, capture_output=True, text=True).stdout
    finally:
        binary.unlink()
    return max(tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_([0-9.]+)", symbols))
