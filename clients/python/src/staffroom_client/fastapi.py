"""For FastAPI: a guard for routes, and a route for the deliveries of a webhook."""

# Without `from __future__ import annotations`: FastAPI reads the annotations of nested functions.

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from staffroom_client._client import AsyncStaffroom
from staffroom_client._guard import PROBLEM_TYPE, Access, Refusal, refusal_of, required, who_asks
from staffroom_client.webhooks import MAX_DELIVERY, AsyncWebhookReceiver

__all__ = ["Access", "Refused", "guards", "install", "webhook"]


class Refused(HTTPException):
    """A request that a guard did not let pass. Without `install`, FastAPI answers with its own form of errors."""

    def __init__(self, refusal: Refusal) -> None:
        """Keeps what to answer."""
        super().__init__(refusal.status, refusal.problem, refusal.all_headers)
        self.refusal = refusal


def install(app: FastAPI) -> None:
    """Makes problems (RFC 9457) of what guards refuse."""

    async def problem(_: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        refusal = error.refusal
        return JSONResponse(refusal.problem, refusal.status, refusal.all_headers, media_type=PROBLEM_TYPE)

    app.add_exception_handler(Refused, problem)


def guards(
    staffroom: AsyncStaffroom, *, user: Callable[..., Any], store: Callable[..., Any]
) -> Callable[..., Callable[..., Awaitable[Access]]]:
    """Guards for routes: `Depends(guard("orders"))` lets a request pass whose user holds the permission, or several.

    `user` and `store` are dependencies themselves: `user` gives the ID of the signed-in user, or nothing if nobody is
    signed in, taken from what was verified; `store` gives the store that the request is about. The handler gets both
    from the guard.
    """

    def guard(*permissions: str) -> Callable[..., Awaitable[Access]]:
        required(permissions)

        async def check(who: Annotated[Any, Depends(user)], where: Annotated[Any, Depends(store)]) -> Access:
            asked = who_asks(who, where)
            if isinstance(asked, Refusal):
                raise Refused(asked)
            awaited = [staffroom.explain(asked.user, asked.store, permission) for permission in permissions]
            refusal = refusal_of(await asyncio.gather(*awaited))
            if refusal is not None:
                raise Refused(refusal)
            return asked

        return check

    return guard


def webhook(path: str, receiver: AsyncWebhookReceiver) -> APIRouter:
    """Takes the deliveries of a webhook: `app.include_router(webhook("/hooks/staffroom", receiver))`."""
    router = APIRouter()

    @router.post(path, include_in_schema=False)
    async def deliver(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_DELIVERY:
                # The receiver refuses it. The rest is not read.
                break
        receipt = await receiver.receive(bytes(body), request.headers)
        return Response(status_code=receipt.status)

    return router
