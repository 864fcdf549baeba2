"""What a handler may know beyond its state and its argument."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Callable, TypeVar

from .call import Call

R = TypeVar("R")


@dataclass(frozen=True)
class Caller:
    """Who calls, as proved by a credential: ``kind`` is anonymous, user, service or operator."""

    kind: str
    name: str
    roles: frozenset[str]


class Context:
    """Found by its annotation: ``def hold(self, by: str, context: Context) -> Effect[None]``."""

    __slots__ = ("id", "now", "sequence", "caller", "deadline", "_calls")

    def __init__(
        self,
        id: str,
        now: datetime,
        sequence: int,
        caller: Caller,
        deadline: datetime,
        calls: Callable[[Call[Any]], Any],
    ) -> None:
        self.id = id
        self.now = now
        self.sequence = sequence
        self.caller = caller
        self.deadline = deadline
        self._calls = calls

    def call(self, call: Call[R]) -> R:
        """Calls another service and gives its answer; raises ``Rejected`` when it refuses.

        The handler is run again from its beginning when the answer is there, so what stands before
        a call must be fit to run again.
        """
        return self._calls(call)  # type: ignore[no-any-return]
