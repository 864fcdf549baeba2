"""One service, ready to be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..effect import Effect
from ..faults import HandlerFailed
from ..missing import MISSING
from ..rejection import Rejected
from ..services import Entity
from .codec import Codec
from .coroutines import finish
from .events import Cleared, Events
from .handler import Handler
from .json_fault import JsonFault


class Accepted(NamedTuple):
    """What an effect leads to. ``reply`` is JSON text, the events are the author's values."""

    events: tuple[Any, ...]
    state: Any
    reply: str
    actions: tuple[Any, ...]


class Refused(NamedTuple):
    """A rejection, by this service or by another one that it called."""

    service: str
    code: str
    status: int
    detail: str


@dataclass
class ServiceBinding:
    """It keeps nothing: a command is a function of a state, a state one of events."""

    type: Any
    name: str
    kind: str
    state: Codec
    events: Events
    handlers: dict[str, Handler]

    @property
    def empty(self) -> Any:
        """The state before the first event; a new one, so that none can spoil it for others."""
        return self.type()

    def invoke(self, handler: Handler, state: Any, argument: Any, context: Any) -> Any:
        """Calls the author's method, and waits for it if it is a coroutine."""
        returned = handler.invoke(state, argument, context)
        return finish(returned) if handler.is_async else returned

    def accept(self, handler: Handler, state: Any, returned: Any) -> Accepted | Refused:
        """What the effect that a command returned leads to."""
        if not isinstance(returned, Effect):
            raise HandlerFailed(f"{handler.who} returned {returned!r} instead of an effect.")
        parts = returned.parts
        if parts.rejection is not None:
            problem = parts.rejection
            return Refused(self.name, problem.code, problem.status, parts.detail)
        if self.kind == "stateless" and parts.actions:
            use = type(parts.actions[0]).__name__.lower()
            raise HandlerFailed(
                f"{handler.who} uses {use}: nothing of a stateless service is written, so it could"
                f" be lost. Let an entity {use} it."
            )
        events = self.events.of(parts)
        after = self.after(state, events)
        return Accepted(events, after, self.write_reply(handler, parts.reply, after), parts.actions)

    def after(self, state: Any, events: Any) -> Any:
        """The state after these events of today."""
        for event in events:
            state = self.apply(state, event)
        return state

    def apply(self, state: Any, event: Any) -> Any:
        """The state after one event."""
        if not issubclass(self.type, Entity):
            return self.empty if type(event) is Cleared else event
        try:
            after = state.apply(event)
        except Exception as thrown:
            raise HandlerFailed(f"{self.type.__name__}.apply threw {thrown!r}") from thrown
        if type(after) is not self.type:
            raise HandlerFailed(
                f"{self.type.__name__}.apply returned {after!r} for {type(event).__name__}, not the"
                f" next {self.type.__name__}. Has it a case for each event?"
            )
        return after

    def write_reply(self, handler: Handler, reply: Any, state: Any) -> str:
        """The reply as JSON, evaluated on the state after the change."""
        if handler.reply is None:
            return "null"
        try:
            value = reply(state) if reply is not None else MISSING
            if hasattr(value, "__await__"):
                value = finish(value)
        except Exception as thrown:
            raise HandlerFailed(f"the reply of {handler.who} threw {thrown!r}") from thrown
        if value is MISSING:
            raise HandlerFailed(f"{handler.who} has nothing to say, but a reply in its signature.")
        return self.write_answer(handler, value)

    def write_answer(self, handler: Handler, value: Any) -> str:
        """An answer as JSON."""
        if handler.reply is None:
            return "null"
        try:
            return handler.reply.write(value)
        except JsonFault as fault:
            raise HandlerFailed(f"the reply of {handler.who}: {fault}") from fault

    def write_event(self, who: str, event: Any) -> str:
        """An event as it stands in an answer."""
        try:
            return self.events.write(event)
        except JsonFault as fault:
            name = type(event).__name__
            raise HandlerFailed(f"{who} persists {name}, but {fault}") from fault


def refused(rejected: Rejected) -> Refused:
    """A rejection of another service that became this one's."""
    return Refused(rejected.service, rejected.code, rejected.status, rejected.detail)
