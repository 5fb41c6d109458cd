"""What a shop's service puts in front of its handlers: may this person do this in this store?"""

from staffroom_client import calls, types
from staffroom_client._call import Call
from staffroom_client._client import Answer, AsyncStaffroom, Staffroom
from staffroom_client._decision import Contact, Decision
from staffroom_client._errors import StaffroomError
from staffroom_client.credentials import client_credentials

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AsyncStaffroom",
    "Call",
    "Contact",
    "Decision",
    "Staffroom",
    "StaffroomError",
    "calls",
    "client_credentials",
    "types",
]
