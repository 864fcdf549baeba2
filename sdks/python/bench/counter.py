"""How many decisions of the counter one process answers in a second, over a Unix socket.

``python bench/counter.py [CONNECTIONS] [REQUESTS EACH]``. States are named by their tokens, as a
node does; each connection asks one request after the other, from a process of its own.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def request(id: int, sequence: int) -> bytes:
    state = {"token": f"{id}.{sequence}", **({} if sequence else {"value": None})}
    body = json.dumps(
        {
            "service": "counter",
            "id": f"c{id}",
            "handler": "add",
            "argument": 1,
            "state": state,
            "next": f"{id}.{sequence + 1}",
            "wants": [],
            "sequence": sequence,
            "now": "2026-01-31T10:00:00.000Z",
            "deadline": "2026-01-31T10:00:02.000Z",
            "caller": {"kind": "user", "name": "anna", "roles": ["admin"]},
            "answers": [],
        }
    ).encode()
    head = f"POST /holdfast/v1/decide HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def ask(path: str, requests: list[bytes]) -> None:
    taken = []
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        for one in requests:
            start = time.perf_counter()
            connection.sendall(one)
            answer = connection.recv(65536)
            taken.append(time.perf_counter() - start)
    assert answer.endswith(b'"reply":%d}' % len(requests)), answer
    taken.sort()
    median, late = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    print(f"  median {median * 1e6:.0f} µs, 99 % within {late * 1e6:.0f} µs")


def main(connections: int, each: int) -> None:
    requests = [[request(id, sequence) for sequence in range(each)] for id in range(connections)]
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/s"
        served = subprocess.Popen(
            [sys.executable, "-m", "holdfast", str(ROOT / "examples" / "counter")],
            env={**os.environ, "PYTHONPATH": str(ROOT), "HOLDFAST_SOCKET": path},
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert served.stderr and served.stdin
        served.stderr.readline()
        start = time.perf_counter()
        clients = []
        for one in requests:
            client = os.fork()
            if client == 0:
                ask(path, one)
                sys.stdout.flush()
                os._exit(0)
            clients.append(client)
        for client in clients:
            os.waitpid(client, 0)
        taken = time.perf_counter() - start
        print(f"{connections} connections: {connections * each / taken:.0f} decide/s")
        served.stdin.close()
        served.wait(10)


if __name__ == "__main__":
    given = [int(it) for it in sys.argv[1:]]
    main(*given) if given else main(4, 4000)
