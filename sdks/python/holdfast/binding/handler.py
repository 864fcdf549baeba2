"""One handler of a service: what is known about it, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

from .codec import Codec
from .json_fault import JsonFault


@dataclass(frozen=True)
class Handler:
    """``who`` is its name for its author, ``name`` the one on the wire."""

    who: str
    name: str
    is_query: bool
    argument: Codec | None
    reply: Codec | None
    may_find_nothing: bool
    of_messages: bool
    is_async: bool
    takes_context: bool
    invoke: Callable[[Any, Any, Any], Any]
    described: dict[str, Any]

    def read_argument(self, value: Any) -> Any:
        """The argument from what a caller or a publisher sent; a ``JsonFault`` if it is wrong.

        Strict, but for the messages of a topic, whose publisher may say more than a handler wants
        to know.
        """
        if self.argument is not None:
            return self.argument.read(value, not self.of_messages)
        if value is None or value == {} or self.of_messages:
            return None
        raise JsonFault(f"expected no body: {self.name} takes no argument")
