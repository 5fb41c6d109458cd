"""What an event costs: the read and write units of `publish` and `deliver`, on a local stack.

    cargo build --package staffroom-local
    python3 tests/speed/event_units.py target/debug/staffroom-local

Changes of an activity, with and without a webhook: some with a pause after each, so that an event comes alone, and some
without. The figures stand in docs/cost.md.
"""

import sys
import time

from stack import Client, Stack, arguments

STORE, OWNER = "theatre", "olga"
# The changes, and the seconds between them.
RUNS = ((20, 0.3), (100, 0.0))
FUNCTIONS = ("publish", "deliver")
PATIENCE = 120


def main() -> int:
    """Prints a row for each run."""
    given = arguments(__doc__).parse_args()
    print("| webhooks | changes | pause |" + "".join(f" `{name}`, read | written |" for name in FUNCTIONS))
    print("| ---: " * (3 + 2 * len(FUNCTIONS)) + "|")
    with Stack(given.binary, given.port, "--capacity") as stack:
        platform, olga = Client(stack, sub="platform", scope="staffroom/platform"), Client(stack, sub=OWNER)
        owner = {"user_id": OWNER, "email": "olga@example.com", "name": "Olga"}
        body = {"name": STORE, "owner": owner, "catalog": "ticketing", "plan": "default"}
        platform("PUT", f"/stores/{STORE}", body)
        for webhooks in (0, 1, 2):
            if webhooks:
                hook = {"url": f"http://{stack.host}/_local/sink/{webhooks}", "types": ["activity.put"]}
                platform("POST", "/webhooks", hook)
            for count, pause in RUNS:
                before = settled(platform)
                for number in range(count):
                    olga("PUT", f"/stores/{STORE}/activities/show", {"name": f"Show {number}"})
                    time.sleep(pause)
                after = settled(platform)
                means = [f"{(after[key] - before[key]) / count:.2f}" for key in after]
                print("| " + " | ".join([str(webhooks), str(count), f"{pause} s", *means]) + " |", flush=True)
    return 0


def settled(platform: Client) -> dict[tuple[str, str], float]:
    """The units so far, when nothing has been added for two seconds."""
    deadline = time.monotonic() + PATIENCE
    before = None
    while time.monotonic() < deadline:
        functions = platform("GET", "/_local/capacity")["functions"]
        now = {(name, unit): functions.get(name, {}).get(unit, 0.0) for name in FUNCTIONS for unit in ("read", "write")}
        if now == before:
            return now
        before = now
        time.sleep(2)
    raise SystemExit("the stack does not come to rest")


if __name__ == "__main__":
    sys.exit(main())
