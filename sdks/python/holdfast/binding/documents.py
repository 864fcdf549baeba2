"""Takes JSON documents apart, strictly."""

from __future__ import annotations

import json
from typing import Any

from .json_fault import JsonFault, Real, Twice, quoted, shown


def parse(document: bytes | str) -> Any:
    """The document as dicts and lists; a ``JsonFault`` if it is none.

    Stricter than the standard library: no NaN, no half surrogate pairs, and an object in which a
    name is there twice is marked, so that whatever reads it refuses it.
    """
    try:
        text = document if isinstance(document, str) else str(document, "utf-8")
        value = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except RecursionError:
        raise JsonFault("nested too deeply", malformed=True) from None
    except (UnicodeDecodeError, UnicodeEncodeError) as fault:
        raise JsonFault(f"invalid UTF-8: {fault.reason}", malformed=True) from None
    except ValueError as fault:
        raise JsonFault(str(fault), malformed=True) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    twice = Twice(value)
    names = [name for name, _ in pairs]
    twice.name = next(name for name in names if names.count(name) > 1)
    return twice


def _constant(name: str) -> Any:
    raise ValueError(f"unexpected {shown(quoted(name))}")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Real, parse_constant=_constant
)
