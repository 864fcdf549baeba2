"""Services on Holdfast, in Python. The page to read is docs/sdk-python.md."""

from dataclasses import field

from .call import Call
from .context import Caller, Context
from .effect import Effect
from .faults import InvalidService
from .marks import allow, limits, on_schedule, on_topic, query, route, wire
from .records import Event, Record, Upcast, replace
from .rejection import Rejected, Rejection
from .services import Entity, Stateless, Value, View, Workflow
from .version import VERSION as __version__

__all__ = [
    "Call",
    "Caller",
    "Context",
    "Effect",
    "Entity",
    "Event",
    "InvalidService",
    "Record",
    "Rejected",
    "Rejection",
    "Stateless",
    "Upcast",
    "Value",
    "View",
    "Workflow",
    "__version__",
    "allow",
    "field",
    "handler",
    "limits",
    "on_schedule",
    "on_topic",
    "query",
    "replace",
    "route",
    "wire",
]


from .serving.handler import handler  # noqa: E402  It needs all of the above.
