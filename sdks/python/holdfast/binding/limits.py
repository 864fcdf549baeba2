"""Limits of handlers."""

from __future__ import annotations

import re
from typing import Any

from ..marks import Limits

_TIME = re.compile(r"[1-9][0-9]{0,8}(ms|s|m|h)")


def faults(who: str, limits: Limits) -> list[str]:
    """Whether they cannot be read."""
    timed = not limits.deadline or _TIME.fullmatch(limits.deadline)
    if timed and limits.queue >= 0 and limits.body_bytes >= 0:
        return []
    return [
        f'{who} has limits that cannot be read. Write the deadline like "500ms", "10s" or "2m",'
        " the others as positive numbers."
    ]


def described(handler: Limits, service: Limits) -> dict[str, Any]:
    """As they stand in ``discover``: the handler's over its service's, what is left out omitted."""
    both = {
        "deadline": handler.deadline or service.deadline,
        "queue": handler.queue or service.queue,
        "bodyBytes": handler.body_bytes or service.body_bytes,
    }
    return {name: value for name, value in both.items() if value}
