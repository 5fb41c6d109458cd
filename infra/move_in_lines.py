"""The files of infra/move-in: what their lines say, and what is wrong with a line as far as the line itself shows it.

The rules are those of the API's description (infra/openapi.yaml). Catalogs, plans and languages are those of this
checkout; a copy of the program without one leaves them to the API.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Row = dict[str, Any]

CHECKOUT = Path(__file__).resolve().parent.parent
PLANS = {
    path.parent.name: [plan["slug"] for plan in tomllib.loads(path.read_text(encoding="utf-8"))["plans"]]
    for path in CHECKOUT.glob("shared/domain/catalogs/*/catalog.toml")
}
LANGUAGES = {path.name for path in CHECKOUT.glob("shared/locales/*")}

SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
USER = re.compile(r"[ -~]{1,255}")
LOCALE = re.compile(r"(?=.{2,35}$)([A-Za-z]{2})([-_][A-Za-z0-9_-]*)?")
ZONE = re.compile(r"(?=.{1,64}$)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
WEB_ADDRESS = re.compile(r"(?=.{1,2000}$)https?://[!$-.0-;=A-\[\]_a-z~]+([/?#][!#-;=?-\[\]_a-z~]*)?")
TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
LOCAL_PART = re.compile(r"(?=.{1,64}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+([.][A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"(?!-)[A-Za-z0-9\u0080-\U0010FFFF-]+(?<!-)")
HIDDEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff]"
)
ENCLOSED = set(map(chr, [*range(0x24B6, 0x24EA), *range(0x1F130, 0x1F18A)]))  # signs that count as letters
CHEROKEE = set(map(chr, range(0x13A0, 0x13F6)))  # the only capital letters that domains have
# What the API trims. Python's own strip() takes four control characters more, which the API refuses.
SPACE = "\t\n\v\f\r \u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why."""


class Line:
    """A line of the file, with what it says and what is wrong with it."""

    def __init__(self, number: int, row: Row, *faults: str) -> None:
        """Takes the id of the store out of the row."""
        self.number = number
        self.store = str(row.pop("store", ""))
        self.row = row
        self.faults = list(faults)
        text = json.dumps([self.store, row], sort_keys=True)
        self.content = hashlib.sha256(text.encode()).hexdigest()[:16]

    def of(self) -> tuple[str, str | None]:
        """The store, and the member if the line has one."""
        user = self.row.get("user_id")
        return self.store, user if isinstance(user, str) else None

    def result(self, result: str, **more: Any) -> Row:
        """What became of the line, for the report. A store that is no slug may be an address, in the wrong cell."""
        store, user = self.of()
        shown = {"line": self.number, "store": store if SLUG.fullmatch(store) else None, "user_id": user}
        return {**shown, "result": result, **more, "content": self.content}


def read(path: Path, columns: list[str]) -> list[Line]:
    """The lines of a file, which has these columns and perhaps others. A line that cannot be read has a fault."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise Unreadable(f"{path} is not UTF-8: see line {number}.") from error
    if not text.strip():
        raise Unreadable(f"{path} is empty.")
    texts = list(io.StringIO(text, newline=""))
    lines = list(of_json(texts) if path.suffix == ".jsonl" else of_csv(texts, columns, path))
    if not lines:
        raise Unreadable(f"{path} has no lines.")
    return lines


def of_json(texts: list[str]) -> Iterator[Line]:
    """The lines of a file of JSON lines."""
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        try:
            row = json.loads(text, object_pairs_hook=without_twice, parse_constant=no_constant)
        except KeyError:
            yield Line(number, {}, "the line: a key is there twice")
        except (ValueError, RecursionError):
            yield Line(number, {}, "the line: no JSON")
        else:
            yield Line(number, row) if isinstance(row, dict) else Line(number, {}, "the line: no JSON object")


def without_twice(pairs: list[tuple[str, Any]]) -> Row:
    """An object whose keys are there once."""
    found: Row = {}
    for key, value in pairs:
        if key in found:
            raise KeyError(key)
        found[key] = value
    return found


def no_constant(name: str) -> None:
    """NaN and Infinity, which Python's reader takes."""
    raise ValueError(name)


def of_csv(texts: list[str], needed: list[str], path: Path) -> Iterator[Line]:
    """The lines of a CSV file. The first one names the columns."""
    try:
        header = [cell.strip() for cell in next(csv.reader(texts[:1], strict=True), [])]
    except csv.Error as error:
        raise Unreadable(f"{path}: the first line is no header: {error}.") from error
    named = [column for column in header if column]
    for column in named:
        if named.count(column) > 1:
            raise Unreadable(f"{path} has the column {column} twice.")
        if any(other.startswith(f"{column}.") for other in named):
            raise Unreadable(f"{path} has the column {column} and columns of its fields, {column}.….")
    for column in needed:
        if column not in named:
            raise Unreadable(f"{path} has no column {column}. The first line names the columns, separated by commas.")
    for number, cells in records(texts, len(header)):
        if isinstance(cells, str):
            yield Line(number, {}, f"the line: {cells}")
            continue
        unnamed = [cell for column, cell in itertools.zip_longest(header, cells) if not column]
        faults = ["the line: more cells than columns"] if any((cell or "").strip() for cell in unnamed) else []
        yield Line(number, of_cells(dict(zip(header, cells, strict=False))), *faults)


