"""Tests without a server and without sleeping, for whatever runner you have."""

from .outcome import Outcome
from .scenario import Scenario
from .world import World

__all__ = ["Outcome", "Scenario", "World"]
