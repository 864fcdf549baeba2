"""The services of ../java, with the same names, handlers and events: the checks are the same."""

from bank import Account, Clock, Mirror, Pending
from registers import Register, Sequence

__all__ = ["Account", "Clock", "Mirror", "Pending", "Register", "Sequence"]
