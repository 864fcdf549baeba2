"""Requests are signed as Standard Webhooks are."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
import unittest

from holdfast.binding.application import bind
from holdfast.protocol.endpoint import Endpoint
from holdfast.protocol.signature import Signature

from .asking import example

KEY = b"thirty-two bytes make a good key"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def signed(body: bytes, at: float, key: bytes = KEY) -> dict[str, str]:
    stamp = str(int(at))
    digest = hmac.new(key, f"msg_1.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1a,x v1," + base64.b64encode(digest).decode(),
    }


class Signing(unittest.TestCase):
    def test_the_example_of_the_standard(self) -> None:
        signature = Signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        headers = {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        }
        self.assertIsNone(signature.fault(headers, b'{"test": 2432232314}', 1614265330))

    def test_only_what_is_signed_and_fresh_is_answered(self) -> None:
        endpoint = Endpoint(bind([example("counter").Counter]), secret=SECRET)
        path, now = "/holdfast/v1/discover", time.time()
        cases = [
            (200, signed(b"{}", now)),
            (401, {}),
            (401, signed(b"{ }", now)),
            (401, signed(b"{}", now - 301)),
            (401, signed(b"{}", now + 301)),
            (401, signed(b"{}", now, b"another key")),
            (401, {**signed(b"{}", now), "webhook-timestamp": "soon"}),
        ]
        for status, headers in cases:
            with self.subTest(headers):
                self.assertEqual(status, endpoint.answer(path, headers, b"{}").status)

    def test_a_secret_that_is_none_is_refused(self) -> None:
        for secret in ("whsec_", "?"):
            with self.assertRaises(ValueError):
                Signature(secret)
