"""A bank of several regions passes every check, and is advanced to the bank that is seeded on the later day."""

from dataclasses import replace
from typing import Any

import pytest

from seeding.engine.options import resolve
from seeding.engine.plan import Plan
from seeding.engine.regions import region_count
from seeding.management.commands import seed_all
from tests.advancing import contents
from tests.seeded import command, status

pytestmark = [pytest.mark.usefixtures("empty_bank"), pytest.mark.hard]

FIRST_DAY, LAST_DAY = "2026-05-29", "2026-06-30"
OPTIONS = {"customers": "1020", "employees": "3060", "seed": "11", "start": FIRST_DAY, "until": LAST_DAY}


@pytest.fixture(autouse=True)
def small_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let banks have two cells a region, so that a small one has three of them."""

    def resolved(*given: Any, **options: Any) -> Plan:
        return replace(resolve(*given, **options), cells_per_region=2)

    monkeypatch.setattr(seed_all, "resolve", resolved)


def test_a_bank_of_several_regions_is_advanced_and_passes_every_check() -> None:
    command("seed_all", **OPTIONS, as_of=LAST_DAY, allow_future=True)
    expected = contents()
    command("seed_all", **OPTIONS, as_of=FIRST_DAY, allow_future=True, replace=True)
    assert region_count(Plan.from_record(status()["plan"]).layout) == 3
    assert contents() != expected
    command("seed_advance", to=LAST_DAY, allow_future=True)
    assert contents() == expected
    command("seed_verify")
