"""Ends a handler that waits for another service.

It is no ``Exception``, so ``except Exception`` around a call does not see it. A bare ``except`` or
a ``return`` in ``finally`` does, and cannot do harm: ``Calls`` has noted what is needed, and what
the handler made of it is thrown away.
"""

from __future__ import annotations


class Suspended(BaseException):
    """The handler is run again from its beginning when the answer is there."""