def records(texts: list[str], columns: int) -> Iterator[tuple[int, list[str] | str]]:
    """The cells of each record after the header, with the number of its first line, or a text that says what is wrong.

    After a line that is wrong it goes on with the next one, so that an open quote takes no other line with it.
    """
    first = 1  # line of the record, from 0
    while first < len(texts):
        start, reader = first, csv.reader(itertools.islice(texts, first, None), strict=True)
        try:
            for cells in reader:
                end = start + reader.line_num
                if end - first > 1 and len(cells) != columns:
                    raise csv.Error
                if cells:
                    yield first + 1, cells
                first = end
        except csv.Error as error:
            # An open quote that takes the following lines may reach the limit, too.
            is_long = "limit" in str(error)
            yield first + 1, f"a cell {'is too long, or ' if is_long else ''}has a quote that is open or in the middle"
            first += 1


def of_cells(cells: dict[str, str]) -> Row:
    """A row with objects, lists and booleans. A cell that is empty says nothing."""
    found: Row = {}
    for column, cell in cells.items():
        value: Any = cell.strip()
        if not column or not value:
            continue
        if column in ("roles", "permissions"):
            value = value.split()
        elif column in ("notify", "allowed"):
            value = {"true": True, "false": False}.get(value.lower(), value)
        place = found
        *objects, name = column.split(".")
        for part in objects:
            place = place.setdefault(part, {})
        place[name] = value
    return found


def text_of(pattern: re.Pattern[str], what: str) -> Callable[[Any], str | None]:
    """A rule: a text that the pattern matches."""
    return lambda value: None if isinstance(value, str) and pattern.fullmatch(value) else what


def no_slug(value: Any) -> str | None:
    """The id of something."""
    return None if isinstance(value, str) and SLUG.fullmatch(value) else "no slug"


def no_slugs(value: Any) -> str | None:
    """Up to 64 roles or permissions."""
    is_list = isinstance(value, list) and len(value) <= 64
    return None if is_list and not any(map(no_slug, value)) else "no list of up to 64 slugs"


def no_name(value: Any) -> str | None:
    """1 to 200 characters on one line."""
    text = value.strip(SPACE) if isinstance(value, str) else ""
    is_name = 0 < len(text) <= 200 and not HIDDEN.search(text)
    return None if is_name else "must be 1 to 200 characters of one line, none of them invisible"


def no_address(value: Any) -> str | None:
    """An address to which mail can be sent."""
    text = value.strip(SPACE) if isinstance(value, str) else ""
    local_part, _, domain = text.rpartition("@")
    if HIDDEN.search(text) or not LOCAL_PART.fullmatch(local_part) or not is_domain(domain):
        return "no address"
    return "longer than 254 bytes" if len(text.encode()) > 254 else None


def is_domain(text: str) -> bool:
    """Whether it is a domain, as far as it shows without UTS 46, the mapping of what is not ASCII."""
    labels = unicodedata.normalize("NFC", text).split(".")
    last = unicodedata.normalize("NFKC", labels[-1])
    return len(labels) > 1 and all(map(is_label, labels)) and not (last.isascii() and last.isdigit())


def is_label(text: str) -> bool:
    """Whether it is a label of a domain. Of one that is not ASCII only the length and the kinds of characters show."""
    if not LABEL.fullmatch(text) or len(text.encode()) > 63:
        return False
    if text[:4].lower() == "xn--":
        return text.isascii() and is_encoded(text[4:].lower())
    has_hyphens = text[2:4] == "--" and text[:2].isascii()
    return not has_hyphens and all(map(is_of_a_name, text))


def is_of_a_name(character: str) -> bool:
    """Whether it is ASCII, or a letter, a number or a mark, or may be one of a later Unicode."""
    is_letter = character.isascii() or character.isalnum() or character in ENCLOSED
    return is_letter or unicodedata.category(character) in ("Mc", "Mn", "Cn")


def is_encoded(code: str) -> bool:
    """Whether it stands, after xn--, for a label that is not ASCII. Only UTS 46 says whether each letter is allowed."""
    try:
        text = code.encode().decode("punycode")
        is_code = not text.isascii() and text.encode("punycode").decode() == code
    except (ValueError, OverflowError):
        return False
    kinds = {unicodedata.category(character) for character in text if character not in CHEROKEE}
    # It has each character in the form to which UTS 46 maps it.
    is_mapped = unicodedata.normalize("NFKC", text) == text and kinds.isdisjoint({"Lu", "Lt", "Cc"})
    is_word = LABEL.fullmatch(text) is not None and text[2:4] != "--"
    return is_code and is_mapped and is_word and not unicodedata.category(text[0]).startswith("M")


