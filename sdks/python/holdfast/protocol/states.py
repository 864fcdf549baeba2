"""States that were sent once, or came out of a decision."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, NamedTuple

MOST_STATES = 10_000
MOST_BYTES = 64 * 1024 * 1024  # Of JSON; in memory a state takes several times as much.


class Kept(NamedTuple):
    """One state; a commit without an event leaves it as it was under another token."""

    tokens: tuple[str, ...]
    state: Any
    size: int


class States:
    """Of each instance the newest, as many as fit; who was not asked for longest goes first."""

    def __init__(self, most_states: int = MOST_STATES, most_bytes: int = MOST_BYTES) -> None:
        self._most_states = most_states
        self._most_bytes = most_bytes
        self._kept: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, instance: tuple[str, str], token: str) -> Kept | None:
        """The state of this token, if it is still here."""
        with self._lock:
            kept = self._kept.get(instance)
            if kept is None or token not in kept.tokens:
                return None
            self._kept.move_to_end(instance)
            return kept

    def forget(self, instance: tuple[str, str]) -> None:
        """Keeps no state of it: what threw may have spoilt it."""
        with self._lock:
            gone = self._kept.pop(instance, None)
            self._bytes -= gone.size if gone else 0

    def keep(self, instance: tuple[str, str], kept: Kept) -> None:
        """Keeps a state in place of the one before it."""
        with self._lock:
            before = self._kept.pop(instance, None)
            self._bytes += kept.size - (before.size if before else 0)
            self._kept[instance] = kept
            while len(self._kept) > self._most_states or self._bytes > self._most_bytes:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= gone.size
