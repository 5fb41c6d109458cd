"""What the Python clients need of the local stack beside the API: tokens, and the links in mails."""

import json
import os
import re
import time
import urllib.request

ADDRESS = os.environ["STAFFROOM"]
STORE = "client-shop"
OWNER = {"user_id": "camille", "email": "camille@example.com", "name": "Camille Martin"}


def token(sub: str, name: str | None = None, scope: str | None = None) -> str:
    """A token of a person whose address is verified."""
    person = {"sub": sub, "email": f"{sub}@example.com", "email_verified": True, "name": name, "scope": scope}
    body = json.dumps({name: value for name, value in person.items() if value is not None}).encode()
    with urllib.request.urlopen(f"{ADDRESS}/_local/tokens", body) as response:
        return json.load(response)["access_token"]


def link_of(email: str, count: int = 1) -> str:
    """The token in the latest of this many mails with a link to an address."""
    for _ in range(300):
        request = urllib.request.Request(f"{ADDRESS}/_local/inbox", headers={"Accept": "application/json"})
        with urllib.request.urlopen(request) as response:
            messages = json.load(response)["messages"]
        texts = [message["text"] for message in messages if email in message["to"]]
        links = [found[1] for text in texts if (found := re.search(r"/join#([\w-]+)", text))]
        if len(links) >= count:
            return links[0]
        time.sleep(0.05)
    raise SystemExit(f"no mail to {email}")
