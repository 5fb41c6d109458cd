"""For Django: a guard for views, and a view for the deliveries of a webhook."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from staffroom_client._client import Staffroom
from staffroom_client._guard import PROBLEM_TYPE, Access, Refusal, refusal_of, required, who_asks
from staffroom_client.webhooks import WebhookReceiver

__all__ = ["Access", "guards", "webhook"]

View = TypeVar("View", bound=Callable[..., Any])


def guards(
    staffroom: Staffroom, *, user: Callable[..., str | None], store: Callable[..., str | None]
) -> Callable[..., Callable[[View], View]]:
    """Guards for views: `@guard("orders")` lets a request pass whose user holds the permission, or all of several.

    `user` and `store` get what the view gets: the request, and the parts of the path. `user` gives the ID of the
    signed-in user, or nothing if nobody is signed in; `store` the store that the request is about. The view finds both
    in `request.staffroom`. Views can be coroutines; `user` and `store` then must not use the database. For a class, it
    is `@method_decorator(guard("orders"), name="dispatch")`, or the same on one of its methods, which with Django 4.2
    must be no coroutine.
    """
    asynchronous = staffroom.asynchronous

    def guard(*permissions: str) -> Callable[[View], View]:
        required(permissions)

        def decorate(view: View) -> View:
            @functools.wraps(view)
            def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                _require_request(request)
                asked = who_asks(user(request, *args, **kwargs), store(request, *args, **kwargs))
                if isinstance(asked, Refusal):
                    return _response(asked)
                decisions = staffroom.explain_all((asked.user, asked.store, permission) for permission in permissions)
                outcome = _outcome(request, asked, refusal_of(decisions))
                return view(request, *args, **kwargs) if outcome is None else outcome

            @functools.wraps(view)
            async def guarded_coroutine(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                _require_request(request)
                asked = who_asks(user(request, *args, **kwargs), store(request, *args, **kwargs))
                if isinstance(asked, Refusal):
                    return _response(asked)
                awaited = [asynchronous.explain(asked.user, asked.store, permission) for permission in permissions]
                outcome = _outcome(request, asked, refusal_of(await asyncio.gather(*awaited)))
                if outcome is not None:
                    return outcome
                response = view(request, *args, **kwargs)
                return await response if inspect.isawaitable(response) else response

            if _is_asynchronous(view):
                return markcoroutinefunction(guarded_coroutine)  # type: ignore[return-value]
            return guarded  # type: ignore[return-value]

        return decorate

    return guard


def webhook(receiver: WebhookReceiver) -> Callable[[HttpRequest], HttpResponse]:
    """Takes the deliveries of a webhook: `path("hooks/staffroom", webhook(receiver))`."""

    def deliver(request: HttpRequest) -> HttpResponse:
        try:
            body = request.body
        except RequestDataTooBig:
            return HttpResponse(status=413)
        return HttpResponse(status=receiver.receive(body, dict(request.headers)).status)

    decorated: Callable[[HttpRequest], HttpResponse] = csrf_exempt(require_POST(deliver))
    return decorated


def _is_asynchronous(view: Any) -> bool:
    """Whether a view gives a coroutine: one itself, or `dispatch` of a class whose methods are coroutines.

    `method_decorator` gives the latter as a partial of a bound method.
    """
    owner = getattr(getattr(view, "func", view), "__self__", None)
    is_dispatch = getattr(view, "__name__", "") == "dispatch"
    return iscoroutinefunction(view) or (is_dispatch and bool(getattr(owner, "view_is_async", False)))


def _require_request(request: object) -> None:
    if not isinstance(request, HttpRequest):
        kind = type(request).__name__
        raise TypeError(f"a guard got {kind} in the place of a request: methods need method_decorator(guard(…))")


def _outcome(request: Any, asked: Access, refusal: Refusal | None) -> HttpResponse | None:
    if refusal is not None:
        return _response(refusal)
    request.staffroom = asked
    return None


def _response(refusal: Refusal) -> HttpResponse:
    return JsonResponse(refusal.problem, status=refusal.status, content_type=PROBLEM_TYPE, headers=refusal.all_headers)
