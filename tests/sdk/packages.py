"""The packages: built, installed from their file into a clean environment, and used as their documents say."""

import http.client
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import blocks
from workbench import IGNORED, Failed, Workbench

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TGZ = "staffroom-client-0.1.0.tgz"
LICENCES = ("LICENSE-APACHE", "LICENSE-MIT")
WHEEL = "staffroom_client-0.1.0-py3-none-any.whl"
# The commands of a README that make its package.
PACKAGE = re.compile(r"^```sh package\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def from_a_clean_copy(bench: Workbench, name: str, package: str) -> Path:
    """Makes a package by the first commands of its README, in a fresh copy of the repository.

    There are no modules around it, as there are around the workbench.
    """
    copy = bench.clean / "clients" / name
    shutil.copytree(ROOT / "clients" / name, copy, symlinks=True, ignore=IGNORED)
    (commands,) = PACKAGE.findall((copy / "README.md").read_text(encoding="utf-8"))
    variables = {"NPM_CONFIG_PREFER_OFFLINE": "true", "NPM_CONFIG_AUDIT": "false"}
    bench.run("bash", "-euc", commands, folder=copy, **variables)
    require((copy / package).is_file(), f"the commands of clients/{name}/README.md make no {package}")
    return copy


def npm_package(bench: Workbench) -> None:
    """`npm pack` holds what it should, and installs without a network into an empty folder."""
    with tarfile.open(bench.typescript / TGZ) as package:
        names = {name.removeprefix("package/") for name in package.getnames()}
        members = {name: package.extractfile(f"package/{name}") for name in LICENCES}
        licences = {name: member.read() for name, member in members.items() if member}
    require(licences == of_the_project(), f"the package has other licences: {sorted(licences)}")
    of_dist = {name for name in names if name.startswith("dist/")}
    expected = {"package.json", "README.md", "LICENSE-MIT", "LICENSE-APACHE"}
    require(names - of_dist == expected, f"the package holds {sorted(names - of_dist)}")
    kinds = {"".join(Path(name).suffixes) for name in of_dist}
    require(kinds == {".js", ".d.ts"} and "dist/express.d.ts" in of_dist, f"dist holds {sorted(of_dist)}")
    with tempfile.TemporaryDirectory() as empty:
        folder = Path(empty)
        shutil.copy(bench.typescript / TGZ, folder)
        bench.run("npm", "init", "--yes", folder=folder)
        bench.run("npm", "install", "--offline", "--no-audit", "--no-fund", f"./{TGZ}", folder=folder)
        installed = sorted(path.name for path in (folder / "node_modules").iterdir() if path.name[0] != ".")
        require(installed == ["@staffroom"], f"it brings {installed}")
        # Both ways of CommonJS.
        for module in ("import('@staffroom/client')", "Promise.resolve(require('@staffroom/client'))"):
            code = f"{module}.then(async ({{Staffroom}}) => {{{ASK}}})"
            command = ("node", "--input-type=commonjs", "--eval", code)
            output = bench.run(*command, folder=folder, URL=bench.address, TOKEN=token(bench))
            require(output == "true false\n", output)


ASK = """
  const staffroom = new Staffroom({ url: process.env.URL, token: process.env.TOKEN });
  const ask = (user) => staffroom.can(user, 'demo-ecwid', 'sales');
  console.log(await ask('demo-owner'), await ask('eve'));
"""
ASK_IN_PYTHON = """
import os
from staffroom_client import Staffroom, calls
staffroom = Staffroom(os.environ["URL"], os.environ["TOKEN"])
print(*(staffroom.can(user, "demo-ecwid", "sales") for user in ("demo-owner", "eve")))
"""


def wheel(bench: Workbench) -> None:
    """The wheel holds what it should, and installs into an empty environment with its one dependency."""
    interpreter = bench.tools / "sdk-python" / "bin" / "python"
    (bench.python / "dist").mkdir()
    shutil.copy(from_a_clean_copy(bench, "python", WHEEL) / WHEEL, bench.python / "dist")
    with zipfile.ZipFile(bench.python / "dist" / WHEEL) as package:
        names = set(package.namelist())
        metadata = package.read("staffroom_client-0.1.0.dist-info/METADATA").decode()
        licences = {
            Path(name).name: package.read(name) for name in names if "/LICENSE-" in name or "/licenses/" in name
        }
    for name in ("staffroom_client/py.typed", "staffroom_client/types.py", "staffroom_client/django.py"):
        require(name in names, f"the wheel has no {name}")
    tops = {name.partition("/")[0] for name in names}
    require(tops == {"staffroom_client", "staffroom_client-0.1.0.dist-info"}, f"the wheel holds {sorted(tops)}")
    require(licences == of_the_project(), f"the wheel has other licences: {sorted(licences)}")
    clean = environment(bench)
    bench.run("python3", "-m", "venv", clean, folder=bench.folder)
    bench.run(clean / "bin" / "pip", "install", "--quiet", bench.python / "dist" / WHEEL, folder=bench.folder)
    listed = json.loads(bench.run(clean / "bin" / "pip", "list", "--format=json", folder=bench.folder))
    brought = {package["name"]: package["version"] for package in listed}
    names_ = set(brought) - {"pip", "setuptools", "wheel"}
    require(names_ == {"staffroom-client", "standardwebhooks"}, f"it brings {sorted(names_)}")
    # The tests ran with the least version that the package admits: an older one refuses every delivery.
    least = re.search(r"^Requires-Dist: standardwebhooks *\(?>=([\d.]+)", metadata, re.MULTILINE)
    ask = "import importlib.metadata; print(importlib.metadata.version('standardwebhooks'))"
    tested = bench.run(interpreter, "-c", ask, folder=bench.folder).strip()
    require(bool(least) and least[1] == tested, f"tested with standardwebhooks {tested}, admitted: {metadata[:400]}")
    python = clean / "bin" / "python"
    output = bench.run(python, "-c", ASK_IN_PYTHON, folder=bench.folder, URL=bench.address, TOKEN=token(bench))
    require(output == "True False\n", output)
    # From here on, with the frameworks that the documents use.
    add_frameworks(bench, clean)


def add_frameworks(bench: Workbench, clean: Path) -> None:
    """Makes the frameworks known to a virtual environment."""
    frameworks = next((bench.tools / "sdk-python" / "lib").glob("python*")) / "site-packages"
    for packages in (clean / "lib").glob("python*/site-packages"):
        (packages / "frameworks.pth").write_text(f"{frameworks}\n", encoding="utf-8")


def documents(bench: Workbench) -> None:
    """The code of the READMEs and of docs/integrate.md does what they say."""
    folder = bench.folder / "documents"
    folder.mkdir()
    shutil.copy(bench.typescript / TGZ, folder)
    shutil.copy(bench.python / "dist" / WHEEL, folder)
    variables = bench.environment | {
        "PATH": f"{environment(bench) / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "NPM_CONFIG_OFFLINE": "true",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    names = ("clients/typescript/README.md", "clients/python/README.md", "docs/integrate.md")
    faults = [fault for name in names for fault in blocks.check(ROOT / name, folder, bench.address, variables)]
    require(not faults, "\n".join(faults))


def typed_documents(bench: Workbench) -> None:
    """The documents' JavaScript is TypeScript as well, and their Python is typed; both under `strict`."""
    folder = bench.folder / "documents"
    strict = folder / "strict"
    strict.mkdir()
    for file in folder.glob("*.js"):
        shutil.copy(file, strict / f"{file.stem}.ts")
    shutil.copy(HERE / "service.cts", strict)
    options = {"strict": True, "noEmit": True, "target": "es2022", "module": "nodenext", "types": ["node"]}
    (strict / "tsconfig.json").write_text(json.dumps({"compilerOptions": options}), encoding="utf-8")
    bench.run(bench.tools / "sdk-typescript" / "node_modules" / ".bin" / "tsc", folder=strict)
    # As the README for Python says.
    (folder / "mypy.ini").write_text(
        "[mypy]\nstrict = true\n[mypy-django.*]\nignore_missing_imports = true\n", encoding="utf-8"
    )
    bench.run(
        *(bench.tools / "sdk-python" / "bin" / "python", "-m", "mypy"),
        *("--python-executable", environment(bench) / "bin" / "python", "--cache-dir", bench.tools / "mypy-documents"),
        *sorted(file.name for file in folder.glob("*.py")),
        folder=folder,
    )


def examples(bench: Workbench) -> None:
    """Each example runs beside the local stack with its one command, and its routes are guarded."""
    of_typescript = [[bench.typescript / "examples" / "run", name] for name in ("express", "fastify", "hono")]
    of_python = [[bench.python / "examples" / "run", name] for name in ("fastapi", "django")]
    # As a first run leaves it that was interrupted.
    bench.run("python3", "-m", "venv", "--without-pip", bench.python / ".venv", folder=bench.folder)
    add_frameworks(bench, bench.python / ".venv")
    for command in (*of_typescript, *of_python):
        variables = {"STAFFROOM_URL": bench.address, "PORT": "0"}
        with subprocess.Popen(
            list(map(str, command)),
            env=bench.environment | variables,
            stdout=subprocess.PIPE,
            text=True,
        ) as shop:
            try:
                assert shop.stdout
                line = shop.stdout.readline()
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                require(found is not None, f"{command[1]} did not start: {line}")
                visit(found[0] if found else "", str(command[1]))
            finally:
                shop.terminate()


def visit(address: str, name: str) -> None:
    """Uses a shop as its owner, as somebody with no part in it, and as nobody."""
    orders, settings = "/stores/demo-ecwid/orders", "/stores/demo-ecwid/settings"
    owner, eve = (exchange(address, "POST", f"/sign-in/{user}")[1] for user in ("demo-owner", "eve"))
    got = [exchange(address, "GET", orders, cookie)[0] for cookie in (owner, eve, "", "session=guessed")]
    require(got == [200, 403, 401, 401], f"{name}: the orders were answered with {got}")
    put = [exchange(address, "PUT", settings, cookie)[0] for cookie in (owner, eve, "")]
    require(put == [200, 403, 401], f"{name}: the settings were answered with {put}")
    forged = exchange(address, "POST", "/hooks/staffroom")[0]
    require(forged == 401, f"{name}: a delivery without a signature was answered with {forged}")


def exchange(address: str, method: str, path: str, cookie: str = "") -> tuple[int, str]:
    """The status of a response, and the cookie that it sets."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Content-Type": "application/json"} | ({"Cookie": cookie} if cookie else {})
    connection.request(method, path, b'{"name": "x"}', headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, (response.headers.get("set-cookie") or "").partition(";")[0]


def environment(bench: Workbench) -> Path:
    """The virtual environment that has the wheel."""
    return bench.folder / "environment"


def token(bench: Workbench) -> str:
    """A token of the platform."""
    connection = http.client.HTTPConnection(urlsplit(bench.address).netloc, timeout=60)
    connection.request("POST", "/_local/tokens", json.dumps({"sub": "backend", "scope": "staffroom/platform"}))
    answer: dict[str, str] = json.load(connection.getresponse())
    connection.close()
    return answer["access_token"]


def of_the_project() -> dict[str, bytes]:
    """The texts of the licences."""
    return {name: (ROOT / name).read_bytes() for name in LICENCES}


def require(condition: bool, fault: str) -> None:
    """Fails with this reason."""
    if not condition:
        raise Failed(fault)


CHECKS = (npm_package, wheel, documents)
