"""Codecs of types whose JSON form is one string, number or boolean."""

from __future__ import annotations

import base64
import enum
import math
import re
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring
from typing import Any, Callable

from .codec import Codec, TextCodec
from .json_fault import JsonFault, Real, mismatch
from .times import (
    parse_date,
    parse_duration,
    parse_instant,
    print_duration,
    print_instant,
)

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_MOST_EXPONENT = 1000  # Beyond it, arithmetic would write a decimal out in full.
_MOST_DIGITS = 400


def _read_int(value: Any, strict: bool) -> int:
    if type(value) is int:
        return value
    raise mismatch("integer", value)


def _write_int(value: Any) -> str:
    if type(value) is int:
        return str(value)
    raise mismatch("integer", value)


def _parse_int(text: str) -> int:
    if len(text) > _MOST_DIGITS or not _NUMBER.fullmatch(text):
        raise mismatch("integer", text)
    try:
        return int(text)
    except ValueError:
        raise mismatch("integer", text) from None


def _read_float(value: Any, strict: bool) -> float:
    if type(value) is Real or type(value) is int:
        try:
            real = float(value)
        except OverflowError:
            real = math.inf
        if math.isfinite(real):
            return real
    raise mismatch("number", value)


def _write_float(value: Any) -> str:
    if type(value) is not float and type(value) is not int:
        raise mismatch("number", value)
    real = float(value)
    if not math.isfinite(real):
        raise JsonFault(f"{value} has no JSON form")
    return repr(real)


def _parse_float(text: str) -> float:
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise mismatch("number", text)
    return float(text)


def _read_decimal(value: Any, strict: bool) -> Decimal:
    if type(value) is Real:
        return _bounded(Decimal(value.text))
    if type(value) is int:
        return Decimal(value)
    raise mismatch("number", value)


def _write_decimal(value: Any) -> str:
    if type(value) is int:
        return str(value)
    if not isinstance(value, Decimal):
        raise mismatch("number", value)
    if not value.is_finite():
        raise JsonFault(f"{value} has no JSON form")
    return str(_bounded(value))


def _parse_decimal(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise mismatch("number", text)
    try:
        return _bounded(Decimal(text))
    except InvalidOperation:
        raise mismatch("number", text) from None


def _bounded(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) > _MOST_EXPONENT:
        raise JsonFault(f"expected number with an exponent up to {_MOST_EXPONENT}, got {value}")
    return value


def _read_bool(value: Any, strict: bool) -> bool:
    if value is True or value is False:
        return value
    raise mismatch("boolean", value)


def _write_bool(value: Any) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    raise mismatch("boolean", value)


def _parse_bool(text: str) -> bool:
    if text in ("true", "false"):
        return text == "true"
    raise mismatch("boolean", text)


def _read_str(value: Any, strict: bool) -> str:
    if type(value) is str:
        return value
    raise mismatch("string", value)


def _write_str(value: Any) -> str:
    if type(value) is str:
        return encode_basestring(value)
    raise mismatch("string", value)


def _key(value: Any) -> str:
    if type(value) is str:
        return value
    raise mismatch("string", value)


def _plain(schema: dict[str, Any], read: Any, write: Any, parse: Any) -> TextCodec:
    expected: str = schema["type"]
    return TextCodec(expected, read, write, lambda _: schema, parse=parse, print=write)


def _formatted(
    type: type,
    expected: str,
    schema: dict[str, Any],
    parse: Callable[[str], Any],
    show: Callable[[Any], str],
) -> TextCodec:
    """A type that is a string of some form."""

    def parsed(text: str) -> Any:
        try:
            return parse(text)
        except (ValueError, OverflowError):
            raise mismatch(expected, text) from None

    def read(value: Any, strict: bool) -> Any:
        if value.__class__ is not str:
            raise mismatch(expected, value)
        return parsed(value)

    def shown(value: Any) -> str:
        # A datetime is a date to Python, but not in JSON.
        if not isinstance(value, type) or (type is date and isinstance(value, datetime)):
            raise mismatch(expected, value)
        try:
            return show(value)
        except (ValueError, OverflowError) as wrong:
            raise JsonFault(f"expected {expected}, got {wrong}") from None

    return TextCodec(
        expected,
        read,
        lambda value: '"' + shown(value) + '"',
        lambda _: {"type": "string", **schema},
        parse=parsed,
        print=shown,
    )


def _uuid(text: str) -> uuid.UUID:
    if len(text) != 36:  # Python also takes braces and no hyphens.
        raise ValueError(text)
    return uuid.UUID(text)


def _format(type: type, format: str, parse: Any, show: Any) -> TextCodec:
    return _formatted(type, format, {"format": format}, parse, show)


SCALARS: dict[Any, Codec] = {
    int: _plain({"type": "integer"}, _read_int, _write_int, _parse_int),
    float: _plain({"type": "number", "format": "double"}, _read_float, _write_float, _parse_float),
    Decimal: _plain({"type": "number"}, _read_decimal, _write_decimal, _parse_decimal),
    bool: _plain({"type": "boolean"}, _read_bool, _write_bool, _parse_bool),
    str: TextCodec("string", _read_str, _write_str, lambda _: {"type": "string"}, print=_key),
    uuid.UUID: _format(uuid.UUID, "uuid", _uuid, str),
    datetime: _format(datetime, "date-time", parse_instant, print_instant),
    date: _format(date, "date", parse_date, date.isoformat),
    timedelta: _format(timedelta, "duration", parse_duration, print_duration),
    bytes: _formatted(
        bytes,
        "base64",
        {"contentEncoding": "base64"},
        lambda text: base64.b64decode(text, validate=True),
        lambda value: base64.b64encode(value).decode("ascii"),
    ),
}


def enumeration(type: type[enum.Enum]) -> TextCodec:
    """Constants by their names as written."""
    constants = dict(type.__members__)
    expected = "one of " + ", ".join(constants)

    def parse(text: Any) -> enum.Enum:
        constant = constants.get(text) if text.__class__ is str else None
        if constant is None:
            raise mismatch(expected, text)
        return constant

    def show(value: Any) -> str:
        if not isinstance(value, type):
            raise mismatch(expected, value)
        return value.name

    return TextCodec(
        expected,
        lambda value, strict: parse(value),
        lambda value: '"' + show(value) + '"',
        lambda definitions: definitions.named(
            type.__name__, type, lambda: {"type": "string", "enum": list(constants)}
        ),
        parse=parse,
        print=show,
    )
