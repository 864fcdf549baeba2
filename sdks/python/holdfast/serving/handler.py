"""Services behind somebody else's server."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

from ..binding.application import bind
from ..protocol.endpoint import MOST_BYTES, Answer, Endpoint, error


def handler(*services: type) -> Handler:
    """``app = handler(Cart)`` is an ASGI application and a Lambda function.

    Raises ``InvalidService`` if one of the services cannot be loaded. ``HOLDFAST_SECRET`` is the
    secret of the deployment; with it an unsigned request is refused.
    """
    return Handler(endpoint(services))


def endpoint(services: Any) -> Endpoint:
    """Services with what the environment says about them."""
    secret = os.environ.get("HOLDFAST_SECRET")
    return Endpoint(bind(services), secret=secret, dev=os.environ.get("HOLDFAST_DEV") == "1")


class Handler:
    """Called with a scope it is an ASGI application, with an event a Lambda function."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __call__(self, *given: Any) -> Any:
        if len(given) == 3:
            return self._asgi(*given)
        if len(given) == 1:  # The older form of ASGI, which servers take an instance to be.
            return lambda receive, send: self._asgi(given[0], receive, send)
        event, _ = given
        return self._lambda(event)

    def _lambda(self, event: Any) -> dict[str, Any]:
        body = json.dumps(event.get("body", {}), ensure_ascii=False).encode()
        # Who may invoke a Lambda is decided before it runs, so nothing is signed.
        answer = self._endpoint.answer_trusted(str(event.get("path", "")), body)
        return {"status": answer.status, "body": json.loads(answer.body)}

    async def _asgi(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await _respond(send, await self._answer(scope, receive))
        else:
            raise ValueError(f"The protocol is asked by HTTP, not by {scope['type']}.")

    async def _answer(self, scope: Any, receive: Any) -> Answer:
        if scope["method"] != "POST":
            return error(405, "The protocol is asked by POST.")
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return error(400, "The request ended too early.")
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MOST_BYTES:
                return error(413, f"more than {MOST_BYTES} bytes")
        # In a thread, since a handler may block.
        return await asyncio.to_thread(self._endpoint.answer, scope["path"], headers, bytes(body))


async def _respond(send: Any, answer: Answer) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(answer.body)).encode()),
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
