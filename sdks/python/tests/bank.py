"""Services that use all that there is to use, for the tests."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from holdfast import (
    Call,
    Context,
    Effect,
    Entity,
    Event,
    Record,
    Rejected,
    Rejection,
    Stateless,
    Upcast,
    Value,
    allow,
    field,
    limits,
    on_schedule,
    on_topic,
    query,
    replace,
    route,
    wire,
)


class Transfer(Record):
    to: str
    cents: int


class Deposited(Event):
    cents: int


class Withdrawn(Event):
    transfer: Transfer


class Refunded(Event):
    transfer: Transfer


@wire("Closed", version=2)
class AccountClosed(Event):
    why: str


@wire("Closed", version=1)
class ClosedV1(Upcast):
    def upcast(self) -> Event:
        return AccountClosed("unknown")


@wire("Deposited", version=0)
class DepositedV0(Upcast):
    """Once an event held several amounts."""

    amounts: list[int]

    def upcast(self) -> list[Deposited]:
        return [Deposited(cents) for cents in self.amounts]


class Problem(Rejection):
    INSUFFICIENT_FUNDS = "There is not enough on the account."
    CLOSED = "The account is closed."
    GONE = "The account is closed."

    @property
    def status(self) -> int:
        return 410 if self is Problem.GONE else 422


class Account(Entity, name="account", allow=["user", "service:account"], limits=limits(queue=7)):
    balance: int = 0
    closed: bool = False

    @limits(deadline="2s", body_bytes=4096)
    def transfer(self, transfer: Transfer) -> Effect[None]:
        if transfer.cents > self.balance:
            return self.reject(Problem.INSUFFICIENT_FUNDS, f"Balance: {self.balance}")
        deposit = Call.command(Account, transfer.to, Account.deposit, transfer.cents)
        return self.persist(Withdrawn(transfer)).send(deposit.otherwise(Account.refund, transfer))

    def deposit(self, cents: int) -> Effect[int]:
        if self.closed:
            return self.reject(Problem.CLOSED)
        return self.persist(Deposited(cents)).reply(lambda account: account.balance)

    @allow("service:account")
    def refund(self, transfer: Transfer) -> Effect[None]:
        return self.persist(Refunded(transfer))

    @wire("shut")
    def close(self) -> Effect[None]:
        return self.reject(Problem.GONE) if self.closed else self.persist(AccountClosed("asked"))

    @query
    def is_closed(self) -> bool:
        return self.closed

    def apply(
        self, event: Deposited | Withdrawn | Refunded | AccountClosed
    ) -> Account:
        match event:
            case Deposited(cents):
                return replace(self, balance=self.balance + cents)
            case Withdrawn(transfer):
                return replace(self, balance=self.balance - transfer.cents)
            case Refunded(transfer):
                return replace(self, balance=self.balance + transfer.cents)
            case AccountClosed():
                return replace(self, closed=True)


class Reading(Record):
    city: str
    celsius: float


@wire(version=2)
class Reservation(Value, name="reservation", allow="anyone"):
    guest: str = ""
    tags: list[str] = field(default_factory=list)

    @wire("Saved", version=1)
    class Old(Upcast):
        name: str

        def upcast(self) -> Reservation:
            return Reservation(self.name)

    @route("PUT /reservations/{room_id}?by_whom=")
    def hold(self, by_whom: str, context: Context) -> Effect[None]:
        expire = Call.command(Reservation, context.id, Reservation.expire)
        return (
            self.save(replace(self, guest=by_whom))
            .schedule("expire", timedelta(minutes=30), expire)
            .schedule("remind", context.now + timedelta(hours=1), expire)
            .cancel("other")
        )

    def expire(self) -> Effect[None]:
        return self.clear()

    @on_topic("readings", id="{city}", filter="/celsius > 30", start="beginning", waits=True)
    def note(self, reading: Reading) -> Effect[None]:
        return self.reply().publish("hot", reading, key=reading.city)

    @on_schedule("30 2 * * MON-FRI", id="daily", zone="Europe/Berlin", missed="skip")
    def sweep(self) -> Effect[None]:
        return self.reply()

    @query
    def found(self) -> Reading | None:
        return None

    def stain(self) -> Effect[None]:
        self.tags.append("in place")
        return self.reply()


class Payments(Stateless, name="payments"):
    def charge(self, cents: int, context: Context) -> Effect[str]:
        if cents < 0:
            raise ValueError("cents") if cents == -1 else SystemExit("cents")
        return self.reply(f"receipt-{context.id}-{cents}")

    def send(self) -> Effect[None]:
        return self.reply().cancel("x")


class Shop(Stateless, name="shop"):
    def buy(self, cents: int, context: Context) -> Effect[str]:
        receipt = context.call(Call.command(Payments, context.id, Payments.charge, cents))
        balance = context.call(Call.command(Account, "shop", Account.deposit, cents))
        return self.reply(f"{receipt} {balance}")

    def deaf(self, cents: int, context: Context) -> Effect[str]:
        """Swallows all it can; what it makes of that must not count."""
        answer = "nothing"
        try:
            answer = context.call(Call.command(Payments, "p", Payments.charge, cents))
        except Rejected as rejected:
            answer = rejected.code
        except Exception:
            answer = "an exception"
        except:  # noqa: E722
            answer = "whatever"
        return self.reply(answer)

    async def later(self, cents: int, context: Context) -> Effect[str]:
        await asyncio.sleep(0)
        return self.reply(context.call(Call.command(Payments, "p", Payments.charge, cents)))

    def abroad(self, text: str, context: Context) -> Effect[str]:
        return self.reply(context.call(Call.named("translate", "en", "word", text, str)))

    @query
    def when(self, context: Context) -> datetime:
        return context.now
