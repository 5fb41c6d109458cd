"""`sam local start-api` against DynamoDB Local, as the README tells it, with an engine and an image of its own.

No image of Lambda can be fetched everywhere, so the containers run on a stand-in for it: AWS's own runtime emulator,
as the SAM CLI brings it, with this machine's C library. It is not Amazon Linux 2023; `tests/cloud` looks at what the
binaries ask of glibc.
"""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3
import stack as stacks
from api import Api, Person
from emulator import REGION, free_port, until
from issuer import Issuer

from functions import TARGET, sam_build, sam_environment

ROOT = Path(__file__).parents[2]
IMAGE = "public.ecr.aws/lambda/provided:al2023-rapid-x86_64"
HOST = "172.17.0.1"  # this machine, on Docker's own bridge
NAME = "host.docker.internal"  # the same, as containers call it
SKIPPED = 77


class CannotRun(Exception):
    """No Docker engine can run here."""


@contextmanager
def process(command: list[str | Path], log: Path, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with this block."""
    with log.open("wb") as output:
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)  # type: ignore[call-overload]
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


@contextmanager
def engine(folder: Path) -> Iterator[dict[str, str]]:
    """A Docker engine of this test's own: what tells its client where it is."""
    for needed in ("dockerd", "docker"):
        if not shutil.which(needed):
            raise CannotRun(f"{needed} is missing: apt-get install docker.io")
    if os.geteuid() != 0:
        raise CannotRun("an engine of one's own needs root")
    socket = folder / "sock"
    options: list[str | Path] = [
        "--data-root",
        folder / "data",
        "--exec-root",
        folder / "exec",
        "--pidfile",
        folder / "pid",
    ]
    # Containers reach this machine and nothing else, and this machine's firewall stays as it is.
    options += [f"--host=unix://{socket}"]
    options += [f"--{feature}=false" for feature in ("iptables", "ip6tables", "ip-forward", "ip-masq")]
    log = folder / "dockerd.log"
    with process(["dockerd", *options], log) as running:
        environment = {"DOCKER_HOST": f"unix://{socket}"}

        def ready() -> bool:
            if running.poll() is not None:
                last = log.read_text().strip().splitlines()[-1:]
                raise CannotRun(f"dockerd ended: {' '.join(last)}")
            asked = subprocess.run(["docker", "info"], env=os.environ | environment, capture_output=True, check=False)
            return asked.returncode == 0

        until(ready, "the Docker engine answers", 60)
        yield environment


def stand_in(emulator: Path) -> bytes:
    """The image's files: the runtime emulator, and what a binary of this machine needs to start."""
    files = {
        "/var/rapid/aws-lambda-rie": emulator,
        "/lib64/ld-linux-x86-64.so.2": Path("/lib64/ld-linux-x86-64.so.2"),
        "/etc/ssl/certs/ca-certificates.crt": Path("/etc/ssl/certs/ca-certificates.crt"),
    }
    for library in ("libc.so.6", "libm.so.6", "libgcc_s.so.1"):
        files[f"/lib/x86_64-linux-gnu/{library}"] = Path("/lib/x86_64-linux-gnu") / library
    image = io.BytesIO()
    with tarfile.open(fileobj=image, mode="w") as archive:
        for folder in ("tmp", "opt", "var/task", "var/runtime"):
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o777
            archive.addfile(entry)
        for name, path in files.items():
            if path.exists():
                archive.add(path.resolve(), name.lstrip("/"))
    return image.getvalue()


@contextmanager
def dynamodb_local(jar: Path, log: Path) -> Iterator[int]:
    """DynamoDB Local: the port it answers on."""
    port = free_port()
    command = ["java", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", jar.name]
    command += ["-disableTelemetry", "-inMemory", "-sharedDb", "-port", str(port)]
    with process([*command], log, cwd=jar.parent):
        yield port


def create_table(port: int, template: stacks.Template) -> None:
    """The template's table."""
    client = boto3.client(
        "dynamodb",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name=REGION,
        aws_access_key_id="local",
        aws_secret_access_key="local",
    )

    def answers() -> bool:
        try:
            client.list_tables()
        except Exception:  # whatever a client says of a server that is still starting
            return False
        return True

    until(answers, "DynamoDB Local answers", 60)
    table = template["Resources"]["Table"]["Properties"]
    kept = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName="staffroom", **{name: table[name] for name in kept})


def calls(api: Api) -> None:
    """Who may call what; `sam local` leaves every route open, so it is the functions that look."""
    owner, token = Person("Olga Owner"), api.issuer.token
    who = {"user_id": owner.sub, "email": owner.email, "name": owner.name}
    store = {"name": "Atelier", "owner": who, "catalog": "ecwid", "plan": "business", "locale": "fr"}
    api.platform("PUT", "/stores/atelier", store).is_(201)
    api.by(owner)("PUT", "/stores/atelier", store).is_(403)
    api.by(owner)("GET", "/stores/atelier").is_(200)
    tokens = {
        "no token": None,
        "a token by a wrong key": token(**owner.claims(), by_stranger=True),
        "a token for another audience": token(**owner.claims(), aud="another"),
        "an expired token": token(**owner.claims(), exp=int(time.time()) - 60),
    }
    answers = {said: api.holding(refused)("GET", "/me/stores").has(401) for said, refused in tokens.items()}
    answers["a signed request"] = api.by(owner)("GET", "/me/stores").has(200)
    answers["a forged link"] = api.anyone("POST", "/invitations/lookup", {"token": "A" * 80}).has(404)
    for said, answer in answers.items():
        print(f"ok     {said}: {answer.status}")


def run(build: Path, folder: Path, jar: Path) -> None:
    """The whole test."""
    template = stacks.read(ROOT / "infra" / "template.yaml")
    sam, environment = sam_environment()
    rie = sam.parents[1].glob("lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64")
    with ExitStack() as held:
        # Short, for a socket's path must be.
        place = Path(tempfile.mkdtemp(prefix="staffroom-"))
        held.callback(shutil.rmtree, place, ignore_errors=True)
        environment |= held.enter_context(engine(place))
        image = ["docker", "import", "--platform", "linux/amd64", "-", IMAGE]
        subprocess.run(image, input=stand_in(next(rie).resolve()), env=environment, check=True, capture_output=True)
        database = held.enter_context(dynamodb_local(jar, folder / "dynamodb.log"))
        create_table(database, template)
        issuer = held.enter_context(Issuer(HOST, NAME))
        told = json.loads((ROOT / "infra" / "sam-local.json").read_text())
        told["Parameters"] |= {"ISSUER": issuer.url, "AWS_ENDPOINT_URL_DYNAMODB": f"http://{NAME}:{database}"}
        (folder / "env.json").write_text(json.dumps(told))
        port = free_port()
        command: list[str | Path] = [sam, "local", "start-api", "--template", build / "template.yaml"]
        command += ["--env-vars", folder / "env.json", "--port", str(port), "--warm-containers", "LAZY"]
        command += ["--add-host", f"{NAME}:host-gateway"]
        command += ["--skip-pull-image", "--parameter-overrides", "Architecture=x86_64", "--region", REGION]
        log = folder / "sam-local.log"
        environment |= {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
        gateway = held.enter_context(process(command, log, env=environment, cwd=folder))
        api = Api(port, None, issuer)

        def up() -> bool:
            if gateway.poll() is not None:
                raise SystemExit(f"sam local start-api ended:\n{log.read_text()}")
            try:
                return bool(api.anyone("GET", "/no/such/path").status)
            except OSError:
                return False

        until(up, "sam local start-api answers", 120)
        try:
            calls(api)
        except Exception:
            print(log.read_text()[-6000:])
            raise


def main() -> int:
    """Runs it, or says why it cannot be run."""
    parser = argparse.ArgumentParser(prog="tests/sam-local", description=__doc__.split("\n")[0])
    parser.add_argument("--build-dir", type=Path, help="where sam build has put the functions already")
    arguments = parser.parse_args()
    build, folder = arguments.build_dir or TARGET / "sam", TARGET / "rehearsal"
    if not arguments.build_dir:
        sam_build(build, stacks.binaries(stacks.read(ROOT / "infra" / "template.yaml")).values())
    folder.mkdir(parents=True, exist_ok=True)
    jar = TARGET / "tools" / "dynamodb" / "package" / "emulator" / "DynamoDBLocal.jar"
    try:
        run(build.resolve(), folder, jar)
    except CannotRun as reason:
        print(f"skipped: no Docker engine can run here ({reason})")
        return SKIPPED
    print("test result: ok. 1 passed; 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
