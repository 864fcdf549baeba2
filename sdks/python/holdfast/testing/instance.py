"""One instance of a service, run by hand.

Each step is checked for what would go wrong only later: values that do not survive JSON, a state
changed in place, an ``apply`` that is not pure.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ..binding.codec import Codec
from ..binding.documents import parse
from ..binding.handler import Handler
from ..binding.json_fault import JsonFault
from ..binding.service import Refused, ServiceBinding, refused
from ..context import Context
from ..effect import Effect
from ..faults import HandlerFailed
from ..missing import MISSING
from ..rejection import Rejected


class Ran(NamedTuple):
    """What a handler came to, as the author's values; ``MISSING`` is no reply."""

    events: tuple[Any, ...]
    state: Any
    reply: Any = MISSING
    refused: Refused | None = None
    actions: tuple[Any, ...] = ()


class Instance:
    """Mutable: each command that is accepted changes the state for the next one."""

    def __init__(self, service: ServiceBinding) -> None:
        self.service = service
        self.state = service.empty
        self.sequence = 0

    def given(self, event: Any) -> None:
        """Folds an event of the past."""
        self.state = self._after((event,))
        self.sequence += 1

    def commit(self, ran: Ran) -> None:
        """Makes what a command came to the truth."""
        if ran.events or ran.actions:
            self.sequence += 1
        self.state = ran.state

    def run(self, name: str, argument: Any, context: Context) -> Ran:
        """Runs a handler; nothing has happened by it yet."""
        handler = self.service.handlers.get(name)
        if handler is None:
            raise AssertionError(f"{self.service.name} has no handler {name}")
        before = self.service.state.write(self.state)
        given = _received(handler, argument)
        try:
            returned = self.service.invoke(handler, self.state, given, context)
        except Rejected as rejected:
            return Ran((), self.state, refused=refused(rejected))
        if self.service.state.write(self.state) != before:
            raise AssertionError(
                f"{handler.who} changes the state in place. Persist an event instead; copy what it"
                " needs."
            )
        if handler.is_query:
            _demand_reply_survives(handler, returned)
            return Ran((), self.state, returned)
        return self._accepted(handler, returned)

    def _accepted(self, handler: Handler, returned: Any) -> Ran:
        if isinstance(returned, Effect):
            # Before anything else, since it looks at what apply does to a state unspoilt.
            self._after(self.service.events.of(returned.parts))
        outcome = self.service.accept(handler, self.state, returned)
        if isinstance(outcome, Refused):
            return Ran((), self.state, refused=outcome)
        state = outcome.state
        reply = handler.reply.read(parse(outcome.reply), False) if handler.reply else MISSING
        if reply is not MISSING:
            said = returned.parts.reply(state)
            if not hasattr(said, "__await__"):  # What a coroutine said was written all the same.
                _demand_same(f"The reply of {handler.who}", said, reply)
        return Ran(outcome.events, state, reply, None, outcome.actions)

    def _after(self, events: tuple[Any, ...]) -> Any:
        current, service = self.state, self.service
        for event in events:
            read = self._journaled(event)
            before = service.state.write(current)
            after = service.apply(current, event)
            if service.state.write(current) != before:
                raise AssertionError(
                    f"{service.type.__name__}.apply changes the state in place, for {event}. Copy"
                    " it: the old state must stay."
                )
            again = service.apply(current, read)
            if after != again:
                raise AssertionError(
                    f"{service.type.__name__}.apply is not pure: applied twice, {event} leads to"
                    f" {after} and to {again}."
                )
            demand_survives(f"The state {service.type.__name__}", service.state, after)
            current = after
        return current

    def _journaled(self, event: Any) -> Any:
        what = f"The event {type(event).__name__}"
        try:
            written = parse(self.service.events.write(event))
            name, version, data = written["type"], written["version"], written["data"]
            read = self.service.events.read(name, version, data)[0]
        except JsonFault as fault:
            raise AssertionError(f"{what} has no JSON form: {fault}") from fault
        except HandlerFailed as failed:
            raise AssertionError(str(failed)) from failed
        _demand_same(what, event, read)
        return read


def _received(handler: Handler, argument: Any) -> Any:
    """The argument as it would arrive."""
    if handler.argument is None or argument is MISSING:
        if (handler.argument is None) != (argument is MISSING):
            needs = "takes no" if handler.argument is None else "needs an"
            raise AssertionError(f"{handler.who} {needs} argument.")
        return None
    what = f"The argument of {handler.who}"
    try:
        received = handler.read_argument(parse(handler.argument.write(argument)))
    except JsonFault as fault:
        raise AssertionError(f"{what} has no JSON form: {fault}") from fault
    _demand_same(what, argument, received)
    return received


def _demand_reply_survives(handler: Handler, reply: Any) -> None:
    if handler.reply is not None:
        demand_survives(f"The reply of {handler.who}", handler.reply, reply)


def demand_survives(what: str, codec: Codec, value: Any) -> None:
    """Fails if a value comes back from JSON as another one."""
    try:
        read = codec.read(parse(codec.write(value)), False)
    except JsonFault as fault:
        raise AssertionError(f"{what} has no JSON form: {fault}") from fault
    _demand_same(what, value, read)


def _demand_same(what: str, value: Any, received: Any) -> None:
    if value != received:
        raise AssertionError(f"{what} does not survive JSON: {value} comes back as {received}.")
