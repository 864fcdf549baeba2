"""Each effect as it stands on the wire."""

from __future__ import annotations

import unittest

from .asking import NOW, Asking, request
from .bank import Account, Payments, Reservation, Shop

RICH = {"balance": 100, "closed": False}
TEN = {"to": "ben", "cents": 10}


class Deciding(unittest.TestCase):
    def setUp(self) -> None:
        self.bank = Asking(Account, Reservation, Payments, Shop)

    def test_an_event_its_reply_and_the_state_after_it(self) -> None:
        answer = self.bank.decide("account", "deposit", 5, state=RICH)
        event = {"type": "Deposited", "version": 1, "data": {"cents": 5}}
        after = {"balance": 105, "closed": False}
        self.assertEqual({"events": [event], "reply": 105, "state": after}, answer)

    def test_the_state_only_if_it_is_wanted(self) -> None:
        answer = self.bank.decide("account", "deposit", 5, wants=[])
        self.assertNotIn("state", answer)

    def test_a_send_and_its_way_back(self) -> None:
        answer = self.bank.decide("account", "transfer", TEN, state=RICH)
        back = {"handler": "refund", "argument": TEN}
        call = {"service": "account", "id": "ben", "handler": "deposit", "argument": 10}
        self.assertEqual([{**call, "otherwise": back}], answer["sends"])
        self.assertIsNone(answer["reply"])

    def test_a_rejection_with_its_detail_or_its_constants_text(self) -> None:
        answer = self.bank.decide("account", "transfer", TEN)
        problem = {"code": "insufficient-funds", "status": 422, "detail": "Balance: 0"}
        self.assertEqual({"problem": problem}, answer)
        answer = self.bank.decide("account", "shut", state={"closed": True})
        problem = {"code": "gone", "status": 410, "detail": "The account is closed."}
        self.assertEqual({"problem": problem}, answer)

    def test_a_saved_state_and_timers(self) -> None:
        answer = self.bank.decide("reservation", "hold", "anna")
        data = {"guest": "anna", "tags": []}
        self.assertEqual([{"type": "Saved", "version": 2, "data": data}], answer["events"])
        call = {"service": "reservation", "id": "c1", "handler": "expire", "argument": None}
        timers = [
            {"name": "expire", "after": 1_800_000, "call": call},
            {"name": "remind", "at": "2026-01-31T11:00:00Z", "call": call},
            {"name": "other", "cancel": True},
        ]
        self.assertEqual(timers, answer["timers"])

    def test_a_cleared_state_is_the_empty_one(self) -> None:
        answer = self.bank.decide("reservation", "expire", state={"guest": "anna"})
        self.assertEqual([{"type": "Cleared", "version": 1, "data": {}}], answer["events"])
        self.assertEqual({"guest": "", "tags": []}, answer["state"])

    def test_a_message_with_a_key_and_fields_that_a_listener_does_not_have(self) -> None:
        reading = {"city": "Rom", "celsius": 31}
        answer = self.bank.decide("reservation", "note", {**reading, "wind": 3})
        payload = {"city": "Rom", "celsius": 31.0}
        self.assertEqual([{"topic": "hot", "key": "Rom", "payload": payload}], answer["publishes"])
        self.assertEqual([], answer["events"])

    def test_queries(self) -> None:
        self.assertEqual({"reply": False}, self.bank.decide("account", "isClosed"))
        self.assertEqual({"nothing": True}, self.bank.decide("reservation", "found"))
        self.assertEqual({"reply": "2026-01-31T10:00:00Z"}, self.bank.decide("shop", "when"))

    def test_what_a_stateless_service_may_not_do(self) -> None:
        status, answer = self.bank.ask("decide", request("payments", "send"))
        self.assertEqual(500, status)
        self.assertIn("Payments.send uses cancel: nothing of a stateless service", answer["error"])

    def test_arguments_that_are_wrong(self) -> None:
        wrong = {
            "/cents": ({"to": "ben", "cents": "two"}, 'expected integer, got "two"'),
            "/to": ({"cents": 1}, "expected string, got nothing"),
            "/x": ({**TEN, "x": 1}, "unknown field: Transfer has to, cents"),
            "": (None, "expected object, got null"),
        }
        for pointer, (argument, detail) in wrong.items():
            with self.subTest(detail):
                answer = self.bank.decide("account", "transfer", argument)
                problem = {"code": "invalid-argument", "status": 400}
                expected = {**problem, "pointer": pointer, "detail": detail}
                self.assertEqual({"problem": expected}, answer)

    def test_a_body_where_none_is_expected(self) -> None:
        answer = self.bank.decide("account", "isClosed", 3)
        detail = "expected no body: isClosed takes no argument"
        self.assertEqual(detail, answer["problem"]["detail"])

    def test_a_name_that_is_there_twice(self) -> None:
        body = (
            b'{"service":"account","id":"c1","handler":"transfer","state":{"value":null},"now":"'
            + NOW.encode()
            + b'","argument":{"to":"a","to":"b","cents":1}}'
        )
        _, answer = self.bank.ask("decide", body)
        self.assertEqual("invalid-json", answer["problem"]["code"])
        self.assertEqual('the name "to" is there twice', answer["problem"]["detail"])

    def test_a_handler_that_is_not_there(self) -> None:
        answer = self.bank.decide("account", "rob")
        self.assertEqual("unknown-handler", answer["problem"]["code"])

    def test_what_a_handler_throws_is_told_with_its_stack(self) -> None:
        status, answer = self.bank.ask("decide", request("payments", "charge", -1))
        self.assertEqual(500, status)
        self.assertEqual("Payments.charge threw ValueError('cents')", answer["error"])
        self.assertIn("bank.py", answer["stack"])
        status, answer = self.bank.ask("decide", request("payments", "charge", -2))
        self.assertEqual(500, status)
        self.assertEqual("Payments.charge threw SystemExit('cents')", answer["error"])

    def test_in_dev_a_state_that_is_changed_in_place_is_found(self) -> None:
        body = request("reservation", "stain")
        self.assertEqual(200, self.bank.ask("decide", body)[0])
        status, answer = Asking(Reservation, dev=True).ask("decide", body)
        self.assertEqual(500, status)
        self.assertIn("Reservation.stain", answer["error"])
        self.assertIn("changes the state in place", answer["error"])


