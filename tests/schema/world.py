"""What the generated requests are about: stores of every catalog with members, invitations and activities."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from typing import Any, Self

PLANS = {
    "ecwid": "unlimited",
    "mycommerce": "professional",
    "records": "default",
    "sendcloud": "default",
    "ticketing": "default",
    "whatnot": "default",
}
# Roles with which the member manages the team, where the catalog has one.
MANAGERS = {"ticketing": ["administrator"], "whatnot": ["administrator"]}
# Members who are there to be removed, and people who are invited.
SPARE = ("spare-1", "spare-2", "spare-3")
INVITED = ("declined", "revoked", "stranger", "waiting-1", "waiting-2", "waiting-3")
PEOPLE = {
    "owner": {"sub": "owner", "email": "owner@example.com", "name": "Olga"},
    "member": {"sub": "member", "email": "member@example.com", "name": "Mia", "locale": "fr"},
    "stranger": {"sub": "stranger", "email": "stranger@example.com", "name": "Sam"},
    "platform": {"sub": "platform", "email": "platform@example.com", "scope": "staffroom/platform"},
}


class Stack:
    """A local stack on a free port, for as long as the block runs."""

    def __init__(self, binary: str) -> None:
        """Nothing runs before the block begins."""
        self.binary = binary
        self.address = ""

    def __enter__(self) -> Self:
        """Waits until the stack answers."""
        self.process = subprocess.Popen([self.binary, "--port", "0"], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.address = found[0]
                return self
        raise SystemExit("the local stack did not start")

    def __exit__(self, *_: object) -> None:
        """Ends the stack."""
        self.process.terminate()
        self.process.wait()

    def call(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        """The JSON of the response."""
        text = self.text(method, path, body, token)
        return json.loads(text) if text else None

    def text(self, method: str, path: str, body: object = None, token: str = "") -> str:
        """The body of the response, which must not be an error."""
        request = urllib.request.Request(self.address + path, method=method)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        data = None
        if body is not None:
            request.add_header("Content-Type", "application/json")
            data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data) as response:
                return response.read().decode()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def answer(self, invitation: str, verb: str, token: str) -> None:
        """Accepts or declines an invitation as its addressee, once the index has it."""
        for _ in range(1000):
            if any(one["id"] == invitation for one in self.call("GET", "/me/invitations", token=token)["invitations"]):
                self.call("POST", f"/me/invitations/{invitation}/{verb}", token=token)
                return
        raise SystemExit(f"the invitation {invitation} is not listed")

    def token(self, person: dict[str, str]) -> str:
        """A token of the stack's own issuer."""
        return self.call("POST", "/_local/tokens", {"email_verified": True, **person})["access_token"]


def build(stack: Stack) -> dict[str, Any]:
    """Makes the stores. The result says what there is, for the hooks."""
    stores = []
    for number in ("2", "1"):
        others = {name: {"sub": name, "email": f"{name}@example.com"} for name in (*SPARE, *INVITED)}
        tokens = {name: stack.token(person) for name, person in (others | PEOPLE).items()}
        stores += [store(stack, tokens, f"{catalog}-{number}", catalog, plan) for catalog, plan in PLANS.items()]
        if number == "2":
            # The invitations of these stores expire, and so do the tokens.
            stack.call("POST", "/_local/clock", {"advance_seconds": 8 * 86_400})
    owner = {"user_id": "owner", "email": "owner@example.com", "name": "Olga"}
    closing = [f"closing-{number}" for number in range(5)]
    for name in closing:
        body = {"name": name, "owner": owner, "catalog": "records"}
        stack.call("PUT", f"/stores/{name}", body, tokens["platform"])
    mine = stack.call("GET", "/me/invitations", token=tokens["stranger"])["invitations"]
    return {
        "tokens": tokens,
        "stores": stores,
        "closing": closing,
        "links": links(stack),
        "waiting": [invitation["id"] for invitation in mine],
        "assets": sorted(set(re.findall(r"/assets/([A-Za-z0-9._-]+)", stack.text("GET", "/join")))),
    }


def store(stack: Stack, tokens: dict[str, str], name: str, catalog: str, plan: str) -> dict[str, Any]:
    """A store with a member, some who are there to be removed, and invitations in every state."""
    owner = {"user_id": "owner", "email": "owner@example.com", "name": "Olga"}
    body = {"name": f"Shop {name}", "owner": owner, "catalog": catalog, "plan": plan}
    body["admin_url"] = "https://shop.example.com/admin"
    path = f"/stores/{name}"
    stack.call("PUT", path, body, tokens["platform"])
    activity = {"name": "Lilas", "order_notifications": True}
    stack.call("PUT", f"{path}/activities/theatre", activity, tokens["owner"])
    shown = stack.call("GET", f"{path}/catalog", token=tokens["owner"])
    grant = grant_of(shown)
    managing = {"roles": MANAGERS[catalog], "permissions": []} if catalog in MANAGERS else grant
    offers = [{"email": PEOPLE["member"]["email"], **managing}]
    offers += [{"email": f"{user}@example.com", **grant} for user in (*SPARE, *INVITED)]
    results = stack.call("POST", f"{path}/invitations/bulk", {"invitations": offers}, tokens["owner"])["results"]
    ids = {result["email"].partition("@")[0]: result["invitation"]["id"] for result in results}
    stack.call("DELETE", f"{path}/invitations/{ids['revoked']}", token=tokens["owner"])
    for user in ("member", *SPARE):
        stack.answer(ids[user], "accept", tokens[user])
    stack.answer(ids["declined"], "decline", tokens["declined"])
    return {
        "id": name,
        "catalog": catalog,
        "plan": plan,
        "roles": [role["slug"] for role in shown["roles"]],
        "permissions": [one["slug"] for one in shown["permissions"] if one["grantable"]],
        "grant": grant,
        "invitations": list(ids.values()),
    }


def grant_of(catalog: dict[str, Any]) -> dict[str, list[str]]:
    """A grant that the catalog allows."""
    grants = catalog["grants"]
    if grants["roles"] == "none":
        return {"roles": [], "permissions": [one["slug"] for one in catalog["permissions"] if one["grantable"]][:2]}
    return {"roles": [catalog["roles"][0]["slug"]], "permissions": []}


def links(stack: Stack) -> list[str]:
    """The tokens of the links in all mails."""
    messages = stack.call("GET", "/_local/inbox")["messages"]
    return sorted({link for message in messages for link in re.findall(r"/join#([A-Za-z0-9_-]+)", message["text"])})
