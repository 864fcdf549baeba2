"""Finds the codec of each type, once."""

from __future__ import annotations

import builtins
import dataclasses
import enum
import types
import typing
from typing import Any, NamedTuple, TypeGuard, TypeVar, Union

from ..marks import marks
from ..records import RecordType
from ..wire_names import camel
from . import collections, record_codecs, scalars
from .codec import Codec, OptionalCodec, RecordCodec, TextCodec
from .record_codecs import TAG, Member

_REMEDY = (
    "Use a Record, list, dict, set, tuple, X | None, str, int, float, bool, Decimal, UUID, bytes,"
    " an Enum, datetime, date or timedelta."
)
_NONE = scalars.SCALARS[bool]  # Stands in for a type with faults, which is never used.


class TypeFault(NamedTuple):
    """A type that has no JSON form: where, in which field, what is the matter, what to write."""

    pointer: str
    field: str
    what: str
    remedy: str

    def of(self, subject: str) -> str:
        """As a sentence about this subject, such as ``Cart.lines``."""
        where = f" (at {self.pointer})" if self.pointer else ""
        return f"{subject} {self.what}{where}. {self.remedy}"


class Codecs:
    """The types of one service. Records may refer to themselves."""

    def __init__(self) -> None:
        self._known: dict[Any, Codec] = {}
        self._members: dict[type, list[Member]] = {}
        self._faults: list[TypeFault] = []

    def find(self, type: Any, faults: list[TypeFault]) -> Codec:
        """The codec of a type; if anything is added to the faults, it cannot be used."""
        self._faults = faults
        return self._find(type, "", "")

    def _find(self, type: Any, pointer: str, field: str) -> Codec:
        if type is None:
            type = types.NoneType
        if type in scalars.SCALARS:
            return scalars.SCALARS[type]
        codec = self._known.get(type)
        if codec is None:
            codec = self._new(type, pointer, field)
            if not self._faults:
                self._known[type] = codec
        return codec

    def _new(self, type: Any, pointer: str, field: str) -> Codec:
        origin, arguments = typing.get_origin(type), typing.get_args(type)
        if isinstance(type, TypeVar) and hasattr(type, "holdfast_class"):
            return self._find(type.holdfast_class, pointer, field)
        if origin is typing.Annotated:
            return self._find(arguments[0], pointer, field)
        if hasattr(type, "__supertype__"):
            return self._find(type.__supertype__, pointer, field)
        if origin is Union or origin is types.UnionType:
            return self._either(type, arguments, pointer, field)
        if isinstance(type, RecordType):
            return self._record(type, pointer, field)
        if _is_enumeration(type):
            return scalars.enumeration(type)
        if origin in (list, set, frozenset):
            element = self._find(arguments[0], pointer + "/0", field)
            make = collections.elements if origin is list else collections.unique
            return make(origin, element)
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return collections.elements(tuple, self._find(arguments[0], pointer + "/0", field))
        if origin is tuple and arguments:
            return collections.fixed(
                tuple(self._find(it, f"{pointer}/{i}", field) for i, it in enumerate(arguments))
            )
        if origin is dict:
            return self._map(arguments, pointer, field)
        if type in (list, dict, set, frozenset, tuple):
            example = "dict[str, int]" if type is dict else f"{type.__name__}[int]"
            what = f"has type {type.__name__}, which does not say of what"
            return self._fault(pointer, field, what, f"Write {example}, or what it holds.")
        return self._fault(pointer, field, f"has type {_name(type)}, which has no JSON form")

    def _fault(self, pointer: str, field: str, what: str, remedy: str = _REMEDY) -> Codec:
        self._faults.append(TypeFault(pointer, field, what, remedy))
        return _NONE

    def _map(self, arguments: tuple[Any, ...], pointer: str, field: str) -> Codec:
        value = self._find(arguments[1], pointer + "/*", field)
        key = self._find(arguments[0], pointer, field)
        if isinstance(key, TextCodec) and arguments[0] is not bytes:
            return collections.mapping(key, value)
        return self._fault(
            pointer,
            field,
            f"is a dict with keys of type {_name(arguments[0])}, which is no text",
            "Use str, a number, an Enum, UUID, datetime, date or timedelta as the key.",
        )

    def _either(self, type: Any, arguments: tuple[Any, ...], pointer: str, field: str) -> Codec:
        held = [it for it in arguments if it is not types.NoneType]
        if len(held) == 1:
            value = self._find(held[0], pointer, field)
        elif all(isinstance(it, RecordType) for it in held):
            value = self._union(held, pointer, field)
        else:
            what = f"has type {type}, which JSON cannot tell apart"
            return self._fault(pointer, field, what, "Use one type, or Records.")
        nullable = len(held) < len(arguments) and not isinstance(value, OptionalCodec)
        return collections.optional(value) if nullable else value

    def _union(self, held: list[Any], pointer: str, field: str) -> Codec:
        variants: dict[str, tuple[type, RecordCodec, list[Member]]] = {}
        for type in held:
            codec = self._find(type, pointer, field)
            members = self._members.get(type, [])
            tag = wire_name(type)
            if any(member.wire == TAG for member in members):
                what = f"has type {type.__name__} with a field named type, which tells it apart"
                self._fault(f"{pointer}/{TAG}", field, what, "Give the field another name.")
            if tag in variants:
                what = f"has two types named {tag}, which cannot be told apart"
                self._fault(pointer, field, what, "Rename one, or give it a name with @wire.")
            if isinstance(codec, RecordCodec):
                variants[tag] = (type, codec, members)
        return record_codecs.union("Or".join(variants), variants)

    def _record(self, type: RecordType, pointer: str, field: str) -> Codec:
        codec, complete = record_codecs.incomplete(type)
        self._known[type] = codec
        members: list[Member] = []
        self._members[type] = members
        before = len(self._faults)
        try:
            hints = hints_of(type)
        except Exception as unknown:
            what = f"has type {type.__name__}, whose fields cannot be read: {unknown}"
            return self._fault(pointer, field, what, "Import what it names.")
        for given in dataclasses.fields(type):  # type: ignore[arg-type]
            if given.init:
                wire, inner = camel(given.name), field or given.name
                if any(member.wire == wire for member in members):
                    what = f"has two fields that are {wire} in JSON"
                    self._fault(pointer, inner, what, "Rename one.")
                member = self._find(hints[given.name], f"{pointer}/{wire}", inner)
                members.append(Member(given.name, wire, member, given))
        complete(members)
        if len(self._faults) > before:
            del self._known[type]
        return codec


def _is_enumeration(type: Any) -> TypeGuard[builtins.type[enum.Enum]]:
    return isinstance(type, enum.EnumMeta) and bool(type.__members__)


def hints_of(of: Any, **local: Any) -> dict[str, Any]:
    """The annotations of a class or a function, as types."""
    return typing.get_type_hints(of, localns=local or None, include_extras=True)


def wire_name(type: type) -> str:
    """The simple name of a type, or what ``@wire`` says."""
    wire = marks(type).get("wire")
    return wire.name if wire and wire.name else type.__name__


def wire_version(type: type) -> int:
    wire = marks(type).get("wire")
    return wire.version if wire else 1


def _name(type: Any) -> str:
    return getattr(type, "__name__", None) or str(type)
