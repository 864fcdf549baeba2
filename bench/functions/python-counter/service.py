from holdfast import Effect, Entity, Event, query, replace


class Added(Event):
    amount: int


class Counter(Entity, name="python-counter", allow="anyone"):
    """bench/counter in Python."""

    count: int = 0

    def add(self, amount: int) -> Effect[int]:
        return self.persist(Added(amount)).reply(lambda counter: counter.count)

    @query
    def value(self) -> int:
        return self.count

    def apply(self, event: Added) -> "Counter":
        return replace(self, count=self.count + event.amount)
