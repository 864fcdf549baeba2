"""Listens itself, so that its answers need not be answers: the handler asked for says which."""

import json
import os
import socket
import threading
import time

NAMES = ["fine", "garbage", "huge", "claimed", "headers", "drip", "silent", "deaf"]
DISCOVERY = {
    "protocol": 1,
    "sdk": "none/1",
    "keepsStates": False,
    "services": [
        {
            "service": "answers",
            "kind": "stateless",
            "handlers": [
                {"name": name, "kind": "command", "argument": {"type": "integer"}, "rejections": []}
                for name in NAMES
            ],
        }
    ],
}
listener = socket.socket(socket.AF_UNIX)


def answer(connection: socket.socket, body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    connection.sendall(head + body)


def attack(connection: socket.socket, name: str) -> None:
    if name == "garbage":
        connection.sendall(b"\x00\xff\x1b[2J" * 10_000)
    elif name == "huge":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
        for _ in range(1024):
            connection.sendall(b"x" * 1048576)
    elif name == "claimed":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 16777216\r\n\r\n")
        time.sleep(60)
    elif name == "headers":
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for at in range(100_000):
            connection.sendall(f"X-{at}: {at}\r\n".encode())
    elif name == "drip":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b" ")
            time.sleep(0.5)
    elif name == "silent":
        time.sleep(60)
    elif name == "deaf":
        listener.close()
        os.unlink(os.environ["HOLDFAST_SOCKET"])
        connection.close()
    else:
        answer(connection, json.dumps({"reply": 1}).encode())


def serve(connection: socket.socket) -> None:
    rest = b""
    while True:
        while b"\r\n\r\n" not in rest:
            more = connection.recv(65536)
            if not more:
                return
            rest += more
        head, _, rest = rest.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        length = int(next(it.split(":")[1] for it in lines if it.lower().startswith("content-length")))
        while len(rest) < length:
            rest += connection.recv(65536)
        body, rest = rest[:length], rest[length:]
        if lines[0].split(" ")[1].endswith("/discover"):
            answer(connection, json.dumps(DISCOVERY).encode())
        else:
            attack(connection, json.loads(body)["handler"])


listener.bind(os.environ["HOLDFAST_SOCKET"])
listener.listen(64)
while True:
    try:
        accepted, _ = listener.accept()
    except OSError:
        time.sleep(60)  # Lives on, and hears nobody.
        continue
    threading.Thread(target=lambda it: (serve(it), it.close()), args=(accepted,), daemon=True).start()
