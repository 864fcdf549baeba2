"""Writes values of which no more is known than their class: payloads, arguments of named calls."""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import Any

from .codec import Codec, TextCodec
from .codecs import Codecs, TypeFault
from .json_fault import JsonFault

_BY_CLASS: dict[type, Codec] = {}


def codec_of(type: Any) -> Codec:
    """The codec of a class; a ``JsonFault`` if it has no JSON form."""
    codec = _BY_CLASS.get(type)
    if codec is None:
        faults: list[TypeFault] = []
        codec = Codecs().find(type, faults)
        if faults:
            raise JsonFault(faults[0].of(getattr(type, "__name__", str(type))))
        _BY_CLASS[type] = codec
    return codec


def write(value: Any) -> str:
    """The value as JSON; dicts and lists may hold records and all else that has a JSON form."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return (
            "{" + ",".join(f"{_key(key)}:{write(held)}" for key, held in value.items()) + "}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(write(held) for held in value) + "]"
    if isinstance(value, (set, frozenset)):
        return "[" + ",".join(sorted(write(held) for held in value)) + "]"
    return codec_of(type(value)).write(value)


def _key(key: Any) -> str:
    codec = codec_of(type(key))
    if not isinstance(codec, TextCodec):
        raise JsonFault(f"{type(key).__name__} cannot be the key of a dict")
    return encode_basestring(codec.print(key))
