"""Finds the handlers among the methods of one service."""

from __future__ import annotations

import inspect
import types
from typing import Any, Callable, Iterator

from ..marks import Limits, marks
from ..missing import MISSING
from ..services import Declared, Stateless
from ..wire_names import camel
from . import limits, routes, rules, triggers
from .codec import Codec, OptionalCodec
from .codecs import Codecs, TypeFault
from .handler import Handler
from .reading import Reading
from .rejections import rejections_of
from .signature import Signature, signature

_JOURNAL = "events"


class HandlerReader:
    """Notes every fault, and goes on after one where it can."""

    def __init__(
        self, service: type, says: Declared, codecs: Codecs, reading: Reading
    ) -> None:
        self._service = service
        self._says = says
        self._codecs = codecs
        self._reading = reading
        self._has_instances = not issubclass(service, Stateless)
        self._rejections = rejections_of(service)
        for problem in self._rejections:
            if not 400 <= problem["status"] <= 499:
                self._fault(
                    f"{service.__name__} has the rejection {problem['code']} with the status"
                    f" {problem['status']}. Choose one from 400 to 499."
                )
        self._names: dict[str, str] = {}

    def read(self) -> Iterator[Handler]:
        for name, method in methods_of(self._service).items():
            if isinstance(method, (staticmethod, classmethod, property)):
                self._plain(name, getattr(method, "__func__", None) or method)
            elif isinstance(method, types.FunctionType) and name != "apply":
                handler = self._method(name, method)
                if handler is not None:
                    yield handler

    def _fault(self, sentence: str) -> None:
        self._reading.fault(sentence)

    def _method(self, name: str, method: types.FunctionType) -> Handler | None:
        who = f"{self._service.__name__}.{name}"
        if name.startswith("_"):
            self._plain(name, method, "its name begins with an underscore. Drop it.")
            return None
        try:
            says = signature(self._service, method)
        except Exception as unknown:
            self._fault(f"{who} has an annotation that cannot be read: {unknown}.")
            return None
        is_query = bool(marks(method).get("query"))
        if not says.is_command and not is_query:
            if says.returns is MISSING:
                self._fault(
                    f"{who} does not say what it returns, which tells whether it is a handler."
                    " Write -> Effect[None] for a command; begin its name with an underscore if"
                    " it is yours."
                )
            self._plain(name, method)
            return None
        self._declare(who, method)
        if says.is_command and is_query:
            self._fault(
                f"{who} is marked @query but returns an Effect: a query cannot change anything."
                " Return the answer itself, or drop @query."
            )
            return None
        return self._bind(who, name, method, says, is_query)

    def _plain(
        self,
        name: str,
        method: Any,
        why: str = "return an Effect (a command) or add @query.",
    ) -> None:
        """A method that is no handler must not look as if it were one."""
        said = marks(method) if hasattr(method, "__dict__") else {}
        for mark in said:
            if mark == "wire" and name == "apply":
                continue
            begin = "has a @route" if mark == "route" else f"is marked @{mark}"
            self._fault(f"{self._service.__name__}.{name} {begin} but is no handler: {why}")

    def _declare(self, who: str, method: types.FunctionType) -> None:
        """Notes the route even of a handler that has faults of other kinds."""
        text = marks(method).get("route")
        route = routes.parse(text, self._has_instances) if text else None
        if route:
            self._reading.route(who, route)

    def _bind(
        self, who: str, name: str, method: types.FunctionType, says: Signature, is_query: bool
    ) -> Handler | None:
        before = len(self._reading.faults)
        self._parameters(who, says)
        if len(self._reading.faults) > before:
            return None
        wire = marks(method).get("wire")
        wire_name = wire.name if wire and wire.name else camel(name)
        self._demand_free(who, wire_name)
        argument = self._argument(who, says)
        reply = self._reply(who, says, is_query)
        allowed = marks(method).get("allow", self._says.allow)
        own_limits = marks(method).get("limits", Limits())
        self._reading.faults += rules.faults(who, marks(method).get("allow", ()))
        self._reading.faults += limits.faults(who, own_limits)
        route = self._route(who, method, argument, allowed)
        triggered = self._triggers(who, method, argument, is_query)
        if len(self._reading.faults) > before:
            return None
        return Handler(
            who=who,
            name=wire_name,
            is_query=is_query,
            argument=argument,
            reply=reply,
            may_find_nothing=is_query and isinstance(reply, OptionalCodec),
            of_messages="on_topic" in marks(method),
            is_async=inspect.iscoroutinefunction(method),
            takes_context=bool(says.context),
            invoke=_invocation(method, says),
            described={
                "rejections": [] if is_query else self._rejections,
                **({"route": route.text} if route else {}),
                "allow": list(allowed),
                **_unless_empty("limits", limits.described(own_limits, self._says.limits)),
                **_unless_empty("triggers", triggered),
            },
        )

    def _parameters(self, who: str, says: Signature) -> None:
        if not says.context_is_last:
            self._fault(
                f"{who} takes a Context that is not its last parameter. Move it to the end."
            )
        if len(says.arguments) > 1:
            self._fault(
                f"{who} takes {len(says.arguments)} arguments; a handler takes one (the JSON body)"
                " and may also take a Context. Put them in a Record."
            )
        for name, type in says.arguments.items():
            if type is MISSING:
                self._fault(
                    f"{who}: parameter {name} has no type, so JSON cannot be bound to it. Write"
                    f" {name}: int, or another type."
                )

    def _demand_free(self, who: str, name: str) -> None:
        """An address is one handler's, and one of an instance is not for handlers to answer at."""
        other = self._names.setdefault(name, who)
        if other != who:
            self._fault(f"{other} and {who} are both {name} on the wire. Rename one.")
        if name == _JOURNAL and self._has_instances:
            self._fault(
                f'{who} is named "{name}", but GET /v1/services/{self._says.name}/{{id}}/{name} is'
                " the journal of an instance. Choose another name."
            )

    def _argument(self, who: str, says: Signature) -> Codec | None:
        for type in says.arguments.values():
            return self._find(type, f"The argument of {who}")
        return None

    def _reply(self, who: str, says: Signature, is_query: bool) -> Codec | None:
        reply = says.reply
        if reply is MISSING:
            what = "returns a query's answer" if is_query else "returns an Effect"
            self._fault(
                f"{who} {what} but does not say of what type. Write"
                f" {'-> int' if is_query else '-> Effect[int], or -> Effect[None]'}."
            )
            return None
        if reply in (None, types.NoneType):
            if is_query:
                self._fault(f"{who} is marked @query but answers nothing. Return the answer.")
            return None
        return self._find(reply, f"The reply of {who}")

    def _find(self, type: Any, subject: str) -> Codec:
        found: list[TypeFault] = []
        codec = self._codecs.find(type, found)
        self._reading.faults += [fault.of(subject) for fault in found]
        return codec

    def _route(
        self, who: str, method: Any, argument: Codec | None, allowed: tuple[str, ...]
    ) -> routes.Route | None:
        text = marks(method).get("route")
        if text is None:
            return None
        route = routes.parse(text, self._has_instances)
        self._reading.faults += routes.faults(
            who, self._service.__name__, text, route, argument, allowed, self._has_instances
        )
        return route

    def _triggers(
        self, who: str, method: Any, argument: Codec | None, is_query: bool
    ) -> list[dict[str, Any]]:
        topic, schedule = marks(method).get("on_topic"), marks(method).get("on_schedule")
        if is_query and (topic or schedule):
            self._fault(
                f"{who} is a query with a trigger: nothing would come of it. Make it a command."
            )
        if topic:
            self._reading.faults += triggers.topic_faults(who, topic, argument)
        if schedule:
            self._reading.faults += triggers.schedule_faults(
                who, schedule, argument is not None, self._has_instances
            )
        return triggers.described(topic, schedule)


def methods_of(service: type) -> dict[str, Any]:
    """What stands in the class and in the author's classes that it extends."""
    found: dict[str, Any] = {}
    for cls in reversed(service.__mro__):
        if cls is not object and not cls.__module__.startswith("holdfast."):
            found.update(vars(cls))
    return dict(sorted(found.items()))


def _invocation(method: Any, says: Signature) -> Callable[[Any, Any, Any], Any]:
    """Calls the method with just what it takes."""
    argument, context = next(iter(says.arguments), None), says.context
    if argument and context:
        return method  # type: ignore[no-any-return]
    if argument:
        return lambda state, given, _: method(state, given)
    if context:
        return lambda state, _, around: method(state, around)
    return lambda state, _, __: method(state)


def _unless_empty(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}
