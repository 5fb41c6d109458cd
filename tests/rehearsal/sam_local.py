"""Tests the functions under `sam local start-api`, with DynamoDB Local, as the guide describes.

Lambda's image cannot be downloaded everywhere, so the containers run an image that is made here: AWS's runtime
emulator from the SAM CLI, with the C library of this machine. It is not Amazon Linux 2023: `tests/cloud` checks the
glibc version that the binaries require.
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
from emulator import REGION, free_port, wait_until
from issuer import Issuer

from functions import TARGET, as_built, sam_build, sam_environment

ROOT = Path(__file__).parents[2]
IMAGE = "public.ecr.aws/lambda/provided:al2023-rapid-x86_64"
HOST = "172.17.0.1"  # this machine's address on the Docker bridge
HOST_NAME = "host.docker.internal"  # this machine's name in containers
SKIPPED = 77  # the exit status of a skipped step in `tests/run`


class CannotRun(Exception):
    """No Docker engine can run on this machine."""


@contextmanager
def process(command: list[str | Path], log: Path, **options: object) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a process until the context ends."""
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
    """Runs a Docker engine for this test. Returns the environment for its client."""
    for command in ("dockerd", "docker"):
        if not shutil.which(command):
            raise CannotRun(f"{command} is missing: apt-get install docker.io")
    if os.geteuid() != 0:
        raise CannotRun("a separate Docker engine needs root")
    socket = folder / "sock"
    options: list[str | Path] = [
        "--data-root",
        folder / "data",
        "--exec-root",
        folder / "exec",
        "--pidfile",
        folder / "pid",
    ]
    # Containers can reach this machine only, and its firewall is not changed.
    options += [f"--host=unix://{socket}"]
    options += [f"--{feature}=false" for feature in ("iptables", "ip6tables", "ip-forward", "ip-masq")]
    log = folder / "dockerd.log"
    with process(["dockerd", *options], log) as running:
        environment = {"DOCKER_HOST": f"unix://{socket}"}

        def is_ready() -> bool:
            if running.poll() is not None:
                last_line = log.read_text().strip().splitlines()[-1:]
                raise CannotRun(f"dockerd ended: {' '.join(last_line)}")
            info = subprocess.run(["docker", "info"], env=os.environ | environment, capture_output=True, check=False)
            return info.returncode == 0

        wait_until(is_ready, "the Docker engine answers", 60)
        yield environment


