"""Names as they stand in JSON: Python's snake_case becomes camelCase, and nothing else changes."""

from __future__ import annotations

import re

SERVICE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_BRACES = re.compile(r"\{([^{}]*)\}")


def camel(name: str) -> str:
    """``rain_millimetres`` is ``rainMillimetres``; ``from_``, which Python demands, is ``from``."""
    if "_" not in name:
        return name
    first, *rest = [word for word in name.split("_") if word] or [name]
    return first + "".join(word[0].upper() + word[1:] for word in rest)


def camel_variables(template: str) -> str:
    """Variables in braces name fields, so they become camelCase as fields do."""
    return _BRACES.sub(lambda match: "{" + camel_path(match.group(1)) + "}", template)


def camel_path(path: str) -> str:
    """The same for each field of a path such as ``taken_at.city``."""
    return ".".join(camel(name) for name in path.split("."))


def kebab(constant: str) -> str:
    """``CHECKED_OUT`` is ``checked-out``: the code of a rejection."""
    return constant.lower().replace("_", "-")


def suggested(class_name: str) -> str:
    """A name for the service of a class: ``WeatherStation`` could be ``weather-station``."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", class_name).lower()
    return re.sub(r"[^a-z0-9-]", "", words)
