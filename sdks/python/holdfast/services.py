"""The kinds of services: the state is an immutable value, a service is that value's methods."""

from __future__ import annotations

from typing import Any, Iterable, NamedTuple, TypeVar

from .effect import Change, Effect, clearing, persisting, rejecting, replying, saving
from .marks import Limits, _Limiting
from .missing import MISSING
from .records import Event, Record
from .rejection import Rejection

R = TypeVar("R")
Self = TypeVar("Self", bound="Service")

_DECLARED = "__holdfast_service__"


class Declared(NamedTuple):
    """What stands behind the name of a class: ``class Cart(Entity, name="cart", allow="user")``."""

    name: str
    allow: tuple[str, ...]
    limits: Limits


def declared(service: Any) -> Declared | None:
    """What the class itself declares; none if it is no service, or one without a name."""
    return vars(service).get(_DECLARED) if isinstance(service, type) else None


class Service(Record):
    """What every kind can do. Not for authors: use one of the kinds below."""

    def __init_subclass__(
        cls,
        *,
        name: str = "",
        allow: str | Iterable[str] = (),
        limits: _Limiting | None = None,
        **others: Any,
    ) -> None:
        super().__init_subclass__(**others)
        rules = (allow,) if isinstance(allow, str) else tuple(allow)
        if name:
            says = Declared(name, rules, limits.says if limits else Limits())
            type.__setattr__(cls, _DECLARED, says)

    def reply(self, value: R = MISSING) -> Effect[R]:
        """Answers and changes nothing; without a value it has nothing to say."""
        return replying(value)

    def reject(self, problem: Rejection, detail: str | None = None) -> Effect[Any]:
        """Refuses: nothing is written. Without a detail people are told the constant's text."""
        return rejecting(problem, detail)


class Entity(Service):
    """A service whose state is folded from events.

    The fields are the state, ``apply`` says what an event does to it, and a method that returns an
    ``Effect`` is a command. The state is never changed, only replaced by what ``apply`` returns.
    """

    def persist(self: Self, *events: Event) -> Change[Self]:
        """Journals events, then folds them into the state; none changes nothing."""
        return persisting(events)


class Value(Service):
    """A service whose state is replaced as a whole; the platform journals each change."""

    def save(self: Self, state: Self) -> Change[Self]:
        """Replaces the state."""
        return saving(state)

    def clear(self: Self) -> Change[Self]:
        """Goes back to the state before the first change."""
        return clearing()


class Stateless(Service):
    """A service without state: it has no fields, and its handlers only compute and call."""


class Workflow(Service):
    """Durable steps. They arrive with a later release; until then refused at load."""


class View(Service):
    """A row for each source instance. They arrive with a later release; refused at load."""


KINDS = (Entity, Value, Stateless, Workflow, View)
