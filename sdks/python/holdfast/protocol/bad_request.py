"""A request that is none of this protocol: a defect of whoever asks, answered as 400 or 404."""

from __future__ import annotations


class BadRequest(Exception):
    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.status = status
