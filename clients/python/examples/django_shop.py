"""A shop's service on Django, in one file."""

import json
import secrets
from typing import Any

import django
import shop
import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from staffroom_client import Staffroom
from staffroom_client.django import guards, webhook
from staffroom_client.webhooks import PublishedEvent, WebhookReceiver

staffroom = Staffroom(shop.URL, shop.token(), remember_seconds=shop.REMEMBER_SECONDS)
guard = guards(
    staffroom,
    user=lambda request, **_: shop.user_of(request.COOKIES.get("session")),
    store=lambda _, store: store,
)


def show(event: PublishedEvent) -> None:
    """What the shop does with an event."""
    print(f"{event['type']} of {event['subject']['id']} in {event['store_id']}", flush=True)


def sign_in(_: HttpRequest, user: str) -> JsonResponse:
    """Begins a session."""
    response = JsonResponse({"user": user})
    response.set_cookie("session", shop.sign_in(user), httponly=True, samesite="Lax")
    return response


@guard("sales")
def orders(request: Any, **_: str) -> JsonResponse:
    """The orders, for whoever may see the sales."""
    return JsonResponse({"orders": [{"id": "1001", "total": "49.90"}], "for": request.staffroom.user})


@guard("settings")
async def change_settings(request: HttpRequest, **_: str) -> JsonResponse:
    """The settings, for whoever may change them."""
    return JsonResponse({"saved": json.loads(request.body)})


urlpatterns = [
    path("sign-in/<str:user>", csrf_exempt(sign_in)),
    path("stores/<str:store>/orders", orders),
    path("stores/<str:store>/settings", csrf_exempt(change_settings)),
    path("hooks/staffroom", webhook(WebhookReceiver(shop.WEBHOOK_SECRET, forget=staffroom, on_event=show))),
]


if __name__ == "__main__":
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=secrets.token_hex())
    django.setup()
    uvicorn.Server(uvicorn.Config(get_asgi_application(), log_level="warning", lifespan="off")).run([shop.listen()])
