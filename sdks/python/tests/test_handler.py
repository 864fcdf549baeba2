"""Services behind somebody else's server: ASGI and Lambda."""

from __future__ import annotations

import asyncio
import json
import unittest
from typing import Any

from holdfast import handler

from .asking import example, request

APP = handler(example("counter").Counter)
ADD = request("counter", "add", 3)


def asgi(application: Any, method: str = "POST", *parts: bytes) -> tuple[int, Any]:
    sent: list[dict[str, Any]] = []
    waiting = [
        {"type": "http.request", "body": part, "more_body": i + 1 < len(parts)}
        for i, part in enumerate(parts)
    ]
    scope = {"type": "http", "method": method, "path": "/holdfast/v1/decide", "headers": []}

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


class Elsewhere(unittest.TestCase):
    def test_asgi(self) -> None:
        body = json.dumps(ADD).encode()
        status, answer = asgi(APP, "POST", body[:10], body[10:])
        self.assertEqual((200, 3), (status, answer["reply"]))
        self.assertEqual(405, asgi(APP, "GET", b"")[0])

    def test_the_older_form_of_asgi(self) -> None:
        body = json.dumps(ADD).encode()
        status, _ = asgi(lambda scope, receive, send: APP(scope)(receive, send), "POST", body)
        self.assertEqual(200, status)

    def test_asgi_starts_and_stops(self) -> None:
        waiting = ["lifespan.startup", "lifespan.shutdown"]
        sent: list[str] = []

        async def receive() -> dict[str, Any]:
            return {"type": waiting.pop(0)}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message["type"])

        asyncio.run(APP({"type": "lifespan"}, receive, send))
        self.assertEqual(["lifespan.startup.complete", "lifespan.shutdown.complete"], sent)

    def test_lambda(self) -> None:
        answer = APP({"path": "/holdfast/v1/decide", "body": ADD}, None)
        self.assertEqual((200, 3), (answer["status"], answer["body"]["reply"]))
        self.assertEqual(404, APP({"path": "/other", "body": {}}, None)["status"])
