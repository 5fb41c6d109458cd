"""Deploys the templates to an emulator of AWS, ministack, with IAM enforced, and runs the zips there end to end.

It is an emulator, and differs from AWS. What is done about it:

- It ignores the HTTP API's `Body`, which SAM makes of the routes: `stack.expand` makes resources of it.
- It ignores the template's CORS and time to live: both are set by API after the deploy, and looked at then.
- A `Ref` to a secret is its name there, not its ARN: `stack.expand` asks for the ARN.
- It knows no condition key `ses:FromAddress`, and not which identity a mail is sent from: the role may send any mail
  there, after having looked that it may not in the template.
- It compares `dynamodb:Attributes` with projections only: what `access` may update is looked at in `tests/templates`.
- It honours neither throttling, reserved concurrency, access logs, partial batch responses, retries, bisecting nor the
  dead-letter queue, and words its refusals otherwise: nothing here rests on them. The acceptance tests play retries and
  deletions by time to live on the local stack.
- It has no limits of services, such as ten metrics an alarm: `tests/templates` compares the templates with them.
- It has no rotation schedules: that resource is left out.
- SES, EventBridge, Secrets Manager and the scheduler call no function there: the tests call it with what they would
  send, after having looked that a deployed rule lets it through where there is one.
- What SAM adds to roles by itself, for logs, traces, reading the stream and the dead-letter queue, nothing uses there.
- It takes no alarm over an expression: `monitoring.expand` makes one of each metric in it, and what the expression
  makes of numbers is reckoned here. Its alarms heed neither dimensions, periods nor missing data: the tests set their
  states.
- It mails nobody who subscribes to a topic, and makes no metrics of what functions write: the tests hear a topic
  through a queue, and compare the dashboard with the lines in the logs.
- Its Cognito knows no branding of managed login, which is left out. It answers at the emulator's address, not at the
  domain's, tells addresses apart by case, asks for no name, calls every address verified, and protects no user pool
  from deletion: that these are set as they should is looked at.
"""

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import identity
import monitoring
import stack as stacks
from api import Api
from beside import Beside
from deployed import Deployed
from emulator import Emulator
from issuer import Issuer
from roles import Permission, Roles, permissions
from suite import TESTS, World

import functions

TEMPLATE = functions.ROOT / "infra" / "template.yaml"


# Taken away at each rehearsal. That all are needed, `--each-action` shows, in a quarter of an hour.
A_FEW = (
    "AcceptFunction:secretsmanager:GetSecretValue (ReadLinkKeys)",
    "InviteFunction:dynamodb:ConditionCheckItem (WriteInvitationsAndEvents)",
    "ListFunction:dynamodb:Query (FindStoresOfPerson)",
    "NotifyFunction:ses:SendEmail (SendFromMailFromOnly)",
)


class Tally:
    """Counts what passed, and says what did not."""

    def __init__(self) -> None:
        self.passed = self.failed = 0

    def run(self, test: Callable[..., None], *arguments: Any) -> bool:
        """Runs one test."""
        started = time.monotonic()
        try:
            test(*arguments)
        except Exception as error:  # a test may fail in any way, and the others go on
            self.failed += 1
            where = traceback.extract_tb(error.__traceback__)
            line = next((frame for frame in reversed(where) if "rehearsal" in frame.filename), where[-1])
            at = f"{Path(line.filename).name}:{line.lineno}"
            print(f"FAILED {test.__name__} at {at}: {type(error).__name__}: {error}", flush=True)
            return False
        self.passed += 1
        print(f"ok     {test.__name__} ({time.monotonic() - started:.1f} s)", flush=True)
        return True


def check_zips(tally: Tally, zips: dict[str, bytes], folder: Path, *, built_for_release: bool) -> None:
    """Whether Lambda can load what was built, and how big it is."""

    def every_binary_runs_on_amazon_linux_2023() -> None:
        for function, zipped in zips.items():
            newest = functions.newest_glibc(zipped, folder)
            size = f"{len(zipped) / 1e6:.2f} MB"
            print(f"       {function}: {size}, glibc {'.'.join(map(str, newest))}")
            assert newest <= functions.GLIBC, f"{function} asks for glibc {newest}"

    def every_zip_is_small() -> None:
        big = {name: len(zipped) for name, zipped in zips.items() if len(zipped) > functions.ZIP_BYTES}
        assert not big, f"more than {functions.ZIP_BYTES} bytes: {big}"

    tally.run(every_binary_runs_on_amazon_linux_2023)
    if built_for_release:
        tally.run(every_zip_is_small)


@contextmanager
def deployed(emulator: Emulator, issuer: Issuer, zips: dict[str, bytes]) -> Iterator[stacks.Stack]:
    """The stack, for as long as this lasts."""
    ses = emulator.client("sesv2")
    ses.create_email_identity(EmailIdentity=stacks.MAIL_FROM.split("@")[1])
    # In the sandbox, as every new account is: whoever is not in the verified domain gets no mail.
    ses.put_account_details(MailType="TRANSACTIONAL", WebsiteURL=stacks.ORIGIN, ProductionAccessEnabled=False)
    parameters = {
        "Issuer": issuer.url,
        "MailFrom": stacks.MAIL_FROM,
        "Architecture": "x86_64",
        "AllowedOrigins": stacks.ORIGIN,
        "DeletionProtection": "false",
    }
    stack = stacks.Stack(emulator, parameters)
    with stack.deployed(stacks.expand(stacks.read(TEMPLATE), zips, emulator, parameters)):
        stack.complete(stacks.read(TEMPLATE))
        yield stack


