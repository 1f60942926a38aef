"""seed_status says what the databases hold, and never waits for a run."""

import time

import pytest

from datahub.databases import BANK_DATABASES
from seeding.bank.graph import BANK
from seeding.engine import runs
from seeding.engine.expected import exactly
from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.tables import table_names
from seeding.storage.transaction import LoadStage
from seeding.storage.workers import Progress
from tests.seeded import SMALL, command, execute, status, transaction_of_somebody

pytestmark = pytest.mark.usefixtures("empty_bank")


def test_an_empty_bank_is_empty() -> None:
    Run.objects.all().delete()
    report = status()
    assert (report["state"], report["plan"], report["run"]) == ("empty", None, None)
    assert "empty" in command("seed_status")


def test_rows_and_promises_of_every_table_are_told(seeded: dict[str, str]) -> None:
    report = status()
    plan = Plan.from_record(report["plan"])
    tables = {name: table for database in report["databases"].values() for name, table in database.items()}
    promises = {recipe.model._meta.db_table: recipe.expects(plan) for recipe in BANK.recipes}
    assert set(tables) == {table for database in BANK_DATABASES for table in table_names(database)}
    for name, table in tables.items():
        expected = promises.get(name, exactly(0))
        assert table["expected"] == [expected.low, expected.high]
        assert expected.low <= table["rows"] <= expected.high
        assert table["bytes"] > 0


def test_the_last_run_is_told(seeded: dict[str, str]) -> None:
    run = status()["run"]
    assert (run["kind"], run["state"], run["error"]) == ("seed", "complete", None)
    assert run["seconds"] > 0
    assert "last run" in command("seed_status")


def test_rows_that_are_missing_are_remarked_on(seeded: dict[str, str]) -> None:
    assert "not as planned" not in command("seed_status")
    execute("customer_db", "DELETE FROM satisfaction_surveys")
    assert "not as planned" in command("seed_status")


def test_storylines_are_told_once_their_people_are_there(seeded: dict[str, str]) -> None:
    assert {"CUST-00000007", "CUST-00000008"} <= {c for line in status()["storylines"] for c in line["customers"]}
    command("seed_all", customers="1", employees="5", replace=True)
    assert all(line["customers"] == ["CUST-00000001"] for line in status()["storylines"])


def test_a_run_under_way_is_told_at_once_without_touching_a_table(seeded: dict[str, str]) -> None:
    with (
        runs.only_run("seed_reset"),
        transaction_of_somebody("accounts_db", "TRUNCATE account_relationships"),
    ):
        run = runs.begin(Run.Kind.RESET, "seed_reset", None)
        runs.note_progress(run, [Progress("accounts_db", LoadStage.COPYING, {"customers": 1_234})])
        started = time.monotonic()
        report, lines = status(), command("seed_status")
        assert time.monotonic() - started < 1.5
    assert (report["state"], report["run"]["state"]) == ("running", "running")
    assert report["run"]["progress"]["accounts_db"] == {"stage": "copying", "rows": {"customers": 1_234}}
    assert "under way" in lines
    assert "1,234 rows" in lines


def test_a_run_whose_process_died_is_told_apart_from_one_under_way(seeded: dict[str, str]) -> None:
    runs.begin(Run.Kind.SEED, "seed_all --replace", None)
    report = status()
    assert (report["state"], report["run"]["state"]) == ("complete", "interrupted")
    assert "interrupted; the databases are as before" in command("seed_status")


def test_a_bank_torn_between_two_runs_is_told_with_the_remedy(seeded: dict[str, str]) -> None:
    execute(
        "accounts_db", "TRUNCATE customers, accounts, transactions, account_relationships", "DELETE FROM ops.seed_load"
    )
    assert status()["state"] == "torn"
    assert "accounts_db of nobody" in command("seed_status")
    assert "seed_all or seed_clear --confirm mends it" in command("seed_status")
    command("seed_all", **SMALL)
    assert status()["state"] == "complete"


def test_rows_that_no_run_wrote_are_told() -> None:
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    report = status()
    assert report["state"] == "foreign"
    assert "employees_db.training_programs" in report["explanation"]
