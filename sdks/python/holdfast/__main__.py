"""``python -m holdfast FOLDER``: serves the services of a folder."""

from __future__ import annotations

import io
import os
import sys
import threading
import traceback
from pathlib import Path
from typing import NoReturn

from .faults import InvalidService
from .protocol.endpoint import Endpoint
from .serving.folder import services_of
from .serving.handler import endpoint
from .serving.server import Address, Server

_CANNOT_START = 2


def main() -> None:
    """The entry point ``holdfast-python``."""
    if len(sys.argv) != 2:
        _end("usage: holdfast-python FOLDER")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # What handlers print is read as it comes.
    asked = _load(Path(sys.argv[1]).resolve())
    address = Address.of_environment()
    try:
        server = Server(asked, address)
    except OSError as fault:
        _end(f"cannot listen on {address}: {fault}")
    server.start()
    print(f"holdfast: {', '.join(asked.names)} on {server.address}", flush=True)
    try:
        if address.path:
            _until_input_ends()
            server.close()
        else:
            threading.Event().wait()
    except KeyboardInterrupt:
        server.close()
    # Not by returning: handlers that still run would be waited for, and nothing depends on them.
    sys.stdout.flush()
    os._exit(0)


def _load(folder: Path) -> Endpoint:
    try:
        return endpoint(services_of(folder))
    except InvalidService as invalid:
        _end(*invalid.faults)
    except BaseException as fault:  # Whatever code does while it is imported, exit included.
        _end(f"{folder} cannot be imported:", _shown(fault, folder))


def _shown(fault: BaseException, folder: Path) -> str:
    """The trace from the author's first line on: how it was imported is not the question."""
    told = traceback.TracebackException.from_exception(fault)
    own = (i for i, at in enumerate(told.stack) if Path(at.filename).is_relative_to(folder))
    del told.stack[: next(own, len(told.stack))]
    return "".join(told.format()).rstrip()


def _until_input_ends() -> None:
    """The node that started this process holds its input; it ends with the node."""
    while os.read(0, 4096):
        pass


def _end(*lines: str) -> NoReturn:
    print(*lines, sep="\n", file=sys.stderr, flush=True)
    sys.exit(_CANNOT_START)


if __name__ == "__main__":
    main()
