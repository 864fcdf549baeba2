"""The types of events of one service, and how older shapes of them are read."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..faults import HandlerFailed
from ..missing import MISSING
from .codec import Codec

SAVED, CLEARED = "Saved", "Cleared"


class Cleared(NamedTuple):
    """The platform's event that puts back the empty state of a value."""


class EventType(NamedTuple):
    """One type of event: today's shape, and the codecs of older ones by version."""

    name: str
    version: int
    codec: Codec
    older: dict[int, Codec]

    @property
    def start(self) -> str:
        """What stands before the data of an event in an answer."""
        return f'{{"type":"{self.name}","version":{self.version},"data":'


class Events:
    """All events of one service. A service that is replaced as a whole has two of the platform."""

    def __init__(self) -> None:
        self.types: dict[str, EventType] = {}
        self._by_class: dict[type, tuple[str, Codec]] = {}

    def add(self, cls: type, event: EventType) -> None:
        self.types[event.name] = event
        self._by_class[cls] = (event.start, event.codec)

    def of(self, parts: Any) -> tuple[Any, ...]:
        """The events by which an effect changes the state."""
        if parts.clears:
            return (Cleared(),)
        return parts.events if parts.saved is MISSING else (parts.saved,)

    def write(self, event: Any) -> str:
        """An event as it stands in an answer."""
        known = self._by_class.get(type(event))
        if known is None:
            raise HandlerFailed(f"{type(event).__name__} is no event of this service.")
        return known[0] + known[1].write(event) + "}"

    def read(self, name: str, version: int, data: Any) -> list[Any]:
        """Today's events that say what a journaled one says."""
        event = self.types.get(name)
        if event is None:
            raise HandlerFailed(f"event {name} is not known to this version of the service.")
        if version == event.version:
            return [event.codec.read(data, False)]
        shape = event.older.get(version)
        if shape is None:
            reads = f"{event.version}" + (f" and {sorted(event.older)}" if event.older else "")
            raise HandlerFailed(
                f"event {name} version {version} is not known to this version of the service; it"
                f" reads {reads}."
            )
        older = shape.read(data, False)
        try:
            today = older.upcast()
        except Exception as thrown:
            raise HandlerFailed(f"the upcast of version {version} threw {thrown!r}") from thrown
        return list(today) if isinstance(today, (list, tuple)) else [today]


_NO_DATA = Codec("object", lambda *_: Cleared(), lambda _: "{}", lambda _: {"type": "object"})


def of_value(state: type, version: int, codec: Codec, older: dict[int, Codec]) -> Events:
    """The events of a service that is replaced as a whole."""
    events = Events()
    events.add(state, EventType(SAVED, version, codec, older))
    events.add(Cleared, EventType(CLEARED, 1, _NO_DATA, {}))
    return events
