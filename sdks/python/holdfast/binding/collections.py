"""Codecs of lists, sets, tuples, dicts and of what may be ``None``."""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import Any, Callable, Iterable

from .codec import Codec, MapCodec, OptionalCodec, TextCodec
from .definitions import Definitions
from .json_fault import JsonFault, mismatch

_TWICE = "expected each element once, got one twice"


def elements(type: type[list[Any]] | type[tuple[Any, ...]], element: Codec) -> Codec:
    """``list``, or a ``tuple`` of any length."""
    read_element, write_element = element.read, element.write

    def read(value: Any, strict: bool) -> Any:
        values = _read_all(value, read_element, strict)
        return values if type is list else tuple(values)

    def write(value: Any) -> str:
        if not isinstance(value, type):
            raise mismatch("array", value)
        return "[" + ",".join(_write_all(value, write_element)) + "]"

    def schema(definitions: Definitions) -> dict[str, Any]:
        return {"type": "array", "items": element.schema(definitions)}

    return Codec("array", read, write, schema, absent=type)


def unique(type: type[set[Any]] | type[frozenset[Any]], element: Codec) -> Codec:
    """``set`` or ``frozenset``."""
    read_element, write_element = element.read, element.write

    def read(value: Any, strict: bool) -> Any:
        values = _read_all(value, read_element, strict)
        distinct = type(values)
        if len(distinct) == len(values):
            return distinct
        again = next(i for i, it in enumerate(values) if it in values[:i])
        raise JsonFault(_TWICE).under(str(again))

    def write(value: Any) -> str:
        if not isinstance(value, (set, frozenset)):
            raise mismatch("array", value)
        # Sorted, since the order of a set differs between processes and JSON must not.
        return "[" + ",".join(sorted(_write_all(value, write_element))) + "]"

    def schema(definitions: Definitions) -> dict[str, Any]:
        return {"type": "array", "items": element.schema(definitions), "uniqueItems": True}

    return Codec("array", read, write, schema, absent=type)


def fixed(members: tuple[Codec, ...]) -> Codec:
    """A ``tuple`` of some types: an array of just as many elements."""
    expected = f"array of {len(members)}"

    def read(value: Any, strict: bool) -> tuple[Any, ...]:
        if type(value) is not list:
            raise mismatch("array", value)
        if len(value) != len(members):
            raise JsonFault(f"expected {expected}, got {len(value)}")
        readers = iter(members)
        return tuple(_read_all(value, lambda it, strict: next(readers).read(it, strict), strict))

    def write(value: Any) -> str:
        if type(value) is not tuple or len(value) != len(members):
            raise mismatch(expected, value)
        writers = iter(members)
        return "[" + ",".join(_write_all(value, lambda it: next(writers).write(it))) + "]"

    def schema(definitions: Definitions) -> dict[str, Any]:
        items = [member.schema(definitions) for member in members]
        return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}

    return Codec(expected, read, write, schema)


def _read_all(value: Any, read: Callable[[Any, bool], Any], strict: bool) -> list[Any]:
    if type(value) is not list:
        raise mismatch("array", value)
    values: list[Any] = []
    try:
        for element in value:
            values.append(read(element, strict))
    except JsonFault as fault:
        raise fault.under(str(len(values)))
    return values


def _write_all(values: Iterable[Any], write: Callable[[Any], str]) -> list[str]:
    texts: list[str] = []
    try:
        for element in values:
            texts.append(write(element))
    except JsonFault as fault:
        raise fault.under(str(len(texts)))
    return texts


def mapping(key: TextCodec, value: Codec) -> Codec:
    """``dict``, which keeps the order it came in."""
    parse, show = key.parse, key.print
    read_value, write_value = value.read, value.write

    def read(entries: Any, strict: bool) -> dict[Any, Any]:
        if type(entries) is not dict:
            raise mismatch("object", entries)
        held: dict[Any, Any] = {}
        name = ""
        try:
            for name, entry in entries.items():
                held[parse(name)] = read_value(entry, strict)
        except JsonFault as fault:
            raise fault.under(name)
        if len(held) != len(entries):  # Two names of one key, such as 1 and 1.0.
            raise JsonFault("expected each key once, got one twice")
        return held

    def write(entries: Any) -> str:
        if not isinstance(entries, dict):
            raise mismatch("object", entries)
        name = ""
        texts = []
        try:
            for one, entry in entries.items():
                name = show(one)
                texts.append(encode_basestring(name) + ":" + write_value(entry))
        except JsonFault as fault:
            raise fault.under(name)
        return "{" + ",".join(texts) + "}"

    def schema(definitions: Definitions) -> dict[str, Any]:
        said: dict[str, Any] = {
            "type": "object",
            "additionalProperties": value.schema(definitions),
        }
        names = key.schema(definitions)
        if len(names) > 1:
            said["propertyNames"] = names
        return said

    return MapCodec("object", read, write, schema, absent=dict, value=value)


def optional(held: Codec) -> Codec:
    """A value or ``None``: as a field it may be left out, elsewhere it is ``null``."""
    read_held, write_held = held.read, held.write

    def schema(definitions: Definitions) -> dict[str, Any]:
        return {"anyOf": [held.schema(definitions), {"type": "null"}]}

    return OptionalCodec(
        held.expected,
        lambda value, strict: None if value is None else read_held(value, strict),
        lambda value: "null" if value is None else write_held(value),
        schema,
        absent=lambda: None,
        held=held,
    )
