"""Reads one class as a service and notes every fault; it goes on after a fault where it can."""

from __future__ import annotations

import dataclasses
from typing import Any

from ..marks import Limits
from ..records import factory_of
from ..services import KINDS, Declared, Entity, Stateless, Value, View, Workflow, declared
from ..wire_names import SERVICE, suggested
from . import limits, rules
from .codec import Codec
from .codecs import Codecs, TypeFault
from .event_reader import EventReader
from .handler_reader import HandlerReader
from .json_fault import JsonFault
from .reading import Reading
from .service import ServiceBinding

_KINDS = {Entity: "entity", Value: "value", Stateless: "stateless"}
_NAMELESS = Declared("", (), Limits())  # Its other faults are still wanted.
_LATER = {Workflow: "workflows", View: "views"}


def read(service: type, reading: Reading) -> ServiceBinding | None:
    """The service; none if it has faults of its own."""
    before = len(reading.faults)
    reader = _ServiceReader(service, reading)
    binding = reader.read()
    return binding if len(reading.faults) == before else None


class _ServiceReader:
    def __init__(self, service: type, reading: Reading) -> None:
        self._service = service
        self._class_name = service.__name__
        self._reading = reading
        self._codecs = Codecs()

    def read(self) -> ServiceBinding | None:
        says = self._declared()
        kinds = [kind for kind in KINDS if issubclass(self._service, kind)]
        if len(kinds) != 1:
            self._fault(
                "must extend one of Entity, Value and Stateless: that says how it keeps its state."
            )
            return None
        if kinds[0] in _LATER:
            later = _LATER[kinds[0]]
            self._fault(f"is a {kinds[0].__name__}: {later} arrive with a later release.")
            return None
        has_empty = self._has_empty(kinds[0])
        state = self._state()
        events = EventReader(self._service, state, self._codecs, self._reading).read()
        handlers = HandlerReader(self._service, says, self._codecs, self._reading).read()
        binding = ServiceBinding(
            type=self._service,
            name=says.name,
            kind=_KINDS[kinds[0]],
            state=state,
            events=events,
            handlers={handler.name: handler for handler in handlers},
        )
        if has_empty:
            self._check_empty(binding)
        return binding

    def _fault(self, what: str) -> None:
        self._reading.fault(f"{self._class_name} {what}")

    def _declared(self) -> Any:
        says = declared(self._service)
        name = suggested(self._class_name)
        if says is None:
            kind = next((k.__name__ for k in KINDS if issubclass(self._service, k)), "Entity")
            self._fault(
                f'has no name. Write class {self._class_name}({kind}, name="{name}"): that name is'
                " its address and stays when the class is renamed."
            )
            return _NAMELESS
        if not SERVICE.fullmatch(says.name):
            self._fault(
                f'is named "{says.name}". A name is lower case words joined by hyphens, such as'
                f' "{name}".'
            )
        self._reading.name(self._class_name, says.name)
        self._reading.faults += rules.faults(self._class_name, says.allow)
        self._reading.faults += limits.faults(self._class_name, says.limits)
        return says

    def _has_empty(self, kind: type) -> bool:
        fields = dataclasses.fields(self._service)
        if kind is Stateless and fields:
            self._fault(
                "is Stateless but has fields, which are state. Remove them, or make it an Entity or"
                " a Value."
            )
        for given in fields:
            if hasattr(kind, given.name):
                self._fault(
                    f"has a field named {given.name}, which every {kind.__name__} can do. Give the"
                    " field another name."
                )
        bare = [given.name for given in fields if given.init and factory_of(given) is None]
        if bare:
            self._fault(
                f"has no empty state. Give {', '.join(bare)} a default: together they are the state"
                " of an instance before its first event."
            )
            return False
        try:
            self._service()
            return True
        except Exception as thrown:
            self._fault(f"has no empty state: {self._class_name}() raised {thrown!r}.")
            return False

    def _state(self) -> Codec:
        found: list[TypeFault] = []
        codec = self._codecs.find(self._service, found)
        for fault in found:
            subject = f"{self._class_name}.{fault.field}" if fault.field else self._class_name
            self._reading.fault(fault.of(subject))
        return codec

    def _check_empty(self, binding: ServiceBinding) -> None:
        if self._reading.faults:
            return  # Its type may have no JSON form.
        try:
            binding.state.write(binding.empty)
        except JsonFault as fault:
            self._fault(f"has an empty state that cannot be written: {fault}.")
