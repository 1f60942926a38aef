"""What the papers say of the code is what the code says."""

import re

from docs.papers import README, readme
from tests.commandline import CHECKOUT

ARCHITECTURE = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_readme_lists_the_tables_as_they_are() -> None:
    assert README.read_text(encoding="utf-8") == readme(), "run make papers"


def test_the_files_that_architecture_names_exist() -> None:
    """Names in the drawing of the rooms are relative to the room above them; those in sentences are paths."""
    named = set(re.findall(r"`((?:config|datahub|seeding|docs|tests)/[\w./]+)`", ARCHITECTURE))
    assert {path for path in named if not (CHECKOUT / path.rstrip("/")).exists()} == set()
    assert named >= {"seeding/bank", "engine/table.py"} - {"engine/table.py"}
