"""A shop's service on FastAPI."""

from typing import Annotated, Any

import shop
import uvicorn
from fastapi import Body, Cookie, Depends, FastAPI, Response

from staffroom_client import AsyncStaffroom
from staffroom_client.fastapi import Access, guards, install, webhook
from staffroom_client.webhooks import AsyncWebhookReceiver, PublishedEvent

app = FastAPI()
staffroom = AsyncStaffroom(shop.URL, shop.token(), remember_seconds=shop.REMEMBER_SECONDS)


def signed_in_user(session: Annotated[str | None, Cookie()] = None) -> str | None:
    """Who is signed in."""
    return shop.user_of(session)


def store_of_path(store: str) -> str:
    """The store in the path."""
    return store


def show(event: PublishedEvent) -> None:
    """What the shop does with an event."""
    print(f"{event['type']} of {event['subject']['id']} in {event['store_id']}", flush=True)


guard = guards(staffroom, user=signed_in_user, store=store_of_path)
install(app)
app.include_router(
    webhook("/hooks/staffroom", AsyncWebhookReceiver(shop.WEBHOOK_SECRET, forget=staffroom, on_event=show))
)


@app.post("/sign-in/{user}")
def sign_in(user: str, response: Response) -> dict[str, str]:
    """Begins a session."""
    response.set_cookie("session", shop.sign_in(user), httponly=True, samesite="lax")
    return {"user": user}


@app.get("/stores/{store}/orders")
async def orders(access: Annotated[Access, Depends(guard("sales"))]) -> dict[str, Any]:
    """The orders, for whoever may see the sales."""
    return {"orders": [{"id": "1001", "total": "49.90"}], "for": access.user}


@app.put("/stores/{store}/settings", dependencies=[Depends(guard("settings"))])
async def settings(body: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
    """The settings, for whoever may change them."""
    return {"saved": body}


if __name__ == "__main__":
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([shop.listen()])
