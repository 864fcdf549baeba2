"""The decorators: they only leave a mark, which is read when the service is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

_NAME = "__holdfast_marks__"


@dataclass(frozen=True)
class Topic:
    topic: str
    id: str
    filter: str
    start: str
    waits: bool


@dataclass(frozen=True)
class Schedule:
    cron: str
    id: str
    zone: str
    missed: str


@dataclass(frozen=True)
class Limits:
    deadline: str = ""
    queue: int = 0
    body_bytes: int = 0


@dataclass(frozen=True)
class Wire:
    name: str = ""
    version: int = 1


def marks(of: Any) -> dict[str, Any]:
    """What its own decorators say, by their names; a base class has its own."""
    said: dict[str, Any] = vars(of).get(_NAME, {})
    return said


def _mark(of: T, name: str, value: Any) -> T:
    setattr(of, _NAME, {**marks(of), name: value})
    return of


def query(handler: F) -> F:
    """Reads and changes nothing; ``None`` is 404 where the answer may be ``None``."""
    return _mark(handler, "query", True)


def route(address: str) -> Callable[[F], F]:
    """Gives a handler a REST address of its own: ``GET /carts/{id}/items?from=&to=``.

    ``{id}`` is the instance; if no variable has that name, the first one is. The other variables
    and the query parameters fill the argument by name.
    """
    return lambda handler: _mark(handler, "route", address)


def on_topic(
    topic: str, *, id: str = "", filter: str = "", start: str = "now", waits: bool = False
) -> Callable[[F], F]:
    """Runs a command for each message of a topic; the message is its argument.

    ``id`` says which instance gets it, such as ``"{station}"`` or a JSON pointer; the message's
    key if empty. ``filter`` is a condition such as ``"/celsius > 30"``. ``start`` is ``"now"``,
    ``"beginning"`` or a time. ``waits``: whether later messages wait while one is parked.
    """
    return lambda handler: _mark(handler, "on_topic", Topic(topic, id, filter, start, waits))


def on_schedule(
    cron: str, *, id: str = "", zone: str = "UTC", missed: str = "once"
) -> Callable[[F], F]:
    """Runs a command, which takes no argument, by the calendar: ``"30 2 * * MON-FRI"``.

    ``missed`` says what becomes of times at which nothing could run: ``"once"`` for all of them,
    ``"skip"``, or ``"all"`` for each.
    """
    return lambda handler: _mark(handler, "on_schedule", Schedule(cron, id, zone, missed))


def allow(*rules: str) -> Callable[[F], F]:
    """Who may call: ``anyone``, ``user``, ``role:NAME`` or ``service:NAME``; one is enough.

    It replaces what the service says.
    """
    return lambda handler: _mark(handler, "allow", rules)


def limits(*, deadline: str = "", queue: int = 0, body_bytes: int = 0) -> _Limiting:
    """Narrows or widens the platform's limits for a handler, or as ``limits=`` for a service."""
    return _Limiting(Limits(deadline, queue, body_bytes))


class _Limiting:
    """Limits that can stand above a handler, and behind the name of a service."""

    def __init__(self, says: Limits) -> None:
        self.says = says

    def __call__(self, handler: F) -> F:
        return _mark(handler, "limits", self.says)


def wire(name: str = "", *, version: int = 1) -> Callable[[T], T]:
    """Fixes the wire name or version of an event, an upcast or a handler once it differs."""
    return lambda marked: _mark(marked, "wire", Wire(name, version))
