"""Which messages of a topic a subscription is for, as the platform decides it."""

from __future__ import annotations

import operator
import re
from typing import Any, NamedTuple

from ..binding.documents import parse
from ..missing import MISSING

_CONDITION = re.compile(
    r"(/[^\s=!<>]*)\s*(?:exists|(==|!=|<=|>=|<|>)\s*"
    r'("(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null))'
    r"(?:\s+(and|or)\s+|\s*$)"
)
_ORDERS = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(NamedTuple):
    """One comparison; without an operator, whether something is there."""

    pointer: str
    operator: str
    literal: Any

    def holds(self, payload: Any) -> bool:
        """What is not there makes a comparison false, even ``!=``."""
        value = at(payload, self.pointer)
        if value is MISSING or not self.operator:
            return value is not MISSING
        alike = _kind(value) == _kind(self.literal)
        if self.operator in ("==", "!="):
            return (alike and value == self.literal) == (self.operator == "==")
        ordered = alike and _kind(value) in ("text", "number")
        return ordered and _ORDERS[self.operator](value, self.literal)


class MessageFilter:
    """Conditions joined by ``and`` and ``or``, of which ``and`` binds tighter."""

    def __init__(self, text: str) -> None:
        self._any: list[list[Condition]] = []
        rest, every = text.strip(), list[Condition]()
        while rest:
            match = _CONDITION.match(rest)
            if match is None:
                raise AssertionError(f'The filter {text} cannot be read at "{rest}".')
            pointer, compares, literal, joined = match.groups()
            every.append(Condition(pointer, compares or "", parse(literal) if literal else None))
            if joined != "and":
                self._any.append(every)
                every = []
            rest = rest[match.end() :]

    def wants(self, payload: Any) -> bool:
        """Whether a message, as a parsed document, is one of them."""
        return not self._any or any(
            all(condition.holds(payload) for condition in every) for every in self._any
        )


def at(payload: Any, pointer: str) -> Any:
    """What stands at a JSON pointer; ``MISSING`` if nothing does."""
    value = payload
    for segment in pointer.split("/")[1:]:
        name = segment.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(name, MISSING)
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        else:
            return MISSING
    return value


def _kind(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "word"
    if isinstance(value, str):
        return "text"
    return "number" if isinstance(value, (int, float)) else "more"
