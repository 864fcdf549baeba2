"""What the pages show is run as it stands there."""

from __future__ import annotations

import re
import sys
import types
import unittest
from pathlib import Path

from holdfast.binding.application import bind
from holdfast.serving.folder import services_in

from .asking import HERE

PAGES = [HERE.parent / "README.md", HERE.parents[2] / "docs" / "sdk-python.md"]


class Pages(unittest.TestCase):
    def test_each_example_runs_after_those_before_it(self) -> None:
        for page in PAGES:
            with self.subTest(page.name):
                if not page.is_file():
                    self.skipTest(f"{page} is not part of this copy")
                module = types.ModuleType(f"page_{page.stem.replace('-', '_')}")
                sys.modules[module.__name__] = module
                for block in _blocks(page):
                    exec(compile(block, str(page), "exec"), vars(module))
                bind(services_in(module))


def _blocks(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
