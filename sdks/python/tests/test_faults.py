"""What a wrong service is told, all faults of all services at once."""

from __future__ import annotations

import unittest

from holdfast import Effect, InvalidService, Value
from holdfast.binding.application import bind
from holdfast.testing import Scenario

from . import broken
from .asking import HERE


class Faults(unittest.TestCase):
    maxDiff = None

    def test_every_fault_is_told_at_once(self) -> None:
        services = [
            broken.Nameless,
            broken.Shouting,
            broken.NoEmpty,
            broken.Locked,
            broken.Cart,
            broken.Mute,
            broken.Twin,
            broken.Order,
            broken.Rows,
            broken.Full,
        ]
        with self.assertRaises(InvalidService) as told:
            bind(services)
        golden = (HERE / "golden" / "faults.txt").read_text("utf-8").splitlines()
        # How Python names the class of locks differs between its versions.
        lock = f"type {broken.Lock.__name__},"
        said = [fault.replace(lock, "type Lock,") for fault in told.exception.faults]
        self.assertEqual(golden, said)

    def test_two_names_that_are_one_on_the_wire(self) -> None:
        class Box(Value, name="box"):
            to_do: int = 0
            toDo: int = 0

            def put_in(self) -> Effect[None]:
                return self.reply()

            def putIn(self) -> Effect[None]:
                return self.reply()

        with self.assertRaises(InvalidService) as told:
            Scenario(Box)
        self.assertEqual(
            "Box.toDo has two fields that are toDo in JSON. Rename one.\n"
            "Box.putIn and Box.put_in are both putIn on the wire. Rename one.",
            str(told.exception),
        )
