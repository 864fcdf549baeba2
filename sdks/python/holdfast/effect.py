"""What a handler decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Callable, Generic, NamedTuple, TypeVar

from .missing import MISSING

if TYPE_CHECKING:
    from .call import Call
    from .rejection import Rejection

R = TypeVar("R")
S = TypeVar("S")


class Send(NamedTuple):
    """A durable call: made after the commit."""

    call: Call[Any]


class Publish(NamedTuple):
    """A message for a topic; without a key the id of the publishing instance is its key."""

    topic: str
    payload: Any
    key: str | None


class Schedule(NamedTuple):
    """A named timer; another one of the same name replaces it."""

    timer: str
    due: timedelta | datetime
    call: Call[Any]


class Cancel(NamedTuple):
    """The end of a timer, if it is still there."""

    timer: str


class Parts(NamedTuple):
    """All that an effect holds, so that its methods can replace one part each."""

    events: tuple[Any, ...] = ()
    saved: Any = MISSING
    clears: bool = False
    reply: Callable[[Any], Any] | None = None
    rejection: Rejection | None = None
    detail: str = ""
    actions: tuple[Any, ...] = ()


_NOTHING = Parts()


class Effect(Generic[R]):
    """What a handler decided, as plain data; ``R`` is the type of the reply.

    Nothing of it has happened when the handler returns, all of it has once the commit is on disk.
    Either it rejects, and then holds nothing else, or it replies. Every method returns a new one.
    """

    __slots__ = ("parts",)

    parts: Parts

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def send(self, call: Call[Any]) -> Effect[R]:
        """Makes a call once this is committed. The other service sees it effectively once."""
        return self._with(Send(_commanding(call)))

    def publish(self, topic: str, payload: Any, *, key: str | None = None) -> Effect[R]:
        """Publishes to a topic; messages of one key keep their order. Its own id is the key."""
        return self._with(Publish(topic, payload, key))

    def schedule(self, timer: str, due: timedelta | datetime, call: Call[Any]) -> Effect[R]:
        """Makes a call later: after some time, or at a time. The name cancels or replaces it."""
        return self._with(Schedule(timer, due, _commanding(call)))

    def cancel(self, timer: str) -> Effect[R]:
        """Forgets a timer."""
        return self._with(Cancel(timer))

    def _with(self, action: Any) -> Effect[R]:
        parts = self.parts
        if parts.rejection is not None:
            raise ValueError(
                "A rejection writes nothing, so nothing can be sent, published or scheduled"
                " with it."
            )
        return type(self)(parts._replace(actions=(*parts.actions, action)))

    def __repr__(self) -> str:
        said = [f"{n}={v!r}" for n, v in self.parts._asdict().items() if v != getattr(_NOTHING, n)]
        return f"{type(self).__name__}({', '.join(said)})"


class Change(Effect[None], Generic[S]):
    """An effect that changes the state.

    Its only reply is a function of the state after the change, so that a reply cannot tell of the
    state before.
    """

    __slots__ = ()

    def reply(self, reply: Callable[[S], R]) -> Effect[R]:
        """Answers with something of the new state: ``persist(…).reply(Cart.total)``."""
        if not callable(reply):
            raise TypeError(
                "The reply after a change is a function of the new state:"
                " .reply(lambda state: …) or .reply(Cart.total)."
            )
        return Effect(self.parts._replace(reply=reply))

    if TYPE_CHECKING:  # They stay changes, so that a reply can still follow.

        def send(self, call: Call[Any]) -> Change[S]: ...
        def publish(self, topic: str, payload: Any, *, key: str | None = None) -> Change[S]: ...
        def schedule(self, timer: str, due: timedelta | datetime, call: Call[Any]) -> Change[S]: ...
        def cancel(self, timer: str) -> Change[S]: ...


def persisting(events: tuple[Any, ...]) -> Change[Any]:
    return Change(Parts(events))


def saving(state: Any) -> Change[Any]:
    return Change(Parts(saved=state))


def clearing() -> Change[Any]:
    return Change(Parts(clears=True))


def replying(value: Any) -> Effect[Any]:
    return Effect(_NOTHING if value is MISSING else Parts(reply=lambda _: value))


def rejecting(problem: Rejection, detail: str | None) -> Effect[Any]:
    return Effect(Parts(rejection=problem, detail=problem.detail if detail is None else detail))


def _commanding(call: Call[Any]) -> Call[Any]:
    if call.is_query:
        raise ValueError(f"A query is asked with context.call; only a command can be sent: {call}")
    return call
