import unittest
from datetime import date, datetime, timedelta, timezone

from holdfast.testing import Scenario

from service import Comfort, Day, Felt, Hour, Index, Observation, Reported, Station, Stress
from service import Tendency, Trend, felt

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


def days(*means: float) -> list[Reported]:
    first = date(2026, 1, 1)
    return [
        Reported(Day(first + timedelta(days=at), mean + 4, mean - 4, 2.0))
        for at, mean in enumerate(means)
    ]


class FeltTest(unittest.TestCase):
    def test_wind_makes_cold_colder_as_the_weather_services_have_it(self):
        """From the tables of Environment Canada, which have whole degrees."""
        for celsius, kilometres_per_hour, chill in [
            (0, 20, -5), (-10, 5, -13), (-10, 60, -23), (-25, 30, -39), (-40, 50, -63), (5, 10, 3),
        ]:
            self.assertEqual(round(felt(celsius, kilometres_per_hour / 3.6).celsius), chill)

    def test_calm_or_warm_air_is_felt_as_it_is(self):
        self.assertEqual(felt(-5.0, 1.3), Felt(-5.0, Index.AIR, Stress.MODERATE_COLD))
        self.assertEqual(felt(10.1, 20.0), Felt(10.1, Index.AIR, Stress.NO_STRESS))
        self.assertEqual(felt(32.0, 2.0), Felt(32.0, Index.AIR, Stress.STRONG_HEAT))
        self.assertEqual(felt(50.0, 2.0).stress, Stress.EXTREME_HEAT)


class StationTest(unittest.TestCase):
    def test_an_hour_feels_one_way(self):
        hour = Hour(NOON, -10.0, 5 / 3.6)
        chill = Felt(-12.9, Index.WIND_CHILL, Stress.MODERATE_COLD)
        (
            Scenario(Station)
            .when(Station.observe, Observation("test", hour))
            .persisted(Reported(hour))
            .and_()
            .ask(Station.comfort)
            .replied(Comfort(NOON, chill, chill))
        )

    def test_a_day_feels_two_ways(self):
        day = Day(date(2026, 1, 1), 12.0, -10.0, 5 / 3.6)
        midnight = datetime(2026, 1, 2, tzinfo=timezone.utc)
        chill = Felt(-12.9, Index.WIND_CHILL, Stress.MODERATE_COLD)
        warm = Felt(12.0, Index.AIR, Stress.NO_STRESS)
        (
            Scenario(Station)
            .when(Station.observe, Observation("test", day))
            .and_()
            .ask(Station.comfort)
            .replied(Comfort(midnight, chill, warm))
        )

    def test_what_is_late_or_comes_again_changes_nothing(self):
        hour = Hour(NOON, 3.0, 2.0)
        for late in [hour, Hour(NOON - timedelta(hours=1), 9.0, 2.0)]:
            scenario = Scenario(Station).given(Reported(hour))
            scenario.when(Station.observe, Observation("test", late)).persisted()

    def test_a_week_is_compared_with_its_month(self):
        for last, week, month, tendency in [
            (20.0, 20.0, 12.3, Tendency.WARMING),
            (0.0, 0.0, 7.7, Tendency.COOLING),
            (11.0, 11.0, 10.2, Tendency.STEADY),
        ]:
            trend = Trend(date(2026, 1, 30), week, month, tendency)
            history = days(*[10.0] * 23, *[last] * 7)
            Scenario(Station).given(*history).ask(Station.trend).replied(trend)

    def test_only_thirty_days_count(self):
        trend = Trend(date(2026, 2, 9), 10.0, 10.0, Tendency.STEADY)
        history = days(*[-30.0] * 10, *[10.0] * 30)
        Scenario(Station).given(*history).ask(Station.trend).replied(trend)

    def test_a_few_days_are_no_trend(self):
        Scenario(Station).given(*days(*[10.0] * 19)).ask(Station.trend).replied(None)

    def test_a_whole_day_stands_for_its_hours(self):
        hours = [Reported(Hour(NOON + timedelta(hours=at), 30.0, 2.0)) for at in range(3)]
        station = Scenario(Station).given(*hours, *days(10.0))
        self.assertEqual([2], [mean.count for mean in station.state().days.values()])


if __name__ == "__main__":
    unittest.main()
