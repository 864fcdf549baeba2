"""Runs handlers that are coroutines.

They all run on one event loop in a thread of its own, so that a pool of connections that belongs
to a loop serves one handler after the other.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Coroutine

_LOCK = threading.Lock()
_LOOP: list[asyncio.AbstractEventLoop] = []


def finish(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine comes to; its exceptions are raised here."""
    return asyncio.run_coroutine_threadsafe(_caught(coroutine), _loop()).result()()


async def _caught(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """A result or a raise as a function: what suspends a handler must not end the loop."""
    try:
        result = await coroutine
    except BaseException as thrown:
        error = thrown
        return lambda: _raise(error)
    return lambda: result


def _raise(error: BaseException) -> Any:
    raise error


def _loop() -> asyncio.AbstractEventLoop:
    with _LOCK:
        if not _LOOP:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="handlers", daemon=True).start()
            _LOOP.append(loop)
        return _LOOP[0]
