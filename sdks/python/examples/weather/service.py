from datetime import datetime, timedelta
from holdfast import Effect, Entity, Event, Record, field, on_topic, query, replace, route
class Observation(Record): time: datetime; celsius: float; rain_millimetres: float
class Observed(Event): observation: Observation
class WeatherStation(Entity, name="weather-station", allow="anyone"):
    latest: Observation | None = None
    @route("POST /weather/{id}/observations")
    def observe(self, observation: Observation) -> Effect[None]:
        if self.latest and observation.time <= self.latest.time: return self.reply()
        return self.persist(Observed(observation)).publish("observations", observation)
    @query
    @route("GET /weather/{id}/current")
    def current(self) -> Observation | None:
        return self.latest
    def apply(self, event: Observed) -> WeatherStation:
        return replace(self, latest=event.observation)
class Hour(Record): count: int; sum: float; min: float; max: float
class Measured(Event): time: datetime; celsius: float
class Hourly(Entity, name="hourly", allow="anyone"):
    window: dict[datetime, Hour] = field(default_factory=dict)
    @on_topic("observations")
    def measure(self, observation: Observation) -> Effect[None]:
        return self.persist(Measured(observation.time, observation.celsius))
    @query
    @route("GET /weather/{id}/hours")
    def hours(self) -> dict[datetime, Hour]:
        return self.window
    def apply(self, event: Measured) -> Hourly:
        hour, c = event.time.replace(minute=0, second=0, microsecond=0), event.celsius
        old = self.window.get(hour, Hour(0, 0, c, c))
        new = Hour(old.count + 1, old.sum + c, min(old.min, c), max(old.max, c))
        kept = {h: v for h, v in self.window.items() if h > hour - timedelta(hours=48)}
        return replace(self, window={**kept, hour: new})
