"""A bank of scale 1 for the checks; faults are planted in transactions that are rolled back after each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest

from seeding.checks.reader import BankReader
from seeding.engine.plan import DEFAULT_SEED, Plan
from seeding.models import Run
from seeding.storage.bank_state import read_bank_state
from seeding.storage.connection import connect
from seeding.storage.tables import FILLED
from tests.checks.recording import RecordingReader
from tests.seeded import command, start_afresh

DAY = date(2026, 6, 30)


@contextmanager
def seeded(plan: Plan) -> Iterator[dict[str, psycopg.Connection]]:
    """Seed a bank and give a connection to each of its databases during the block."""
    start_afresh()
    options = {part: str(getattr(plan, part)) for part in ("seed", "customers", "employees", "as_of")}
    command("seed_all", **options, allow_future=True)
    opened = {database: connect(database, "test") for database in FILLED}
    for connection in opened.values():
        connection.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'")
        connection.commit()
    yield opened
    for connection in opened.values():
        connection.close()


@pytest.fixture(scope="package")
def plan() -> Plan:
    """Return the plan of the bank."""
    return Plan.of_one_day(DAY, seed=DEFAULT_SEED, customers=1_200, employees=150)


@pytest.fixture(scope="package")
def connections(plan: Plan) -> Iterator[dict[str, psycopg.Connection]]:
    """Seed the bank and give a connection to each of its databases."""
    with seeded(plan) as opened:
        yield opened


@pytest.fixture(scope="package")
def run(connections: dict[str, psycopg.Connection]) -> Run | None:
    """Return the run that seeded the bank."""
    return read_bank_state(FILLED).run


@pytest.fixture(scope="package")
def unchanged(plan: Plan, run: Run | None, connections: dict[str, psycopg.Connection]) -> RecordingReader:
    """Give a reader for evaluations of the bank without a fault."""
    return RecordingReader.of_run(plan, run, connections.__getitem__)


@pytest.fixture
def bank(plan: Plan, run: Run | None, connections: dict[str, psycopg.Connection]) -> Iterator[BankReader]:
    """Give a reader of the bank inside open transactions, which are rolled back after the test."""
    for connection in connections.values():
        connection.execute("SELECT 1")  # opens it; a fault that is planted outside would be committed
    yield BankReader.of_run(plan, run, connections.__getitem__)
    for connection in connections.values():
        connection.rollback()
