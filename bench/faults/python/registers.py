"""Lists and registers: what callers are told."""

from holdfast import Effect, Entity, Event, Record, Rejection, field, query, replace


class Appended(Event):
    value: int


class Sequence(Entity, name="fault-list", allow="anyone"):
    """A list that only grows: a read tells every append before it, and their order."""

    values: list[int] = field(default_factory=list)

    def append(self, value: int) -> Effect[int]:
        """Answers with the place of the value, counted from 1."""
        return self.persist(Appended(value)).reply(lambda now: len(now.values))

    @query
    def read(self) -> list[int]:
        return self.values

    def apply(self, event: Appended) -> Sequence:
        return replace(self, values=[*self.values, event.value])


class Written(Event):
    value: int


class Swap(Record):
    expected: int
    value: int


class Different(Rejection):
    MISMATCH = "The value is another one"


class Register(Entity, name="fault-register", allow="anyone"):
    """One number that is replaced, blindly or only if it is what the caller expects."""

    value: int = 0

    def write(self, value: int) -> Effect[None]:
        return self.persist(Written(value))

    def cas(self, swap: Swap) -> Effect[None]:
        """A mismatch tells what is there, so it proves as much as a read."""
        if swap.expected != self.value:
            return self.reject(Different.MISMATCH, f"The value is {self.value}")
        return self.persist(Written(swap.value))

    @query
    def read(self) -> int:
        return self.value

    def apply(self, event: Written) -> Register:
        return Register(event.value)
