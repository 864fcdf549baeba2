"""Reads the types of events of one service, and the older shapes it still understands."""

from __future__ import annotations

import sys
import types
import typing
from typing import Any, TypeVar, Union

from ..missing import MISSING
from ..records import Event, Upcast
from ..services import Entity, Stateless
from . import events as families
from .codec import Codec
from .codecs import Codecs, TypeFault, wire_name, wire_version
from .events import Events, EventType
from .handler_reader import methods_of
from .reading import Reading
from .signature import signature


class EventReader:
    """Notes every fault, and goes on after one where it can."""

    def __init__(self, service: type, state: Codec, codecs: Codecs, reading: Reading) -> None:
        self._service = service
        self._state = state
        self._codecs = codecs
        self._reading = reading

    def read(self) -> Events:
        if issubclass(self._service, Stateless):
            return Events()
        if not issubclass(self._service, Entity):
            older = self._shapes(families.SAVED, self._nested())
            version = wire_version(self._service)
            self._demand_newer(self._service, families.SAVED, version, older)
            return families.of_value(self._service, version, self._state, older)
        events = Events()
        types = self._types()
        for cls in types:
            name, version = wire_name(cls), wire_version(cls)
            older = self._shapes(name, self._upcasts(cls, name))
            self._demand_newer(cls, name, version, older)
            if name in events.types:
                self._fault(
                    f"has two types of events named {name}. Rename one, or give it a name with"
                    " @wire."
                )
            events.add(cls, EventType(name, version, self._codec(cls), older))
        self._demand_events([wire_name(cls) for cls in types])
        return events

    def _fault(self, what: str) -> None:
        self._reading.fault(f"{self._service.__name__} {what}")

    def _types(self) -> list[type]:
        """The classes in the annotation of ``apply``."""
        name = self._service.__name__
        apply = methods_of(self._service).get("apply")
        if not isinstance(apply, types.FunctionType):
            self._fault(
                f"has no apply. Write def apply(self, event: ItemAdded) -> {name}: what an event"
                " does to the state."
            )
            return []
        try:
            arguments = list(signature(self._service, apply).arguments.values())
        except Exception as unknown:
            self._fault(f"has an apply whose annotation cannot be read: {unknown}.")
            return []
        found = list(_members(arguments[0])) if len(arguments) == 1 else [MISSING]
        for type in found:
            if not isinstance(type, _CLASS) or not issubclass(type, Event) or type is Event:
                self._fault(
                    "does not say what its events are. Write their types, which extend Event,"
                    " behind the parameter of apply: event: ItemAdded | ItemRemoved."
                )
                return []
        return found

    def _codec(self, cls: type) -> Codec:
        found: list[TypeFault] = []
        codec = self._codecs.find(cls, found)
        for fault in found:
            subject = f"{cls.__name__}.{fault.field}" if fault.field else cls.__name__
            self._reading.fault(fault.of(subject))
        return codec

    def _upcasts(self, event: type, name: str) -> list[type[Upcast]]:
        """Upcasts stand in the service, or beside their event in its module."""
        beside = vars(sys.modules.get(event.__module__, event)).values()
        candidates = [*self._nested(), *(it for it in beside if is_upcast(it))]
        return [it for it in candidates if wire_name(it) == name]

    def _nested(self) -> list[type[Upcast]]:
        return [it for it in vars(self._service).values() if is_upcast(it)]

    def _shapes(self, name: str, upcasts: list[type[Upcast]]) -> dict[int, Codec]:
        shapes: dict[int, Codec] = {}
        for upcast in upcasts:
            if "upcast" not in vars(upcast):
                self._reading.fault(f"{upcast.__name__} must have upcast(): what is it today?")
            version = wire_version(upcast)
            if version in shapes:
                self._fault(f"has two Upcasts from {name} version {version}.")
            shapes[version] = self._codec(upcast)
        return dict(sorted(shapes.items()))

    def _demand_newer(self, cls: type, name: str, version: int, older: dict[int, Codec]) -> None:
        if version in older:
            self._reading.fault(
                f"{self._service.__name__}: {name} is version {version}, and so is an Upcast to"
                f" it. Write @wire(version={version + 1}) on {cls.__name__}."
            )

    def _demand_events(self, names: list[str]) -> None:
        for upcast in self._nested():
            if wire_name(upcast) not in names:
                self._reading.fault(not_an_event(upcast, f"{self._service.__name__}."))


def not_an_event(upcast: type, owner: str = "") -> str:
    """What an upcast is told that leads nowhere."""
    return (
        f"{owner}{upcast.__name__} is an Upcast to {wire_name(upcast)}, which is no event. Name the"
        ' event: @wire("ItemAdded", version=1).'
    )


_CLASS = type


def is_upcast(it: Any) -> bool:
    return isinstance(it, type) and issubclass(it, Upcast) and it is not Upcast


def _members(annotation: Any) -> tuple[Any, ...]:
    if isinstance(annotation, TypeVar):
        return (getattr(annotation, "holdfast_class", annotation),)
    origin = typing.get_origin(annotation)
    if origin is Union or origin is types.UnionType:
        return typing.get_args(annotation)
    return (annotation,)
