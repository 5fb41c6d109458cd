"""How long events take: from the change to the bus, and to the first delivery to a webhook, on a local stack.

    cargo build --release --package staffroom-local
    python3 tests/speed/events.py target/release/staffroom-local --stores 1 10 50

Stores are changed at 1, 10 and 100 changes a second in all: one store, ten, and fifty, because the events of a store
are numbered one after the other. The times are those of the stack's clock: that of the change in the event, that at
which the bus got it, and that at which the endpoint was called. "Made" is how many changes a second the stack took,
and the last two columns are how many events a second came to the bus and to the endpoint, from the first to the last.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stack import Client, Stack, arguments, median

# Changes a second, and for how many seconds. An endpoint of the local stack keeps a thousand deliveries.
RUNS = ((1, 30), (10, 20), (100, 9))
# The connections that change. Each has an activity of its own, so that they do not change the same item.
CONNECTIONS = 10
# How long the last events may take, and the seconds between two looks: each look makes the stack write all of them.
PATIENCE = 240
PAUSE = 4
CHANGED = "activity.put"


@dataclass(frozen=True)
class Times:
    """When the changes were made, when the bus got their events, and when the endpoint did, by the event."""

    made: dict[str, datetime]
    bus: dict[str, datetime]
    delivered: dict[str, datetime]


def main() -> int:
    """Prints a row for each number of stores and each rate."""
    parser = arguments(__doc__)
    parser.add_argument("--stores", type=int, nargs="+", default=[1, 10, 50], help="over how many stores")
    given = parser.parse_args()
    print("| stores | changes a second | made | to the bus, median | 95 % ", end="")
    print("| to the first delivery, median | 95 % | to the bus a second | deliveries a second |")
    print("| ---: " * 9 + "|")
    for stores in given.stores:
        for rate, seconds in RUNS:
            with Stack(given.binary, given.port) as stack:
                times = measure(stack, stores, rate, seconds)
            waits = [*spread(times.made, times.bus), *spread(times.made, times.delivered)]
            speeds = [per_second(each) for each in (times.made, times.bus, times.delivered)]
            made, *arrived = [f"{speed:.1f}" for speed in speeds]
            columns = [str(stores), str(rate), made, *(f"{wait:.0f} ms" for wait in waits), *arrived]
            print("| " + " | ".join(columns) + " |", flush=True)
    return 0


def measure(stack: Stack, stores: int, rate: int, seconds: int) -> Times:
    """Changes the stores at this rate, and waits until all events were delivered."""
    platform = Client(stack, sub="platform", scope="staffroom/platform")
    owner = {"user_id": "olga", "email": "olga@example.com", "name": "Olga"}
    for number in range(stores):
        body = {"name": f"Store {number}", "owner": owner, "catalog": "ticketing", "plan": "default"}
        platform("PUT", f"/stores/store-{number}", body)
    platform("POST", "/webhooks", {"url": f"http://{stack.host}/_local/sink/events", "types": [CHANGED]})
    expected = rate * seconds
    start = time.monotonic() + 1
    with ThreadPoolExecutor(max_workers=CONNECTIONS) as pool:
        changes = [pool.submit(change, stack, stores, number, expected, (start, rate)) for number in range(CONNECTIONS)]
    for done in changes:
        done.result()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        deliveries = platform("GET", "/_local/sink/events")["deliveries"]
        events = [event for event in platform("GET", "/_local/bus")["events"] if event["detail-type"] == CHANGED]
        if len(deliveries) >= expected and len(events) >= expected:
            return times_of(events, deliveries)
        time.sleep(PAUSE)
    raise SystemExit(f"{len(events)} of {expected} events are on the bus, and {len(deliveries)} were delivered")


def change(stack: Stack, stores: int, connection: int, count: int, pace: tuple[float, int]) -> None:
    """Makes a tenth of `count` changes. All together begin at `pace[0]` with `pace[1]` a second, store after store."""
    client = Client(stack, sub="olga")
    for number in range(connection, count, CONNECTIONS):
        time.sleep(max(0.0, pace[0] + number / pace[1] - time.monotonic()))
        path = f"/stores/store-{number % stores}/activities/show-{connection}"
        client("PUT", path, {"name": f"Show {number}"})


def times_of(events: list[Any], deliveries: list[Any]) -> Times:
    """The times of each event. Only the first delivery of an event counts."""
    made = {event["detail"]["id"]: datetime.fromisoformat(event["detail"]["at"]) for event in events}
    bus = {event["detail"]["id"]: datetime.fromisoformat(event["time"]) for event in reversed(events)}
    delivered = {}
    for delivery in deliveries:  # The newest is the first, so that the first delivery of an event is set last.
        delivered[json.loads(delivery["body"])["id"]] = datetime.fromisoformat(delivery["at"])
    return Times(made, bus, delivered)


def spread(begin: dict[str, datetime], end: dict[str, datetime]) -> tuple[float, float]:
    """The median of the milliseconds from the one to the other, and the value below which 95 % of them are."""
    ordered = sorted((end[event] - begin[event]).total_seconds() * 1000 for event in end)
    return median(ordered), ordered[len(ordered) * 95 // 100]


def per_second(times: dict[str, datetime]) -> float:
    """How many there were a second, from the first to the last."""
    return (len(times) - 1) / (max(times.values()) - min(times.values())).total_seconds()


if __name__ == "__main__":
    sys.exit(main())
