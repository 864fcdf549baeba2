"""What this function is."""

from __future__ import annotations

import json
from typing import Any

from ..binding.application import Application
from ..binding.codec import Codec
from ..binding.definitions import Definitions
from ..binding.handler import Handler
from ..binding.service import ServiceBinding
from ..version import VERSION


def describe(application: Application) -> str:
    """The answer to ``discover``: every process of one version says the same."""
    services = [_service(it) for _, it in sorted(application.services.items())]
    answer = {
        "protocol": 1,
        "sdk": f"python/{VERSION}",
        "keepsStates": True,
        "services": services,
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _service(service: ServiceBinding) -> dict[str, Any]:
    described: dict[str, Any] = {"service": service.name, "kind": service.kind}
    if service.kind != "stateless":
        described["state"] = schema(service.state)
        described["empty"] = json.loads(service.state.write(service.empty))
        described["events"] = [
            {
                "type": event.name,
                "version": event.version,
                "schema": schema(event.codec),
                "upcasts": list(event.older),
            }
            for _, event in sorted(service.events.types.items())
        ]
    described["handlers"] = [_handler(it) for _, it in sorted(service.handlers.items())]
    return described


def _handler(handler: Handler) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": handler.name,
        "kind": "query" if handler.is_query else "command",
    }
    if handler.argument is not None:
        described["argument"] = schema(handler.argument, strict=not handler.of_messages)
    if handler.reply is not None:
        described["reply"] = schema(handler.reply)
    return described | handler.described


def schema(codec: Codec, *, strict: bool = False) -> dict[str, Any]:
    """JSON Schema (2020-12); named types are under ``$defs``."""
    definitions = Definitions(strict)
    return definitions.document(codec.schema(definitions))
