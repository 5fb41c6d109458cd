"""Checks the sums of docs/cost.md: each price follows from its amount, and each total from its rows.

The units of an invitation must be those of the table of calls, and the read units of a question those that
docs/performance.md has. Each fault says what the figure should be.
"""

import re
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
TOGETHER = "**together**"

# The prices, as the page lists them.
PRICES = {
    "write units": r"DynamoDB, on demand \| ([\d.]+) per million write units",
    "read units": r"DynamoDB, on demand \| .* ([\d.]+) per million read units",
    "requests": r"Lambda, arm64 \| ([\d.]+) per million requests",
    "GB-seconds": r"Lambda, arm64 \| .* ([\d.]+) per GB-second",
    "API Gateway": r"HTTP API \| ([\d.]+) per million requests",
    "SES": r"SES \| ([\d.]+) per thousand mails",
    "EventBridge": r"`publish` sends \| ([\d.]+) per million events",
    "SQS": r"SQS \| ([\d.]+) per million requests",
    "logs": r"logs ([\d.]+) per GB",
    "X-Ray": r"X-Ray \| ([\d.]+) per million traces",
}
# What a row's amount counts, and for how many of them the price is.
UNITS = {
    "DynamoDB": (("write units", "write units", 1_000_000), ("read units", "read units", 1_000_000)),
    "Lambda": (("requests", "requests", 1_000_000), ("GB-seconds", "GB-seconds", 1)),
    "API Gateway": (("API Gateway", "requests", 1_000_000),),
    "SES": (("SES", "mails", 1_000),),
    "EventBridge": (("EventBridge", "events", 1_000_000),),
    "X-Ray": (("X-Ray", "traces", 1_000_000),),
    "logs": (("logs", "GB", 1),),
}
# What an invitation consumes: calls, and whether it is the call itself or the mail that follows.
INVITATION = (
    ("invite", "call"),
    ("invite", "mail"),
    ("SES reports a delivery", "call"),
    ("look up a link", "call"),
    ("accept", "call"),
    ("accept", "mail"),
)


class Page:
    """The page on costs, its prices, and the faults that were found so far."""

    def __init__(self) -> None:
        """Reads the page. A price that is not listed ends the check."""
        self.text = (DOCS / "cost.md").read_text()
        self.prices = {name: Decimal(self.find(pattern)[0]) for name, pattern in PRICES.items()}
        self.faults: list[str] = []

    def find(self, pattern: str) -> tuple[str, ...]:
        """What the groups of a pattern match. The page must have it, with any white space between words."""
        found = re.search(pattern.replace(" ", r"\s+"), self.text)
        if not found:
            raise SystemExit(f"docs/cost.md has no longer: {pattern}")
        return found.groups()

    def expect(self, what: str, stated: str | Decimal, computed: Decimal) -> None:
        """A figure must be as computed."""
        if Decimal(stated) != computed:
            self.faults.append(f"{what}: {stated} should be {computed}")

    def tables(self) -> Iterator[tuple[str, list[list[str]]]]:
        """The rows of each table that has a total, with the heading above it."""
        heading = ""
        for block in re.split(r"\n\n", self.text):
            if block.startswith("#"):
                heading = block.lstrip("# ")
            if TOGETHER in block:
                yield heading, rows(block)

    def dollars(self, name: str, amount: str) -> Decimal | None:
        """The price of an amount; none if the page does not say it in a form that is known here."""
        if name not in UNITS:
            return None
        parts = [self.prices[price] * quantity(amount, unit) / per for price, unit, per in UNITS[name]]
        return cents(sum(parts, Decimal(0))) if any(parts) else None


