import unittest

from holdfast.testing import Scenario
from service import Added, @Type@


class @Type@Test(unittest.TestCase):
    def test_what_is_added_is_added_up(self) -> None:
        (
            Scenario(@Type@)
            .given(Added(2))
            .when(@Type@.add, 40)
            .persisted(Added(40))
            .replied(42)
            .and_()
            .ask(@Type@.value)
            .replied(42)
        )
