"""What runs a handler beside calls: topics and the calendar."""

from __future__ import annotations

import re
from datetime import timezone
from typing import Any
from zoneinfo import ZoneInfo

from ..marks import Schedule, Topic
from ..wire_names import SERVICE, camel_variables
from .codec import Codec, MapCodec, OptionalCodec, RecordCodec, TextCodec, UnionCodec
from .record_codecs import TAG
from .times import parse_instant

_LONGEST_TOPIC = 64
_MISSED = ("once", "skip", "all")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def described(topic: Topic | None, schedule: Schedule | None) -> list[dict[str, Any]]:
    """As they stand in ``discover``."""
    triggers: list[dict[str, Any]] = []
    if topic:
        triggers.append(
            {
                "topic": topic.topic,
                "id": _template(topic.id),
                "filter": topic.filter,
                "start": topic.start,
                "waits": topic.waits,
            }
        )
    if schedule:
        triggers.append(
            {
                "cron": schedule.cron,
                "zone": schedule.zone,
                "missed": schedule.missed,
                "id": schedule.id,
            }
        )
    return triggers


def _template(id: str) -> str:
    return id if id.startswith("/") else camel_variables(id)


def topic_faults(who: str, topic: Topic, argument: Codec | None) -> list[str]:
    """What is wrong with a subscription, as far as the SDK can tell: it knows no filters."""
    found = []
    if not SERVICE.fullmatch(topic.topic) or len(topic.topic) > _LONGEST_TOPIC:
        found.append(
            f'{who} listens to the topic "{topic.topic}". A topic is lower case words joined by'
            f" hyphens, at most {_LONGEST_TOPIC} characters."
        )
    template = _template(topic.id)
    if not template.startswith("/"):  # A pointer may go to what the argument leaves out.
        for name in _VARIABLE.findall(template):
            path = name.split(".")
            if argument is None or not _holds_text(argument, path):
                found.append(
                    f"{who} takes its id from {{{name}}}, which is no text, number or boolean of"
                    " its argument. Name one of its fields, or write a JSON pointer such as"
                    f' "/{"/".join(path)}".'
                )
    if topic.start not in ("now", "beginning") and not _is_instant(topic.start):
        found.append(
            f'{who} starts at "{topic.start}". Write "now", "beginning" or a time such as'
            ' "2026-01-31T10:00:00Z".'
        )
    return found


def schedule_faults(
    who: str, schedule: Schedule, takes_argument: bool, has_instances: bool
) -> list[str]:
    """What is wrong with a schedule, as far as the SDK can tell: it knows no calendars."""
    found = []
    if has_instances and not schedule.id:
        found.append(f'{who} is marked @on_schedule without an id. Say which instance: id="…".')
    if takes_argument:
        found.append(
            f"{who} is marked @on_schedule but takes an argument: the calendar has none. Remove it."
        )
    if not _is_zone(schedule.zone):
        found.append(
            f'{who} has the zone "{schedule.zone}", which is not known. Write one such as "UTC" or'
            ' "Europe/Berlin".'
        )
    if schedule.missed not in _MISSED:
        found.append(
            f'{who} has missed="{schedule.missed}". Write "once", "skip" or "all".'
        )
    return found


def _holds_text(codec: Codec | None, path: list[str]) -> bool:
    """Whether there is text, a number or a boolean at this path of fields."""
    if isinstance(codec, OptionalCodec):
        return _holds_text(codec.held, path)
    if not path:
        return isinstance(codec, TextCodec)
    if isinstance(codec, MapCodec):
        return _holds_text(codec.value, path[1:])
    if isinstance(codec, RecordCodec):
        return _holds_text((codec.fields or {}).get(path[0]), path[1:])
    if isinstance(codec, UnionCodec):
        return path == [TAG] or any(_holds_text(variant, path) for variant in codec.variants)
    return False


def _is_instant(text: str) -> bool:
    try:
        return bool(parse_instant(text).astimezone(timezone.utc))
    except (ValueError, OverflowError):
        return False


def _is_zone(zone: str) -> bool:
    try:
        return bool(ZoneInfo(zone).key)
    except (ValueError, OSError, LookupError):
        return zone == "UTC"  # Known everywhere, even where the system has no zones.
