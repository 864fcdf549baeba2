"""What a handler decides, or a query answers."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from ..binding.application import Application
from ..binding.handler import Handler
from ..binding.json_fault import JsonFault
from ..binding.service import Accepted, Refused, ServiceBinding, refused
from ..binding.times import parse_instant
from ..context import Caller, Context
from ..faults import HandlerFailed
from ..rejection import Rejected
from . import outgoing
from .bad_request import BadRequest
from .calls import Calls
from .states import Kept, States
from .suspended import Suspended
from .writing import quoted

_MISSING = '{"missing":"state"}'
_CALLERS = ("anonymous", "user", "service", "operator")


class Decider:
    """Answers ``decide``. It keeps states, and may be asked by any number of threads."""

    def __init__(self, application: Application, *, dev: bool = False) -> None:
        self._application = application
        self._dev = dev  # Finds states that are changed in place, which takes time.
        self._states = States()

    def decide(self, service: ServiceBinding, request: dict[str, Any], size: int) -> str:
        """The answer to one request, whose body had this size."""
        id, name = request.get("id"), request.get("handler")
        if not isinstance(id, str) or not isinstance(name, str):
            raise BadRequest("id or handler is missing")
        if "now" not in request:
            raise BadRequest("now is missing")
        handler = service.handlers.get(name)
        if handler is None:
            return _problem("unknown-handler", 404, f"{service.name} has no {name}.")
        instance = (service.name, id)
        kept = self._state(service, instance, request.get("state"), size)
        if kept is None:
            return _MISSING
        try:
            argument = handler.read_argument(request.get("argument"))
        except JsonFault as fault:
            return _wrong(fault)
        calls = Calls(request.get("answers") or ())
        # Times are only read where somebody looks at them: they would be a fifth of the work.
        context = _context(id, request, calls) if handler.takes_context else None
        try:
            outcome = self._outcome(service, handler, kept.state, argument, context, calls)
        except HandlerFailed:
            self._states.forget(instance)
            raise
        if outcome is None:
            return f'{{"needs":[{calls.need}]}}'
        if isinstance(outcome, Refused):
            return _rejection(service, outcome)
        if isinstance(outcome, str):
            return outcome
        answer = self._accepted(service, handler, outcome, request)
        return self._keep(service, instance, request, kept, outcome, answer)

    def _state(
        self, service: ServiceBinding, instance: tuple[str, str], given: Any, size: int
    ) -> Kept | None:
        if service.kind == "stateless":
            return Kept((), service.empty, 0)
        if not isinstance(given, dict):
            raise BadRequest("state is missing")
        token = given.get("token")
        if "value" not in given:
            return self._states.get(instance, token) if isinstance(token, str) else None
        value = given["value"]
        try:
            state = service.empty if value is None else service.state.read(value, False)
        except JsonFault as fault:
            raise HandlerFailed(f"the state of {service.name} does not fit: {fault}") from fault
        kept = Kept((token,), state, size) if isinstance(token, str) else Kept((), state, size)
        if kept.tokens:
            self._states.keep(instance, kept)
        return kept

    def _outcome(
        self,
        service: ServiceBinding,
        handler: Handler,
        state: Any,
        argument: Any,
        context: Context | None,
        calls: Calls,
    ) -> Accepted | Refused | str | None:
        """What the handler comes to; none if it needs an answer first."""
        before = service.state.write(state) if self._dev else ""
        try:
            outcome = _run(service, handler, state, argument, context)
        except Suspended:
            return None
        except (Exception, SystemExit, asyncio.CancelledError) as thrown:
            if calls.need is not None:
                return None  # What it made of an answer that is not there is nothing to tell.
            if isinstance(thrown, (HandlerFailed, BadRequest)):
                raise
            raise HandlerFailed(f"{handler.who} threw {thrown!r}") from thrown
        if self._dev and service.state.write(state) != before:
            raise HandlerFailed(
                f"{handler.who} or {service.type.__name__}.apply changes the state in place. Copy"
                " what you change: the old state must stay."
            )
        return None if calls.need is not None else outcome

    def _accepted(
        self, service: ServiceBinding, handler: Handler, outcome: Accepted, request: Any
    ) -> str:
        """All of an answer but the state."""
        text = '{"events":['
        text += ",".join(service.write_event(handler.who, it) for it in outcome.events)
        text += '],"reply":' + outcome.reply
        if outcome.actions:
            now = _instant(request, "now")
            text += outgoing.write(self._application, service, handler, outcome.actions, now)
        return text

    def _keep(
        self,
        service: ServiceBinding,
        instance: tuple[str, str],
        request: dict[str, Any],
        kept: Kept,
        outcome: Accepted,
        answer: str,
    ) -> str:
        if service.kind == "stateless":
            return answer + "}"
        if "state" in (request.get("wants") or ()):
            state = self._write_state(service, outcome.state)
            answer, size = answer + ',"state":' + state, len(state)
        else:
            # A guess that is never too small: what came in and what was added to it.
            size = kept.size + (len(answer) if outcome.events else 0)
        token = request.get("next")
        if isinstance(token, str):
            # Without an event nothing may be written, and then the state keeps its old token.
            tokens = (token,) if outcome.events else (*kept.tokens[-1:], token)
            self._states.keep(instance, Kept(tokens, outcome.state, size))
        return answer + "}"

    def _write_state(self, service: ServiceBinding, state: Any) -> str:
        try:
            return service.state.write(state)
        except JsonFault as fault:
            raise HandlerFailed(f"the state of {service.name} has no JSON form: {fault}") from fault


def _run(
    service: ServiceBinding, handler: Handler, state: Any, argument: Any, context: Context | None
) -> Accepted | Refused | str:
    try:
        returned = service.invoke(handler, state, argument, context)
    except Rejected as rejected:
        return refused(rejected)
    if not handler.is_query:
        return service.accept(handler, state, returned)
    if returned is None and handler.may_find_nothing:
        return '{"nothing":true}'
    return '{"reply":' + service.write_answer(handler, returned) + "}"


def _context(id: str, request: dict[str, Any], calls: Calls) -> Context:
    """What the handler may know; times are read from the request, which has the only clock."""
    caller = request.get("caller") or {}
    try:
        kind = caller.get("kind", "anonymous")
        if kind not in _CALLERS:
            raise ValueError(f"a caller of kind {kind}")
        return Context(
            id,
            _instant(request, "now"),
            int(request.get("sequence") or 0),
            Caller(kind, str(caller.get("name") or ""), frozenset(caller.get("roles") or ())),
            _instant(request, "deadline"),
            calls,
        )
    except (TypeError, ValueError, LookupError, AttributeError) as wrong:
        raise BadRequest(f"sequence or caller cannot be read: {wrong}") from None


def _instant(request: dict[str, Any], name: str) -> datetime:
    try:
        return parse_instant(request[name])
    except (TypeError, ValueError, LookupError, OverflowError):
        raise BadRequest(f"{name} is no time") from None


def _wrong(fault: JsonFault) -> str:
    code = "invalid-json" if fault.malformed else "invalid-argument"
    return (
        f'{{"problem":{{"code":"{code}","status":400,"pointer":{quoted(fault.pointer)}'
        f',"detail":{quoted(fault.detail)}}}}}'
    )


def _rejection(service: ServiceBinding, outcome: Refused) -> str:
    # A rejection of another service keeps its name, as callers are told SERVICE/CODE.
    other = "" if outcome.service == service.name else f',"service":{quoted(outcome.service)}'
    return (
        f'{{"problem":{{"code":{quoted(outcome.code)},"status":{outcome.status}'
        f',"detail":{quoted(outcome.detail)}{other}}}}}'
    )


def _problem(code: str, status: int, detail: str) -> str:
    return f'{{"problem":{{"code":"{code}","status":{status},"detail":{quoted(detail)}}}}}'
