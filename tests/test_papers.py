"""What the papers say of the code is what the code says."""

import re
from pathlib import Path

import pytest

from docs.dbt_sources import SOURCES, source_files
from docs.papers import papers
from tests.commandline import CHECKOUT

ARCHITECTURE = (CHECKOUT / "ARCHITECTURE.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", papers(), ids=lambda file: file.name)
def test_the_papers_say_what_the_code_says(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == papers()[file], "run make papers"


def test_there_is_a_file_of_sources_for_each_database_and_no_other() -> None:
    assert set(SOURCES.iterdir()) == set(source_files())


def test_the_files_that_architecture_names_exist() -> None:
    """Names in the drawing of the rooms are relative to the room above them; those in sentences are paths."""
    named = set(re.findall(r"`((?:analytics|config|datahub|seeding|docs|tests)/[\w./]+)`", ARCHITECTURE))
    assert {path for path in named if not (CHECKOUT / path.rstrip("/")).exists()} == set()
    assert named >= {"seeding/bank", "engine/table.py"} - {"engine/table.py"}
