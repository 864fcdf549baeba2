"""Answers the requests of a node: docs/protocol.md. Start with ``endpoint``."""
