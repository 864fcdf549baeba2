"""What is wrong with a document, or with a value that should become one, and where."""

from __future__ import annotations

from typing import Any

_SHOWN = 40


class JsonFault(Exception):
    """The pointer (RFC 6901) grows from the inside out while the fault travels up."""

    def __init__(self, detail: str, *, malformed: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.malformed = malformed
        self.pointer = ""

    def under(self, segment: str) -> JsonFault:
        """The same fault, seen from the object or array around it."""
        self.pointer = "/" + segment.replace("~", "~0").replace("/", "~1") + self.pointer
        return self

    def __str__(self) -> str:
        return f"{self.pointer}: {self.detail}" if self.pointer else self.detail


class Real(float):
    """A number with a point or an exponent, which remembers how it was written."""

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Real:
        real = float.__new__(cls, text)
        real.text = text
        return real


class Twice(dict):  # type: ignore[type-arg]
    """An object in which a name is there twice. Being no plain dict, it fits no type."""

    name: str


def mismatch(expected: str, value: Any) -> JsonFault:
    """The fault of finding something else than expected in a document."""
    if isinstance(value, Twice):
        return JsonFault(f"the name {shown(quoted(value.name))} is there twice", malformed=True)
    return JsonFault(f"expected {expected}, got {token(value)}")


def token(value: Any) -> str:
    """A value of a document in the words of a fault."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Real):
        return shown(value.text)
    if isinstance(value, str):
        return shown(quoted(value))
    if isinstance(value, (int, float)):
        return shown(str(value))
    if isinstance(value, dict):
        return "an object"
    return "an array" if isinstance(value, list) else f"a {type(value).__name__}"


def quoted(text: str) -> str:
    return f'"{text}"'


def shown(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
