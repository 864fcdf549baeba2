"""Finds the services of a folder."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import types
from pathlib import Path
from typing import Any, Iterator, NoReturn

from ..faults import InvalidService
from ..services import KINDS, Service

_PROJECT = re.compile(r"^\[project\]\s*$(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"""^name\s*=\s*["']([^"']+)["']""", re.MULTILINE)


def services_of(folder: Path) -> list[type]:
    """Every service class in service.py, else in the package that pyproject.toml names."""
    if not folder.is_dir():
        _refuse(f"{folder} is no folder.")
    if (folder / "service.py").is_file():
        sys.path.insert(0, str(folder))
        found = list(services_in(importlib.import_module("service")))
        where = "service.py"
    else:
        package = _package(folder)
        found = [
            service
            for module in _modules(package)
            for service in services_in(module)
            if service.__module__ == module.__name__
        ]
        where = f"the package {package.__name__}"
    if not found:
        _refuse(f'{folder}: {where} has no service. Write class Cart(Entity, name="cart").')
    return list(dict.fromkeys(found))


def _package(folder: Path) -> types.ModuleType:
    project = folder / "pyproject.toml"
    section = _PROJECT.search(project.read_text("utf-8")) if project.is_file() else None
    name = _NAME.search(section.group(1)) if section else None
    if name is None:
        _refuse(f"{folder} has no service.py, and no pyproject.toml that names a package.")
    package = re.sub(r"[-.]", "_", name.group(1))
    for parent in (folder, folder / "src"):
        if (parent / package / "__init__.py").is_file() or (parent / f"{package}.py").is_file():
            sys.path.insert(0, str(parent))
            return importlib.import_module(package)
    _refuse(f"{folder}: pyproject.toml names the package {package}, which is not there.")


def _refuse(fault: str) -> NoReturn:
    raise InvalidService([fault])


def _modules(package: types.ModuleType) -> Iterator[types.ModuleType]:
    yield package
    for module in pkgutil.walk_packages(getattr(package, "__path__", ()), package.__name__ + "."):
        own = module.name.rpartition(".")[2]
        if own != "__main__" and not own.startswith("test"):
            yield importlib.import_module(module.name)


def services_in(module: types.ModuleType) -> Iterator[type]:
    for it in vars(module).values():
        if _is_service(it):
            yield it


def _is_service(it: Any) -> bool:
    return isinstance(it, type) and issubclass(it, Service) and it not in (Service, *KINDS)
