"""Codecs of records, and of unions of them."""

from __future__ import annotations

import functools
from dataclasses import MISSING as NO_DEFAULT
from dataclasses import Field
from typing import Any, Callable, NamedTuple

from ..records import factory_of
from .codec import Codec, OptionalCodec, Read, RecordCodec, UnionCodec, Write
from .definitions import Definitions
from .json_fault import JsonFault, mismatch, quoted, shown, token

TAG = "type"


class Member(NamedTuple):
    """One field of a record: its name in Python, on the wire, and how it is read and written."""

    attribute: str
    wire: str
    codec: Codec
    given: Field[Any]

    @property
    def omits_none(self) -> bool:
        """Whether ``None`` is left out, because that is what a missing field means."""
        plain = self.given.default is NO_DEFAULT and self.given.default_factory is NO_DEFAULT
        return isinstance(self.codec, OptionalCodec) and (plain or self.given.default is None)

    @property
    def absent(self) -> Callable[[], Any] | None:
        """The default in the record is today's; else the type's own."""
        return factory_of(self.given) or self.codec.absent


def incomplete(type: type) -> tuple[RecordCodec, Callable[[list[Member]], None]]:
    """A codec that the record's own fields may refer to, and what completes it with its members."""
    late: dict[str, Any] = {}
    codec = RecordCodec(
        "object",
        lambda value, strict: late["read"](value, strict),
        lambda value: late["write"](value),
        lambda definitions: definitions.named(
            type.__name__, type, lambda: object_schema(late["members"], definitions, {})
        ),
    )

    def complete(members: list[Member]) -> None:
        codec.fields = {member.wire: member.codec for member in members}
        late["members"] = members
        # Whoever asks from now on calls straight through.
        codec.read = late["read"] = reader(type, members)
        codec.write = late["write"] = writer(type, members)

    return codec, complete


def reader(type_: type, members: list[Member], tag: str | None = None) -> Read:
    """Reads an object; ``tag`` is a field of it that is not the record's."""
    readers = {member.wire: (member.attribute, member.codec.read) for member in members}
    missing = [(m.attribute, m.wire, m.codec, m.absent) for m in members]
    count = len(members)
    names = ", ".join(member.wire for member in members)
    unknown = f"unknown field: {type_.__name__} has {names or 'none'}"

    def read(value: Any, strict: bool) -> Any:
        if type(value) is not dict:
            raise mismatch("object", value)
        held: dict[str, Any] = {}
        name = ""
        try:
            for name, field in value.items():
                known = readers.get(name)
                if known is not None:
                    held[known[0]] = known[1](field, strict)
                elif strict and name != tag:
                    raise JsonFault(unknown)
        except JsonFault as fault:
            raise fault.under(name)
        if len(held) < count:
            for attribute, wire, codec, absent in missing:
                if attribute not in held:
                    if absent is None:
                        raise JsonFault(f"expected {codec.expected}, got nothing").under(wire)
                    held[attribute] = absent()
        try:
            return type_(**held)
        except Exception as refused:  # The author's own __post_init__ refuses these values.
            raise JsonFault(str(refused) or f"{type_.__name__} cannot hold these values") from None

    return read


def writer(type_: type, members: list[Member], before: str = "") -> Write:
    """Writes an object; ``before`` is what stands before its first field."""
    rows = [(m.attribute, f'"{m.wire}":', m.codec.write, m.omits_none) for m in members]

    def write(value: Any) -> str:
        if type(value) is not type_:
            raise mismatch(type_.__name__, value)
        texts = [before] if before else []
        name = ""
        try:
            for name, start, write_field, omits_none in rows:
                field = getattr(value, name)
                if field is not None or not omits_none:
                    texts.append(start + write_field(field))
        except JsonFault as fault:
            raise fault.under(next(m.wire for m in members if m.attribute == name))
        return "{" + ",".join(texts) + "}"

    return write


def object_schema(
    members: list[Member], definitions: Definitions, before: dict[str, Any]
) -> dict[str, Any]:
    """The schema of the object itself, with these properties before its own."""
    properties, required = dict(before), list(before)
    for member in members:
        codec = member.codec
        if isinstance(codec, OptionalCodec) and member.omits_none and codec.held:
            codec = codec.held
        properties[member.wire] = codec.schema(definitions)
        if member.absent is None:
            required.append(member.wire)
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    if definitions.strict:
        schema["additionalProperties"] = False
    return schema


def union(name: str, variants: dict[str, tuple[type, RecordCodec, list[Member]]]) -> Codec:
    """Records told apart by the field ``type``; variants by their tags."""
    expected = "one of " + ", ".join(variants)
    readers = {tag: reader(type, members, TAG) for tag, (type, _, members) in variants.items()}
    writers = {
        type: writer(type, members, f'"{TAG}":"{tag}"')
        for tag, (type, _, members) in variants.items()
    }

    def read(value: Any, strict: bool) -> Any:
        if type(value) is not dict:
            raise mismatch("object", value)
        tag = value.get(TAG)
        chosen = readers.get(tag) if type(tag) is str else None
        if chosen is None:
            got = "nothing" if TAG not in value else token(tag)
            raise JsonFault(f"expected {expected}, got {got}").under(TAG)
        return chosen(value, strict)

    def write(value: Any) -> str:
        chosen = writers.get(type(value))
        if chosen is None:
            raise mismatch(expected, value)
        return chosen(value)

    def schema(definitions: Definitions) -> dict[str, Any]:
        def one(tag: str, members: list[Member]) -> dict[str, Any]:
            return object_schema(members, definitions, {TAG: {"const": tag}})

        def any_of_them() -> dict[str, Any]:
            references = [
                definitions.named(f"{name}.{tag}", (name, tag), functools.partial(one, tag, held))
                for tag, (_, _, held) in variants.items()
            ]
            return {"oneOf": references, "discriminator": {"propertyName": TAG}}

        return definitions.named(name, name, any_of_them)

    codecs = tuple(codec for _, codec, _ in variants.values())
    return UnionCodec("object", read, write, schema, variants=codecs)
