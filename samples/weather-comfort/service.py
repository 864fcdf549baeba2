"""How the weather feels at one station, and where its temperature is going."""

from datetime import date, datetime, time, timedelta, timezone
from enum import Enum

from holdfast import Effect, Entity, Event, Record, allow, field, on_topic, query, replace, route

WEEK, MONTH = timedelta(days=7), timedelta(days=30)


class Hour(Record):
    """What a station measured at one moment, as far as it matters here."""

    time: datetime
    celsius: float
    wind_metres_per_second: float


class Day(Record):
    """The extremes of a day that has ended."""

    date: date
    high_celsius: float
    low_celsius: float
    wind_metres_per_second: float


class Observation(Record):
    station: str
    report: Hour | Day


class Reported(Event):
    report: Hour | Day


class Stress(Enum):
    """The bands of the UTCI, from the coldest on, each with the temperature where it ends."""

    EXTREME_COLD = -40
    VERY_STRONG_COLD = -27
    STRONG_COLD = -13
    MODERATE_COLD = 0
    SLIGHT_COLD = 9
    NO_STRESS = 26
    MODERATE_HEAT = 32
    STRONG_HEAT = 38
    VERY_STRONG_HEAT = 46
    EXTREME_HEAT = 1000


class Index(Enum):
    """What a temperature was felt by."""

    AIR = "air"
    WIND_CHILL = "wind chill"


class Felt(Record):
    celsius: float
    index: Index
    stress: Stress


class Comfort(Record):
    """How it felt up to a time; in an hour coldest and warmest are one."""

    time: datetime
    coldest: Felt
    warmest: Felt


class Tendency(Enum):
    WARMING = "warming"
    COOLING = "cooling"
    STEADY = "steady"


class Trend(Record):
    """The mean of the last 7 days beside that of the last 30."""

    until: date
    week_celsius: float
    month_celsius: float
    tendency: Tendency


class Mean(Record):
    """The temperatures of one day."""

    count: int
    total: float


class Station(Entity, name="comfort"):
    newest: Hour | Day | None = None
    days: dict[date, Mean] = field(default_factory=dict)

    @on_topic("observations", id="{station}", start="beginning")
    def observe(self, observation: Observation) -> Effect[None]:
        if self.newest and complete(observation.report) <= complete(self.newest):
            return self.reply()  # What is late, or came already, says nothing about now.
        return self.persist(Reported(observation.report))

    @query
    @allow("anyone")
    @route("GET /weather/{station}/comfort")
    def comfort(self) -> Comfort | None:
        match self.newest:
            case Hour(at, celsius, wind):
                return Comfort(at, felt(celsius, wind), felt(celsius, wind))
            case Day(_, high, low, wind):
                return Comfort(complete(self.newest), felt(low, wind), felt(high, wind))
        return None

    @query
    @allow("anyone")
    @route("GET /weather/{station}/trend")
    def trend(self) -> Trend | None:
        if not self.days:
            return None
        until = max(self.days)
        means = {day: mean.total / mean.count for day, mean in self.days.items()}
        week = [mean for day, mean in means.items() if day > until - WEEK]
        if len(week) < 5 or len(means) < 20:
            return None  # Two thirds of the days at least: fewer are no trend.
        ours, usual = sum(week) / len(week), sum(means.values()) / len(means)
        change = round(ours - usual, 1)
        tendency = Tendency.WARMING if change >= 1 else Tendency.COOLING
        tendency = Tendency.STEADY if abs(change) < 1 else tendency
        return Trend(until, round(ours, 1), round(usual, 1), tendency)

    def apply(self, event: Reported) -> Station:
        match event.report:
            case Hour(at, celsius, _):
                day, old = at.date(), self.days.get(at.date(), Mean(0, 0.0))
                mean = Mean(old.count + 1, old.total + celsius)
            case Day(day, high, low, _):
                mean = Mean(2, high + low)  # Halfway, and instead of what its hours said.
        kept = {other: known for other, known in self.days.items() if other > day - MONTH}
        return replace(self, newest=event.report, days={**kept, day: mean})


def complete(report: Hour | Day) -> datetime:
    """When what it tells was over."""
    if isinstance(report, Hour):
        return report.time
    return datetime.combine(report.date + timedelta(days=1), time(), timezone.utc)


def felt(celsius: float, wind_metres_per_second: float) -> Felt:
    """Wind chill where it is defined, else the air: no station tells of humidity."""
    kilometres_per_hour = 3.6 * wind_metres_per_second
    index = Index.AIR
    if celsius <= 10 and kilometres_per_hour > 4.8:
        power = kilometres_per_hour**0.16
        celsius = 13.12 + 0.6215 * celsius - 11.37 * power + 0.3965 * celsius * power
        index = Index.WIND_CHILL
    celsius = round(celsius, 1)
    return Felt(celsius, index, next(band for band in Stress if celsius < band.value))
