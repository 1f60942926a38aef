"""An emptied table fails a check, and no check ends in an error: in a small bank, where checks take less time."""

from collections.abc import Iterator

import psycopg
import pytest

from seeding.checks.reader import BankReader
from seeding.checks.run import run_check
from seeding.checks.suite import CHECKS
from seeding.engine.plan import DEFAULT_SEED, Plan
from seeding.models import Run
from seeding.storage.bank_state import read_bank_state
from seeding.storage.tables import FILLED, table_names
from tests.checks.conftest import DAY, seeded
from tests.checks.recording import RecordingReader

pytestmark = pytest.mark.hard

TABLES = [(database, table) for database in FILLED for table in table_names(database)]
MOST_CHECKED = {"transactions"}
"""The table that most checks read, which every run of the suite looks at; the others are for `make test-hard`."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan.of_one_day(DAY, seed=DEFAULT_SEED, customers=120, employees=15)


@pytest.fixture(scope="module")
def connections(plan: Plan) -> Iterator[dict[str, psycopg.Connection]]:
    with seeded(plan) as opened:
        yield opened


@pytest.fixture(scope="module")
def run(connections: dict[str, psycopg.Connection]) -> Run | None:
    return read_bank_state(FILLED).run


@pytest.fixture(scope="module")
def unchanged(plan: Plan, run: Run | None, connections: dict[str, psycopg.Connection]) -> RecordingReader:
    return RecordingReader.of_run(plan, run, connections.__getitem__)


def empty(connection: psycopg.Connection, *tables: str) -> None:
    """Delete all rows of tables and leave foreign keys dangling, in a transaction that the test rolls back."""
    connection.execute("SET LOCAL session_replication_role = replica")
    for table in tables:
        connection.execute(f'DELETE FROM "{table}"'.encode())


@pytest.mark.parametrize(
    ("database", "table"),
    [
        pytest.param(database, table, id=table, marks=[] if table in MOST_CHECKED else [pytest.mark.hard])
        for database, table in TABLES
    ],
)
def test_an_emptied_table_is_found_and_no_check_ends_in_an_error(
    bank: BankReader,
    unchanged: RecordingReader,
    connections: dict[str, psycopg.Connection],
    database: str,
    table: str,
) -> None:
    """A check that does not read the table has the outcome that it had before."""
    of_table = [check for check in CHECKS if unchanged.reads(check, table)]
    empty(connections[database], table)
    failed = {check.id for check in of_table if not run_check(bank, check, 5).passed}
    assert f"N.{table}" in failed


def test_no_check_ends_in_an_error_on_empty_databases(
    bank: BankReader, connections: dict[str, psycopg.Connection]
) -> None:
    for database in FILLED:
        empty(connections[database], *table_names(database))
    failed = {check.id for check in CHECKS if not run_check(bank, check, 5).passed}
    assert {f"N.{table}" for _, table in TABLES} <= failed
