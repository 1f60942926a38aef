"""A warehouse of a small bank; without dbt the tests are skipped, or fail if REQUIRE_DBT is set."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from seeding.management.warehouse import PYTHON
from tests.seeded import command, small_bank
from tests.warehouse.duckdb import Warehouse, opened


@dataclass(frozen=True)
class Built:
    """A warehouse, the directory in which it was built, and what the command printed."""

    warehouse: Warehouse
    directory: Path
    printed: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Seed a small bank and build its warehouse in a directory of its own."""
    if not PYTHON.exists():
        missing = "dbt is not installed; run make install-warehouse"
        if os.environ.get("REQUIRE_DBT"):
            pytest.fail(missing)
        pytest.skip(missing)
    small_bank()
    directory = tmp_path_factory.mktemp("warehouse")
    printed = command("warehouse", directory=directory)
    with opened(directory / "warehouse.duckdb") as warehouse:
        yield Built(warehouse, directory, printed)


@pytest.fixture(scope="module")
def warehouse(built: Built) -> Warehouse:
    """Return the warehouse of a small bank."""
    return built.warehouse
