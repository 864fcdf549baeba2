"""Several services in memory that talk."""

from __future__ import annotations

import unittest
from datetime import datetime, timedelta, timezone

from holdfast import Call, Effect, Entity, Event, Record, Rejected, Value, on_topic, replace
from holdfast.binding.documents import parse
from holdfast.testing import World
from holdfast.testing.message_filter import MessageFilter

from . import bank
from .asking import example
from .bank import Account, Payments, Reservation, Shop, Transfer

TEN = Transfer("ben", 10)


class Seen(Record):
    city: str
    celsius: float


class Told(Event):
    seen: Seen


class Station(Entity, name="station"):
    count: int = 0

    def tell(self, seen: Seen) -> Effect[None]:
        return self.persist(Told(seen)).publish("seen", seen)

    def apply(self, event: Told) -> Station:
        return replace(self, count=self.count + 1)


class Heat(Value, name="heat"):
    days: int = 0

    @on_topic("seen", id="{city}", filter='/celsius >= 30 and /city != "Death Valley"')
    def note(self, seen: Seen) -> Effect[None]:
        return self.save(Heat(self.days + 1))


class Worlds(unittest.TestCase):
    def test_a_transfer_that_is_rejected_there_is_refunded_here(self) -> None:
        for seed in range(20):
            world = World(Account).seed(seed)
            world.call(Call.command(Account, "anna", Account.deposit, 50))
            world.call(Call.command(Account, "ben", Account.close))
            world.call(Call.command(Account, "anna", Account.transfer, TEN))
            self.assertEqual(Account(50), world.state(Account, "anna"))
            world.call(Call.command(Account, "anna", Account.transfer, Transfer("eve", 20)))
            self.assertEqual(Account(30), world.state(Account, "anna"))
            self.assertEqual(Account(20), world.state(Account, "eve"))

    def test_a_call_of_the_test_raises_its_rejection(self) -> None:
        with self.assertRaises(Rejected) as told:
            World(Account).call(Call.command(Account, "anna", Account.transfer, TEN))
        self.assertEqual(bank.Problem.INSUFFICIENT_FUNDS.code, told.exception.code)

    def test_services_call_each_other(self) -> None:
        world = World(Shop, Payments, Account)
        self.assertEqual("receipt-s-7 7", world.call(Call.command(Shop, "s", Shop.buy, 7)))
        self.assertEqual(Account(7), world.state(Account, "shop"))

    def test_timers_fire_when_time_passes(self) -> None:
        world = World(Reservation)
        world.call(Call.command(Reservation, "r", Reservation.hold, "anna"))
        world.advance(timedelta(minutes=29))
        self.assertEqual("anna", world.state(Reservation, "r").guest)
        world.advance(timedelta(minutes=1))
        self.assertEqual("", world.state(Reservation, "r").guest)

    def test_messages_come_to_the_instances_that_want_them(self) -> None:
        world = World(Station, Heat)
        for city, celsius in [("Rom", 31.0), ("Rom", 29.5), ("Death Valley", 50.0), ("Rom", 30.0)]:
            world.call(Call.command(Station, "s", Station.tell, Seen(city, celsius)))
        self.assertEqual(Heat(2), world.state(Heat, "Rom"))
        self.assertEqual(Heat(), world.state(Heat, "Death Valley"))

    def test_the_weather_of_the_design(self) -> None:
        weather = example("weather")
        world = World(weather.WeatherStation, weather.Hourly)
        seen = weather.Observation(datetime(2026, 1, 1, tzinfo=timezone.utc), 1.5, 0.0)
        observe = weather.WeatherStation.observe
        world.call(Call.command(weather.WeatherStation, "s1", observe, seen))
        self.assertEqual(1, len(world.state(weather.Hourly, "s1").window))


class Filters(unittest.TestCase):
    def test_conditions(self) -> None:
        payload = parse('{"a":{"b":[1,"x"]},"t":true,"n":null,"f":1.50,"s":"a \\"b\\""}')
        cases = {
            "": True,
            "/a/b/0 == 1": True,
            "/f == 1.5": True,
            '/a/b/0 == "1"': False,
            '/a/b/0 != "1"': True,
            "/t == true": True,
            "/t == 1": False,
            "/n == null": True,
            "/none != 1": False,
            "/none exists": False,
            "/n exists and /a/b/1 exists": True,
            "/a/b/2 exists or /f < 2": True,
            "/f > 2 and /f > 0 or /t == true": True,
            '/s == "a \\"b\\""': True,
            '/s > "a"': True,
            "/s > 1": False,
        }
        for text, wanted in cases.items():
            with self.subTest(text):
                self.assertEqual(wanted, MessageFilter(text).wants(payload))
        with self.assertRaisesRegex(AssertionError, "cannot be read"):
            MessageFilter("/a = 1")
