"""What one handler did in a ``Scenario``."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..call import Call
from ..effect import Cancel, Publish, Schedule, Send
from ..missing import MISSING
from ..rejection import Rejection
from .instance import Ran

if TYPE_CHECKING:
    from .scenario import Scenario

S = TypeVar("S")


class Outcome(Generic[S]):
    """Each method states one thing and fails if it is not so."""

    def __init__(self, scenario: Scenario[S], call: Call[Any], ran: Ran) -> None:
        self._scenario = scenario
        self._call = call
        self._ran = ran

    def replied(self, reply: Any = MISSING) -> Outcome[S]:
        """It replied this; without one, it was accepted and had nothing to say."""
        self._demand_accepted()
        return self._demand("replied", reply, self._ran.reply)

    def persisted(self, *events: Any) -> Outcome[S]:
        """It journaled exactly these events in this order; none if there are none."""
        self._demand_accepted()
        return self._demand("persisted", list(events), list(self._ran.events))

    def published(self, topic: str, payload: Any, *, key: str | None = None) -> Outcome[S]:
        """It published this, among other things."""
        return self._did(Publish(topic, payload, key))

    def sent(self, call: Call[Any]) -> Outcome[S]:
        """It sent this call, among other things."""
        return self._did(Send(call))

    def scheduled(
        self, timer: str, due: timedelta | datetime, call: Call[Any]
    ) -> Outcome[S]:
        """It set this timer, among other things."""
        return self._did(Schedule(timer, due, call))

    def cancelled(self, timer: str) -> Outcome[S]:
        """It cancelled this timer, among other things."""
        return self._did(Cancel(timer))

    def rejected(self, problem: Rejection | str) -> Outcome[S]:
        """It rejected with this problem, and so wrote nothing; a text is a code."""
        refused = self._ran.refused
        if refused is None:
            raise AssertionError(
                f"{self._call} was not rejected: it persisted {list(self._ran.events)} and replied"
                f" {_shown(self._ran.reply)}"
            )
        code = problem if isinstance(problem, str) else problem.code
        return self._demand("rejected with", code, refused.code)

    def state(self, state: S) -> Outcome[S]:
        """The state is this now."""
        return self._demand("led to", state, self._ran.state)

    def and_(self) -> Scenario[S]:
        """Goes on with the same instance."""
        return self._scenario

    def _did(self, action: Any) -> Outcome[S]:
        self._demand_accepted()
        done = self._ran.actions
        if not any(type(it) is type(action) and it == action for it in done):
            raise AssertionError(f"{self._call} did not do {action} but {list(done)}")
        return self

    def _demand_accepted(self) -> None:
        refused = self._ran.refused
        if refused is not None:
            raise AssertionError(f"{self._call} was rejected: {refused.code}: {refused.detail}")

    def _demand(self, verb: str, expected: Any, actual: Any) -> Outcome[S]:
        if expected != actual:
            raise AssertionError(
                f"{self._call} {verb} {_shown(actual)}, expected {_shown(expected)}"
            )
        return self


def _shown(value: Any) -> Any:
    return "nothing" if value is MISSING else value
