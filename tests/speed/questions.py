"""What questions cost: the requests and read units of each, and its time relative to `GET …/access`, on a local stack.

    cargo build --release --package staffroom-local
    python3 tests/speed/questions.py target/release/staffroom-local

Two stacks get the same stores, one after the other. The first counts (`--capacity`), the second is timed, because
counting slows calls down. Each call is timed right after an access check, so that noise affects both alike. The table
stands in docs/performance.md; tests/docs/costs.py compares docs/cost.md with it.
"""

import sys
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from stack import Client, Stack, arguments, median

# A page, and how many of everything there are, so that there is a next page. A filter reads up to a hundred members.
PAGE = 50
MANY = 60
MEMBERS = 120
PERMISSION = "check_in"
STORE = "theatre"
BRANCHES = [f"branch-{number}" for number in range(PAGE)]
OLGA, ANA = "olga", "ana"
ACCESS, ONE = "access", "one evaluation"
SAME, EACH = "fifty evaluations in one store", "fifty evaluations in fifty stores"
# How long the mails and events of the stores may take.
PATIENCE = 120


@dataclass(frozen=True)
class Question:
    """A call that changes nothing."""

    name: str
    client: Client
    path: str
    # The name of the list in the response, and how many entries it must have.
    expected: tuple[str, int] | None = None
    body: object = None

    def ask(self) -> None:
        """Calls, and checks that the response has the entries that the row of the table is about."""
        response = self.client("GET" if self.body is None else "POST", self.path, self.body)
        if self.expected and len(response[self.expected[0]]) != self.expected[1]:
            raise SystemExit(f"{self.name}: {len(response[self.expected[0]])} entries, not {self.expected[1]}")


