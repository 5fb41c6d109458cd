"""The deployed API as its callers use it, and the mail that they get."""

import http.client
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from emulator import ACCOUNT, Emulator, until
from issuer import Issuer

Json = Any


@dataclass
class Answer:
    """What a call was answered."""

    said: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Json:
        return json.loads(self.text) if self.text else None

    def has(self, status: int) -> "Answer":
        """Itself, if it has this status."""
        assert self.status == status, f"{self.said}: {status} expected, answered {self.status} {self.text[:500]}"
        return self

    def is_(self, status: int, code: str | None = None) -> Json:
        """The body of an answer that must have this status, and be the problem of this code where one is given."""
        self.has(status)
        if code:
            assert self.json["code"] == code, f"{self.said}: {code} expected, answered {self.text[:500]}"
        return self.json


@dataclass
class Person:
    """Somebody with an account at the issuer."""

    name: str
    sub: str = field(default_factory=lambda: f"user-{uuid.uuid4().hex[:12]}")
    email: str = ""

    def __post_init__(self) -> None:
        self.email = self.email or f"{self.sub}@example.com"

    def claims(self) -> Json:
        return {"sub": self.sub, "email": self.email, "email_verified": True, "name": self.name}


class Caller:
    """Whoever holds this token, or none."""

    def __init__(self, api: "Api", token: str | None) -> None:
        self._api = api
        self._token = token

    def __call__(self, method: str, path: str, body: Json = None, **headers: str) -> Answer:
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        return self._api.send(method, path, body, headers)


class Api:
    """The HTTP API at a gateway on this machine, which may have several and tell them by their hosts."""

    def __init__(self, port: int, api_id: str | None, issuer: Issuer) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._host = f"{api_id}.execute-api.localhost:{port}" if api_id else f"127.0.0.1:{port}"
        self.issuer = issuer
        self.calls = 0
        self.used: set[tuple[str, str]] = set()
        """The method and path of every call so far."""

    def send(self, method: str, path: str, body: Json, headers: dict[str, str]) -> Answer:
        """One call; a header's name may be written with `_` for `-`."""
        named = {"host": self._host} | {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            named["content-type"] = "application/json"
        try:
            self._connection.request(method, path, None if body is None else json.dumps(body), named)
            response = self._connection.getresponse()
        except OSError:
            self._connection.close()  # or it would not take another request
            raise
        self.calls += 1
        self.used.add((method, path.partition("?")[0]))
        said = {name.lower(): value for name, value in response.getheaders()}
        return Answer(f"{method} {path}", response.status, said, response.read().decode())

    def by(self, person: Person, **more: Json) -> Caller:
        """This person's calls, with further claims where they are given."""
        return Caller(self, self.issuer.token(**(person.claims() | more)))

    def holding(self, token: str | None) -> Caller:
        """The calls of whoever holds this token."""
        return Caller(self, token)

    @property
    def anyone(self) -> Caller:
        return Caller(self, None)

    @property
    def platform(self) -> Caller:
        return Caller(self, self.issuer.token(sub="platform", scope="staffroom/platform"))


@dataclass(frozen=True)
class Mail:
    """A mail that SES took."""

    id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str | None:
        """Where its link to an invitation leads."""
        found = re.search(r"(https?://\S+/join)#([\w-]+)", self.text)
        if found:
            assert found[0] in self.html, f"another link in the HTML of {self.subject}"
        return found[0] if found else None


class Mailbox:
    """The mails that the emulator's SES keeps, each read once."""

    def __init__(self, emulator: Emulator, patience: float) -> None:
        self._emulator = emulator
        self._patience = patience
        self._read: set[str] = set()

    def unread(self, address: str) -> list[Mail]:
        """What has come to an address and was not taken yet."""
        kept = self._emulator.get(f"/_ministack/ses/messages?account={ACCOUNT}")["messages"].get(ACCOUNT, [])
        mails = (
            Mail(m["MessageId"], m["Source"], m["To"][0], m["Subject"], m["BodyText"], m["BodyHtml"] or "")
            for m in kept
        )
        return [mail for mail in mails if mail.to == address and mail.id not in self._read]

    def next(self, address: str, says: str = "") -> Mail:
        """The next mail to an address that says this, once it is here."""

        def look() -> Mail | None:
            found = (mail for mail in self.unread(address) if says in f"{mail.subject}\n{mail.text}")
            return next(found, None)

        mail = until(look, f"a mail to {address} that says {says!r}", self._patience)
        self._read.add(mail.id)
        return mail

    def token(self, address: str) -> str:
        """The token of the next mail with a link."""
        link = self.next(address, "/join#").link
        assert link, "a link in the mail"
        return link.split("#")[1]
