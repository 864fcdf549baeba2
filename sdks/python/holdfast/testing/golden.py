"""A recorded journal as a file: ``{"type":"Added","version":1,"data":{"amount":3}}`` a line.

Maybe the last one is ``{"state":{…}}``. Other fields of a line are not looked at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..binding.documents import parse
from ..binding.json_fault import JsonFault
from ..binding.service import ServiceBinding


def fold(service: ServiceBinding, journal: Path) -> None:
    """Fails at the line that this version of the service cannot read, or reads otherwise."""
    state = service.empty
    for number, line in enumerate(journal.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                state = _line(service, state, line)
            except AssertionError as wrong:
                raise AssertionError(f"{journal}:{number} {wrong}") from wrong.__cause__


def _line(service: ServiceBinding, state: Any, line: str) -> Any:
    try:
        fields = parse(line)
    except JsonFault as fault:
        raise AssertionError(f"is no event: {fault}") from fault
    if not isinstance(fields, dict) or not ("state" in fields or {"type", "data"} <= fields.keys()):
        raise AssertionError("is no event: it needs a type and its data")
    if "state" in fields:
        return _demand_state(service, state, fields["state"])
    return _event(service, state, fields["type"], fields.get("version", 1), fields["data"])


def _demand_state(service: ServiceBinding, state: Any, recorded: Any) -> Any:
    try:
        expected = service.state.read(recorded, False)
    except JsonFault as fault:
        raise AssertionError(f"the state does not fit: {fault}") from fault
    if expected != state:
        raise AssertionError(f"the events lead to {state}, recorded was {expected}")
    return state


def _event(service: ServiceBinding, state: Any, type: str, version: int, data: Any) -> Any:
    name = service.type.__name__
    if type not in service.events.types:
        raise AssertionError(
            f"{name}: event type {type} is in the journal but not in this version. Renamed? Write"
            f' @wire("{type}") on the new type. Removed? Keep it.'
        )
    try:
        return service.after(state, service.events.read(type, version, data))
    except JsonFault as fault:
        raise AssertionError(
            f"{name}: {type} version {version} does not fit its class any more: {fault}. Give the"
            f" field a default, or add an Upcast from version {version} (docs/evolution)."
        ) from fault
    except Exception as thrown:
        raise AssertionError(f"{name}: {thrown}") from thrown
