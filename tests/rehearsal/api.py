"""A client of the deployed API, and the mails that it causes."""

import http.client
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from emulator import ACCOUNT, Emulator, wait_until
from issuer import Issuer

Json = Any


@dataclass
class Response:
    """A response of the API."""

    request: str
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Json:
        return json.loads(self.text) if self.text else None

    def assert_status(self, status: int) -> "Response":
        """Asserts the status, and returns the response itself."""
        assert self.status == status, f"{self.request}: {status} expected, answered {self.status} {self.text[:500]}"
        return self

    def expect(self, status: int, code: str | None = None) -> Json:
        """Asserts the status and, if it is given, the code of the problem. Returns the body."""
        self.assert_status(status)
        if code:
            assert self.json["code"] == code, f"{self.request}: {code} expected, answered {self.text[:500]}"
        return self.json


@dataclass
class Person:
    """A person with an account at the issuer."""

    name: str
    sub: str = field(default_factory=lambda: f"user-{uuid.uuid4().hex[:12]}")
    email: str = ""

    def __post_init__(self) -> None:
        self.email = self.email or f"{self.sub}@example.com"

    def claims(self) -> Json:
        return {"sub": self.sub, "email": self.email, "email_verified": True, "name": self.name}


class Client:
    """Calls the API with one token, or without one."""

    def __init__(self, api: "Api", token: str | None) -> None:
        self._api = api
        self._token = token

    def __call__(self, method: str, path: str, body: Json = None, **headers: str) -> Response:
        if self._token:
            headers["authorization"] = f"Bearer {self._token}"
        return self._api.send(method, path, body, headers)


class Api:
    """The HTTP API behind a gateway on this machine. An emulator has several APIs, which differ by the Host header."""

    def __init__(self, port: int, api_id: str | None, issuer: Issuer) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._host = f"{api_id}.execute-api.localhost:{port}" if api_id else f"127.0.0.1:{port}"
        self.issuer = issuer
        self.call_count = 0
        self.called: set[tuple[str, str]] = set()
        """The method and path of every call so far."""

    def send(self, method: str, path: str, body: Json, headers: dict[str, str]) -> Response:
        """Sends a request. In names of headers `_` stands for `-`. A body that is a text is a form."""
        all_headers = {"host": self._host} | {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, str):
            all_headers["content-type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            all_headers["content-type"] = "application/json"
            body = json.dumps(body)
        try:
            self._connection.request(method, path, body, all_headers)
            response = self._connection.getresponse()
        except OSError:
            self._connection.close()  # otherwise it would refuse the next request
            raise
        self.call_count += 1
        self.called.add((method, path.partition("?")[0]))
        response_headers = {name.lower(): value for name, value in response.getheaders()}
        return Response(f"{method} {path}", response.status, response_headers, response.read().decode())

    def as_person(self, person: Person, **claims: Json) -> Client:
        """A client with the person's token, which may have further claims."""
        return Client(self, self.issuer.token(**(person.claims() | claims)))

    def with_token(self, token: str | None) -> Client:
        return Client(self, token)

    @property
    def anonymous(self) -> Client:
        return Client(self, None)

    @property
    def platform(self) -> Client:
        """A client with the rights of the platform's back end."""
        return Client(self, self.issuer.token(sub="platform", scope="staffroom/platform"))


@dataclass(frozen=True)
class Mail:
    """A mail that SES accepted."""

    id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str | None:
        """The link to an invitation, which must be the same in the text and in the HTML."""
        found = re.search(r"(https?://\S+/join)#([\w-]+)", self.text)
        if found:
            assert found[0] in self.html, f"another link in the HTML of {self.subject}"
        return found[0] if found else None


class Mailbox:
    """The mails in the emulator's SES. Each is read once."""

    def __init__(self, emulator: Emulator, timeout: float) -> None:
        self._emulator = emulator
        self._timeout = timeout
        self._read: set[str] = set()

    def unread(self, address: str) -> list[Mail]:
        """Returns the unread mails to an address."""
        messages = self._emulator.get(f"/_ministack/ses/messages?account={ACCOUNT}")["messages"].get(ACCOUNT, [])
        mails = (
            Mail(m["MessageId"], m["Source"], m["To"][0], m["Subject"], m["BodyText"], m["BodyHtml"] or "")
            for m in messages
        )
        return [mail for mail in mails if mail.to == address and mail.id not in self._read]

    def next_mail(self, address: str, containing: str = "") -> Mail:
        """Waits for the next unread mail to an address that contains a text."""

        def find() -> Mail | None:
            matching = (mail for mail in self.unread(address) if containing in f"{mail.subject}\n{mail.text}")
            return next(matching, None)

        mail = wait_until(find, f"a mail to {address} that contains {containing!r}", self._timeout)
        self._read.add(mail.id)
        return mail

    def next_token(self, address: str) -> str:
        """Waits for the next mail with a link, and returns the link's token."""
        link = self.next_mail(address, "/join#").link
        assert link, "no link in the mail"
        return link.split("#")[1]
