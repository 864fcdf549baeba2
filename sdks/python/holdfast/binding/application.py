"""All services of one folder, ready to be asked."""

from __future__ import annotations

import sys
from typing import Iterable

from ..faults import InvalidService
from . import service_reader
from .codecs import wire_name
from .event_reader import is_upcast, not_an_event
from .reading import Reading
from .service import ServiceBinding


class Application:
    """Its services by name. It keeps no truth and may be asked by any number of threads."""

    def __init__(self, services: Iterable[ServiceBinding]) -> None:
        self.services = {service.name: service for service in services}


def bind(services: Iterable[type]) -> Application:
    """Reads services; raises ``InvalidService`` with every fault of all of them."""
    reading = Reading()
    services = list(services)
    bound = [service_reader.read(service, reading) for service in services]
    _demand_leading_upcasts(services, [it for it in bound if it], reading)
    faults = reading.all_faults()
    if faults:
        raise InvalidService(faults)
    return Application(it for it in bound if it)


def _demand_leading_upcasts(
    services: list[type], bound: list[ServiceBinding], reading: Reading
) -> None:
    """Each upcast in the modules of the services leads to an event of one of them."""
    if len(bound) < len(services):
        return  # Which events there are is not known.
    names = {name for service in bound for name in service.events.types}
    for module in dict.fromkeys(service.__module__ for service in services):
        for it in vars(sys.modules[module]).values():
            if is_upcast(it) and wire_name(it) not in names:
                reading.fault(not_an_event(it))
