"""The named types of one schema."""

from __future__ import annotations

from typing import Any, Callable


class Definitions:
    """Each named type is written once, however often it is used."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict  # Unknown fields are refused, which the schema then says.
        self._names: dict[Any, str] = {}
        self._schemas: dict[str, Any] = {}

    def named(self, name: str, key: Any, schema: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A reference to the type of this key, which is defined at its first use."""
        known = self._names.get(key)
        if known is None:
            known = self._free(name)
            self._names[key] = known
            self._schemas[known] = {}  # Holds the place: the type may refer to itself.
            self._schemas[known] = schema()
        return {"$ref": f"#/$defs/{known}"}

    def _free(self, name: str) -> str:
        free, number = name, 2
        while free in self._schemas:
            free, number = f"{name}{number}", number + 1
        return free

    def document(self, root: dict[str, Any]) -> dict[str, Any]:
        """The schema of a whole document: what it is, and the types it names."""
        return {**root, "$defs": self._schemas} if self._schemas else root
