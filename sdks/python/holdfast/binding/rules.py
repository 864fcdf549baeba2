"""Who may call."""

from __future__ import annotations

import re
from typing import Iterable

_RULE = re.compile(r"anyone|user|role:[A-Za-z0-9._-]+|service:[a-z][a-z0-9]*(-[a-z0-9]+)*")


def faults(who: str, rules: Iterable[str]) -> list[str]:
    return [
        f'{who} has the rule allow "{rule}", which is none. Use "anyone", "user", "role:NAME" or'
        ' "service:NAME".'
        for rule in rules
        if not _RULE.fullmatch(rule)
    ]
