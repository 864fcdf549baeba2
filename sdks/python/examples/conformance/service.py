"""The reference services of docs/conformance.md."""

import enum
from datetime import datetime, timedelta

from holdfast import Call, Context, Effect, Entity, Event, Record, Rejected, Rejection, Stateless
from holdfast import Upcast, Value, field, limits, on_schedule, on_topic, query, replace, route, wire

class Amount(Record): amount: int
class Added(Event): amount: int
class Limit(Rejection): TOO_MUCH = "At most 1000 at once."

class Counter(Entity, name="conformance-counter", allow="anyone"):
    count: int = 0
    def add(self, amount: int) -> Effect[int]:
        if amount > 1000: return self.reject(Limit.TOO_MUCH)
        return self.persist(Added(amount)).reply(Counter.value)
    def add_all(self, amounts: list[int]) -> Effect[int]:
        return self.persist(*map(Added, amounts)).reply(Counter.value)
    @on_topic("conformance-amounts", id="/counter", filter="/amount > 0", start="beginning", waits=True)
    def heard(self, message: Amount) -> Effect[None]:
        return self.persist(Added(message.amount))
    @query
    def value(self) -> int:
        return self.count
    @query
    def above(self, least: int) -> int | None:
        return self.count if self.count > least else None
    def apply(self, event: Added) -> Counter:
        return replace(self, count=self.count + event.amount)

class Note(Value, name="conformance-note"):
    text: str = ""
    edits: int = 0
    def write(self, text: str) -> Effect[int]:
        return self.save(Note(text, self.edits + 1)).reply(lambda note: note.edits)
    @on_schedule("0 4 * * *", id="main", zone="Europe/Berlin", missed="skip")
    def erase(self) -> Effect[None]:
        return self.clear()
    @query
    def read(self) -> str | None:
        return self.text or None

class Line(Record): sku: str; quantity: int; cents: int
class ItemRemoved(Event): sku: str
class CheckedOut(Event): cents: int
@wire("ItemAdded", version=2)
class ItemAdded(Event): line: Line
@wire("ItemAdded", version=1)
class ItemAddedV1(Upcast):
    sku: str; count: int
    def upcast(self) -> ItemAdded: return ItemAdded(Line(self.sku, self.count, 0))

class Problem(Rejection):
    EMPTY = "Put something in first."
    CHECKED_OUT = "This cart is already checked out."
    @property
    def status(self) -> int: return 409 if self is Problem.CHECKED_OUT else 422

class Cart(Entity, name="conformance-cart", allow="user"):
    lines: dict[str, Line] = field(default_factory=dict)
    paid: bool = False
    @limits(deadline="2s", queue=10, body_bytes=65536)
    def add_item(self, line: Line, context: Context) -> Effect[None]:
        if self.paid: return self.reject(Problem.CHECKED_OUT)
        expire = Call.command(Cart, context.id, Cart.expire)
        return self.persist(ItemAdded(line)).schedule("expire", timedelta(minutes=30), expire)
    def remove_item(self, sku: str) -> Effect[None]:
        return self.persist(ItemRemoved(sku)) if sku in self.lines else self.reply()
    def expire(self) -> Effect[None]:
        return self.persist(*map(ItemRemoved, self.lines))
    def checkout(self, context: Context) -> Effect[int]:
        if self.paid: return self.reject(Problem.CHECKED_OUT)
        if not self.lines: return self.reject(Problem.EMPTY)
        cents = self.total()
        told = Call.command(Note, context.id, Note.write, f"Paid {cents}.")
        paid = self.persist(CheckedOut(cents)).send(told.otherwise(Cart.not_noted, cents))
        paid = paid.publish("conformance-checkouts", self.lines)
        return paid.publish("conformance-paid", cents, key="eu").cancel("expire").reply(Cart.total)
    def not_noted(self, cents: int) -> Effect[None]:
        return self.reply()
    def remind_at(self, at: datetime, context: Context) -> Effect[None]:
        return self.reply().schedule("remind", at, Call.command(Note, context.id, Note.write, "Remember."))
    def pay(self, context: Context) -> Effect[int]:
        spent = context.call(Call.command(Counter, "spent", Counter.add, self.total()))
        return self.persist(CheckedOut(self.total())).reply(lambda _: spent)
    def try_pay(self, context: Context) -> Effect[int]:
        try:
            return self.reply(context.call(Call.command(Counter, "spent", Counter.add, self.total())))
        except Rejected:
            return self.reply(-1)
    @query
    @route("GET /conformance/carts/{id}/total")
    def total(self) -> int:
        return sum(line.quantity * line.cents for line in self.lines.values())
    def apply(self, event: ItemAdded | ItemRemoved | CheckedOut) -> Cart:
        match event:
            case ItemAdded(line): return replace(self, lines={**self.lines, line.sku: line})
            case ItemRemoved(sku):
                return replace(self, lines={k: v for k, v in self.lines.items() if k != sku})
            case CheckedOut(): return replace(self, paid=True)

class Size(enum.Enum): SMALL = 1; LARGE = 2
class All(Record):
    words: str; count: int; ratio: float; yes: bool; at: datetime; numbers: list[int]
    names: dict[str, str]; line: Line; size: Size; maybe: str | None = None

class Echo(Stateless, name="conformance-echo"):
    def all(self, all: All) -> Effect[All]:
        return self.reply(all)
    def above(self, least: int, context: Context) -> Effect[int | None]:
        return self.reply(context.call(Call.query(Counter, "c1", Counter.above, least)))
    def both(self, amount: int, context: Context) -> Effect[str]:
        calls = [Call.command(Counter, side, Counter.add, amount) for side in ("left", "right")]
        return self.reply("-".join(str(context.call(call)) for call in calls))
