"""Deploys the templates to ministack, an emulator of AWS, with IAM enforced, and tests the deployed functions.

The emulator differs from AWS. This is how the rehearsal deals with the differences:

- It ignores the `Body` of the HTTP API, from which AWS imports the routes: `stack.expand` makes resources of them.
- It ignores CORS and the time to live in a template: both are configured through the API after the deployment.
  `tests/templates` checks the CORS that API Gateway gets.
- A `Ref` to a secret is its name, not its ARN: `stack.expand` replaces it.
- It does not support the condition key `ses:FromAddress`, nor identities as resources of `ses:SendEmail`: the role may
  send any mail on the emulator. `stack.expand` checks the statement in the template before it removes the condition.
- Sending messages in batches is a permission of its own, where AWS asks for `sqs:SendMessage`: `stack.expand` adds it.
- It applies `dynamodb:Attributes` to projections only: `tests/templates` checks which attributes `access` may update.
- It does not support throttling, reserved concurrency, access logs, partial batch responses, retries, bisecting, nor
  the dead-letter queue, and its error messages differ: no test depends on them. The acceptance tests cover retries and
  deletions by time to live on the local stack.
- It does not apply service limits, such as ten metrics in an alarm: `tests/templates` compares the templates with them.
- It does not support rotation schedules: that resource is removed. `tests/templates` checks it.
- SES, EventBridge, Secrets Manager and the scheduler do not invoke functions: the tests invoke a function with the
  event that the service would send, after checking it against the deployed rule if there is one.
- The permissions that Lambda needs for a function (logs, traces, the stream, the queues) are not needed there:
  `tests/templates` checks them, and they are not removed in turn.
- It does not support alarms over an expression: `monitoring.expand` makes an alarm of each metric in the expression,
  and the tests evaluate the expression themselves. Its alarms ignore dimensions, periods and missing data: the tests
  set their states.
- It sends no mails to subscribers of a topic, and extracts no metrics from logs: the tests subscribe a queue to the
  topic, and compare the dashboard with the log lines.
- Its Cognito takes no choice-based sign-in (`USER_AUTH`) by its API: `examples` lets the client use a password instead.
- It fills `$context.authorizer` into no gateway response: `examples` checks the response that is deployed.
- Its Cognito does not support branding of managed login: that resource is removed. It answers at the emulator's URL
  instead of the domain's, distinguishes upper and lower case in addresses, does not ask for a name, marks every address
  as verified, and does not protect user pools from deletion: the tests check the settings.
"""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import examples
import identity
import monitoring
import publishing
import stack as stacks
import suite
import unattended
from api import Api
from context import Context
from deployed import ProductChecks
from emulator import Emulator
from issuer import Issuer
from results import Results
from roles import Permission, Roles, permissions
from second_stack import SecondStackChecks

import functions

TESTS = [*suite.TESTS, *publishing.TESTS, *unattended.TESTS]
TEMPLATE = functions.ROOT / "infra" / "template.yaml"

# How long the tests wait for an effect, in seconds.
TIMEOUT = 15

# The same in a run without one permission, where the effect often never happens. Otherwise it takes about a second.
TIMEOUT_WITHOUT_PERMISSION = 6

# The permissions that each rehearsal removes in turn. `--each-action` does that with all, in a quarter of an hour.
SAMPLE = (
    "AcceptFunction:secretsmanager:GetSecretValue (ReadLinkKeys)",
    "InviteFunction:dynamodb:ConditionCheckItem (WriteInvitationsAndEvents)",
    "ListFunction:dynamodb:Query (FindStoresOfPerson)",
    "NotifyFunction:ses:SendEmail (SendFromMailFromOnly)",
)


def check_zips(results: Results, zips: dict[str, bytes], folder: Path, *, built_for_release: bool) -> None:
    """Checks that Lambda can load the binaries, and the sizes of the zip files."""

    def every_binary_runs_on_amazon_linux_2023() -> None:
        for function, zipped in zips.items():
            newest = functions.newest_glibc(zipped, folder)
            size = f"{len(zipped) / 1e6:.2f} MB"
            print(f"       {function}: {size}, glibc {'.'.join(map(str, newest))}")
            assert newest <= functions.GLIBC, f"{function} requires glibc {newest}"

    def every_zip_is_small() -> None:
        too_large = {name: len(zipped) for name, zipped in zips.items() if len(zipped) > functions.MAX_ZIP_BYTES}
        assert not too_large, f"more than {functions.MAX_ZIP_BYTES} bytes: {too_large}"

    results.run(every_binary_runs_on_amazon_linux_2023)
    if built_for_release:
        results.run(every_zip_is_small)


@contextmanager
def deployed(emulator: Emulator, issuer: Issuer, zips: dict[str, bytes]) -> Iterator[stacks.Stack]:
    """Deploys the product's stack, and deletes it when the context ends."""
    ses = emulator.client("sesv2")
    ses.create_email_identity(EmailIdentity=stacks.MAIL_FROM.split("@")[1])
    # The account is in the SES sandbox, like every new one: mails to other domains than the verified one are refused.
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
        stack.configure_ignored_settings(stacks.read(TEMPLATE))
        yield stack


