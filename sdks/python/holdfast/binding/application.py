"""All services of one folder, ready to be asked."""

from __future__ import annotations

import sys
from typing import Iterable

from ..faults import InvalidService
from ..records import Event
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
    _demand_leading_upcasts(services, reading)
    faults = reading.all_faults()
    if faults:
        raise InvalidService(faults)
    return Application(it for it in bound if it)


def _demand_leading_upcasts(services: list[type], reading: Reading) -> None:
    """Each upcast beside services leads to an event that stands there too."""
    for module in dict.fromkeys(service.__module__ for service in services):
        beside = list(vars(sys.modules[module]).values())
        names = {wire_name(it) for it in beside if isinstance(it, type) and issubclass(it, Event)}
        for it in beside:
            if is_upcast(it) and wire_name(it) not in names:
                reading.fault(not_an_event(it))
