"""Calls of handlers, as data."""

from __future__ import annotations

from typing import Any, Callable, Generic, TypeVar

from .marks import marks
from .missing import MISSING
from .services import declared
from .wire_names import camel

R = TypeVar("R")

_NAMELESS = "A handler must have a name: write a method of the service, such as Account.deposit."


class Call(Generic[R]):
    """One call to one handler, as data: sent, scheduled or made at once. Equal if it says the same.

    The instance of an ``otherwise`` is not known here: it goes to whoever sends the call.
    """

    __slots__ = (
        "service",
        "id",
        "handler",
        "argument",
        "is_query",
        "method",
        "type",
        "reply",
        "back",
    )

    def __init__(
        self,
        service: str,
        id: str,
        handler: str,
        argument: Any,
        *,
        is_query: bool = False,
        type: type | None = None,
        method: Callable[..., Any] | None = None,
        reply: Any = None,
        back: Call[Any] | None = None,
    ) -> None:
        self.service = service
        self.id = id
        self.handler = handler
        self.argument = argument
        self.is_query = is_query
        self.type = type
        self.method = method
        self.reply = reply
        self.back = back

    @staticmethod
    def command(
        type: type, id: str, handler: Callable[..., Any], argument: Any = MISSING
    ) -> Call[Any]:
        """A command: ``Call.command(Account, "ben", Account.deposit, 10)``."""
        return _call(type, id, handler, argument, is_query=False)

    @staticmethod
    def query(
        type: type, id: str, handler: Callable[..., Any], argument: Any = MISSING
    ) -> Call[Any]:
        """A query: ``Call.query(Cart, "c1", Cart.total)``."""
        return _call(type, id, handler, argument, is_query=True)

    @staticmethod
    def named(service: str, id: str, handler: str, argument: Any, reply: type[R]) -> Call[R]:
        """A command of a service whose class is not at hand: one written in another language."""
        return Call(service, id, handler, argument, reply=reply)

    def otherwise(self, handler: Callable[..., Any], argument: Any = MISSING) -> Call[R]:
        """What the sender itself is sent back if the receiver rejects."""
        back: Call[Any] = Call("", "", _wire_name(handler), argument, method=handler)
        return Call(
            self.service,
            self.id,
            self.handler,
            self.argument,
            is_query=self.is_query,
            type=self.type,
            method=self.method,
            reply=self.reply,
            back=back,
        )

    def _said(self) -> tuple[Any, ...]:
        return (self.service, self.id, self.handler, self.argument, self.is_query, self.back)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Call) and self._said() == other._said()

    def __hash__(self) -> int:
        return hash((self.service, self.id, self.handler))

    def __repr__(self) -> str:
        given = "" if self.argument is MISSING else repr(self.argument)
        back = "" if self.back is None else f" otherwise {self.back.handler}"
        return f"{self.service}/{self.id}.{self.handler}({given}){back}"


def _call(
    type: type, id: str, handler: Callable[..., Any], argument: Any, *, is_query: bool
) -> Call[Any]:
    says = declared(type)
    if says is None:
        raise ValueError(f"{getattr(type, '__name__', type)} is no service: it has no name.")
    name = _wire_name(handler)
    if getattr(type, handler.__name__, None) is not handler:
        raise ValueError(f"{handler.__qualname__} is no handler of {type.__name__}.")
    if bool(marks(handler).get("query")) != is_query:
        right = "Call.command" if is_query else "Call.query"
        raise ValueError(f"{handler.__qualname__} is asked with {right}.")
    return Call(says.name, id, name, argument, is_query=is_query, type=type, method=handler)


def _wire_name(handler: Callable[..., Any]) -> str:
    name = getattr(handler, "__name__", "<lambda>")
    if name == "<lambda>" or not hasattr(handler, "__code__"):
        raise ValueError(_NAMELESS)
    wire = marks(handler).get("wire")
    return wire.name if wire and wire.name else camel(name)
