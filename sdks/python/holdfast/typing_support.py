"""PEP 681 without a dependency.

Type checkers know ``typing_extensions`` from their own stubs, whether it is installed or not, so
they read the import that never runs. At run time the decorator only leaves a mark, which Python
3.10 can do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Callable[[T], T]:
        return lambda decorated: decorated


__all__ = ["dataclass_transform"]
