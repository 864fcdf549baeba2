"""Several services in memory that talk as they would on the platform."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any, TypeVar

from ..binding import anything
from ..binding.application import bind
from ..binding.documents import parse
from ..call import Call
from ..context import Caller
from ..effect import Cancel, Publish, Schedule, Send
from ..missing import MISSING
from ..rejection import Rejected
from .instance import Instance, Ran
from .message import Address, Message, back, receiver_id, sent
from .message_filter import MessageFilter
from .surroundings import Surroundings

S = TypeVar("S")


class World:
    """Durable sends with their way back, topics, timers and calls; a clock only the test moves.

    Every call of the test ends when nothing is left to be delivered. With a seed, messages of
    different senders overtake each other, and handlers are tried twice although their commit
    happens once; the same seed does the same again. No calendar runs: a test calls what has a
    schedule itself.
    """

    def __init__(self, *services: type) -> None:
        self._services = bind(services).services
        self._instances: dict[Address, Instance] = {}
        self._queues: dict[tuple[Address, Address], list[Message]] = {}
        self._timers: dict[tuple[Address, str], tuple[datetime, Call[Any]]] = {}
        self._calling: list[Address] = []
        self._calls_made = 0
        self._chance: random.Random | None = None
        self._around = Surroundings(self._made)
        self.parked: list[Call[Any]] = []  # Sent, rejected, and without a way back.

    def seed(self, seed: int) -> World:
        """Delivers in another order, and tries handlers twice, as this number says."""
        self._chance = random.Random(seed)
        return self

    def as_(self, user: str, *roles: str) -> World:
        """Who calls from now on: a user with these roles."""
        self._around.caller = Caller("user", user, frozenset(roles))
        return self

    def call(self, call: Call[Any]) -> Any:
        """Calls a handler, then delivers everything that comes of it; raises ``Rejected``."""
        reply = self._made(call)
        self._deliver()
        self._fire(self._around.now)
        return reply

    def advance(self, time: timedelta) -> World:
        """Lets time pass; timers fire on their way, each at its time."""
        end = self._around.now + time
        self._fire(end)
        self._around.now = end
        return self

    def state(self, service: type[S], id: str) -> S:
        """The state of an instance."""
        for name, binding in self._services.items():
            if binding.type is service:
                return self._instance(Address(name, id)).state  # type: ignore[no-any-return]
        raise AssertionError(f"{service.__name__} is not in this world.")

    def _made(self, call: Call[Any]) -> Any:
        target = Address(call.service, call.id)
        if target in self._calling:
            raise AssertionError(f"{call} would wait for itself.")
        self._calls_made += 1
        ran = self._run(target, call.handler, call.argument)
        if ran.refused is not None:
            raise Rejected(*ran.refused)
        return None if ran.reply is MISSING else ran.reply

    def _run(self, target: Address, handler: str, argument: Any) -> Ran:
        instance = self._instance(target)
        context = self._around.context(target.id, instance.sequence)
        self._calling.append(target)
        before = self._calls_made
        try:
            ran = instance.run(handler, argument, context)
            alone = self._calls_made == before
            if alone and self._chance is not None and self._chance.randrange(4) == 0:
                # The first try was lost before its commit.
                ran = instance.run(handler, argument, context)
        finally:
            self._calling.pop()
        instance.commit(ran)
        for action in ran.actions:
            self._perform(target, action)
        return ran

    def _instance(self, address: Address) -> Instance:
        service = self._services.get(address.service)
        if service is None:
            raise AssertionError(f"{address.service} is not in this world.")
        return self._instances.setdefault(address, Instance(service))

    def _perform(self, sender: Address, action: Any) -> None:
        if isinstance(action, Send):
            self._enqueue(sent(sender, action.call))
        elif isinstance(action, Publish):
            self._publish(sender, action)
        elif isinstance(action, Schedule):
            now, due = self._around.now, action.due
            at = now + due if isinstance(due, timedelta) else max(now, due)
            self._timers[sender, action.timer] = (at, action.call)
        elif isinstance(action, Cancel):
            self._timers.pop((sender, action.timer), None)

    def _publish(self, sender: Address, publish: Publish) -> None:
        payload = parse(anything.write(publish.payload))
        key = sender.id if publish.key is None else publish.key
        for service in self._services.values():
            for handler in service.handlers.values():
                for trigger in handler.described.get("triggers", ()):
                    if trigger.get("topic") != publish.topic:
                        continue
                    if MessageFilter(trigger["filter"]).wants(payload):
                        receiver = Address(service.name, receiver_id(trigger["id"], key, payload))
                        codec = handler.argument
                        argument = MISSING if codec is None else handler.read_argument(payload)
                        self._enqueue(Message(sender, receiver, handler.name, argument, None))

    def _enqueue(self, message: Message) -> None:
        self._queues.setdefault((message.sender, message.receiver), []).append(message)

    def _deliver(self) -> None:
        while self._queues:
            ways = list(self._queues)
            way = ways[self._chance.randrange(len(ways)) if self._chance is not None else 0]
            message = self._queues[way].pop(0)
            if not self._queues[way]:
                del self._queues[way]
            self._receive(message)

    def _receive(self, message: Message) -> None:
        ran = self._run(message.receiver, message.handler, message.argument)
        if ran.refused is None or message.call is None:
            return
        if message.call.back is not None:
            self._enqueue(back(message.sender, message.call.back))
        else:
            self.parked.append(message.call)

    def _fire(self, end: datetime) -> None:
        while True:
            due = [(at, key, call) for key, (at, call) in self._timers.items() if at <= end]
            if not due:
                return
            at, key, call = min(due, key=lambda it: it[0])
            del self._timers[key]
            self._around.now = at
            self._enqueue(sent(key[0], call))
            self._deliver()
