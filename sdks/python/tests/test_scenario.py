"""The test kit: what it states, and what it finds unasked."""

from __future__ import annotations

import itertools
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from holdfast import Call, Context, Effect, Entity, Event, Rejected, Value, field, replace
from holdfast.testing import Scenario

from . import bank
from .bank import Account, Payments, Reservation, Shop, Transfer

TEN = Transfer("ben", 10)
TICKS = itertools.count()


class Put(Event):
    item: float


class Box(Entity, name="box"):
    """Does everything wrong that the test kit finds."""

    items: list[float] = field(default_factory=list)

    def stain(self) -> Effect[None]:
        self.items.append(1)
        return self.reply()

    def put(self, item: float) -> Effect[None]:
        return self.persist(Put(item))

    def odd(self) -> Effect[None]:
        return self.persist(Put("x"))  # type: ignore[arg-type]

    def lie(self) -> Effect[int]:
        return self.reply(1.5)  # type: ignore[arg-type]

    def none(self) -> Effect[None]:
        return None  # type: ignore[return-value]

    def apply(self, event: Put) -> Box:
        if event.item == 1:
            self.items[:] = [event.item]
            return self
        return replace(self, items=[*self.items, event.item, next(TICKS)])


class Notes(Value, name="notes"):
    by: str = ""

    def sign(self, context: Context) -> Effect[str]:
        said = f"{context.caller.name} {sorted(context.caller.roles)} {context.sequence}"
        return self.save(replace(self, by=f"{said} {context.now:%H:%M}")).reply(lambda it: it.by)


class Stating(unittest.TestCase):
    def test_sends_timers_and_states(self) -> None:
        Scenario(Account).given(bank.Deposited(50)).when(Account.transfer, TEN).sent(
            Call.command(Account, "ben", Account.deposit, 10).otherwise(Account.refund, TEN)
        ).state(Account(40, False)).replied()
        expire = Call.command(Reservation, "test", Reservation.expire)
        held = Scenario(Reservation).when(Reservation.hold, "anna")
        held.scheduled("expire", timedelta(minutes=30), expire).cancelled("other")
        held.scheduled("remind", datetime(2026, 1, 1, 1, tzinfo=timezone.utc), expire)
        held.persisted(Reservation("anna")).and_().when(Reservation.expire).state(Reservation())

    def test_calls_are_answered_by_the_test(self) -> None:
        charge = Call.command(Payments, "test", Payments.charge, 7)
        deposit = Call.command(Account, "shop", Account.deposit, 7)
        shop = Scenario(Shop).answering(charge, "r1").answering(deposit, 70)
        shop.when(Shop.buy, 7).replied("r1 70")
        no = Rejected("payments", "declined", 422, "No.")
        shop.answering(charge, no).when(Shop.buy, 7).rejected("declined")
        with self.assertRaisesRegex(AssertionError, r"Nobody answers payments/test.charge\(8\)"):
            shop.when(Shop.buy, 8)

    def test_time_and_caller(self) -> None:
        noon = datetime(2026, 5, 1, 12, tzinfo=timezone.utc)
        notes = Scenario(Notes).at(noon).as_("ann", "editor")
        notes.when(Notes.sign).replied("ann ['editor'] 0 12:00")
        notes.when(Notes.sign).replied("ann ['editor'] 1 12:00")

    def test_what_is_not_so_fails(self) -> None:
        did = Scenario(Account).when(Account.deposit, 5)
        wrong = [
            lambda: did.replied(6),
            lambda: did.persisted(),
            lambda: did.published("t", 1),
            lambda: did.rejected(bank.Problem.CLOSED),
            lambda: did.state(Account(6)),
            lambda: Scenario(Account).when(Account.transfer, TEN).replied(),
            lambda: Scenario(Account).when(Account.transfer, TEN).rejected("closed"),
            lambda: Scenario(Account).when(Account.deposit),
        ]
        for statement in wrong:
            with self.assertRaises(AssertionError):
                statement()

    def test_calls_say_what_is_wrong_with_them(self) -> None:
        wrong = {
            "A handler must have a name": lambda: Call.command(Account, "a", lambda it: it),
            "is no service": lambda: Call.command(Transfer, "a", Account.close),
            "is no handler of Notes": lambda: Call.command(Notes, "a", Account.close),
            "is asked with Call.query": lambda: Call.command(Account, "a", Account.is_closed),
            "only a command can be sent": lambda: Scenario(Account)
            .state()
            .reply()
            .send(Call.query(Account, "a", Account.is_closed)),
        }
        for text, call in wrong.items():
            with self.subTest(text), self.assertRaisesRegex(ValueError, text):
                call()


class Finding(unittest.TestCase):
    def test_what_would_go_wrong_only_later(self) -> None:
        cases = {
            "Box.stain changes the state in place": lambda: Scenario(Box).when(Box.stain),
            "Box.apply changes the state in place": lambda: Scenario(Box).when(Box.put, 1),
            "Box.apply is not pure": lambda: Scenario(Box).when(Box.put, 2),
            "The event Put has no JSON form: /item: expected number": lambda: Scenario(Box).when(
                Box.odd
            ),
        }
        for text, step in cases.items():
            with self.subTest(text), self.assertRaisesRegex(AssertionError, text):
                step()
        with self.assertRaisesRegex(Exception, "the reply of Box.lie: expected integer, got 1.5"):
            Scenario(Box).when(Box.lie)
        with self.assertRaisesRegex(Exception, "Box.none returned None instead of an effect"):
            Scenario(Box).when(Box.none)


class Golden(unittest.TestCase):
    def test_a_recorded_journal_is_replayed(self) -> None:
        first = '{"type":"Deposited","version":0,"data":{"amounts":[1,2]},"sequence":1}\n\n'
        cases = {
            first + '{"type":"Closed","data":{}}\n{"state":{"balance":3,"closed":true}}': "",
            first + '{"state":{"balance":4}}': r":3 the events lead to Account\(balance=3",
            '{"type":"Robbed","data":{}}': ":1 Account: event type Robbed is in the journal",
            '{"type":"Deposited","data":{}}': ":1 Account: Deposited version 1 does not fit",
            "{}": ":1 is no event",
            "{": ":1 is no event",
        }
        with tempfile.TemporaryDirectory() as folder:
            journal = Path(folder) / "account.journal"
            for text, fault in cases.items():
                with self.subTest(fault):
                    journal.write_text(text, "utf-8")
                    if not fault:
                        Scenario.golden(Account, journal)
                        continue
                    with self.assertRaisesRegex(AssertionError, fault):
                        Scenario.golden(Account, journal)
