"""What goes wrong: a service that cannot be loaded, and a handler that fails."""

from __future__ import annotations

from collections.abc import Sequence


class InvalidService(Exception):
    """Loading failed; lists every fault of the services at once."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class HandlerFailed(Exception):
    """A handler threw, or decided what cannot be done: a defect of the service, answered as 500."""