def test_product(emulator: Emulator, issuer: Issuer, stack: stacks.Stack, results: Results, only: str) -> None:
    """Runs the checks of the product's stack, and the suite."""
    for test in ProductChecks(emulator, stack, stacks.read(TEMPLATE)).tests():
        results.run(test)
    api = Api(emulator.port, stack.ids["Api"], issuer)
    results.run_matching(TESTS, only, Context(emulator, stack, api, TIMEOUT))

    def every_route_was_called() -> None:
        routes = [route["RouteKey"].split(" ", 1) for route in stack.routes() if route["RouteKey"] != "$default"]
        missing = {(method, path) for method, path in routes if not any(_matches(path, method, c) for c in api.called)}
        assert not missing, missing

    if not only:
        results.run(every_route_was_called)
    print(f"{api.call_count} calls of the API")


def _matches(path: str, method: str, called: tuple[str, str]) -> bool:
    """Whether a called method and path belong to a route."""
    parts, called_parts = path.split("/"), called[1].split("/")
    same = all(part.startswith("{") or part == value for part, value in zip(parts, called_parts, strict=False))
    return method == called[0] and len(parts) == len(called_parts) and same


def test_examples(context: Context, zips: dict[str, bytes], results: Results, only: str) -> None:
    """Tests the examples of what a platform deploys beside the product."""
    for example in (examples.authorizer, examples.claims):
        with example(context, zips) as checks:
            results.run_matching(checks.tests(), only)


def test_optional_stacks(emulator: Emulator, issuer: Issuer, stack: stacks.Stack, results: Results, only: str) -> None:
    """Tests a second product and the optional templates. With `identity`, people then sign in there."""
    results.run_matching(SecondStackChecks(emulator, stack).tests(), only)
    with monitoring.deployed(emulator, stack) as checks:
        if not only:
            results.run(checks.recorded_metrics_are_on_the_dashboard)
        results.run_matching(checks.tests(), only)
    with identity.deployed(emulator, stack, issuer) as checks:
        results.run_matching(checks.tests(), only)


def find_test_that_needs(permission: Permission, context: Context, roles: Roles) -> str | None:
    """Returns the first test that fails without a permission and passes with it."""
    with roles.without(permission):
        failed = next((test for test in TESTS if not _passes(test, context)), None)
    return failed.__name__ if failed and _passes(failed, context) else None


def _passes(test: Callable[[Context], None], context: Context) -> bool:
    try:
        test(context)
    except Exception:  # any exception is a failure of the test
        return False
    return True


def test_permissions(
    removed: list[Permission], emulator: Emulator, issuer: Issuer, stack: stacks.Stack, results: Results
) -> None:
    """Removes each of these permissions in turn. Without it, a test must fail."""
    roles, api = Roles(emulator, stack), Api(emulator.port, stack.ids["Api"], issuer)
    context = Context(emulator, stack, api, TIMEOUT_WITHOUT_PERMISSION)
    for permission in removed:
        started = time.monotonic()
        failed = find_test_that_needs(permission, context, roles)
        outcome = f"{failed} fails" if failed else "no test fails because of it"
        text = f"without {permission}: {outcome} ({time.monotonic() - started:.1f} s)"
        results.record(passed=failed is not None, text=text)


def main() -> int:
    """Parses the arguments and runs the rehearsal."""
    template = stacks.read(TEMPLATE)
    parser = argparse.ArgumentParser(prog="tests/cloud", description=__doc__.split("\n")[0])
    parser.add_argument("--binaries", type=Path, help="use the functions' binaries in this folder instead of building")
    without = "only remove this permission, and expect a test of the suite to fail"
    parser.add_argument("--without", metavar="FUNCTION:ACTION", action="append", default=[], help=without)
    parser.add_argument("--each-action", action="store_true", help="remove every permission of every role in turn")
    parser.add_argument("--only", metavar="WORD", default="", help="run only the tests whose names contain this word")
    parser.add_argument("--list-actions", action="store_true", help="print every permission of every role")
    arguments = parser.parse_args()
    granted = permissions(template)
    if arguments.list_actions:
        print(*granted, sep="\n")
        return 0
    named = [permission for permission in granted if any(permission.is_named(name) for name in arguments.without)]
    removed = granted if arguments.each_action else named
    if arguments.without and not removed:
        parser.error(f"no role has {arguments.without}; --list-actions prints the permissions")

    # On SIGTERM, exit normally, so that the emulator and its functions are stopped, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = functions.TARGET / "rehearsal"
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    binaries = stacks.binaries(template)
    for example in examples.TEMPLATES.values():
        binaries |= stacks.binaries(stacks.read(example))
    if arguments.binaries:
        zips = functions.zip_binaries(arguments.binaries, binaries)
    else:
        zips = functions.sam_build(functions.TARGET / "sam", binaries.values(), ("default", *examples.TEMPLATES))
    print(f"{len(zips)} functions in {time.monotonic() - started:.0f} s")
    results = Results()
    check_zips(results, zips, folder, built_for_release=not arguments.binaries)
    with Issuer() as issuer, Emulator(folder) as emulator:
        started = time.monotonic()
        with deployed(emulator, issuer, zips) as stack:
            print(f"deployed to an emulator of AWS in {time.monotonic() - started:.1f} s")
            if removed:
                test_permissions(removed, emulator, issuer, stack, results)
            else:
                test_product(emulator, issuer, stack, results, arguments.only)
                if not arguments.only:
                    sample = [permission for permission in granted if str(permission) in SAMPLE]
                    test_permissions(sample, emulator, issuer, stack, results)
                context = Context(emulator, stack, Api(emulator.port, stack.ids["Api"], issuer), TIMEOUT)
                test_examples(context, zips, results, arguments.only)
                test_optional_stacks(emulator, issuer, stack, results, arguments.only)
    print(f"test result: rehearsal. {results.passed} passed; {results.failed} failed")
    return 1 if results.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