def image_archive(emulator: Path) -> bytes:
    """Returns the files of the image: the runtime emulator, and the libraries of this machine."""
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
    """Runs DynamoDB Local. Returns its port."""
    port = free_port()
    command = ["java", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", jar.name]
    command += ["-disableTelemetry", "-inMemory", "-sharedDb", "-port", str(port)]
    with process([*command], log, cwd=jar.parent):
        yield port


def create_table(port: int, template: stacks.Template) -> None:
    """Creates the table of the template."""
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
        except Exception:  # the server is still starting
            return False
        return True

    wait_until(answers, "DynamoDB Local answers", 60)
    table = template["Resources"]["Table"]["Properties"]
    properties = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    client.create_table(TableName="staffroom", **{name: table[name] for name in properties})


def calls(api: Api) -> None:
    """Calls the API with and without valid tokens. `sam local` has no authorizer, so the functions check the tokens."""
    owner, token = Person("Olga Owner"), api.issuer.token
    owner_json = {"user_id": owner.sub, "email": owner.email, "name": owner.name}
    store = {"name": "Atelier", "owner": owner_json, "catalog": "ecwid", "plan": "business", "locale": "fr"}
    api.platform("PUT", "/stores/atelier", store).expect(201)
    api.as_person(owner)("PUT", "/stores/atelier", store).expect(403)
    api.as_person(owner)("GET", "/stores/atelier").expect(200)
    tokens = {
        "no token": None,
        "a token by a wrong key": token(**owner.claims(), wrong_key=True),
        "a token for another audience": token(**owner.claims(), aud="another"),
        "an expired token": token(**owner.claims(), exp=int(time.time()) - 60),
    }
    responses = {
        name: api.with_token(invalid)("GET", "/me/stores").assert_status(401) for name, invalid in tokens.items()
    }
    responses["a signed request"] = api.as_person(owner)("GET", "/me/stores").assert_status(200)
    responses["a forged link"] = api.anonymous("POST", "/invitations/lookup", {"token": "A" * 80}).assert_status(404)
    for name, response in responses.items():
        print(f"ok     {name}: {response.status}")


def run(build: Path, folder: Path, jar: Path) -> None:
    """Starts everything and makes the calls."""
    template = stacks.read(ROOT / "infra" / "template.yaml")
    sam, environment = sam_environment()
    rie = sam.parents[1].glob("lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-x86_64")
    with ExitStack() as resources:
        # A short path, because the path of a socket is limited.
        docker_folder = Path(tempfile.mkdtemp(prefix="staffroom-"))
        resources.callback(shutil.rmtree, docker_folder, ignore_errors=True)
        environment |= resources.enter_context(engine(docker_folder))
        image = ["docker", "import", "--platform", "linux/amd64", "-", IMAGE]
        subprocess.run(
            image, input=image_archive(next(rie).resolve()), env=environment, check=True, capture_output=True
        )
        database = resources.enter_context(dynamodb_local(jar, folder / "dynamodb.log"))
        create_table(database, template)
        issuer = resources.enter_context(Issuer(HOST, HOST_NAME))
        variables = json.loads((ROOT / "infra" / "sam-local.json").read_text())
        variables["Parameters"] |= {"ISSUER": issuer.url, "AWS_ENDPOINT_URL_DYNAMODB": f"http://{HOST_NAME}:{database}"}
        (folder / "env.json").write_text(json.dumps(variables))
        port = free_port()
        command: list[str | Path] = [sam, "local", "start-api", "--template", build / "template.yaml"]
        command += ["--env-vars", folder / "env.json", "--port", str(port), "--warm-containers", "LAZY"]
        command += ["--add-host", f"{HOST_NAME}:host-gateway"]
        command += ["--skip-pull-image", "--parameter-overrides", "Architecture=x86_64", "--region", REGION]
        log = folder / "sam-local.log"
        environment |= {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
        gateway = resources.enter_context(process(command, log, env=environment, cwd=folder))
        api = Api(port, None, issuer)

        def is_ready() -> bool:
            if gateway.poll() is not None:
                raise SystemExit(f"sam local start-api ended:\n{log.read_text()}")
            try:
                return bool(api.anonymous("GET", "/no/such/path").status)
            except OSError:
                return False

        wait_until(is_ready, "sam local start-api answers", 120)
        try:
            calls(api)
        except Exception:
            print(log.read_text()[-6000:])
            raise


def main() -> int:
    """Runs the test, or prints why it cannot run."""
    parser = argparse.ArgumentParser(prog="tests/sam-local", description=__doc__.split("\n")[0])
    parser.add_argument("--build-dir", type=Path, help="the folder of an earlier `sam build`; do not build")
    parser.add_argument("--binaries", type=Path, help="use the functions' binaries in this folder instead of building")
    arguments = parser.parse_args()
    build, folder = arguments.build_dir or TARGET / "sam", TARGET / "rehearsal"
    template = ROOT / "infra" / "template.yaml"
    names = stacks.binaries(stacks.read(template))
    if arguments.binaries:
        build = TARGET / "sam-from-binaries"
        as_built(arguments.binaries, names, template, build)
    elif not arguments.build_dir:
        sam_build(build, names.values())
    folder.mkdir(parents=True, exist_ok=True)
    jar = TARGET / "tools" / "dynamodb" / "package" / "emulator" / "DynamoDBLocal.jar"
    try:
        run(build.resolve(), folder, jar)
    except CannotRun as reason:
        print(f"skipped: no Docker engine can run on this machine ({reason})")
        return SKIPPED
    print("test result: ok. 1 passed; 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
