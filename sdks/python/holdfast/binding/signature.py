"""What the signature of a handler says."""

from __future__ import annotations

import functools
import inspect
import types
import typing
from typing import Any, Callable, NamedTuple

from ..context import Context
from ..effect import Change, Effect
from ..missing import MISSING
from .codec import Codec
from .codecs import Codecs, TypeFault, hints_of
from .json_fault import JsonFault


class Signature(NamedTuple):
    """The parameters of a method by name, and what it returns; ``MISSING`` where it is not said."""

    arguments: dict[str, Any]
    context: str
    returns: Any
    context_is_last: bool

    @property
    def is_command(self) -> bool:
        """Whether it returns an effect."""
        origin = typing.get_origin(self.returns) or self.returns
        return isinstance(origin, type) and issubclass(origin, Effect)

    @property
    def reply(self) -> Any:
        """The type of the reply; ``MISSING`` if an effect does not say it, ``None`` for none."""
        if not self.is_command:
            return self.returns
        origin = typing.get_origin(self.returns)
        if self.returns is Change or origin is Change:
            return None
        if origin is None:
            return MISSING
        reply = typing.get_args(self.returns)[0]
        return None if reply is types.NoneType else reply


def signature(service: type, method: Callable[..., Any]) -> Signature:
    """Reads the signature of a method; raises whatever an annotation that cannot be read raises."""
    hints = hints_of(method, **{service.__name__: service})
    parameters = list(inspect.signature(method).parameters)[1:]
    contexts = [name for name in parameters if hints.get(name) is Context]
    return Signature(
        {name: hints.get(name, MISSING) for name in parameters if name not in contexts},
        contexts[0] if contexts else "",
        hints.get("return", MISSING),
        not contexts or contexts == parameters[-1:],
    )


class CallCodecs(NamedTuple):
    """How the argument of a call is written and its reply read."""

    argument: Codec | None
    reply: Codec | None


@functools.lru_cache(maxsize=4096)
def call_codecs(service: type, method: Callable[..., Any]) -> CallCodecs:
    """The codecs of a handler of any service whose class is at hand, served here or elsewhere."""
    says = signature(service, method)
    codecs, faults = Codecs(), list[TypeFault]()
    arguments = [codecs.find(type, faults) for type in says.arguments.values()]
    reply = says.reply
    read = None if reply in (None, types.NoneType, MISSING) else codecs.find(reply, faults)
    if faults:
        raise JsonFault(faults[0].of(method.__qualname__))
    return CallCodecs(arguments[0] if arguments else None, read)
