"""The pack of a bank in which a month has passed: its operations and row counts are those of the days."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from seeding.catalog.pack import Pack
from tests.catalog.conftest import BANK, current_pack, proposals_of
from tests.seeded import command, kept_bank, value

pytestmark = pytest.mark.hard

LAST = "2026-06-30"
SINCE = "(transaction_date AT TIME ZONE 'UTC')::date"


@pytest.fixture(scope="module")
def advanced() -> Iterator[Pack]:
    """Yield the pack of a bank that was first seen two months ago and has moved on by five days."""
    days = {"start": "2026-05-01", "as_of": "2026-06-25", "until": "2026-07-10"}
    command("seed_all", **{**BANK, **days}, replace=True)
    command("seed_advance", to=LAST)
    yield current_pack("operations")
    kept_bank(BANK)


def of_table(pack: Pack, aspect: str, table: str) -> dict[str, dict[str, int]]:
    """Return what an aspect says of a table by day; of operations those with the added rows."""
    return {
        datetime.fromtimestamp(value["timestampMillis"] / 1000, UTC).date().isoformat(): value
        for proposal in proposals_of(pack, "operations")
        if proposal["aspectName"] == aspect and f"public.{table}," in proposal["entityUrn"]
        for value in [proposal["aspect"]["json"]]
        if value.get("operationType") != "UPDATE"
    }


def test_operations_are_those_of_the_days_that_passed(advanced: Pack) -> None:
    added = of_table(advanced, "operation", "transactions")
    for day in ("2026-06-10", "2026-06-29", LAST):
        query = f"SELECT count(*) FROM transactions WHERE {SINCE} = '{day}'"
        assert added[day]["numAffectedRows"] == value("accounts_db", query) > 0


def test_each_day_has_the_rows_that_the_table_had(advanced: Pack) -> None:
    rows = of_table(advanced, "datasetProfile", "transactions")
    assert len(rows) == 30
    for day in ("2026-06-01", "2026-06-26", LAST):
        query = f"SELECT count(*) FROM transactions WHERE {SINCE} <= '{day}'"
        assert rows[day]["rowCount"] == value("accounts_db", query)


def test_changed_rows_are_updates(advanced: Pack) -> None:
    updated = {
        proposal["entityUrn"].split("public.")[1].split(",")[0]
        for proposal in proposals_of(advanced, "operations")
        if proposal["aspect"]["json"].get("operationType") == "UPDATE"
    }
    assert {"accounts", "loans", "repayment_schedule"} <= updated
    assert "transactions" not in updated
