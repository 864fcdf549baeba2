"""Calls of other services: asked first, answered by content, run again from the beginning."""

from __future__ import annotations

import unittest
from typing import Any

from .asking import Asking, request
from .bank import Account, Payments, Shop

CHARGE = {"service": "payments", "id": "c1", "handler": "charge", "argument": 7}
DEPOSIT = {"service": "account", "id": "shop", "handler": "deposit", "argument": 7}
OTHER = {**CHARGE, "id": "p"}


class Calling(unittest.TestCase):
    def setUp(self) -> None:
        self.shop = Asking(Shop, Account, Payments)

    def buy(self, *answers: dict[str, Any], handler: str = "buy") -> Any:
        return self.shop.decide("shop", handler, 7, answers=answers)

    def test_one_need_after_the_other(self) -> None:
        receipt, balance = {"call": CHARGE, "reply": "r1"}, {"call": DEPOSIT, "reply": 70}
        self.assertEqual({"needs": [CHARGE]}, self.buy())
        self.assertEqual({"needs": [DEPOSIT]}, self.buy(receipt))
        self.assertEqual("r1 70", self.buy(receipt, balance)["reply"])

    def test_answers_are_found_by_what_was_asked_not_by_their_place(self) -> None:
        receipt, balance = {"call": CHARGE, "reply": "r1"}, {"call": DEPOSIT, "reply": 70}
        self.assertEqual("r1 70", self.buy(balance, receipt)["reply"])

    def test_a_handler_that_swallows_everything_still_waits(self) -> None:
        self.assertEqual({"needs": [OTHER]}, self.buy(handler="deaf"))
        answer = {"call": OTHER, "reply": "r1"}
        self.assertEqual("r1", self.buy(answer, handler="deaf")["reply"])

    def test_a_coroutine_waits_as_well(self) -> None:
        self.assertEqual({"needs": [OTHER]}, self.buy(handler="later"))
        answer = {"call": OTHER, "reply": "r1"}
        self.assertEqual("r1", self.buy(answer, handler="later")["reply"])

    def test_a_rejection_can_be_caught(self) -> None:
        problem = {"code": "payments/declined", "status": 422, "detail": "No."}
        answer = {"call": OTHER, "problem": problem}
        self.assertEqual("declined", self.buy(answer, handler="deaf")["reply"])

    def test_a_rejection_that_is_not_caught_becomes_this_ones(self) -> None:
        problem = {"code": "declined", "status": 422, "detail": "No."}
        said = self.buy({"call": CHARGE, "problem": problem})
        self.assertEqual({"problem": {**problem, "service": "payments"}}, said)

    def test_a_service_in_another_language_is_named(self) -> None:
        word = {"service": "translate", "id": "en", "handler": "word", "argument": "Tee"}
        self.assertEqual({"needs": [word]}, self.shop.decide("shop", "abroad", "Tee"))
        answers = [{"call": word, "reply": "tea"}]
        said = self.shop.decide("shop", "abroad", "Tee", answers=answers)
        self.assertEqual("tea", said["reply"])

    def test_a_call_that_failed_for_the_platform_fails_the_handler(self) -> None:
        problem = {"code": "deadline-exceeded", "status": 504, "detail": "Too late."}
        body = request("shop", "buy", 7, answers=[{"call": CHARGE, "problem": problem}])
        status, answer = self.shop.ask("decide", body)
        self.assertEqual(500, status)
        self.assertIn("was not answered: deadline-exceeded", answer["error"])
