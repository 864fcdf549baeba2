"""Types and their JSON, there and back."""

from __future__ import annotations

import enum
import unittest
import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Optional

from holdfast import Record, wire
from holdfast.binding import anything
from holdfast.binding.codec import Codec
from holdfast.binding.codecs import Codecs
from holdfast.binding.documents import parse
from holdfast.binding.json_fault import JsonFault
from holdfast.protocol.discover import schema

UTC = timezone.utc


class Colour(enum.Enum):
    RED = 1
    GREEN = 2


class Circle(Record):
    radius: float


@wire("Box")
class Square(Record):
    side: int


class Node(Record):
    name: str
    children: list[Node]
    note: Optional[str]
    size_in_cm: int = 7
    from_: int | None = 5


class Strict(Record):
    value: int

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("value is negative")


def codec(type: Any) -> Codec:
    faults: list[Any] = []
    found = Codecs().find(type, faults)
    assert not faults, faults
    return found


class There(unittest.TestCase):
    def test_each_type_survives(self) -> None:
        at = datetime(2026, 1, 31, 10, 0, 0, 123000, UTC)
        key = uuid.UUID("00000000-0000-0000-0000-00000000000a")
        cases: list[tuple[Any, Any, str]] = [
            (int, 2**70, "1180591620717411303424"),
            (float, 1.5, "1.5"),
            (float, 2, "2.0"),
            (bool, True, "true"),
            (str, 'ä"\n', '"ä\\"\\n"'),
            (Decimal, Decimal("1.10"), "1.10"),
            (Decimal, Decimal("1E+3"), "1E+3"),
            (datetime, at, '"2026-01-31T10:00:00.123Z"'),
            (datetime, at.replace(microsecond=5), '"2026-01-31T10:00:00.000005Z"'),
            (datetime, at.replace(microsecond=0), '"2026-01-31T10:00:00Z"'),
            (date, date(2026, 1, 31), '"2026-01-31"'),
            (timedelta, timedelta(days=1, minutes=3, milliseconds=1500), '"PT24H3M1.5S"'),
            (timedelta, timedelta(0), '"PT0S"'),
            (timedelta, -timedelta(milliseconds=500), '"PT-0.5S"'),
            (uuid.UUID, key, f'"{key}"'),
            (bytes, b"\x00\xff", '"AP8="'),
            (Colour, Colour.RED, '"RED"'),
            (Optional[int], None, "null"),
            (list[int], [1, 2], "[1,2]"),
            (set[str], {"b", "a"}, '["a","b"]'),
            (frozenset[int], frozenset({1}), "[1]"),
            (tuple[int, ...], (1, 2, 3), "[1,2,3]"),
            (tuple[int, str], (1, "a"), '[1,"a"]'),
            (dict[Colour, int], {Colour.GREEN: 1}, '{"GREEN":1}'),
            (dict[int, str], {1: "a"}, '{"1":"a"}'),
            (dict[datetime, int], {at: 1}, '{"2026-01-31T10:00:00.123Z":1}'),
            (Circle | Square, Square(2), '{"type":"Box","side":2}'),
            (Circle | None, Circle(1.0), '{"radius":1.0}'),
            (
                Node,
                Node("a", [Node("b", [], "n", from_=None)], None),
                '{"name":"a","children":[{"name":"b","children":[],"note":"n","sizeInCm":7,'
                '"from":null}],"sizeInCm":7,"from":5}',
            ),
        ]
        for type, value, text in cases:
            with self.subTest(text):
                self.assertEqual(text, codec(type).write(value))
                self.assertEqual(value, codec(type).read(parse(text), True))

    def test_what_is_missing_is_its_default_or_empty(self) -> None:
        read = codec(Node).read(parse('{"name":"a"}'), True)
        self.assertEqual(Node("a", [], None, 7, 5), read)

    def test_other_forms_of_times(self) -> None:
        read = codec(datetime).read
        ten = datetime(2026, 1, 31, 10, 0, tzinfo=UTC)
        self.assertEqual(ten, read("2026-01-31T12:00:00+02:00", True))
        self.assertEqual(ten, read("2026-01-31T10:00:00.000000999Z", True))
        self.assertEqual(timedelta(days=2, hours=-3), codec(timedelta).read("P2DT-3H", True))
        self.assertEqual('"2026-01-31T10:00:00Z"', codec(datetime).write(ten.astimezone()))

    def test_a_payload_is_written_by_its_class(self) -> None:
        value = {"a": [Square(1), None, {2}], Colour.RED: datetime(2026, 1, 1, tzinfo=UTC)}
        expected = '{"a":[{"side":1},null,[2]],"RED":"2026-01-01T00:00:00Z"}'
        self.assertEqual(expected, anything.write(value))
        with self.assertRaisesRegex(JsonFault, "object has type object, which has no JSON form"):
            anything.write(object())


