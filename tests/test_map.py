"""ARCHITECTURE.md's map of the rooms names every module of them, and no module that does not exist."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
_PAPER = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")
MAP = _PAPER[_PAPER.index("## Rooms") : _PAPER.index("Imports go one way")]
NAMES = set(re.findall(r"\b\w+\.py\b", MAP))
MAPPED_IN_FULL = ("config", "datahub", "seeding/engine", "seeding/storage", "seeding/execution", "seeding/management")


@pytest.mark.parametrize("room", MAPPED_IN_FULL)
def test_every_module_of_a_room_is_in_the_map(room: str) -> None:
    modules = {path.name for path in (CHECKOUT / room).glob("*.py")} - {"__init__.py"}
    assert modules - NAMES == set()


def test_every_module_in_the_map_exists() -> None:
    rooms = ("config", "datahub", "analytics", "seeding")
    assert NAMES - {path.name for room in rooms for path in (CHECKOUT / room).rglob("*.py")} == set()
