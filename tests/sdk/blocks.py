"""Runs the code of a Markdown file: writes its files, and compares what its commands print.

A block of `js` or `python` is a file; its name is in the comment on its first line. The commands of `sh` and `console`
blocks run in one shell, in their order; those of `console` must print what stands below them. A command that ends with
`&` is a server: the next block waits for the ports that it or the file that it runs names. What installs frameworks is
left out: the tests have their own.
"""

import re
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^(?:#|//) (\w[\w-]*\.\w+)$", re.MULTILINE)
LOCAL_STACK = "http://127.0.0.1:3000"
PORT = re.compile(r"\b80[89]\d\b")
FRAMEWORKS = re.compile(r"^(?:npm|pip) install (?!\./).*\n", re.MULTILINE)
SEPARATOR = "--- next command ---"
DEADLINE = 240
WAIT = """
listening() { (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
wait_for() {
    for ((tries = 0; tries < 600; tries++)); do
        if listening "$1"; then return; fi
        sleep 0.1
    done
    echo "nothing at $1"
    false
}
trap 'kill $(jobs -p) 2>/dev/null' EXIT
"""


@dataclass
class Script:
    """The commands of a document."""

    commands: list[str] = field(default_factory=list)
    expected: list[str | None] = field(default_factory=list)
    """What each prints; None if that does not matter, but its success does."""

    def add(self, command: str, expected: str | None) -> None:
        """Adds a command."""
        self.commands.append(command)
        self.expected.append(expected)


def check(document: Path, folder: Path, address: str, environment: dict[str, str]) -> list[str]:
    """What a document says wrongly, with the local stack at this address. Its files are written into the folder."""
    text = with_free_ports(document.read_text(encoding="utf-8").replace(LOCAL_STACK, address))
    script, files = Script(), {}
    for language, body in BLOCK.findall(text):
        if language in ("js", "python"):
            name = NAME.match(body)
            if name is None:
                return [f"{document.name}: a block of {language} has no file name:\n{body}"]
            files[name[1]] = body
            (folder / name[1]).write_text(body, encoding="utf-8")
        elif language == "sh":
            script.add(FRAMEWORKS.sub("", body) + waits(body, files), None)
        elif language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                script.add(command, output)
        else:
            return [f"{document.name}: no test runs a block of {language}"]
    unused = [name for name in files if not any(mentions(command, name, files) for command in script.commands)]
    return [f"{document.name}: nothing runs {name}" for name in unused] + run(
        script, folder, environment, document.name
    )


def mentions(command: str, name: str, files: dict[str, str]) -> bool:
    """Whether a command runs a file, or another file imports it."""
    module = name.rpartition(".")[0]
    pattern = re.compile(rf"\b{re.escape(module)}\b(?:\.js|\.py|:app)")
    imported = re.compile(rf'from {re.escape(module)} import|from "\./{re.escape(name)}"')
    return bool(pattern.search(command)) or any(imported.search(text) for other, text in files.items() if other != name)


def with_free_ports(text: str) -> str:
    """The text with a free port in the place of each that it names."""
    sockets = {port: socket.create_server(("127.0.0.1", 0)) for port in PORT.findall(text)}
    free = {port: str(one.getsockname()[1]) for port, one in sockets.items()}
    for one in sockets.values():
        one.close()
    return PORT.sub(lambda found: free[found[0]], text)


def waits(block: str, files: dict[str, str]) -> str:
    """Commands that wait for the servers that a block starts."""
    if not re.search(r" &$", block, re.MULTILINE):
        return ""
    started = block + "".join(text for name, text in files.items() if name in block)
    ports = dict.fromkeys(re.findall(r"(?:--port |listen\(|port: |\"127\.0\.0\.1\", )(\d{4,5})\b", started))
    return "".join(f"wait_for {port}\n" for port in ports)


def run(script: Script, folder: Path, environment: dict[str, str], name: str) -> list[str]:
    """Runs the commands in one shell, and returns what was wrong."""
    # What a command prints may not end its last line.
    after = f"\nstatus=$?; echo; echo $status\necho '{SEPARATOR}'\n"
    text = WAIT + "".join(command.rstrip("\n") + after for command in script.commands)
    with subprocess.Popen(
        ["bash"],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as shell:
        try:
            output, _ = shell.communicate(text, timeout=DEADLINE)
        except subprocess.TimeoutExpired:
            shell.kill()
            output, _ = shell.communicate()
            return [f"{name}: the commands took too long\n{output}"]
    faults = []
    printed = output.split(f"{SEPARATOR}\n")
    for command, expected, got in zip(script.commands, script.expected, printed, strict=False):
        lines = got.rstrip("\n").rpartition("\n")
        said, status = lines[0] + lines[1], lines[2]
        if expected is None and status != "0":
            faults.append(f"{name}: {command}\nfailed ({status}):\n{said}")
        if expected is not None and strip(said) != strip(expected):
            faults.append(f"{name}: {command}\nsays:\n{expected}\nprinted:\n{said}")
    if len(printed) != len(script.commands) + 1:
        faults.append(f"{name}: {len(printed) - 1} of {len(script.commands)} commands ran\n{printed[-1]}")
    return faults


def strip(text: str) -> str:
    """Without the end of the last line, which some servers leave out."""
    return text.rstrip("\n")
