"""Services with every fault that is told at load."""

from __future__ import annotations

from threading import Lock

from holdfast import (
    Context,
    Effect,
    Entity,
    Event,
    Rejection,
    Stateless,
    Upcast,
    Value,
    View,
    Workflow,
    allow,
    limits,
    on_schedule,
    on_topic,
    query,
    route,
    wire,
)


class Problem(Rejection):
    BROKEN = "It is broken."

    @property
    def status(self) -> int:
        return 500


class Added(Event):
    amount: int


class Nameless(Value):
    pass


class Shouting(Value, name="SHOUTING", allow="everybody", limits=limits(deadline="soon")):
    pass


class NoEmpty(Value, name="no-empty"):
    size: int


class Locked(Value, name="locked"):
    locks: dict[str, Lock] | None = None
    bare: list = ()  # type: ignore[type-arg]
    either: int | str = 0
    clear: bool = True  # type: ignore[assignment]


class Cart(Entity, name="cart"):
    def apply(self, event: Event) -> Cart:
        return self

    @query
    def total(self) -> Effect[int]:
        return self.reply(1)

    def add(self, one: int, two: int) -> Effect[None]:
        return self.reply()

    @route("GET /carts/{id}/x")
    def plain(self) -> int:
        return 1

    @query
    def _hidden(self) -> int:
        return 1

    @route("POST /carts/{id}/items")
    def add_item(self, sku: str) -> Effect[None]:
        return self.reply()

    def untyped(self, x) -> Effect[None]:  # type: ignore[no-untyped-def]
        return self.reply()

    def silent(self):  # type: ignore[no-untyped-def]
        return self.reply()

    def vague(self) -> Effect:  # type: ignore[type-arg]
        return self.reply()

    def early(self, context: Context, sku: str) -> Effect[None]:
        return self.reply()

    def events(self) -> Effect[None]:
        return self.reply()

    @allow("user")
    @route("FETCH /x")
    def fetch(self) -> Effect[None]:
        return self.reply()

    @allow("user")
    @route("GET /v1/{id}/{what}")
    def reserved(self) -> Effect[None]:
        return self.reply()

    @on_topic("Topics!", id="{no_such}", start="yesterday")
    def heard(self, sku: str) -> Effect[None]:
        return self.reply()

    @on_schedule("* * * * *", zone="Mars/Base", missed="maybe")
    def ticked(self, sku: str) -> Effect[None]:
        return self.reply()

    @query
    @on_topic("topic")
    def asked(self) -> int:
        return 1

    @query
    def nothing(self) -> None:
        return None


class Mute(Entity, name="mute"):
    pass


class Twin(Entity, name="cart", allow="user"):
    def apply(self, event: Added) -> Twin:
        return self

    @route("POST /carts/{cart}/items")
    def add_item(self, sku: str) -> Effect[None]:
        return self.reject(Problem.BROKEN)


class Order(Workflow, name="order"):
    pass


class Rows(View, name="rows"):
    pass


class Full(Stateless, name="full"):
    size: int = 0


@wire("Gone", version=1)
class GoneV1(Upcast):
    def upcast(self) -> Event:
        return Added(1)