def rows(text: str) -> list[list[str]]:
    """The cells of a table without its head."""
    lines = [line.strip("| ") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def quantity(amount: str, unit: str) -> Decimal:
    """How many of a unit an amount has: "2,500 GB-seconds", "1.5 million requests"."""
    found = re.search(rf"([\d,]*\d(?:\.\d+)?)( million)? {re.escape(unit)}\b(?!-)", amount)
    if not found:
        return Decimal(0)
    return Decimal(found[1].replace(",", "")) * (1_000_000 if found[2] else 1)


def cents(value: Decimal) -> Decimal:
    """Rounded as people do."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def check_sums(page: Page) -> dict[str, list[Decimal]]:
    """The dollars of each row and each total. Returns the totals of the first table under each heading."""
    totals: dict[str, list[Decimal]] = {}
    for heading, table in page.tables():
        *parts, together = table
        for column in range(2, len(together)):
            stated = [row[column] if column < len(row) else "" for row in parts]
            for row, value in zip(parts, stated, strict=True):
                amounts = row[1].split(";")
                computed = page.dollars(row[0], amounts[min(column - 2, len(amounts) - 1)])
                if value and computed is not None:
                    page.expect(f"{heading}, {row[0]}", value, computed)
            total = sum((Decimal(value) for value in stated if value), Decimal(0))
            page.expect(f"{heading}, together", together[column].strip("*"), total)
            totals.setdefault(heading, []).append(total)
    return totals


def check_invitation(page: Page) -> None:
    """The units of an invitation are sums of those of its calls, and the table of prices has them."""
    calls = {row[0]: [Decimal(cell) for cell in row[1:]] for row in rows(page.text.split("\n\n## List prices")[0])[:30]}
    amount = page.find(r"\| DynamoDB \| (\d[^|]*write units[^|]*read units) \| [\d.]+ \|\n\| API Gateway")[0]
    stated = page.find(r"Units: ([\d.+ ]+) = ([\d.]+) read; ([\d.+ ]+) = ([\d.]+) written")
    for name, offset, terms, total in (("read", 0, *stated[:2]), ("write", 1, *stated[2:])):
        units = [calls[call][offset + (2 if kind == "mail" else 0)] for call, kind in INVITATION]
        if [Decimal(term) for term in terms.split("+")] != units:
            page.faults.append(f"an invitation, {name}: {terms} should be {' + '.join(map(str, units))}")
        page.expect(f"an invitation, {name}", total, sum(units, Decimal(0)))
        page.expect(f"an invitation, {name}, in millions", quantity(amount, f"{name} units") / 1_000_000, sum(units))


def check_publishing(page: Page, totals: dict[str, list[Decimal]]) -> None:
    """What is said of `publish` follows from what it consumes for a batch, a store and an event."""
    alone = page.find(r"`publish`, an event alone \| ([\d.]+) \| ([\d.]+)")
    stated = page.find(
        r"two events [^.]*, so (\d+) and (\d+); \*accept\* has three, so (\d+) and (\d+)\.",
    )
    for what, events, read, write in (
        ("an event alone", 1, *alone),
        ("the events of an invite", 2, *stated[:2]),
        ("the events of an accept", 3, *stated[2:]),
    ):
        page.expect(f"{what}, read", read, Decimal(3 + events))
        page.expect(f"{what}, written", write, Decimal(2 + 4 * events))
    cost, write, read = page.find(
        r"their five events costs another ([\d.]+): (\d+) million write and (\d+) million read units"
    )
    read_units, write_units = (sum(Decimal(figure) for figure in stated[start::2]) for start in (0, 1))
    page.expect("five events, read", read, read_units)
    page.expect("five events, written", write, write_units)
    units = write_units * page.prices["write units"] + read_units * page.prices["read units"]
    page.expect("five events, dollars", cost, cents(units + 5 * page.prices["EventBridge"]))
    published, delivered = totals["A million events"]
    one, further = page.find(r"with one webhook cost ([\d.]+) dollars, and each further webhook ([\d.]+)\.")
    page.expect("an event with a webhook", one, published + delivered)
    page.expect("a further webhook", further, delivered)


def check_questions(page: Page, totals: dict[str, list[Decimal]]) -> None:
    """Each question costs what a request costs without its reads, and the units that were measured."""
    measured = (DOCS / "performance.md").read_text()
    table = measured.split("\n## Questions\n")[1].split("\n## ")[0]
    units = {row[0]: Decimal(row[3]) for row in rows(table) if len(row) == 5}
    request = totals["A million access checks"][0] - cents(2 * page.prices["read units"])
    page.expect("a request without its reads", page.find(r"A request without its reads is ([\d.]+)")[0], request)
    stated = {row[0]: row[1:] for row in rows(page.text.split("### A million questions\n")[1].split("\n###")[0])}
    for name in units.keys() - stated.keys():
        page.faults.append(f"a million questions: no row {name}")
    for name, (read, database, together) in stated.items():
        if name not in units:
            page.faults.append(f"a million questions: docs/performance.md has no row {name}")
            continue
        dollars = cents(units[name] * page.prices["read units"])
        page.expect(f"{name}, read units", read, units[name])
        page.expect(f"{name}, DynamoDB", database, dollars)
        page.expect(f"{name}, together", together, dollars + request)


def main() -> int:
    """Prints each fault; fails when there is one."""
    page = Page()
    totals = check_sums(page)
    check_invitation(page)
    check_publishing(page, totals)
    check_questions(page, totals)
    print(*(f"docs/cost.md: {fault}" for fault in page.faults), f"costs: {len(page.faults)} faults", sep="\n")
    return 1 if page.faults else 0


if __name__ == "__main__":
    sys.exit(main())
