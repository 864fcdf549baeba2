"""Immutable values with named fields: the base of states, events and arguments."""

from __future__ import annotations

import dataclasses
from dataclasses import field
from typing import Any, Callable, TypeVar

from .typing_support import dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class RecordType(type):
    """Makes each class of records a frozen dataclass.

    While the body of a class runs, its own name stands in for it, so that ``apply`` can say
    ``-> Counter`` without quotes and without an import from ``__future__``.
    """

    @classmethod
    def __prepare__(mcs, name: str, bases: tuple[type, ...], /, **options: Any) -> dict[str, Any]:
        return {name: TypeVar(name)}  # A TypeVar, since it can stand in every annotation.

    def __new__(
        mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], /, **options: Any
    ) -> Any:
        body = dict(body)
        itself = body.get(name)
        if isinstance(itself, TypeVar):
            del body[name]
        cls = super().__new__(mcs, name, bases, body, **options)
        if isinstance(itself, TypeVar):
            itself.holdfast_class = cls  # type: ignore[attr-defined]
        return dataclasses.dataclass(frozen=True)(cls)


class Record(metaclass=RecordType):
    """A value with fields, such as a line of a cart. Write ``class Line(Record): sku: str``."""


class Event(Record):
    """Something that has happened to an entity; its name is in the past tense."""


class Upcast(Record):
    """An older shape of an event that can turn itself into today's.

    It carries ``@wire(name, version=…)`` with the event's name and the old version.
    """

    def upcast(self) -> Any:
        """The event of today that says the same; a list of several, or of none."""
        raise NotImplementedError(f"{type(self).__name__} has no upcast()")


def replace(value: T, /, **changes: Any) -> T:
    """The same record with some fields replaced."""
    return dataclasses.replace(value, **changes)  # type: ignore[type-var]


def factory_of(given: dataclasses.Field[Any]) -> Callable[[], Any] | None:
    """What makes the default of a field; none if the field must be given."""
    if given.default_factory is not dataclasses.MISSING:
        return given.default_factory
    if given.default is not dataclasses.MISSING:
        default = given.default
        return lambda: default
    return None
