"""How many states are kept."""

from __future__ import annotations

import unittest

from holdfast.protocol.states import Kept, States


class Keeping(unittest.TestCase):
    def test_who_was_not_asked_for_longest_goes_first(self) -> None:
        states = States(most_states=2)
        for id in ("a", "b"):
            states.keep(("s", id), Kept((id,), id, 1))
        states.get(("s", "a"), "a")
        states.keep(("s", "c"), Kept(("c",), "c", 1))
        self.assertIsNone(states.get(("s", "b"), "b"))
        self.assertIsNotNone(states.get(("s", "a"), "a"))

    def test_bytes_are_bounded(self) -> None:
        states = States(most_bytes=100)
        states.keep(("s", "a"), Kept(("1",), 1, 60))
        states.keep(("s", "a"), Kept(("2",), 2, 60))
        self.assertIsNotNone(states.get(("s", "a"), "2"))
        states.forget(("s", "b"))
        states.forget(("s", "a"))
        states.keep(("s", "a"), Kept(("2",), 2, 100))
        self.assertIsNotNone(states.get(("s", "a"), "2"))
        states.keep(("s", "b"), Kept(("1",), 1, 60))
        self.assertIsNone(states.get(("s", "a"), "2"))
        states.keep(("s", "c"), Kept(("1",), 1, 101))
        self.assertIsNone(states.get(("s", "c"), "1"))

    def test_of_an_instance_only_the_newest(self) -> None:
        states = States()
        states.keep(("s", "a"), Kept(("1", "2"), 1, 1))
        states.keep(("s", "a"), Kept(("3",), 2, 1))
        self.assertIsNone(states.get(("s", "a"), "2"))
