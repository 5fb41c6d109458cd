"""What schemathesis cannot know: which stores there are, and which failures are none.

Generated values are replaced only in parts of a request that agree with the description, so that what must be rejected
stays as it was generated.
"""

import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import schemathesis
from schemathesis.core.parameters import ParameterLocation

WORLD = json.loads(Path(os.environ["STAFFROOM_SCHEMA_WORLD"]).read_text())
STORES = {store["id"]: store for store in WORLD["stores"]}
# The calls that change a store have stores of their own, so that the others keep their owner and their settings.
CHANGES_STORE = {("put", "/stores/{store}"), ("patch", "/stores/{store}")}
# The call that closes a store has stores that no other call is about.
CLOSES_STORE = ("delete", "/stores/{store}")
# How often a generated value is replaced.
OFTEN, SELDOM = 0.85, 0.1
CALLER = os.environ["STAFFROOM_SCHEMA_CALLER"]
random_ = random.Random(20261127)

# 422 for a request that agrees with the description: the rule, and why the description cannot have it.
RULES = {
    "is no role of this store's catalog": "the store's catalog decides",
    "is no permission of this store's catalog": "the store's catalog decides",
    "is the owner's alone and cannot be granted": "the store's catalog decides",
    "comes with other permissions and cannot be granted by itself": "the store's catalog decides",
    "must be empty: this store grants permissions one by one": "the store's catalog decides",
    "must be empty: this store grants roles": "the store's catalog decides",
    "must name exactly one role": "the store's catalog decides",
    "must name at least one": "the store's catalog decides",
    "is needed: the catalog has several plans": "the request's catalog decides",
    "is no plan of the catalog": "the request's catalog decides",
    "is no activity of this store": "the store decides",
    "is not on the store's team": "the store decides",
    "must be on the store's team": "the store decides",
    "must be another role": "a description of a parameter cannot speak of the path",
    "must be another ID, and not": "a description of a body cannot speak of the path",
    "must be in the future": "the time decides",
    "must be the address that the identity provider has verified": "the token decides",
    "must be the `next_cursor` of the previous page": "a cursor is opaque",
    "must be a `next_cursor` of this list": "a cursor is opaque",
    "must be a URL": "the URL standard has a parser, and no pattern",
    "must begin with https://": "a local stack takes http:// for this machine",
    "must have no user name, password or fragment": "the URL standard has a parser, and no pattern",
    "must not lead to a private, loopback or link-local network": "registries have the networks",
    "is required, because the platform is not a user": "the token decides",
    "cannot be combined with If-Match": "the description of a header cannot speak of another header",
    "must be a domain such as example.com": "which domains IDNA allows is a table of Unicode",
    "must be an e-mail address such as": "which domains IDNA allows is a table of Unicode",
    "must have a letter or digit": "which characters are letters is a table of Unicode",
    "by this is possible with no other filter than": "a description of a parameter cannot speak of another one",
    "must be the name of a time zone": "the IANA database has the names",
    "must have a character that can be seen": "which characters have a glyph is a table of Unicode",
}
# The length that the rule names as well, which the description must have.
LENGTHS = {"of at most 254 bytes": 254}
CODES = {"domain_not_allowed": "the store's settings decide", "idempotency_key_reused": "earlier requests decide"}

