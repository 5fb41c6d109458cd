"""Guards and webhooks in FastAPI and Django, served by uvicorn, on the local stack."""

# Without `from __future__ import annotations`: FastAPI reads the annotations of nested functions.

import asyncio
import http.client
import io
import json
import logging
import socket
import threading
import time
import unittest
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlsplit

import django
import uvicorn
from deliveries import SECRET, delivery, event
from django import conf
from django.core.asgi import get_asgi_application
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.test import RequestFactory
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from fastapi import Depends, FastAPI, Request
from stack import PATIENT, Reply, Server, Stack, create_shop

from staffroom_client import AsyncStaffroom, Staffroom
from staffroom_client import django as for_django
from staffroom_client import fastapi as for_fastapi
from staffroom_client.webhooks import AsyncWebhookReceiver, PublishedEvent, WebhookReceiver

versions: list[int] = []


def handle(one: PublishedEvent) -> None:
    """Keeps the version of an event."""
    versions.append(one["version"])


def fastapi_app(url: str, token: str, **options: Any) -> FastAPI:
    """A shop's service. The user is in a header here; applications take theirs from what they verified."""
    app = FastAPI()
    for_fastapi.install(app)

    def user(request: Request) -> str | None:
        return request.headers.get("x-user")

    async def store(store: str) -> str:
        return store

    guard = for_fastapi.guards(AsyncStaffroom(url, token, **options), user=user, store=store)

    @app.get("/shops/{store}/orders")
    async def orders(access: Annotated[for_fastapi.Access, Depends(guard("sales"))]) -> dict[str, str]:
        return {"user": access.user, "store": access.store}

    @app.get("/shops/{store}/all", dependencies=[Depends(guard("sales", "settings"))])
    def everything() -> dict[str, str]:
        return {}

    receiver = AsyncWebhookReceiver(SECRET, on_event=handle)
    app.include_router(for_fastapi.webhook("/hooks/staffroom", receiver))
    return app


def django_urls(url: str, token: str, prefix: str, **options: Any) -> list[Any]:
    """The same, with a view that is a function and one that is a coroutine."""
    guard = for_django.guards(
        Staffroom(url, token, **options),
        user=lambda request, **_: request.headers.get("x-user"),
        store=lambda _, store: store,
    )

    @guard("sales")
    def orders(request: HttpRequest, **_: str) -> JsonResponse:
        access = request.staffroom
        return JsonResponse({"user": access.user, "store": access.store})

    @guard("sales", "settings")
    async def everything(_: HttpRequest, **__: str) -> JsonResponse:
        return JsonResponse({})

    class Orders(View):  # type: ignore[misc]
        async def get(self, request: HttpRequest, **_: str) -> JsonResponse:
            return JsonResponse({"user": request.staffroom.user, "loop": asyncio.get_running_loop() is not None})

    guarded = method_decorator(guard("sales"), name="dispatch")(Orders)

    class PlainOrders(View):  # type: ignore[misc]
        @method_decorator(guard("sales"))  # type: ignore[untyped-decorator]
        def get(self, request: HttpRequest, **_: str) -> JsonResponse:
            return JsonResponse({"user": request.staffroom.user})

        @guard("sales")
        def post(self, _: HttpRequest, **__: str) -> JsonResponse:
            return JsonResponse({})

    return [
        path(f"{prefix}shops/<str:store>/orders", orders),
        path(f"{prefix}shops/<str:store>/all", everything),
        path(f"{prefix}shops/<str:store>/class", guarded.as_view()),
        path(f"{prefix}shops/<str:store>/plain", csrf_exempt(PlainOrders.as_view())),
        path(f"{prefix}hooks/staffroom", for_django.webhook(WebhookReceiver(SECRET, on_event=handle))),
    ]


class Served:
    """An ASGI application on a free port."""

    def __init__(self, app: Callable[..., Any]) -> None:
        """Waits until it answers."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(
            uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        )
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def close(self) -> None:
        """Ends the server."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


DEAD: dict[str, Any] = {"check_deadline": 0.5}
NOWHERE = "http://127.0.0.1:9"


