"""States that events lead to, of every version."""

from __future__ import annotations

import unittest
from typing import Any

from holdfast import Entity, Event, Upcast, wire

from .asking import Asking
from .bank import Account, Reservation


def event(type: str, version: int = 1, **data: Any) -> dict[str, Any]:
    return {"type": type, "version": version, "data": data}


@wire(version=2)
class Split(Event):
    left: str


@wire("Split", version=1)
class SplitV1(Upcast):
    parts: str

    def upcast(self) -> Split:
        return Split({"b": "c"}[self.parts])


class Broken(Entity, name="broken"):
    left: str = ""

    def apply(self, event: Split) -> Broken:
        return Broken(event.left)


class Folding(unittest.TestCase):
    def setUp(self) -> None:
        self.bank = Asking(Account, Reservation, Broken)

    def fold(self, service: str, *instances: tuple[Any, list[Any]]) -> list[Any]:
        asked = [{"state": state, "events": events} for state, events in instances]
        status, answer = self.bank.ask("fold", {"service": service, "instances": asked})
        self.assertEqual(200, status)
        return list(answer["instances"])

    def test_older_versions_become_todays(self) -> None:
        folded = self.fold(
            "account",
            (None, [event("Deposited", cents=5, unknown=1)]),
            ({"balance": 1}, [event("Deposited", 0, amounts=[2, 3]), event("Closed")]),
        )
        self.assertEqual({"state": {"balance": 5, "closed": False}}, folded[0])
        self.assertEqual({"state": {"balance": 6, "closed": True}}, folded[1])

    def test_a_value_has_the_platforms_events(self) -> None:
        events = [event("Saved", 1, name="anna"), event("Saved", 2, guest="ben")]
        folded = self.fold("reservation", (None, events[:1]), (None, [*events, event("Cleared")]))
        self.assertEqual("anna", folded[0]["state"]["guest"])
        self.assertEqual("", folded[1]["state"]["guest"])

    def test_a_state_that_does_not_fit_is_nowhere(self) -> None:
        folded = self.fold("account", ({"balance": "x"}, [event("Closed")]), (None, []))
        wrong = 'the state: /balance: expected integer, got "x"'
        self.assertEqual({"error": wrong}, folded[0])
        self.assertIn("state", folded[1])

    def test_an_upcast_that_throws_is_told_of_its_event(self) -> None:
        folded = self.fold("broken", (None, [event("Split", 1, parts="a")]), (None, []))
        self.assertEqual(0, folded[0]["at"])
        self.assertIn("Split 1: the upcast of version 1 threw KeyError", folded[0]["error"])
        self.assertIn("state", folded[1])

    def test_an_event_that_cannot_be_folded_is_told_with_its_place(self) -> None:
        good = event("Deposited", cents=5)
        folded = self.fold(
            "account",
            (None, [good, event("Deposited", cents="x")]),
            (None, [event("Robbed")]),
            (None, [good, good, event("Closed", 9)]),
        )
        wrong = 'Deposited 1: /cents: expected integer, got "x"'
        self.assertEqual({"error": wrong, "at": 1}, folded[0])
        self.assertEqual(0, folded[1]["at"])
        self.assertIn("Robbed 1: event Robbed is not known", folded[1]["error"])
        self.assertEqual(2, folded[2]["at"])
        self.assertIn("it reads 2 and [1].", folded[2]["error"])
