"""Why a handler refuses."""

from __future__ import annotations

import enum

from .wire_names import kebab


class Rejection(enum.Enum):
    """A reason to refuse: base of the enum of a service's problems.

    Each constant is the text that people are told: ``EMPTY = "Put something in first."``. A
    rejection is a value, not a failure, and writes nothing.
    """

    detail: str

    def __new__(cls, detail: str = "") -> Rejection:
        # Equal texts would make one constant an alias of the other, and so change its code.
        constant = object.__new__(cls)
        constant._value_ = len(cls.__members__) + 1
        constant.detail = detail
        return constant

    @property
    def code(self) -> str:
        """Its wire name: ``CHECKED_OUT`` is ``checked-out``."""
        return kebab(self.name)

    @property
    def status(self) -> int:
        """The HTTP status it is answered with; override it for another one."""
        return 422


class Rejected(Exception):
    """What ``context.call`` raises when the other service rejects.

    Uncaught it becomes the rejection of the handler that called.
    """

    def __init__(self, service: str, code: str, status: int, detail: str) -> None:
        super().__init__(f"{service} rejected: {code}: {detail}")
        self.service = service
        self.code = code
        self.status = status
        self.detail = detail
