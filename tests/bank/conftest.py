"""Banks of several sizes and days in real databases; every test of this directory that takes `bank` sees each of them.

The fixture lives as long as the session, so that pytest runs all tests of one bank in a row and seeds each once.
"""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import polars as pl
import pytest
from django.core.management import call_command

from seeding.checks.compliance.alerts import alerts as alerts_of
from seeding.checks.reader import BankReader
from seeding.engine.plan import Plan
from seeding.storage.bank_state import read_bank_state
from seeding.storage.connection import connect
from seeding.storage.read import read_only
from seeding.storage.tables import FILLED
from tests.bank.bank import Asked, Bank
from tests.seeded import start_afresh

BANKS = (
    Asked("scale-1", 1_200, 150, scale="1"),
    Asked("one-customer", 1, 5, date(2024, 2, 29), seed=1),
    Asked("61-customers", 61, 8, date(2026, 3, 1), seed=5),
)
"""A bank that is large enough for every promise, the smallest one on a leap day, and one with all storylines."""
FURTHER = (
    Asked("scale-0.05", 60, 7, scale="0.05"),
    Asked("scale-0.5", 600, 75, scale="0.5"),
    Asked("scale-2", 2_400, 300, scale="2"),
    # Odd sizes and seeds, each on a day that calendars stumble over: month ends, New Year, a weekend, a holiday.
    Asked("two-customers", 2, 5, date(2026, 1, 1), seed=2),
    Asked("seven-customers", 7, 6, date(2026, 5, 31), seed=3),
    Asked("59-customers", 59, 7, date(2025, 12, 31), seed=4),
    Asked("77-customers", 77, 30, date(2026, 7, 4), seed=6),
    Asked("361-customers", 361, 45, date(2026, 2, 28), seed=7),
)
"""Further sizes, days and seeds: for `make test-hard`."""


@pytest.fixture(
    scope="session",
    params=[
        *(pytest.param(asked, id=asked.name, marks=pytest.mark.xdist_group(asked.name)) for asked in BANKS),
        *(
            pytest.param(asked, id=asked.name, marks=[pytest.mark.xdist_group(asked.name), pytest.mark.hard])
            for asked in FURTHER
        ),
    ],
)
def bank(request: pytest.FixtureRequest) -> Bank:
    asked: Asked = request.param
    start_afresh()
    call_command("seed_all", **asked.options, allow_future=True, replace=True, stdout=StringIO(), stderr=StringIO())
    return Bank(asked)


@pytest.fixture(scope="session")
def reader(bank: Bank) -> Iterator[BankReader]:
    """The bank as checks see it; nothing stays open that would hold a table."""
    asked = bank.asked
    plan = Plan(asked.seed, asked.customers, asked.employees, asked.as_of, asked.as_of, asked.as_of)
    run = read_bank_state(FILLED).run
    found = BankReader.of_run(plan, run, lambda database: read_only(connect(database, "test", autocommit=True)))
    yield found
    found.close()


@pytest.fixture(scope="session")
def catches(reader: BankReader) -> pl.DataFrame:
    """The alerts of the active rules, computed from the ledger alone, with timestamps as in tables."""
    at = pl.from_epoch("at").cast(pl.Datetime("us")).dt.replace_time_zone("UTC")
    return reader.cached(alerts_of).with_columns(at=at, rows=pl.col("rows").str.split(" "))