BULK_MEMBERS = "/stores/{store}/members/bulk"
BULKS = ("/stores/{store}/invitations/bulk", BULK_MEMBERS)
EVALUATIONS = "/access/v1/evaluations"
# Failures that are none: their name, condition, reason.
EXCEPTIONS = [
    (
        "AllowHeaderMismatch",
        lambda case, _: case.operation.path == BULK_MEMBERS,
        "the path is also that of the member `bulk`, and has the methods of both",
    ),
    (
        "AcceptedNegativeData",
        lambda case, response: case.operation.path in BULKS and only_entries_differ(case, response),
        "an entry that is not valid is refused in its own result",
    ),
    (
        "AcceptedNegativeData",
        lambda case, response: (
            case.operation.path == EVALUATIONS
            and any("error" in one.get("context", {}) for one in response.json().get("evaluations", []))
        ),
        "an evaluation that is not valid is denied in its own answer",
    ),
    (
        "AcceptedNegativeData",
        lambda case, _: case.operation.path.startswith("/access/v1/search/"),
        "a limit above the maximum is the maximum, as the standard has it",
    ),
    (
        "RejectedPositiveData",
        lambda case, response: case.operation.path == EVALUATIONS and "is missing" in response.text,
        "what evaluations may leave out depends on the defaults beside them",
    ),
    (
        "RejectedPositiveData",
        lambda case, response: case.operation.path.startswith("/access/v1/search/") and "/page/token" in response.text,
        "a token is opaque, and belongs to its request",
    ),
]


def only_entries_differ(case: Any, response: Any) -> bool:
    """Whether the body is a list of entries, each of which has a result, and one of which is refused as not valid."""
    body = case.body
    if not isinstance(body, dict) or len(body) != 1:
        return False
    (entries,) = body.values()
    results = response.json()["results"]
    is_refused = any(result["status"] == 422 for result in results)
    return isinstance(entries, list) and len(entries) == len(results) and is_refused


@schemathesis.hook
def before_call(_: object, case: Any, __: dict[str, Any]) -> None:
    """Directs the request to what there is."""
    if case.meta is None:
        return
    has_path = ParameterLocation.PATH in case.meta.components
    store = direct(case) if has_path else random_.choice(WORLD["stores"])
    if isinstance(case.body, dict) and not case.meta.is_negative_at(ParameterLocation.BODY):
        case.body = plausible(case.body, store, case.operation.path)
    headers = case.headers
    if headers and "Idempotency-Key" in headers and not case.meta.is_negative_at(ParameterLocation.HEADER):
        # Coverage sends the same key with every request, which is refused from the second one on.
        if random_.random() < OFTEN:
            headers["Idempotency-Key"] = f"key-{random_.getrandbits(64)}"
        # Versions are those of no resource.
        if random_.random() < OFTEN:
            headers.pop("If-Match", None)
    if case.query and not case.meta.is_negative_at(ParameterLocation.QUERY) and random_.random() < OFTEN:
        case.query.pop("cursor", None)


def direct(case: Any) -> dict[str, Any]:
    """Puts an existing store into the path, and what is in it. The store."""
    path = case.path_parameters
    if (case.method.lower(), case.operation.path) == CLOSES_STORE:
        if not case.meta.is_negative_at(ParameterLocation.PATH):
            path["store"] = random_.choice(WORLD["closing"])
        return random_.choice(WORLD["stores"])
    group = "2" if (case.method.lower(), case.operation.path) in CHANGES_STORE else "1"
    store = STORES.get(path.get("store")) or random_.choice(
        [one for one in WORLD["stores"] if one["id"].endswith(group)]
    )
    if case.meta.is_negative_at(ParameterLocation.PATH):
        return store
    if "store" in path and random_.random() < OFTEN:
        path["store"] = store["id"]
    if "invitation" in path and random_.random() < OFTEN:
        own = case.operation.path.startswith("/me/") and CALLER == "stranger"
        path["invitation"] = random_.choice(WORLD["waiting"] if own else store["invitations"])
    if "activity" in path and random_.random() < OFTEN:
        path["activity"] = "theatre"
    if "asset" in path and random_.random() < OFTEN:
        path["asset"] = random_.choice(WORLD["assets"])
    if "user" in path and random_.random() < OFTEN:
        others = ["owner", "me"] if random_.random() < SELDOM else ["spare-1", "spare-2", "spare-3"]
        path["user"] = random_.choice(others)
    return store


