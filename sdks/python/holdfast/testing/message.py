"""What is on its way from one instance to another."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..call import Call
from ..missing import MISSING
from .message_filter import at

_VARIABLE = re.compile(r"\{([^}]+)\}")


class Address(NamedTuple):
    """One instance of one service."""

    service: str
    id: str


class Message(NamedTuple):
    """A send, or a publication for one subscriber, which has no call."""

    sender: Address
    receiver: Address
    handler: str
    argument: Any
    call: Call[Any] | None


def sent(sender: Address, call: Call[Any]) -> Message:
    return Message(sender, Address(call.service, call.id), call.handler, call.argument, call)


def back(sender: Address, otherwise: Call[Any]) -> Message:
    """What the sender gets because its call was rejected."""
    return Message(sender, sender, otherwise.handler, otherwise.argument, otherwise)


def receiver_id(template: str, key: str, payload: Any) -> str:
    """The id that a template or a pointer makes of a payload; else the key."""
    if not template:
        return key
    if template.startswith("/"):
        return _text(template, template, payload)

    def field(match: re.Match[str]) -> str:
        name = match.group(1)
        pointer = name.replace("~", "~0").replace("/", "~1").replace(".", "/")
        return _text(name, "/" + pointer, payload)

    return _VARIABLE.sub(field, template)


def _text(name: str, pointer: str, payload: Any) -> str:
    value = at(payload, pointer)
    if value is MISSING or not isinstance(value, (str, int, float)):
        raise AssertionError(f"The message has no text for its id at {name}.")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
