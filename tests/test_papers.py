"""What the papers say of the code is what the code says."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

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


PAGES = [*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").glob("*.md"), CHECKOUT / "benchmarks" / "README.md"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_to_files(page: Path) -> None:
    named = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (page.parent / name).exists()] == []


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)\)", (CHECKOUT / "README.md").read_text(encoding="utf-8")))
    assert linked == {page.name for page in (CHECKOUT / "docs").glob("*.md")}


def test_every_command_is_described() -> None:
    described = set(re.findall(r"`(\w+)", (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")))
    own = {name for name, app in get_commands().items() if app in {"config", "seeding"}}
    # These make databases and migrations for those who change the project: Django's own pages describe them.
    assert own - described == {"migrate", "makemigrations"}
