"""db_tables lists the tables quickly and does not wait for a seeding run."""

import io
import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config import tables
from datahub.app_config import views_of
from datahub.databases import BANK_DATABASES
from tests.commandline import manage_here
from tests.seeded import command, execute, open_transaction, small_bank, status


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module", autouse=True)
def bank() -> None:
    small_bank()


@pytest.fixture
def counting_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat every table with rows as too large to count."""
    monkeypatch.setattr(tables, "MAX_COUNTED_BYTES", 0)


@pytest.fixture
def never_analyzed() -> Iterator[str]:
    """Return a table without statistics."""
    execute("loans_db", "CREATE TABLE never_analyzed AS SELECT generate_series(1, 10)")
    yield "never_analyzed"
    execute("loans_db", "DROP TABLE never_analyzed")


def _rows(databases: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {name: {table: found["rows"] for table, found in each.items()} for name, each in databases.items()}


def test_rows_are_the_same_as_in_seed_status() -> None:
    listed = json.loads(command("db_tables", as_json=True))
    assert tuple(listed) == BANK_DATABASES
    counted = {
        name: {table: found["rows"] for table, found in each.items()} for name, each in status()["databases"].items()
    }
    tables_alone = {
        name: {table: found["rows"] for table, found in each.items() if found["kind"] == "table"}
        for name, each in listed.items()
    }
    assert tables_alone == counted
    assert all(found["exact"] and found["comment"] for each in listed.values() for found in each.values())


@pytest.mark.parametrize("database", BANK_DATABASES)
def test_views_follow_the_tables_under_the_names_that_a_query_uses(database: str) -> None:
    listed = json.loads(command("db_tables", database=database, as_json=True))[database]
    kinds = [found["kind"] for found in listed.values()]
    assert kinds == sorted(kinds)
    views = {name: found for name, found in listed.items() if found["kind"] == "view"}
    assert {name: found["comment"] for name, found in views.items()} == {
        f"analytics.{view.name}": view.purpose for view in views_of(database)
    }
    counts = ", ".join(f"(SELECT count(*) FROM {name})" for name in views)
    outcome = manage_here("db_query", f"SELECT {counts}", "-d", database, "--format", "csv")
    assert outcome.out.splitlines()[1] == ",".join(str(found["rows"]) for found in views.values())


def test_a_view_is_marked() -> None:
    (line,) = [line for line in command("db_tables").splitlines() if "analytics.loan_arrears " in line]
    assert re.search(r"analytics\.loan_arrears +\d+  View: Loans in arrears", line)


def test_lines_are_aligned_and_contain_the_comment() -> None:
    lines = command("db_tables").splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(BANK_DATABASES)
    assert "  customers                                      70  Everybody" in "\n".join(lines)
    ends = {match.end(1) for line in lines if (match := re.match(r"  [\w.]+ +([\d,]+)", line))}
    assert len(ends) == 1


def test_one_database_is_listed_alone() -> None:
    assert list(json.loads(command("db_tables", database="customer_db", as_json=True))) == ["customer_db"]


def test_the_rows_of_a_large_table_are_estimated_and_marked(counting_nothing: None) -> None:
    found = json.loads(command("db_tables", database="accounts_db", as_json=True))["accounts_db"]["customers"]
    assert (found["rows"], found["exact"]) == (70, False)
    assert " ~70  " in command("db_tables", database="accounts_db")


def test_the_rows_of_views_on_large_tables_are_not_counted(counting_nothing: None) -> None:
    found = json.loads(command("db_tables", database="accounts_db", as_json=True))["accounts_db"]
    assert (found["analytics.monthly_flow"]["rows"], found["analytics.monthly_flow"]["exact"]) == (None, False)
    assert re.search(r"analytics\.monthly_flow +-  View: ", command("db_tables", database="accounts_db"))


def test_a_table_without_statistics_is_counted(counting_nothing: None, never_analyzed: str) -> None:
    assert tables.Table(never_analyzed, rows=10, exact=True, comment="") in tables.tables_in("loans_db")


@pytest.mark.hard
def test_a_seeding_run_is_reported_in_one_line_without_waiting() -> None:
    started = time.monotonic()
    with (
        open_transaction("accounts_db", "TRUNCATE account_relationships"),
        pytest.raises(CommandError) as raised,
    ):
        command("db_tables")
    assert time.monotonic() - started < 15
    assert str(raised.value) == "A table of accounts_db is locked, perhaps by a seeding run; see seed_status"


def test_comments_are_wrapped_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert max(map(len, command("db_tables").splitlines())) > 100
    monkeypatch.setenv("COLUMNS", "80")
    call_command("db_tables", stdout=(terminal := Terminal()))
    lines = terminal.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    assert "KYC status and risk" in " ".join(" ".join(lines).split())


def test_an_unknown_database_is_refused_with_the_names_of_the_six() -> None:
    outcome = manage_here("db_tables", "-d", "default")
    assert (outcome.code, outcome.out) == (2, "")
    assert all(name in outcome.err for name in BANK_DATABASES)
