"""One run of the binder: what it has found wrong so far, and what is there twice."""

from __future__ import annotations

from .routes import Route


class Reading:
    """The services that are read together. Faults of all of them are told at once."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._names: dict[str, str] = {}
        self._routes: dict[str, str] = {}
        self._twice: list[str] = []

    def fault(self, sentence: str) -> None:
        self.faults.append(sentence)

    def name(self, class_name: str, name: str) -> None:
        other = self._names.setdefault(name, class_name)
        if other != class_name:
            self._twice.append(
                f'{other} and {class_name} are both named "{name}". A name is one service\'s'
                " address."
            )

    def route(self, who: str, route: Route) -> None:
        declared = f"{route.method} {route.path} in {who}"
        other = self._routes.setdefault(route.shape, declared)
        if other != declared:
            self._twice.append(f"Two routes are the same: {other} and {declared}.")

    def all_faults(self) -> list[str]:
        """Each once, in the order they were found."""
        return list(dict.fromkeys(self.faults + self._twice))
