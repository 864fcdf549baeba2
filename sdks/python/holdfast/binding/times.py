"""Times and durations in the form of ISO 8601 that Java's ``Instant`` and ``Duration`` have."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

_INSTANT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?"
    r"(?:Z|([+-])(\d\d)(?::?(\d\d))?)",
    re.ASCII | re.IGNORECASE,
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DURATION = re.compile(
    r"([-+]?)P(?:([-+]?\d+)D)?"
    r"(T(?:([-+]?\d+)H)?(?:([-+]?\d+)M)?(?:([-+]?)(\d+)(?:[.,](\d{0,9}))?S)?)?",
    re.ASCII | re.IGNORECASE,
)


def parse_instant(text: str) -> datetime:
    """A time with its offset, as UTC. What is finer than a microsecond is cut off."""
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = match.groups()
    instant = datetime(
        int(year),
        int(month),
        int(day),
        int(hour),
        int(minute),
        int(second or 0),
        int(fraction.ljust(6, "0")[:6]) if fraction else 0,
        timezone.utc,
    )
    if sign is None:
        return instant
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return instant + offset if sign == "-" else instant - offset


def print_instant(value: datetime) -> str:
    """``2026-01-31T10:00:00Z``, with a fraction of three or six digits if there is one."""
    if value.utcoffset() is None:
        raise ValueError("a time without a zone; write datetime(…, tzinfo=timezone.utc)")
    if value.tzinfo is not timezone.utc:
        value = value.astimezone(timezone.utc)
    micros = value.microsecond
    if not micros:
        return value.isoformat()[:-6] + "Z"
    return value.isoformat(timespec="microseconds" if micros % 1000 else "milliseconds")[:-6] + "Z"


def parse_date(text: str) -> date:
    if _DATE.fullmatch(text) is None:
        raise ValueError(text)
    return date.fromisoformat(text)


def parse_duration(text: str) -> timedelta:
    match = _DURATION.fullmatch(text)
    if match is None or text[-1] in "PpTt":
        raise ValueError(text)
    sign, days, _, hours, minutes, minus, seconds, fraction = match.groups()
    whole = timedelta(
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
    )
    part = timedelta(
        seconds=int(seconds or 0),
        microseconds=int((fraction or "").ljust(6, "0")[:6]),
    )
    whole += -part if minus == "-" else part
    return -whole if sign == "-" else whole


def print_duration(value: timedelta) -> str:
    """``PT8H6M12.345S``: hours are the largest unit, and ``PT0S`` is none at all."""
    total = value // timedelta(microseconds=1)
    if total == 0:
        return "PT0S"
    sign = "-" if total < 0 else ""
    seconds, micros = divmod(abs(total), 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = "PT"
    if hours:
        text += f"{sign}{hours}H"
    if minutes:
        text += f"{sign}{minutes}M"
    if seconds or micros:
        fraction = f".{micros:06d}".rstrip("0") if micros else ""
        text += f"{sign}{seconds}{fraction}S"
    return text
