"""A bank with storylines, its pack, and DataHub's client.

The client is in .venv-catalog, or in the Python that CATALOG_CLIENT names; without one its tests are skipped, or fail
if REQUIRE_CATALOG_CLIENT is set.
"""

import io
import json
import os
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command

import seeding.catalog.pack
from seeding.catalog.bank_facts import BankFacts
from seeding.catalog.pack import FILES, Pack, make_pack
from seeding.engine.plan import DEFAULT_SEED
from seeding.management.catalog_facts import gathered_facts
from seeding.models import Verification
from seeding.storage.bank_state import read_bank_state
from seeding.storage.tables import FILLED
from tests.commandline import CHECKOUT
from tests.seeded import kept_bank

BANK = {"customers": "360", "employees": "40", "as_of": "2026-06-30", "seed": str(DEFAULT_SEED)}
"""The options of a bank with all storylines, and a department head for most departments."""
CLIENT = "CATALOG_CLIENT"
INSTALLED = CHECKOUT / ".venv-catalog" / "bin" / "python"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in one process, which shares a bank."""
    for item in items:
        if "tests/catalog/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("catalog"))


@dataclass(frozen=True)
class Gathered:
    """The facts about a bank, which are not read on, and the pack that was made from them."""

    facts: BankFacts
    pack: Pack


def current_pack(*parts: str) -> Pack:
    """Return the pack of the current bank, or the files of it whose names have one of some parts."""
    return _gathered(*parts).pack


def _gathered(*parts: str) -> Gathered:
    state = read_bank_state(FILLED)
    assert state.plan is not None
    wanted = [file for file in FILES if not parts or any(part in file.name for part in parts)]
    with gathered_facts(state.plan, state.run) as facts, patch.object(seeding.catalog.pack, "FILES", wanted):
        return Gathered(facts, make_pack(facts))


def write_pack(directory: Path) -> str:
    """Write the pack of the current bank by its command, and return what the command printed."""
    out = io.StringIO()
    call_command("catalog_pack", str(directory), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def proposals_of(pack: Pack, file: str = "") -> list[dict[str, Any]]:
    """Return the proposals of a file of a pack, by a part of its name, or of all files, not to be changed."""
    names = [known.name for known in FILES if file in known.name and known.name in pack.texts]
    return [proposal for name in names for proposal in _parsed(pack.texts[name])]


@lru_cache(maxsize=2 * len(FILES))
def _parsed(text: str) -> list[dict[str, Any]]:
    proposals: list[dict[str, Any]] = json.loads(text)
    return proposals


@pytest.fixture(scope="package", autouse=True)
def catalog_bank() -> None:
    """Seed the bank; a test that changes it asks for it again."""
    kept_bank(BANK)


@pytest.fixture(scope="package")
def gathered(catalog_bank: None) -> Gathered:
    """Return the facts and the pack of the bank, which nobody has verified."""
    Verification.objects.all().delete()
    return _gathered()


@pytest.fixture(scope="package")
def pack(gathered: Gathered) -> Pack:
    """Return the pack of the bank, which nobody has verified."""
    return gathered.pack


@pytest.fixture
def made_pack(gathered: Gathered, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """Return the pack, which the command `catalog_pack` then writes instead of making it again."""
    command_module = "seeding.management.pack_command"
    monkeypatch.setattr(f"{command_module}.gathered_facts", lambda plan, run: nullcontext(gathered.facts))
    monkeypatch.setattr(f"{command_module}.make_pack", lambda facts: gathered.pack)
    return gathered.pack


@pytest.fixture(scope="package")
def client() -> Path:
    """Return the Python that has DataHub's client."""
    python = Path(os.environ.get(CLIENT) or INSTALLED)
    if not python.exists():
        missing = f"{python} does not exist; make it with `make install-catalog`, or name another one in {CLIENT}"
        if os.environ.get("REQUIRE_CATALOG_CLIENT"):
            pytest.fail(missing)
        pytest.skip(missing)
    return python
