"""What is around an instance in a test: time, a caller, answers. All of it the test says."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Callable

from ..call import Call
from ..context import Caller, Context
from ..rejection import Rejected

START = datetime(2026, 1, 1, tzinfo=timezone.utc)
_PATIENCE = timedelta(seconds=10)


class Surroundings:
    """Time stands still until the test moves it."""

    def __init__(self, others: Callable[[Call[Any]], Any] | None = None) -> None:
        self._others = others or self._given  # Who answers: other services, or the test.
        self.now = START
        self.caller = Caller("anonymous", "", frozenset())
        self._answers: list[tuple[Call[Any], Any]] = []

    def answer(self, call: Call[Any], reply: Any) -> None:
        self._answers.insert(0, (call, reply))  # The latest word counts.

    def context(self, id: str, sequence: int) -> Context:
        """What one handler is given."""
        return Context(
            id, self.now, sequence, self.caller, self.now + _PATIENCE, self._others
        )

    def _given(self, call: Call[Any]) -> Any:
        for asked, reply in self._answers:
            if asked == call:
                if isinstance(reply, Rejected):
                    raise reply
                return reply
        raise AssertionError(f"Nobody answers {call}. Add .answering(call, reply).")