class NoRequests(unittest.TestCase):
    def test_what_is_no_request_of_this_protocol(self) -> None:
        bank = Asking(Account)
        whole = request("account", "deposit", 5)
        cases = {
            b"{": 400,
            b"[]": 400,
            b'{"a":NaN}': 400,
            b'{"a":"\\ud800"}': 400,
            b'{"a":1,"a":2}': 400,
            b"\xff": 400,
            b"[" * 100_000: 400,
            b'{"service":"other"}': 404,
            b'{"service":7}': 400,
            b"{}": 400,
        }
        for body, status in cases.items():
            with self.subTest(body[:20]):
                self.assertEqual(status, bank.ask("decide", body)[0])
        for field in ("id", "handler", "state", "now"):
            with self.subTest(field):
                body = {name: it for name, it in whole.items() if name != field}
                self.assertEqual(400, bank.ask("decide", body)[0])
        self.assertEqual(404, bank.ask("conclude", {})[0])
        self.assertEqual(400, bank.ask("fold", {"service": "account"})[0])


class States(unittest.TestCase):
    def test_a_state_is_named_by_its_token(self) -> None:
        bank = Asking(Account)
        missing = bank.decide("account", "deposit", 1, **_token("t"))
        self.assertEqual({"missing": "state"}, missing)
        bank.decide("account", "deposit", 1, state=RICH)
        kept = bank.decide("account", "deposit", 1, **_token("t+1"), next="t+2")
        self.assertEqual(102, kept["reply"])
        self.assertEqual(103, bank.decide("account", "deposit", 1, **_token("t+2"))["reply"])
        gone = bank.decide("account", "deposit", 1, **_token("t"))
        self.assertEqual({"missing": "state"}, gone)

    def test_without_an_event_the_old_token_names_it_as_well(self) -> None:
        bank = Asking(Reservation)
        bank.decide("reservation", "sweep")
        for token in ("t", "t+1"):
            self.assertIn("events", bank.decide("reservation", "sweep", **_token(token)))


def _token(token: str) -> dict[str, object]:
    return {"token": token}