class Wrong(unittest.TestCase):
    def test_what_does_not_fit_is_told_with_its_place(self) -> None:
        cases: list[tuple[Any, str, str]] = [
            (int, "1.50", "expected integer, got 1.50"),
            (int, "true", "expected integer, got true"),
            (int, "null", "expected integer, got null"),
            (int, "{}", "expected integer, got an object"),
            (float, '"1"', 'expected number, got "1"'),
            (float, "1e999", "expected number, got 1e999"),
            (bool, "0", "expected boolean, got 0"),
            (str, "[1]", "expected string, got an array"),
            (datetime, '"yesterday"', 'expected date-time, got "yesterday"'),
            (datetime, '"2026-02-30T00:00:00Z"', 'expected date-time, got "2026-02-30T00:00:00Z"'),
            (bytes, '"?"', 'expected base64, got "?"'),
            (uuid.UUID, '"1"', 'expected uuid, got "1"'),
            (timedelta, '"PT"', 'expected duration, got "PT"'),
            (Colour, '"BLUE"', 'expected one of RED, GREEN, got "BLUE"'),
            (list[int], '[1,"x"]', '/1: expected integer, got "x"'),
            (set[int], "[1,2,1]", "/2: expected each element once, got one twice"),
            (tuple[int, str], "[1]", "expected array of 2, got 1"),
            (dict[str, int], '{"a/b":"x"}', '/a~1b: expected integer, got "x"'),
            (Circle | Square, '{"side":1}', "/type: expected one of Circle, Box, got nothing"),
            (Circle | Square, '{"type":"X"}', '/type: expected one of Circle, Box, got "X"'),
            (Circle, '{"radius":1,"x":2}', "/x: unknown field: Circle has radius"),
            (Strict, '{"value":-1}', "value is negative"),
            (str, f'"{"x" * 50}"', f'expected integer, got "{"x" * 39}…'),
        ]
        for type, text, fault in cases:
            with self.subTest(fault):
                asked = codec(int if fault.endswith("…") else type)
                with self.assertRaises(JsonFault) as told:
                    asked.read(parse(text), True)
                self.assertEqual(fault, str(told.exception))

    def test_values_of_other_types_are_not_written(self) -> None:
        cases: list[tuple[Any, Any]] = [
            (int, 1.5),
            (int, True),
            (float, float("nan")),
            (Decimal, Decimal("NaN")),
            (datetime, datetime(2026, 1, 1)),
            (date, datetime(2026, 1, 1, tzinfo=UTC)),
            (str, 1),
            (Circle, Square(1)),
            (Circle | Square, Node("a", [], None)),
            (list[int], ["x"]),
            (dict[str, int], {1: 1}),
        ]
        for type, value in cases:
            with self.subTest(f"{type} {value}"), self.assertRaises(JsonFault):
                codec(type).write(value)

    def test_unknown_fields_are_ignored_where_another_version_may_have_written_them(self) -> None:
        self.assertEqual(Circle(1.0), codec(Circle).read(parse('{"radius":1,"x":2}'), False))


class Schemas(unittest.TestCase):
    def test_a_union(self) -> None:
        said = schema(codec(Circle | Square))
        self.assertEqual({"$ref": "#/$defs/CircleOrBox"}, {"$ref": said["$ref"]})
        variant = said["$defs"]["CircleOrBox.Box"]
        self.assertEqual({"const": "Box"}, variant["properties"]["type"])
        self.assertEqual(["type", "side"], variant["required"])

    def test_a_record_that_holds_itself(self) -> None:
        said = schema(codec(Node), strict=True)
        node = said["$defs"]["Node"]
        self.assertEqual({"$ref": "#/$defs/Node"}, node["properties"]["children"]["items"])
        self.assertEqual(["name"], node["required"])
        self.assertFalse(node["additionalProperties"])
        self.assertEqual({"type": "string"}, node["properties"]["note"])
