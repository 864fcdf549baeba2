"""The examples of the design, as they are written."""

from __future__ import annotations

import json
import unittest
from datetime import datetime, timedelta, timezone

from holdfast.testing import Scenario

from .asking import HERE, Asking, example

counter, cart, weather = example("counter"), example("cart"), example("weather")
TEA = cart.Line("tea", 2, 350)
PAID = cart.CheckedOut(700)


class Examples(unittest.TestCase):
    def test_a_counter_counts(self) -> None:
        Scenario(counter.Counter).when(counter.Counter.add, 3).persisted(counter.Added(3)).replied(
            3
        ).state(counter.Counter(3)).and_().ask(counter.Counter.value).replied(3)

    def test_a_cart_is_checked_out_once(self) -> None:
        Cart = cart.Cart
        Scenario(Cart).when(Cart.checkout).rejected(cart.Problem.EMPTY)
        Scenario(Cart).given(cart.ItemAdded(TEA)).when(Cart.checkout).persisted(PAID).published(
            "checkouts", {"tea": TEA}
        ).replied(700).and_().when(Cart.add_item, TEA).rejected(cart.Problem.CHECKED_OUT)

    def test_a_removed_item_is_gone(self) -> None:
        Cart = cart.Cart
        Scenario(Cart).given(cart.ItemAdded(TEA)).when(Cart.remove_item, "tea").persisted(
            cart.ItemRemoved("tea")
        ).replied().state(Cart()).and_().when(Cart.remove_item, "tea").persisted()

    def test_weather_is_published_and_summed_up_by_the_hour(self) -> None:
        time = datetime(2026, 1, 31, 10, 20, tzinfo=timezone.utc)
        seen = weather.Observation(time, 21.5, 0.0)
        station = Scenario(weather.WeatherStation)
        station.ask(weather.WeatherStation.current).replied(None)
        station.when(weather.WeatherStation.observe, seen).published("observations", seen)
        station.when(weather.WeatherStation.observe, seen).persisted()
        hours = Scenario(weather.Hourly)
        hours.when(weather.Hourly.measure, seen)
        hours.when(weather.Hourly.measure, weather.Observation(time + timedelta(minutes=5), 1.5, 0))
        hour = time.replace(minute=0)
        hours.ask(weather.Hourly.hours).replied({hour: weather.Hour(2, 23.0, 1.5, 21.5)})

    def test_discover_says_what_it_always_said(self) -> None:
        services = {
            "counter": [counter.Counter],
            "cart": [cart.Cart],
            "weather": [weather.WeatherStation, weather.Hourly],
        }
        for name, classes in services.items():
            with self.subTest(name):
                status, said = Asking(*classes).ask("discover", {})
                golden = json.loads((HERE / "golden" / f"{name}.json").read_text("utf-8"))
                self.assertEqual(200, status)
                self.assertEqual(golden, said)
