"""States that events lead to."""

from __future__ import annotations

from typing import Any

from ..binding.json_fault import JsonFault
from ..binding.service import ServiceBinding
from ..faults import HandlerFailed
from .bad_request import BadRequest
from .writing import quoted


def fold(service: ServiceBinding, instances: Any) -> str:
    """The answer for instances of one service, in their order."""
    if service.kind == "stateless":
        raise BadRequest(f"{service.name} is stateless: there is nothing to fold")
    if not isinstance(instances, list):
        raise BadRequest("instances is no array")
    return '{"instances":[' + ",".join(_one(service, it) for it in instances) + "]}"


def _one(service: ServiceBinding, instance: Any) -> str:
    label, at = "", None  # Nowhere while it is a state that does not fit.
    try:
        state, events = instance["state"], instance["events"]
        if not isinstance(events, list):
            raise BadRequest("the events of an instance are no array")
        state = service.empty if state is None else service.state.read(state, False)
        for at, event in enumerate(events):
            name, version = event["type"], event["version"]
            label = f"{name} {version}: "
            state = service.after(state, service.events.read(name, version, event["data"]))
        label, at = "", None
        return '{"state":' + service.state.write(state) + "}"
    except (TypeError, LookupError) as none:
        raise BadRequest(f"no instance with its state and events: {none!r}") from None
    except HandlerFailed as failed:
        return _error(f"{label}{failed}", at)
    except JsonFault as fault:
        return _error(f"{label or 'the state: '}{fault}", at)


def _error(error: str, at: int | None) -> str:
    return f'{{"error":{quoted(error)}' + ("}" if at is None else f',"at":{at}}}')
