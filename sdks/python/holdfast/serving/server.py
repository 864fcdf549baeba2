"""Listens, and serves each connection in a thread of its own, since handlers may block."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from typing import NamedTuple

from ..protocol.endpoint import Endpoint
from . import http

_MOST_CONNECTIONS = 512
_BACKLOG = 128
_PAUSE_SECONDS = 0.1


class Address(NamedTuple):
    """The path of a Unix socket, or a host and a port."""

    path: str
    host: str
    port: int

    @staticmethod
    def of_environment() -> Address:
        path = os.environ.get("HOLDFAST_SOCKET", "")
        port = int(os.environ.get("PORT") or 9080)
        return Address(path, os.environ.get("HOST") or "127.0.0.1", port)

    def __str__(self) -> str:
        return self.path or f"{self.host}:{self.port}"


class Server:
    """Runs until the process ends, or ``close``."""

    def __init__(self, endpoint: Endpoint, address: Address) -> None:
        self._endpoint = endpoint
        self._address = address
        self._places = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        self._listener = _listen(address)
        self._closed = False

    @property
    def port(self) -> int:
        """The port that it listens on, where it is no Unix socket."""
        return int(self._listener.getsockname()[1])

    @property
    def address(self) -> str:
        """Where it answers: the path of the socket, or a URL."""
        return self._address.path or f"http://{self._address.host}:{self.port}"

    def start(self) -> None:
        threading.Thread(target=self._accept, name="accept", daemon=True).start()

    def close(self) -> None:
        """Takes no more connections. Those that are there end with the process."""
        self._closed = True
        if self._address.path:
            os.unlink(self._address.path)
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed:
            self._places.acquire()  # More than that wait in the backlog.
            try:
                connection, _ = self._listener.accept()
                if not self._address.path:
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()
            except (OSError, RuntimeError) as full:
                # No file or no thread is left for it, which may pass; or it was closed.
                self._places.release()
                if not self._closed:
                    print(f"holdfast: cannot take a connection: {full}", file=sys.stderr)
                    time.sleep(_PAUSE_SECONDS)

    def _serve(self, connection: socket.socket) -> None:
        try:
            http.serve(connection, self._endpoint)
        finally:
            self._places.release()


def _listen(address: Address) -> socket.socket:
    if not address.path:
        family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.host, address.port))
        listener.listen(_BACKLOG)
        return listener
    if os.path.exists(address.path):
        os.unlink(address.path)  # Of a process that is gone.
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)  # For its owner alone from the first moment.
    try:
        listener.bind(address.path)
    finally:
        os.umask(before)
    listener.listen(_BACKLOG)
    return listener
