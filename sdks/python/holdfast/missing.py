"""Tells what was not given from ``None``."""

from __future__ import annotations

import enum
from typing import Any


class Missing(enum.Enum):
    """The type of ``MISSING``."""

    MISSING = "nothing given"


MISSING: Any = Missing.MISSING