def rehearse(emulator: Emulator, issuer: Issuer, stack: stacks.Stack, tally: Tally, only: str) -> None:
    """Everything, once."""
    for test in Deployed(emulator, stack, stacks.read(TEMPLATE)).tests():
        tally.run(test)
    api = Api(emulator.port, stack.ids["Api"], issuer)
    world = World(emulator, stack, api, patience=15)
    run_those(TESTS, tally, only, world)

    def every_route_was_called() -> None:
        templates = [route["RouteKey"].split(" ", 1) for route in stack.routes()]
        left = {(method, path) for method, path in templates if not any(_fits(path, method, used) for used in api.used)}
        assert not left, left

    if not only:
        tally.run(every_route_was_called)
    print(f"{api.calls} calls of the API")


def _fits(path: str, method: str, used: tuple[str, str]) -> bool:
    parts, called = path.split("/"), used[1].split("/")
    alike = all(part.startswith("{") or part == was for part, was in zip(parts, called, strict=False))
    return method == used[0] and len(parts) == len(called) and alike


def look_beside(emulator: Emulator, issuer: Issuer, stack: stacks.Stack, tally: Tally, only: str) -> None:
    """The optional templates and a second product, each a stack of its own. In the end people sign in by `identity`."""
    run_those(Beside(emulator, stack).tests(), tally, only)
    with monitoring.deployed(emulator, stack) as watch:
        if not only:
            tally.run(watch.what_the_functions_count_is_on_the_dashboard)
        run_those(watch.tests(), tally, only)
    with identity.deployed(emulator, stack, issuer) as provider:
        run_those(provider.tests(), tally, only)


def run_those(tests: list[Callable[..., None]], tally: Tally, only: str, *arguments: Any) -> None:
    """Runs the tests whose names hold a word."""
    for test in tests:
        if only in test.__name__:
            tally.run(test, *arguments)


def missing(permission: Permission, world: World, roles: Roles) -> str | None:
    """The first test that fails without a permission, and passes with it."""
    with roles.without(permission):
        failed = next((test for test in TESTS if not _passes(test, world)), None)
    return failed.__name__ if failed and _passes(failed, world) else None


def _passes(test: Callable[[World], None], world: World) -> bool:
    try:
        test(world)
    except Exception:  # a test may fail in any way
        return False
    return True


def take_away(wanted: list[Permission], emulator: Emulator, issuer: Issuer, stack: stacks.Stack, tally: Tally) -> None:
    """Takes each of these permissions away in turn, and expects the suite to fail."""
    roles, api = Roles(emulator, stack), Api(emulator.port, stack.ids["Api"], issuer)
    # Here something is waited for that never happens: with every permission it is there in a second.
    world = World(emulator, stack, api, patience=6)
    for permission in wanted:
        started = time.monotonic()
        missed_by = missing(permission, world, roles)
        took = f"{time.monotonic() - started:.1f} s"
        if missed_by:
            tally.passed += 1
            print(f"ok     without {permission}: {missed_by} fails ({took})", flush=True)
        else:
            tally.failed += 1
            print(f"FAILED without {permission}: nothing fails, or not for want of it ({took})", flush=True)


def main() -> int:
    """Runs what the arguments ask for."""
    template = stacks.read(TEMPLATE)
    parser = argparse.ArgumentParser(prog="tests/cloud", description=__doc__.split("\n")[0])
    parser.add_argument("--binaries", type=Path, help="take the functions' binaries from here; do not build")
    without = "take this permission away and expect the suite to fail, instead of running it whole"
    parser.add_argument("--without", metavar="FUNCTION:ACTION", action="append", default=[], help=without)
    parser.add_argument("--each-action", action="store_true", help="take every permission of every role away in turn")
    parser.add_argument("--only", metavar="WORD", default="", help="run the tests alone whose names hold this")
    parser.add_argument("--list-actions", action="store_true", help="print every permission of every role")
    arguments = parser.parse_args()
    held = permissions(template)
    if arguments.list_actions:
        print(*held, sep="\n")
        return 0
    taken = held if arguments.each_action else [p for p in held if any(p.is_named(name) for name in arguments.without)]
    if arguments.without and not taken:
        parser.error(f"no role has {arguments.without}; --list-actions tells which there are")

    # Whoever ends this ends the emulator and its functions, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = functions.TARGET / "rehearsal"
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    if arguments.binaries:
        zips = functions.take(arguments.binaries, stacks.binaries(template))
    else:
        zips = functions.sam_build(functions.TARGET / "sam", stacks.binaries(template).values())
    print(f"{len(zips)} functions in {time.monotonic() - started:.0f} s")
    tally = Tally()
    check_zips(tally, zips, folder, built_for_release=not arguments.binaries)
    with Issuer() as issuer, Emulator(folder) as emulator:
        started = time.monotonic()
        with deployed(emulator, issuer, zips) as stack:
            print(f"deployed to an emulator of AWS in {time.monotonic() - started:.1f} s")
            if taken:
                take_away(taken, emulator, issuer, stack, tally)
            else:
                rehearse(emulator, issuer, stack, tally, arguments.only)
                if not arguments.only:
                    some = [permission for permission in held if str(permission) in A_FEW]
                    take_away(some, emulator, issuer, stack, tally)
                look_beside(emulator, issuer, stack, tally, arguments.only)
    print(f"test result: rehearsal. {tally.passed} passed; {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
