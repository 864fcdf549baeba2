"""Reads services and their types once, so that a request costs only its own work.

Not for authors. Start with ``application.bind``.
"""
