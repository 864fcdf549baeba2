"""One instance of one service, moved by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Generic, TypeVar

from ..binding.application import bind
from ..binding.service import ServiceBinding
from ..call import Call
from ..context import Caller
from ..missing import MISSING
from . import golden
from .instance import Instance
from .outcome import Outcome
from .surroundings import Surroundings

S = TypeVar("S")
_ID = "test"


class Scenario(Generic[S]):
    """Given events, when a command, then an ``Outcome``. Its id is ``test``.

    It is mutable: each command that is accepted changes the state for the next one. Raises
    ``InvalidService`` when the service cannot be loaded.
    """

    def __init__(self, service: type[S]) -> None:
        self._type = service
        self._instance = Instance(_bound(service))
        self._around = Surroundings()

    @staticmethod
    def golden(service: type, journal: str | Path) -> None:
        """Folds a recorded journal, a file with one event a line.

        Fails if this version of the service cannot read it, or comes to another state than the
        last line says.
        """
        golden.fold(_bound(service), Path(journal))

    def given(self, *events: Any) -> Scenario[S]:
        """Events that have happened; for a ``Value`` the states it was given."""
        for event in events:
            self._instance.given(event)
        return self

    def at(self, now: datetime) -> Scenario[S]:
        """The time from now on."""
        if now.utcoffset() is None:
            raise ValueError("A time has a zone: datetime(…, tzinfo=timezone.utc).")
        self._around.now = now
        return self

    def as_(self, user: str, *roles: str) -> Scenario[S]:
        """Who calls from now on: a user with these roles."""
        self._around.caller = Caller("user", user, frozenset(roles))
        return self

    def answering(self, call: Call[Any], reply: Any = None) -> Scenario[S]:
        """What ``context.call`` gives for this call; a ``Rejected`` is raised."""
        self._around.answer(call, reply)
        return self

    def when(self, command: Callable[..., Any], argument: Any = MISSING) -> Outcome[S]:
        """Runs a command."""
        return self._run(Call.command(self._type, _ID, command, argument))

    def ask(self, query: Callable[..., Any], argument: Any = MISSING) -> Outcome[S]:
        """Asks a query."""
        return self._run(Call.query(self._type, _ID, query, argument))

    def state(self) -> S:
        """The state now."""
        return self._instance.state  # type: ignore[no-any-return]

    def _run(self, call: Call[Any]) -> Outcome[S]:
        context = self._around.context(_ID, self._instance.sequence)
        ran = self._instance.run(call.handler, call.argument, context)
        self._instance.commit(ran)
        return Outcome(self, call, ran)


def _bound(service: type) -> ServiceBinding:
    (bound,) = bind([service]).services.values()
    return bound