def main() -> int:
    """Prints a row for each question."""
    parser = arguments(__doc__)
    parser.add_argument("--calls", type=int, default=40, help="how often each question is timed")
    given = parser.parse_args()
    with Stack(given.binary, given.port, "--capacity") as stack:
        counted = count(questions(stack), Client(stack, sub="meter"))
    with Stack(given.binary, given.port) as stack:
        asked = questions(stack)
        timed = measure(asked, given.calls)
    print("| question | round trips | requests | read units | time |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for question in asked:
        trips, requests, read = counted[question.name]
        print(f"| {question.name} | {trips} | {requests} | {read:g} | {timed[question.name][0]:.1f} |")
    for several in (SAME, EACH):
        print(f"{several} take {timed[several][1] / timed[ONE][1]:.1f} times as long as {ONE}")
    print(f"{ACCESS} takes {1000 * timed[ACCESS][1]:.2f} ms here")
    return 0


def count(asked: list[Question], meter: Client) -> dict[str, tuple[int, int, float]]:
    """The round trips, requests and read units of each question."""
    counted = {}
    for question in asked:
        question.ask()  # The first check of a day writes.
        before = consumed(meter)
        question.ask()
        after = consumed(meter)
        requests, read, written = (after[name] - before[name] for name in ("calls", "read", "write"))
        if written:
            raise SystemExit(f"{question.name} writes")
        counted[question.name] = (question.client.round_trips, int(requests), read)
    return counted


def consumed(meter: Client) -> dict[str, float]:
    """The sums of all functions."""
    functions = meter("GET", "/_local/capacity")["functions"].values()
    return {name: sum(function[name] for function in functions) for name in ("calls", "read", "write")}


def measure(asked: list[Question], calls: int) -> dict[str, tuple[float, float]]:
    """The median time of each question relative to that of the access checks before its calls, and in seconds."""
    access = asked[0]
    times: dict[str, list[tuple[float, float]]] = {question.name: [] for question in asked}
    for question in asked:
        question.ask()
    for _ in range(calls):
        for question in asked:
            times[question.name].append((seconds(access), seconds(question)))
    medians = {name: [median(values) for values in zip(*pairs, strict=True)] for name, pairs in times.items()}
    return {name: (question / access, question) for name, (access, question) in medians.items()}


def seconds(question: Question) -> float:
    """How long a call takes."""
    begin = time.perf_counter()
    question.ask()
    return time.perf_counter() - begin


def questions(stack: Stack) -> list[Question]:
    """Fills the stack, and returns the questions to ask it."""
    platform = Client(stack, sub="platform", scope="staffroom/platform")
    olga, ana = Client(stack, sub=OLGA), Client(stack, sub=ANA)
    fill(platform, olga)
    settle(platform)
    return [*decisions(platform, ana), *lists(platform, olga, ana)]


def fill(platform: Client, olga: Client) -> None:
    """A store with many of everything, and as many stores as a page has, with Ana as a member of all."""
    owner = {"user_id": OLGA, "email": "olga@example.com", "name": "Olga"}
    roles = ["scanner"]
    member: dict[str, Any] = {"user_id": ANA, "email": "ana@example.com", "name": "Ana Member", "roles": roles}
    for store in (STORE, *BRANCHES):
        platform("PUT", f"/stores/{store}", {"name": store, "owner": owner, "catalog": "ticketing", "plan": "default"})
        done(platform("POST", f"/stores/{store}/members/bulk", {"members": [member]}))
    others = [{**member, "user_id": f"m{n}", "email": f"m{n}@example.com", "name": f"Max {n}"} for n in range(MEMBERS)]
    for part in (others[:MANY], others[MANY:]):
        done(platform("POST", f"/stores/{STORE}/members/bulk", {"members": part}))
    invited = [{"email": f"new-{n}@example.com", "roles": roles} for n in range(MANY)]
    done(olga("POST", f"/stores/{STORE}/invitations/bulk", {"invitations": invited}))
    for number in range(MANY):
        olga("PUT", f"/stores/{STORE}/activities/show", {"name": f"Show {number}"})
        olga("PUT", f"/stores/{STORE}/activities/tour", {"name": f"Tour {number}"})
        olga("PUT", f"/stores/{STORE}/activities/show-{number}", {"name": f"Show {number}"})


def done(answer: Any) -> None:
    """All entries of a bulk call were accepted."""
    if any(result["status"] >= 300 for result in answer["results"]):
        raise SystemExit(f"a bulk call: {answer}")


def settle(client: Client) -> None:
    """Waits until the mails and events that follow the changes are done: nothing is new for two seconds."""
    deadline = time.monotonic() + PATIENCE
    before = None
    while time.monotonic() < deadline:
        now = (len(client("GET", "/_local/bus")["events"]), len(client("GET", "/_local/inbox")["messages"]))
        if now == before:
            return
        before = now
        time.sleep(2)
    raise SystemExit("the stack does not come to rest")


def decisions(platform: Client, ana: Client) -> list[Question]:
    """The access check, which is the measure of all others, and AuthZEN."""
    action = {"name": PERMISSION}
    user = {"type": "user", "id": ANA}
    here = {"type": "store", "id": STORE}

    def evaluations(name: str, stores: list[str]) -> Question:
        several = [{"resource": {"type": "store", "id": store}} for store in stores]
        body = {"subject": user, "action": action, "evaluations": several}
        return Question(name, platform, "/access/v1/evaluations", ("evaluations", len(stores)), body)

    def search(name: str, what: str, count: int, **body: object) -> Question:
        body["page"] = {"limit": PAGE}
        return Question(name, platform, f"/access/v1/search/{what}", ("results", count), body)

    anyone, any_store = {"type": "user"}, {"type": "store"}
    any_show = {"type": "activity", "properties": {"store": STORE}}
    one = {"subject": user, "action": action, "resource": here}
    return [
        Question(ACCESS, ana, f"/stores/{STORE}/access?permission={PERMISSION}"),
        Question(ONE, platform, "/access/v1/evaluation", None, one),
        evaluations(SAME, [STORE] * PAGE),
        evaluations(EACH, BRANCHES),
        search("search for users", "subject", PAGE, subject=anyone, action=action, resource=here),
        search("search for stores", "resource", PAGE, subject=user, action=action, resource=any_store),
        search("search for activities of a store", "resource", PAGE, subject=user, action=action, resource=any_show),
        search("search for actions", "action", 1, subject=user, resource=here),
    ]


def lists(platform: Client, olga: Client, ana: Client) -> list[Question]:
    """The product's own questions."""

    def listed(name: str, path: str, client: Client, key: str) -> Question:
        separator = "&" if "?" in path else "?"
        return Question(name, client, f"{path}{separator}limit={PAGE}", (key, PAGE))

    store = f"/stores/{STORE}"
    newest = platform("GET", f"{store}/audit?limit=1")["events"][0]["at"]
    period = f"since=2020-01-01T00:00:00Z&until={quote(newest)}"
    filters = {
        "": "",
        "permission": f"permission={PERMISSION}",
        "role": "role=scanner",
        "status": "status=active",
        "q": "q=max",
        "sort` by `joined_at": "sort=joined_at",
        "sort` by `last_active_at": "sort=last_active_at",
    }
    members = [
        listed(f"members with `{by}`" if by else "members", f"{store}/members?{query}".rstrip("?"), platform, "members")
        for by, query in filters.items()
    ]
    audit = [
        listed(f"history with `{by}`" if by else "history", f"{store}/audit?{query}".rstrip("?"), platform, "events")
        for by, query in {
            "": "",
            "actor": f"actor={OLGA}",
            "subject": "subject=show",
            "type": "type=activity.put",
            "since` and `until": period,
        }.items()
    ]
    return [
        *members,
        Question("one member", platform, f"{store}/members/{ANA}"),
        listed("stores of a user", f"/users/{ANA}/stores", platform, "stores"),
        listed("my stores", "/me/stores", ana, "stores"),
        *audit,
        Question("history with a `type` of no event", platform, f"{store}/audit?type=store.closed", ("events", 0)),
        listed("invitations, newest first", f"{store}/invitations", olga, "invitations"),
        listed("invitations with `q`", f"{store}/invitations?q=new", olga, "invitations"),
        listed("published events", f"{store}/events", platform, "events"),
    ]


if __name__ == "__main__":
    sys.exit(main())
