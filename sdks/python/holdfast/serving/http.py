"""HTTP/1.1, as much of it as the protocol needs, and that strictly."""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

from ..protocol.endpoint import MOST_BYTES, Answer, Endpoint, error

_MOST_HEAD = 16 * 1024
_CHUNK = 64 * 1024
_PATIENCE_SECONDS = 30  # Within a request; between two a connection may rest for ever.
_REASONS = {
    200: b"OK",
    400: b"Bad Request",
    401: b"Unauthorized",
    404: b"Not Found",
    405: b"Method Not Allowed",
    411: b"Length Required",
    413: b"Content Too Large",
    431: b"Request Header Fields Too Large",
    500: b"Internal Server Error",
    505: b"HTTP Version Not Supported",
}


class Head(NamedTuple):
    """What stands before a body."""

    method: str
    path: str
    headers: dict[str, str]
    length: int
    keeps_alive: bool


class Refused(Exception):
    """A request that cannot be read; where it ends is not known, so the connection ends."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.answer = error(status, text)


def serve(connection: socket.socket, endpoint: Endpoint) -> None:
    """Answers the requests of one connection in their order, until one of both ends it."""
    with connection:
        patience = struct.pack("ll", _PATIENCE_SECONDS, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        try:
            _serve(_Incoming(connection), connection, endpoint)
        except Refused as refused:
            _send(connection, refused.answer, keeps_alive=False)
        except OSError:
            return  # The other side is gone, or says nothing any more.


def _serve(incoming: _Incoming, connection: socket.socket, endpoint: Endpoint) -> None:
    while True:
        text = incoming.head()
        if text is None:
            return
        head = parse(text)
        if head.headers.get("expect", "").lower() == "100-continue":
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = incoming.body(head.length)
        if head.method == "POST":
            answer = endpoint.answer(head.path, head.headers, body)
        else:
            answer = error(405, "The protocol is asked by POST.")
        _send(connection, answer, keeps_alive=head.keeps_alive)
        if not head.keeps_alive:
            return


class _Incoming:
    """The bytes of a connection. What comes after a request is the beginning of the next."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._rest = b""

    def head(self) -> bytes | None:
        """The next head without its last empty line; none if the connection ended before it."""
        while True:
            end = self._rest.find(b"\r\n\r\n")
            if end >= 0:
                head, self._rest = self._rest[:end], self._rest[end + 4 :]
                return head
            if len(self._rest) > _MOST_HEAD:
                raise Refused(431, f"a head of more than {_MOST_HEAD} bytes")
            try:
                more = self._connection.recv(_CHUNK)
            except BlockingIOError:  # Out of patience, which only matters within a request.
                if self._rest:
                    raise
                continue
            if not more:
                if self._rest:
                    raise Refused(400, "the request ended too early")
                return None
            self._rest += more

    def body(self, length: int) -> bytes:
        """The body of this length."""
        if len(self._rest) >= length:
            body, self._rest = self._rest[:length], self._rest[length:]
            return body
        parts, have = [self._rest], len(self._rest)
        self._rest = b""
        while have < length:
            part = self._connection.recv(min(_CHUNK, length - have))
            if not part:
                raise Refused(400, "the request ended too early")
            parts.append(part)
            have += len(part)
        return b"".join(parts)


def parse(text: bytes) -> Head:
    """Takes a head apart. Whatever could be read in two ways is refused."""
    first, *lines = text.decode("latin-1").split("\r\n")
    try:
        method, target, version = first.split(" ")
    except ValueError:
        raise Refused(400, "no request line") from None
    if version not in ("HTTP/1.1", "HTTP/1.0"):
        raise Refused(505, "HTTP/1.1 is spoken here")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip() or "\n" in line or "\r" in line:
            raise Refused(400, "a header that cannot be read")
        name = name.lower()
        value = value.strip(" \t")
        if name in headers:
            if name in ("content-length", "host"):
                raise Refused(400, f"{name} is there twice")
            value = f"{headers[name]}, {value}"
        headers[name] = value
    return Head(
        method,
        target.partition("?")[0],
        headers,
        _length(headers),
        _keeps_alive(version, headers.get("connection", "")),
    )


def _length(headers: dict[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise Refused(411, "Content-Length is needed instead of Transfer-Encoding")
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or len(length) > 12:
        raise Refused(400, "Content-Length is no number")
    if int(length) > MOST_BYTES:
        raise Refused(413, f"more than {MOST_BYTES} bytes")
    return int(length)


def _keeps_alive(version: str, connection: str) -> bool:
    if not connection:
        return version == "HTTP/1.1"
    options = [option.strip() for option in connection.lower().split(",")]
    return "keep-alive" in options if version == "HTTP/1.0" else "close" not in options


def _send(connection: socket.socket, answer: Answer, *, keeps_alive: bool) -> None:
    connection.sendall(
        b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
        % (
            answer.status,
            _REASONS.get(answer.status, b"Error"),
            len(answer.body),
            b"" if keeps_alive else b"Connection: close\r\n",
            answer.body,
        )
    )
