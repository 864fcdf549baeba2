"""A process as a node runs it, over a real Unix socket."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any

from holdfast.binding.application import bind
from holdfast.protocol.endpoint import Endpoint
from holdfast.serving.server import Address, Server

from .asking import EXAMPLES, HERE, example, request

ROOT = HERE.parent


def start(folder: Path, **environment: str) -> subprocess.Popen[bytes]:
    clean = {name: it for name, it in os.environ.items() if not name.startswith("HOLDFAST_")}
    return subprocess.Popen(
        [sys.executable, "-m", "holdfast", str(folder)],
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def post(path: str, body: bytes, *headers: str, version: str = "HTTP/1.1") -> bytes:
    lines = [f"POST {path} {version}", "Host: x", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


class Client:
    def __init__(self, address: Any) -> None:
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self.socket = socket.socket(family)
        self.socket.settimeout(10)
        self.socket.connect(address)
        self.rest = self.socket.makefile("rb")

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self) -> tuple[int, Any]:
        status = int(self.rest.readline().split()[1])
        length = 0
        while (line := self.rest.readline().strip()) != b"":
            name, _, value = line.partition(b": ")
            if name == b"Content-Length":
                length = int(value)
        return status, json.loads(self.rest.read(length))

    def close(self) -> None:
        self.rest.close()
        self.socket.close()


class Process(unittest.TestCase):
    def test_it_serves_until_its_input_ends(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/s"
            with start(EXAMPLES / "cart", HOLDFAST_SOCKET=path) as process:
                assert process.stdin and process.stdout
                self.assertEqual(f"holdfast: cart on {path}\n".encode(), process.stdout.readline())
                client = Client(path)
                client.send(post("/holdfast/v1/discover", b"{}"))
                status, said = client.answer()
                self.assertEqual((200, "cart"), (status, said["services"][0]["service"]))
                tea = {"sku": "tea", "quantity": 2, "cents": 350}
                body = json.dumps(request("cart", "addItem", tea)).encode()
                client.send(post("/holdfast/v1/decide", body))
                self.assertEqual([{"type": "ItemAdded", "version": 1, "data": {"line": tea}}],
                                 client.answer()[1]["events"])
                process.stdin.close()
                self.assertEqual(0, process.wait(10))
                self.assertFalse(os.path.exists(path))
                client.close()

    def test_without_a_socket_it_listens_on_a_port(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with start(EXAMPLES / "counter", PORT=str(port)) as process:
            assert process.stdin and process.stdout
            process.stdin.close()  # Which then means nothing.
            self.assertIn(f" on http://127.0.0.1:{port}\n".encode(), process.stdout.readline())
            client = Client(("127.0.0.1", port))
            client.send(post("/holdfast/v1/fold", b'{"service":"counter","instances":[]}'))
            self.assertEqual((200, {"instances": []}), client.answer())
            client.close()
            process.terminate()

    def test_what_cannot_be_loaded_ends_with_2_and_says_why(self) -> None:
        files = {
            "wrong": ("service.py", "from holdfast import *\nclass Box(Value): pass\n"
                                    "class Lid(Value): pass\n", b"Lid has no name."),
            "broken": ("service.py", "import nothing_like_this\n", b"No module named"),
            "typo": ("service.py", "a = 1\n!!! no code\n", b'service.py", line 2\n    !!! no code\n'),
            "leaving": ("service.py", "import sys\nsys.exit(0)\n", b"SystemExit"),
            "empty": ("service.py", "", b"has no service."),
            "nothing": ("readme", "", b"has no service.py, and no pyproject.toml"),
            "absent": ("pyproject.toml", '[project]\nname = "a-b"\n', b"package a_b, which is not"),
        }
        for name, (file, text, expected) in files.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                (Path(folder) / file).write_text(text, "utf-8")
                with start(Path(folder), HOLDFAST_SOCKET=f"{folder}/s") as process:
                    _, errors = process.communicate(timeout=10)
                    self.assertEqual(2, process.returncode)
                    self.assertIn(expected, errors)

    def test_the_package_that_pyproject_names_is_loaded_with_its_modules(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            package = Path(folder) / "src" / "my_shop"
            (package / "deep").mkdir(parents=True)
            project = '[other]\n[project]\nversion = "1"\nname = "my-shop"\n[more]\nname="x"\n'
            (Path(folder) / "pyproject.toml").write_text(project, "utf-8")
            (package / "__init__.py").write_text("", "utf-8")
            (package / "__main__.py").write_text("raise SystemExit", "utf-8")
            (package / "deep" / "__init__.py").write_text("", "utf-8")
            text = 'from holdfast import Value\nclass Box(Value, name="box"): pass\n'
            (package / "deep" / "box.py").write_text(text, "utf-8")
            path = f"{folder}/s"
            with start(Path(folder), HOLDFAST_SOCKET=path) as process:
                assert process.stdin and process.stdout
                self.assertEqual(f"holdfast: box on {path}\n".encode(), process.stdout.readline())
                client = Client(f"{folder}/s")
                client.send(post("/holdfast/v1/discover", b"{}"))
                self.assertEqual("box", client.answer()[1]["services"][0]["service"])
                client.close()
                process.stdin.close()


class Http(unittest.TestCase):
    def setUp(self) -> None:
        endpoint = Endpoint(bind([example("counter").Counter]))
        server = Server(endpoint, Address("", "127.0.0.1", 0))
        server.start()
        self.addCleanup(server.close)
        self.port = server.port
        self.client = self.connect()

    def connect(self) -> Client:
        client = Client(("127.0.0.1", self.port))
        self.addCleanup(client.close)
        return client

    def test_requests_one_behind_the_other_are_answered_in_order(self) -> None:
        bodies = [json.dumps(request("counter", "add", n)).encode() for n in range(20)]
        self.client.send(b"".join(post("/holdfast/v1/decide", body) for body in bodies))
        replies = [self.client.answer()[1]["reply"] for _ in bodies]
        self.assertEqual(list(range(20)), replies)

    def test_a_request_in_pieces(self) -> None:
        for piece in (post("/holdfast/v1/discover", b"{}")[i : i + 7] for i in range(0, 80, 7)):
            self.client.send(piece)
            time.sleep(0.001)
        self.assertEqual(200, self.client.answer()[0])

    def test_what_stands_before_the_path_does_not_matter(self) -> None:
        self.client.send(post("/prod/holdfast/v1/discover?x=1", b"{}"))
        self.assertEqual(200, self.client.answer()[0])

    def test_a_client_that_waits_before_its_body(self) -> None:
        head, _, body = post("/holdfast/v1/discover", b"{}", "Expect: 100-continue").partition(
            b"\r\n\r\n"
        )
        self.client.send(head + b"\r\n\r\n")
        self.assertEqual(b"HTTP/1.1 100 Continue\r\n", self.client.rest.readline())
        self.client.rest.readline()
        self.client.send(body)
        self.assertEqual(200, self.client.answer()[0])

    def test_a_connection_ends_when_it_is_asked_to(self) -> None:
        for end in (post("/holdfast/v1/discover", b"{}", "Connection: close"),
                    post("/holdfast/v1/discover", b"{}", version="HTTP/1.0")):
            client = self.connect()
            client.send(end)
            self.assertEqual(200, client.answer()[0])
            self.assertEqual(b"", client.rest.read())

    def test_another_method_leaves_the_connection_as_it_is(self) -> None:
        self.client.send(b"GET / HTTP/1.1\r\n\r\n" + post("/nowhere", b"{}"))
        self.assertEqual(405, self.client.answer()[0])
        self.assertEqual(404, self.client.answer()[0])

    def test_what_can_be_read_in_two_ways_ends_the_connection(self) -> None:
        start = b"POST / HTTP/1.1\r\n"
        cases = {
            start + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n": 400,
            start + b"Content-Length: +1\r\n\r\n": 400,
            start + b"Content-Length: 1, 1\r\n\r\n": 400,
            start + b"Content-Length: -1\r\n\r\n": 400,
            start + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n": 411,
            start + b"Content-Length: 16777217\r\n\r\n": 413,
            start + b"Content-Length : 1\r\n\r\n": 400,
            start + b" folded: 1\r\n\r\n": 400,
            start + b"nothing\r\n\r\n": 400,
            b"POST /\r\n\r\n": 400,
            b"POST / HTTP/2\r\n\r\n": 505,
            start + b"x: " + b"y" * 20_000: 431,
        }
        for bytes, status in cases.items():
            with self.subTest(bytes[:60]):
                client = self.connect()
                client.send(bytes)
                self.assertEqual(status, client.answer()[0])
                self.assertEqual(b"", client.rest.read())

    def test_a_large_body_is_read_whole(self) -> None:
        body = json.dumps(request("counter", "add", "x" * 3_000_000)).encode()
        self.client.send(post("/holdfast/v1/decide", body))
        _, answer = self.client.answer()
        self.assertEqual("invalid-argument", answer["problem"]["code"])
