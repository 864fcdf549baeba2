"""Asks services as a node would, without a server between."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from holdfast.binding.application import bind
from holdfast.protocol.endpoint import Endpoint

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
NOW = "2026-01-31T10:00:00.000Z"
ANNA = {"kind": "user", "name": "anna", "roles": ["admin"]}


def example(name: str) -> ModuleType:
    """An example as it is written; each has a module of its own, although all are service.py."""
    known = sys.modules.get(f"example_{name}")
    if known is not None:
        return known
    path = EXAMPLES / name / "service.py"
    spec = importlib.util.spec_from_file_location(f"example_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


class Asking:
    """A function in this process."""

    def __init__(self, *services: type, dev: bool = False) -> None:
        self.endpoint = Endpoint(bind(services), dev=dev)

    def ask(self, path: str, body: Any) -> tuple[int, Any]:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.endpoint.answer(f"/holdfast/v1/{path}", {}, text)
        return answer.status, json.loads(answer.body)

    def decide(self, service: str, handler: str, argument: Any = None, **more: Any) -> Any:
        """The answer of a handler, on the empty state unless said otherwise."""
        status, answer = self.ask("decide", request(service, handler, argument, **more))
        if status != 200:
            raise AssertionError(f"{status}: {answer}")
        return answer


def request(service: str, handler: str, argument: Any = None, **more: Any) -> dict[str, Any]:
    # A token alone names a state that was sent before.
    named = more.pop("token", None)
    state = {"token": named} if named else {"token": "t", "value": more.pop("state", None)}
    return {
        "service": service,
        "id": "c1",
        "handler": handler,
        "argument": argument,
        "state": state,
        "next": "t+1",
        "wants": ["state"],
        "sequence": 3,
        "now": NOW,
        "deadline": NOW,
        "caller": ANNA,
        "answers": [],
        **more,
    }