def no_locale(value: Any) -> str | None:
    """A tag of a language that Staffroom has."""
    tag = LOCALE.fullmatch(value) if isinstance(value, str) else None
    return None if tag and (not LANGUAGES or tag[1].lower() in LANGUAGES) else "no language of Staffroom"


def no_future(value: Any) -> str | None:
    """A time in the future."""
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return "no time such as 2030-01-31T18:00:00Z"
    try:
        time = datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return "no time such as 2030-01-31T18:00:00Z"
    return None if time > datetime.now(UTC) else "not in the future"


def no_flag(value: Any) -> str | None:
    """Yes or no."""
    return None if isinstance(value, bool) else "neither true nor false"


def no_metadata(value: Any) -> str | None:
    """What the platform notes."""
    if not isinstance(value, dict) or len(value) > 20:
        return "no object of up to 20 keys"
    if any(not 0 < len(key) <= 40 or HIDDEN.search(key) for key in value):
        return "a key must be 1 to 40 characters of one line, none of them invisible"
    for text in value.values():
        if not isinstance(text, str) or len(text) > 500 or HIDDEN.search(re.sub(r"[\t\r\n]", "", text)):
            return "a value must be a text of up to 500 characters, none of them invisible"
    return None


def or_null(rule: Callable[[Any], str | None]) -> Callable[[Any], str | None]:
    """A rule for what can be null."""
    return lambda value: None if value is None else rule(value)


Rules = dict[str, Any]  # of each field: a rule, or the rules of an object
no_user = text_of(USER, "no user id")
OWNER: Rules = {"user_id": no_user, "email": no_address, "name": no_name}
STORE: Rules = {
    "name": no_name,
    "owner": OWNER,
    "catalog": no_slug,
    "plan": no_slug,
    "locale": no_locale,
    "time_zone": text_of(ZONE, "no time zone"),
    "admin_url": text_of(WEB_ADDRESS, "no web address"),
    "metadata": no_metadata,
}
MEMBER: Rules = {
    "user_id": no_user,
    "email": no_address,
    "name": or_null(no_name),
    "locale": no_locale,
    "roles": no_slugs,
    "permissions": no_slugs,
    "access_ends_at": or_null(no_future),
    "metadata": no_metadata,
    "notify": no_flag,
}
ANSWER: Rules = {"user_id": no_user, "permission": no_slug, "allowed": no_flag}


def faults_of(row: Any, rules: Rules, needed: set[str], above: str = "") -> Iterator[str]:
    """What is wrong with the fields of an object."""
    if not isinstance(row, dict):
        yield f"{above.removesuffix('.')}: no object"
        return
    for field in sorted(needed - row.keys()):
        yield f"{above}{field}: missing"
    for field, value in row.items():
        rule = rules.get(field)
        if rule is None:
            yield f"{above}{field}: unknown"
        elif isinstance(rule, dict):
            yield from faults_of(value, rule, set(rule), f"{above}{field}.")
        elif fault := rule(value):
            yield f"{above}{field}: {fault}"


def plan_faults(row: Row) -> Iterator[str]:
    """Whether the catalog is there and has the plan."""
    catalog, plan = row.get("catalog"), row.get("plan")
    if not PLANS or no_slug(catalog):
        return
    plans = PLANS.get(catalog)
    if plans is None:
        yield "catalog: unknown"
    elif plan is None and len(plans) > 1:
        yield "plan: missing, the catalog has several"
    elif plan is not None and not no_slug(plan) and plan not in plans:
        yield "plan: not of the catalog"


def check(lines: list[Line], what: str) -> None:
    """Adds to each line what is wrong with it, also beside the lines before it."""
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        if not line.faults:
            line.faults += ["store: no slug"] if no_slug(line.store) else []
            line.faults += field_faults(line.row, what)
        for name, key in keys(line, what):
            if key in seen:
                line.faults.append(f"{name}: the same as on line {seen[key]}")
            seen.setdefault(key, line.number)


def field_faults(row: Row, what: str) -> list[str]:
    """What is wrong with the fields of a line."""
    if what == "stores":
        return [*faults_of(row, STORE, {"name", "owner", "catalog"}), *plan_faults(row)]
    if what == "members":
        return list(faults_of(row, MEMBER, {"user_id", "email"}))
    answer = {field: row[field] for field in ANSWER if field in row}  # a log of answers may say more
    return list(faults_of(answer, ANSWER, set(ANSWER)))


def keys(line: Line, what: str) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What only one line of the file may have."""
    store, user = line.of()
    if what == "stores" and store:
        yield "store", (store,)
    if what == "members" and user:
        yield "user_id", (store, "user", user)
    email = line.row.get("email")
    if what == "members" and not no_address(email):
        yield "email", (store, "email", str(email).strip().lower())
