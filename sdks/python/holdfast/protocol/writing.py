"""JSON text without a tree."""

from __future__ import annotations

from json.encoder import encode_basestring
from typing import Any


def quoted(text: Any) -> str:
    """A string in its quotes."""
    return encode_basestring(text if isinstance(text, str) else str(text))
