"""Carries the protocol: a server of its own, ASGI, Lambda."""
