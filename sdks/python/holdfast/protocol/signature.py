"""Requests are signed as Standard Webhooks are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Mapping

_PREFIX = "whsec_"
_OLDEST_SECONDS = 300


class Signature:
    """Knows the secret of the deployment."""

    def __init__(self, secret: str) -> None:
        text = secret.strip()
        text = text[len(_PREFIX) :] if text.startswith(_PREFIX) else text
        try:
            self._key = base64.b64decode(text, validate=True)
        except binascii.Error:
            self._key = b""
        if not self._key:
            raise ValueError("HOLDFAST_SECRET is whsec_ and the Base64 of a key")

    def fault(self, headers: Mapping[str, str], body: bytes, now: float) -> str | None:
        """Why a request is refused; none if it is signed. Names of headers are in lower case."""
        id = headers.get("webhook-id", "")
        timestamp = headers.get("webhook-timestamp", "")
        given = headers.get("webhook-signature", "")
        if not id or not given or not (timestamp.isascii() and timestamp.isdigit()):
            return "not signed"
        if len(timestamp) > 15 or abs(now - int(timestamp)) > _OLDEST_SECONDS:
            return "signed too long ago, or the clocks differ by more than five minutes"
        said = f"{id}.{timestamp}.".encode() + body
        expected = base64.b64encode(hmac.new(self._key, said, hashlib.sha256).digest())
        for signature in given.split(" "):
            version, _, text = signature.partition(",")
            if version == "v1" and hmac.compare_digest(text.encode(), expected):
                return None
        return "the signature does not fit"
