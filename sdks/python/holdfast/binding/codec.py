"""How values of one type are read and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from .definitions import Definitions

Read = Callable[[Any, bool], Any]
Write = Callable[[Any], str]


@dataclass
class Codec:
    """Closures over one type, made once.

    ``read`` turns a value of a parsed document into one of the type; its second argument says
    whether unknown fields are faults. ``write`` gives JSON text. ``absent`` makes what a field
    stands for that is not there; none if it must be there.
    """

    expected: str
    read: Read
    write: Write
    schema: Callable[[Definitions], dict[str, Any]]
    absent: Callable[[], Any] | None = None


@dataclass
class TextCodec(Codec):
    """A codec of values that are also one piece of text: a key of an object."""

    parse: Callable[[str], Any] = str
    print: Callable[[Any], str] = str


@dataclass
class OptionalCodec(Codec):
    """A value or ``None``."""

    held: Codec | None = None


@dataclass
class RecordCodec(Codec):
    """An object with fields; they are known once the types they have are."""

    fields: dict[str, Codec] | None = None  # By wire name.


@dataclass
class UnionCodec(Codec):
    """One of several records, told apart by the field ``type``."""

    variants: tuple[RecordCodec, ...] = ()


@dataclass
class MapCodec(Codec):
    """An object with any fields, all of one type."""

    value: Codec | None = None
