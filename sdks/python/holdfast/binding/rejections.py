"""Which rejections a service may answer with."""

from __future__ import annotations

import types
from typing import Any, Iterator

from ..rejection import Rejection


def rejections_of(service: type) -> list[dict[str, Any]]:
    """All constants of the enums that stand in the service or that its code names.

    A signature does not say which a handler uses, so every command is said to use all of them.
    """
    found: dict[type[Rejection], None] = {}
    for name, value in vars(service).items():
        if isinstance(value, type) and issubclass(value, Rejection):
            found[value] = None
        elif isinstance(value, types.FunctionType):
            found.update(dict.fromkeys(_named(value, set())))
    return [
        {"code": constant.code, "status": constant.status}
        for problem in found
        for constant in problem
    ]


def _named(function: types.FunctionType, seen: set[Any]) -> Iterator[type[Rejection]]:
    """Enums named by a function, and by the functions of its module that it names."""
    seen.add(function)
    for name in _names(function.__code__):
        value = function.__globals__.get(name)
        if isinstance(value, type) and issubclass(value, Rejection):
            yield value
        elif (
            isinstance(value, types.FunctionType)
            and value.__module__ == function.__module__
            and value not in seen
        ):
            yield from _named(value, seen)
    for cell in function.__closure__ or ():
        value = _content(cell)
        if isinstance(value, type) and issubclass(value, Rejection):
            yield value


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _content(cell: types.CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # Nothing has been assigned yet.
        return None
