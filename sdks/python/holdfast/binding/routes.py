"""Routes of handlers."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..wire_names import camel, camel_variables
from .codec import Codec, RecordCodec

_RESERVED = ("v1", "health", "metrics", "problems", "openapi.json", "console")
_SYNTAX = re.compile(
    r"(GET|POST|PUT|PATCH|DELETE) "
    r"((?:/(?:[A-Za-z0-9._~-]+|\{[a-zA-Z][a-zA-Z0-9_]*\}))+)"
    r"(?:\?([a-zA-Z][a-zA-Z0-9_]*=(?:&[a-zA-Z][a-zA-Z0-9_]*=)*))?"
)
_VARIABLE = re.compile(r"\{([^}]*)\}")


class Route(NamedTuple):
    """A declared route, taken apart. ``fills`` are the names that fill the argument."""

    method: str
    path: str
    id: str
    fills: tuple[str, ...]
    query: str

    @property
    def shape(self) -> str:
        """The same for all routes that match the same requests."""
        return self.method + " " + _VARIABLE.sub("{}", self.path)

    @property
    def text(self) -> str:
        """As it stands in ``discover``."""
        return f"{self.method} {self.path}" + (f"?{self.query}" if self.query else "")


def parse(text: str, has_instances: bool) -> Route | None:
    """Takes a route apart; none if it is not written as one."""
    match = _SYNTAX.fullmatch(text)
    if match is None:
        return None
    method, path, query = match.group(1), camel_variables(match.group(2)), match.group(3) or ""
    variables = _VARIABLE.findall(path)
    id = ""
    if "id" in variables:
        id = "id"
    elif has_instances and variables:
        id = variables[0]
    if id:
        variables.remove(id)
    parameters = [camel(parameter[:-1]) for parameter in query.split("&") if parameter]
    return Route(
        method, path, id, (*variables, *parameters), "&".join(f"{it}=" for it in parameters)
    )


def faults(
    who: str,
    class_name: str,
    text: str,
    route: Route | None,
    argument: Codec | None,
    rules: tuple[str, ...],
    has_instances: bool,
) -> list[str]:
    """What is wrong with the route of one handler."""
    found = []
    if not rules:
        found.append(
            f'{who} has a @route but nobody may call it. Add @allow("user"), @allow("anyone") or'
            f' another rule to it, or allow="user" to {class_name}.'
        )
    if route is None:
        found.append(
            f'{who} has the route "{text}", which cannot be read. Write a method, a space and a'
            ' path, such as "GET /carts/{id}/items?from=".'
        )
        return found
    first = route.path.split("/")[1]
    if first in _RESERVED:
        found.append(
            f'{who} has the route "{route.method} {route.path}", but all paths under /{first} are'
            " the platform's own. Choose another beginning."
        )
    if has_instances and not route.id:
        found.append(f"{who} has a @route that names no instance. Put {{id}} into its path.")
    for name in route.fills:
        if argument is None or (
            isinstance(argument, RecordCodec) and name not in (argument.fields or {})
        ):
            found.append(
                f"{who} has a @route with {name}, but no argument with a field of that name. Add"
                " it, or remove it from the route."
            )
    if len(route.fills) > 1 and argument is not None and not isinstance(argument, RecordCodec):
        found.append(
            f"{who} has a @route with {', '.join(route.fills)}, but an argument that is one value."
            " Put them in a Record."
        )
    return found
