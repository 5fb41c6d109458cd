"""How long events take: from the change to the bus, and to the first delivery to a webhook, on a local stack.

    cargo build --release --package staffroom-local
    python3 tests/speed/events.py target/release/staffroom-local

Ten stores are changed at 1, 10 and 100 changes a second in all. The times are those of the stack's clock: that of the
change in the event, that at which the bus got it, and that at which the endpoint was called.
"""

import http.client
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Self

STORES = 10
# Changes a second, and for how many seconds. An endpoint of the local stack keeps a thousand deliveries.
RUNS = ((1, 30), (10, 20), (100, 9))
# How long the last events may take.
PATIENCE = 60
CHANGED = "activity.put"


class Stack:
    """A local stack on a free port, for as long as the block runs."""

    def __init__(self, binary: str) -> None:
        """Nothing runs before the block begins."""
        self.binary = binary
        self.host = ""

    def __enter__(self) -> Self:
        """Waits until the stack answers."""
        self.process = subprocess.Popen([self.binary, "--port", "0"], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"http://(127\.0\.0\.1:\d+)", line):
                self.host = found[1]
                return self
        raise SystemExit("the local stack did not start")

    def __exit__(self, *_: object) -> None:
        """Ends the stack."""
        self.process.terminate()
        self.process.wait()


class Client:
    """Calls over one connection."""

    def __init__(self, stack: Stack, **claims: str) -> None:
        """Signs in as somebody with these claims."""
        self.connection = http.client.HTTPConnection(stack.host, timeout=30)
        self.token = ""
        self.token = self("POST", "/_local/tokens", claims)["access_token"]

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        """The JSON of the response, which must not be an error."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = self.connection.getresponse()
        text = response.read()
        if response.status >= 300:
            raise SystemExit(f"{method} {path}: {response.status} {text.decode()}")
        return json.loads(text) if text else None


def main() -> int:
    """Prints a row for each rate."""
    print("| changes a second | events | to the bus, median | 95 % | to the first delivery, median | 95 % |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for rate, seconds in RUNS:
        with Stack(sys.argv[1]) as stack:
            bus, delivered = measure(stack, rate, seconds)
        columns = [str(rate), str(len(bus)), *(f"{value} ms" for value in (*spread(bus), *spread(delivered)))]
        print("| " + " | ".join(columns) + " |", flush=True)
    return 0


def measure(stack: Stack, rate: int, seconds: int) -> tuple[list[int], list[int]]:
    """The milliseconds of each event to the bus, and to the first delivery."""
    platform = Client(stack, sub="platform", scope="staffroom/platform")
    stores = [f"store-{number}" for number in range(STORES)]
    for store in stores:
        owner = {"user_id": f"owner-of-{store}", "email": f"{store}@example.com", "name": "Olga"}
        body = {"name": store, "owner": owner, "catalog": "ticketing", "plan": "default"}
        platform("PUT", f"/stores/{store}", body)
    platform("POST", "/webhooks", {"url": f"http://{stack.host}/_local/sink/events", "types": [CHANGED]})
    per_store = rate * seconds // STORES
    with ThreadPoolExecutor(max_workers=STORES) as pool:
        changes = [
            pool.submit(change, stack, store, per_store, (number / rate, STORES / rate))
            for number, store in enumerate(stores)
        ]
    for done in changes:
        done.result()
    expected = per_store * STORES
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        deliveries = platform("GET", "/_local/sink/events")["deliveries"]
        events = [event for event in platform("GET", "/_local/bus")["events"] if event["detail-type"] == CHANGED]
        if len(deliveries) >= expected and len(events) >= expected:
            break
        time.sleep(0.5)
    else:
        raise SystemExit(f"{len(events)} of {expected} events are on the bus, and {len(deliveries)} were delivered")
    to_bus = {event["detail"]["id"]: since(event["detail"]["at"], event["time"]) for event in reversed(events)}
    to_endpoint: dict[str, int] = {}
    for delivery in deliveries:  # The newest is the first, so that the first delivery of an event is set last.
        event = json.loads(delivery["body"])
        to_endpoint[event["id"]] = since(event["at"], delivery["at"])
    return list(to_bus.values()), list(to_endpoint.values())


def change(stack: Stack, store: str, count: int, pace: tuple[float, float]) -> None:
    """Changes an activity of the store again and again, from `pace[0]` seconds on and every `pace[1]` seconds."""
    client = Client(stack, sub=f"owner-of-{store}")
    start = time.monotonic() + pace[0]
    for number in range(count):
        time.sleep(max(0.0, start + number * pace[1] - time.monotonic()))
        client("PUT", f"/stores/{store}/activities/show", {"name": f"Show {number}"})


def since(begin: str, end: str) -> int:
    """The milliseconds from one time to another."""
    return round((datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() * 1000)


def spread(values: list[int]) -> tuple[int, int]:
    """The median, and the value below which 95 % of them are."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 95 // 100]


if __name__ == "__main__":
    sys.exit(main())
