"""What is to happen beside the state, as it stands in an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ..binding import anything
from ..binding.application import Application
from ..binding.handler import Handler
from ..binding.json_fault import JsonFault
from ..binding.service import ServiceBinding
from ..binding.times import print_instant
from ..call import Call
from ..effect import Cancel, Publish, Schedule, Send
from ..faults import HandlerFailed
from ..wire_names import SERVICE
from .calls import argument, written
from .writing import quoted

_LONGEST_DELAY = timedelta(days=36_525)  # Beyond it a timer is a mistake in the arithmetic.
_LONGEST_TOPIC = 64
_LONGEST_NAME = 200


def write(
    application: Application, service: ServiceBinding, handler: Handler, actions: Any, now: datetime
) -> str:
    """The fields ``sends``, ``publishes`` and ``timers``, each after a comma, if not empty."""
    one = _Outgoing(application, service, handler, now)
    return one.write(actions)


class _Outgoing:
    def __init__(
        self, application: Application, service: ServiceBinding, handler: Handler, now: datetime
    ) -> None:
        self._services = application.services
        self._service = service
        self._who = handler.who
        self._now = now

    def write(self, actions: Any) -> str:
        lists: dict[str, list[str]] = {"sends": [], "publishes": [], "timers": []}
        for action in actions:
            if isinstance(action, Send):
                lists["sends"].append(self._call("sends", action.call))
            elif isinstance(action, Publish):
                lists["publishes"].append(self._publication(action))
            elif isinstance(action, Schedule):
                lists["timers"].append(self._timer(action))
            elif isinstance(action, Cancel):
                name = quoted(self._name(action.timer))
                lists["timers"].append(f'{{"name":{name},"cancel":true}}')
        return "".join(f',"{name}":[{",".join(all)}]' for name, all in lists.items() if all)

    def _failed(self, what: str) -> HandlerFailed:
        return HandlerFailed(f"{self._who} {what}")

    def _call(self, verb: str, call: Call[Any]) -> str:
        if not SERVICE.fullmatch(call.service):
            raise self._failed(f'{verb} {call}, but "{call.service}" is no service name.')
        if not _is_plain(call.id) or "/" in call.id or call.id in (".", ".."):
            raise self._failed(
                f'{verb} {call}, but "{call.id}" is no id: 1 to {_LONGEST_NAME} characters, no'
                " slash, no control character."
            )
        self._demand_command(verb, call.service, call)
        text = written(call, call.id, argument(call))
        if call.back is None:
            return text
        return text[:-1] + f',"otherwise":{self._back(call.back)}}}'

    def _back(self, back: Call[Any]) -> str:
        """What comes back if the receiver rejects: a command of the sender itself."""
        method: Any = back.method
        if getattr(self._service.type, method.__name__, None) is not method:
            raise self._failed(
                f"names {method.__qualname__} to be sent if a call is rejected; name a handler of"
                f" {self._service.type.__name__}: it is the sender that is told."
            )
        self._demand_command("is sent back", self._service.name, back)
        sender = self._service.type
        own: Call[Any] = Call("", "", back.handler, back.argument, type=sender, method=method)
        return f'{{"handler":{quoted(back.handler)},"argument":{argument(own)}}}'

    def _demand_command(self, verb: str, name: str, call: Call[Any]) -> None:
        service = self._services.get(name)
        if service is None:
            return
        handler = service.handlers.get(call.handler)
        if handler is None or handler.is_query:
            query = "is a query; only a command can be sent"
            why = "names no handler" if handler is None else query
            raise self._failed(f"{verb} a call that is wrong: {call} {why}.")

    def _publication(self, publish: Publish) -> str:
        topic, key = publish.topic, publish.key
        if not SERVICE.fullmatch(topic) or len(topic) > _LONGEST_TOPIC:
            raise self._failed(
                f'publishes to "{topic}". A topic is lower case words joined by hyphens, at most'
                f" {_LONGEST_TOPIC} characters."
            )
        if key is not None and not _is_plain(key):
            raise self._failed(
                f'publishes to {topic} with the key "{key}". A key has 1 to {_LONGEST_NAME}'
                " characters, none of them a control character."
            )
        try:
            payload = anything.write(publish.payload)
        except JsonFault as fault:
            raise self._failed(f"publishes to {topic} what is no message: {fault}") from fault
        keyed = "" if key is None else f',"key":{quoted(key)}'
        return f'{{"topic":"{topic}"{keyed},"payload":{payload}}}'

    def _timer(self, schedule: Schedule) -> str:
        name, due = self._name(schedule.timer), schedule.due
        if isinstance(due, timedelta):
            if not timedelta(0) <= due <= _LONGEST_DELAY:
                raise self._failed(
                    f"schedules {name} after {due}. A delay is not negative and at most 100 years."
                )
            when = f'"after":{due // timedelta(milliseconds=1)}'
        else:
            when = f'"at":"{self._instant(name, due)}"'
        return f'{{"name":{quoted(name)},{when},"call":{self._call("schedules", schedule.call)}}}'

    def _instant(self, name: str, at: datetime) -> str:
        try:
            if at - self._now > _LONGEST_DELAY:
                raise self._failed(f"schedules {name} at {at}, which is in more than 100 years.")
            return print_instant(at)
        except (TypeError, ValueError, AttributeError):
            raise self._failed(
                f"schedules {name} at {at!r}, which is no time with a zone."
            ) from None

    def _name(self, timer: str) -> str:
        if not _is_plain(timer):
            raise self._failed(
                f'names a timer "{timer}". A timer\'s name has 1 to {_LONGEST_NAME} characters,'
                " none of them a control character."
            )
        return timer


def _is_plain(text: Any) -> bool:
    return (
        isinstance(text, str)
        and 1 <= len(text) <= _LONGEST_NAME
        and all(char >= " " and char != "\x7f" for char in text)
    )
