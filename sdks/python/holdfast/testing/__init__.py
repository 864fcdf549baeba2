"""Tests without a server and without sleeping, for whatever runner you have."""

from .outcome import Outcome
from .scenario import Scenario

__all__ = ["Outcome", "Scenario"]