def plausible(body: dict[str, Any], store: dict[str, Any], operation: str) -> dict[str, Any]:
    """The body with roles, links and times that mean something."""
    if random_.random() > OFTEN:
        return body
    body = dict(body)
    if operation.startswith("/access/v1/"):
        return asked(body, store)
    if "invitations" in body:
        body["invitations"] = [
            plausible(one, store, operation) if isinstance(one, dict) else one for one in body["invitations"]
        ]
    if "token" in body:
        body["token"] = random_.choice(WORLD["links"])
    if "email" in body and operation == "/me":
        body["email"] = f"{CALLER}@example.com"
    elif "email" in body and random_.random() < SELDOM:
        body["email"] = random_.choice(["waiting-1@example.com", "spare-1@example.com", "owner@example.com"])
    if isinstance(body.get("access_ends_at"), str):
        body["access_ends_at"] = (datetime.now(UTC) + timedelta(days=random_.randint(1, 900))).isoformat()
    if ("roles" in body or "permissions" in body) and not operation.startswith("/stores/{store}/roles"):
        body.update(store["grant"])
    if "catalog" in body:
        body.update(catalog=store["catalog"], plan=store["plan"])
    if body.get("type") == "order.created":
        body["activity_id"] = "theatre"
    if "installed_by" in body:
        body["installed_by"] = "owner"
    return body


def asked(body: dict[str, Any], store: dict[str, Any]) -> dict[str, Any]:
    """The question, about the caller and a store that there is."""
    body = dict(body)
    if isinstance(body.get("subject"), dict):
        body["subject"] = {**body["subject"], "type": "user", "id": CALLER}
    if isinstance(body.get("resource"), dict):
        kind = "record" if store["catalog"] == "records" else "store"
        body["resource"] = {**body["resource"], "type": kind, "id": store["id"]}
    if isinstance(body.get("evaluations"), list):
        body["evaluations"] = [asked(one, store) if isinstance(one, dict) else one for one in body["evaluations"]]
    return body


@schemathesis.check
def refused_by_a_rule_of_the_store(_: object, response: Any, case: Any) -> None:
    """A request that agrees with the description is invalid only by a rule that the description cannot have."""
    if response.status_code != 422 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.method.upper() == "HEAD":
        return
    problem = response.json()
    if problem["code"] in CODES:
        return
    for error in problem["errors"]:
        if not any(rule in error["detail"] for rule in RULES):
            raise AssertionError(f"the description allows what is refused: {error}")
        longest = next((length for rule, length in LENGTHS.items() if rule in error["detail"]), None)
        if longest is not None and len(value_at(case.body, error["pointer"]).strip()) > longest:
            raise AssertionError(f"the description allows what is too long: {error}")


def value_at(body: Any, pointer: str) -> str:
    """The text in the body to which a JSON pointer leads; empty where it leads to none."""
    for name in pointer.split("/")[1:]:
        if isinstance(body, list) and name.isdigit():
            body = body[int(name)]
        elif isinstance(body, dict):
            body = body.get(name)
    return body if isinstance(body, str) else ""


@schemathesis.check
def its_status_is_listed(_: object, response: Any, case: Any) -> None:
    """The operation lists the status; `default` is for methods that the path does not have, and for the gateway."""
    if response.request.method.lower() != case.operation.method.lower():
        return
    # API Gateway decodes a path before it looks for the route, and ends it at a `?`: these are other paths.
    if {"/", "?"} & set(unquote("".join(str(value) for value in (case.path_parameters or {}).values()))):
        return
    status = str(response.status_code)
    listed = {str(one).upper() for one in case.operation.responses.status_codes}
    assert status in listed or f"{status[0]}XX" in listed, f"{status} is not listed"


@schemathesis.hook
def filter_failure(_: object, failure: Any, case: Any, response: Any) -> bool:
    """Whether the failure is one."""
    return not any(name == type(failure).__name__ and applies(case, response) for name, applies, _ in EXCEPTIONS)
