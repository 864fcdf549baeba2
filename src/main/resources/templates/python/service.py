from holdfast import Effect, Entity, Event, query, replace


class Added(Event):
    amount: int


class @Type@(Entity, name="@name@", allow="anyone"):
    """Every id is an instance of its own: POST /v1/services/@name@/ANY-ID/add"""

    total: int = 0

    def add(self, amount: int) -> Effect[int]:
        return self.persist(Added(amount)).reply(lambda after: after.total)

    @query
    def value(self) -> int:
        return self.total

    def apply(self, event: Added) -> @Type@:
        match event:
            case Added(amount):
                return replace(self, total=self.total + amount)