class Frameworks(unittest.TestCase):
    """Each framework has these tests."""

    stack: Stack
    store: str
    servers: list["Served"]
    places: dict[str, tuple[str, str]]

    @classmethod
    def setUpClass(cls) -> None:
        logging.getLogger("staffroom_client").addHandler(logging.NullHandler())
        logging.getLogger("staffroom_client").propagate = False
        logging.getLogger("django.request").setLevel(logging.CRITICAL)
        cls.stack = Stack()
        cls.store = create_shop(cls.stack.platform())
        url, token = cls.stack.url, cls.stack.platform_token()
        urls = [*django_urls(url, token, "", **PATIENT), *django_urls(NOWHERE, "t", "dead/", **DEAD)]
        urlconf = type("urls", (), {"urlpatterns": urls})
        conf.settings.configure(ROOT_URLCONF=urlconf, ALLOWED_HOSTS=["*"], SECRET_KEY="s", MIDDLEWARE=[CSRF])
        django.setup()
        alive, dead = Served(fastapi_app(url, token, **PATIENT)), Served(fastapi_app(NOWHERE, "t", **DEAD))
        of_django = Served(get_asgi_application())
        cls.servers = [alive, dead, of_django]
        cls.places = {"fastapi": (alive.url, dead.url), "django": (of_django.url, f"{of_django.url}/dead")}

    @classmethod
    def tearDownClass(cls) -> None:
        for server in cls.servers:
            server.close()
        cls.stack.stop()

    def get(self, url: str, where: str, user: str | None = None) -> tuple[int, dict[str, str], Any]:
        """The status, the headers and the JSON of a response."""
        return exchange("GET", f"{url}/shops/{where}", None, {} if user is None else {"x-user": user})

    def each(self) -> list[tuple[str, str]]:
        """The addresses of a service whose Staffroom answers, and of one whose does not."""
        return list(self.places.values())

    def test_a_person_with_the_permission_gets_to_the_handler_which_knows_who_it_is(self) -> None:
        for url, _ in self.each():
            status, _, body = self.get(url, f"{self.store}/orders", "ana")
            self.assertEqual((status, body), (200, {"user": "ana", "store": self.store}))
            self.assertEqual(self.get(url, f"{self.store}/all", "camille")[0], 200)

    def test_401_without_a_person(self) -> None:
        for url, _ in self.each():
            for where in (f"{self.store}/orders", f"{self.store}/all"):
                status, headers, body = self.get(url, where)
                self.assertEqual((status, body["code"]), (401, "unauthenticated"))
                self.assertEqual(headers["content-type"], "application/problem+json")
                self.assertEqual(headers["www-authenticate"], "Bearer")
                self.assertEqual(self.get(url, where, "")[0], 401)

    def test_403_without_the_permission_with_the_reason_in_the_persons_language(self) -> None:
        for url, _ in self.each():
            status, headers, body = self.get(url, f"{self.store}/all", "ana")
            self.assertEqual((status, headers["content-type"]), (403, "application/problem+json"))
            self.assertEqual((headers["content-language"], headers["cache-control"]), ("fr", "no-store"))
            expected = {
                "type": "urn:staffroom:problem:forbidden",
                "title": "Forbidden",
                "status": 403,
                "code": "forbidden",
                "detail": body["detail"],
                "missing": ["settings"],
                "contact": {"name": "Camille Martin", "email": "camille@example.com"},
            }
            self.assertEqual(body, expected)
            self.assertIn("Camille Martin", body["detail"])
            for where, user in (
                (f"{self.store}/orders", "eve"),
                ("nowhere/orders", "camille"),
                ("No%20Slug/all", "eve"),
            ):
                self.assertEqual(self.get(url, where, user)[0], 403)

    def test_503_without_an_answer(self) -> None:
        for _, url in self.each():
            for where in (f"{self.store}/orders", f"{self.store}/all"):
                status, headers, body = self.get(url, where, "camille")
                self.assertEqual((status, body["code"]), (503, "unavailable"))
                self.assertEqual((headers["content-type"], headers["retry-after"]), ("application/problem+json", "2"))

    def test_a_delivery_is_taken_if_it_is_genuine(self) -> None:
        for url, _ in self.each():
            versions.clear()
            body, headers = delivery(event(1))
            hook = f"{url}/hooks/staffroom"
            self.assertEqual(exchange("POST", hook, body.replace(b": 1", b": 2"), headers)[0], 401)
            for _ in range(2):
                self.assertEqual(exchange("POST", hook, body, headers)[0], 204)
            self.assertEqual(versions, [1])
            for size in (1_200_000, 3_000_000):
                self.assertEqual(exchange("POST", hook, *delivery(b"x" * size))[0], 413)
            self.assertEqual(exchange("GET", hook, None, {})[0], 405)

    def test_without_install_fastapi_refuses_in_its_own_form(self) -> None:
        app = fastapi_app(self.stack.url, "t")
        app.exception_handlers.pop(for_fastapi.Refused)
        served = Served(app)
        status, _, body = self.get(served.url, f"{self.store}/orders")
        served.close()
        self.assertEqual((status, body["detail"]["code"]), (401, "unauthenticated"))

    def test_django_classes_whose_methods_are_coroutines(self) -> None:
        url, dead = self.places["django"]
        for where in ("class", "plain"):
            status, _, body = self.get(url, f"{self.store}/{where}", "ana")
            self.assertEqual((status, body["user"]), (200, "ana"))
            self.assertEqual(self.get(url, f"{self.store}/{where}")[0], 401)
            self.assertEqual(self.get(url, f"{self.store}/{where}", "eve")[0], 403)
            self.assertEqual(self.get(dead, f"{self.store}/{where}", "ana")[0], 503)
        # A wrong method is answered by `dispatch` itself.
        self.assertEqual(exchange("TRACE", f"{url}/shops/{self.store}/class", b"", {"x-user": "ana"})[0], 405)
        # A decorator of a function on a method: nobody gets in.
        self.assertEqual(exchange("POST", f"{url}/shops/{self.store}/plain", b"", {"x-user": "ana"})[0], 500)

    def test_a_question_of_a_class_leaves_the_event_loop_free(self) -> None:
        async def permit() -> None:
            begun = time.monotonic()
            request = RequestFactory().get("/", headers={"x-user": "ana"})
            task = asyncio.ensure_future(view(request, store="shop"))
            while not asked.is_set():
                self.assertLess(time.monotonic() - begun, 60, "the event loop is not free")
                await asyncio.sleep(0.01)
            answer.set()
            self.assertEqual((await task).status_code, 200)

        asked, answer = threading.Event(), threading.Event()

        def listener(*_: object) -> Reply:
            asked.set()
            answer.wait(60)
            return Reply(200, b'{"evaluations":[{"decision":true}]}', {"Content-Type": "application/json"})

        server = Server(listener)
        view = django_urls(server.url, "t", "", **PATIENT)[2].callback
        asyncio.run(permit())
        server.close()

    def test_django_guards_by_wsgi_too(self) -> None:
        started: list[str] = []
        environ: dict[str, object] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": f"/shops/{self.store}/all",
            "SERVER_NAME": "x",
            "SERVER_PORT": "1",
        }
        environ |= {"wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http", "HTTP_X_USER": "ana"}
        list(WSGIHandler()(environ, lambda status, _: started.append(status)))
        self.assertEqual(started, ["403 Forbidden"])

    def test_a_guard_needs_a_permission(self) -> None:
        staffroom = Staffroom(NOWHERE, "t")
        with self.assertRaises(TypeError):
            for_django.guards(staffroom, user=lambda *_: "ana", store=lambda *_: "shop")()
        with self.assertRaises(TypeError):
            for_fastapi.guards(staffroom.asynchronous, user=lambda: "ana", store=lambda: "shop")()


CSRF = "django.middleware.csrf.CsrfViewMiddleware"


def exchange(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, dict[str, str], Any]:
    """The status, the headers and the JSON of a response."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    connection.request(method, parts.path, body, headers)
    response = connection.getresponse()
    text = response.read()
    is_json = "json" in response.headers.get("content-type", "")
    result = (
        response.status,
        {name.lower(): value for name, value in response.getheaders()},
        json.loads(text) if is_json else None,
    )
    connection.close()
    return result


if __name__ == "__main__":
    unittest.main()
