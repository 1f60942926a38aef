"""seed_status shows what the databases contain, and never waits for a run."""

import re
import subprocess
import sys
import time

import pytest

from datahub.databases import BANK_DATABASES
from seeding.bank.graph import BANK
from seeding.engine.expected import exactly
from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage import run_log
from seeding.storage.bank_lock import only_run
from seeding.storage.progress import DatabaseProgress, LoadStage
from seeding.storage.tables import table_names
from tests.commandline import CHECKOUT
from tests.seeded import SMALL, command, execute, open_transaction, status

pytestmark = pytest.mark.usefixtures("empty_bank")


def test_an_empty_bank_is_empty() -> None:
    Run.objects.all().delete()
    report = status()
    assert (report["state"], report["plan"], report["run"]) == ("empty", None, None)
    assert "empty" in command("seed_status")


def test_rows_and_expected_rows_of_every_table_are_shown(seeded: dict[str, str]) -> None:
    report = status()
    plan = Plan.from_record(report["plan"])
    tables = {name: table for database in report["databases"].values() for name, table in database.items()}
    expected_rows = {recipe.model._meta.db_table: recipe.expects(plan.layout) for recipe in BANK.recipes}
    assert set(tables) == {table for database in BANK_DATABASES for table in table_names(database)}
    for name, table in tables.items():
        expected = expected_rows.get(name, exactly(0))
        assert table["expected"] == [expected.low, expected.high]
        assert expected.low <= table["rows"] <= expected.high
        assert table["bytes"] > 0


def test_the_last_run_is_shown(seeded: dict[str, str]) -> None:
    run = status()["run"]
    assert (run["kind"], run["state"], run["error"]) == ("seed", "complete", None)
    assert run["seconds"] > 0
    assert "last run" in command("seed_status")


def test_a_table_with_missing_rows_is_marked(seeded: dict[str, str]) -> None:
    assert "not as planned" not in command("seed_status")
    execute("customer_db", "DELETE FROM satisfaction_surveys")
    assert "not as planned" in command("seed_status")


def test_storylines_are_listed_if_all_their_customers_are_in_the_bank(seeded: dict[str, str]) -> None:
    listed = {customer for storyline in status()["storylines"] for customer in storyline["customers"]}
    assert {"CUST-00000007", "CUST-00000008"} <= listed
    command("seed_all", customers="1", employees="5", replace=True)
    assert all(storyline["customers"] == ["CUST-00000001"] for storyline in status()["storylines"])


def test_a_run_under_way_is_shown_at_once_without_reading_a_table(seeded: dict[str, str]) -> None:
    with (
        only_run("seed_reset"),
        open_transaction("accounts_db", "TRUNCATE account_relationships"),
    ):
        run = run_log.begin(Run.Kind.RESET, "seed_reset", None, {})
        run_log.record_progress(run, [DatabaseProgress("accounts_db", LoadStage.COPYING, {"customers": 1_234})])
        started = time.monotonic()
        report, lines = status(), command("seed_status")
        assert time.monotonic() - started < 1.5
    assert (report["state"], report["run"]["state"]) == ("running", "running")
    assert report["run"]["progress"]["accounts_db"] == {"stage": "copying", "rows": {"customers": 1_234}}
    assert "under way" in lines
    assert "1,234 rows" in lines


def test_a_run_whose_process_died_is_shown_as_interrupted(seeded: dict[str, str]) -> None:
    run_log.begin(Run.Kind.SEED, "seed_all --replace", None, {})
    report = status()
    assert (report["state"], report["run"]["state"]) == ("complete", "interrupted")
    assert "interrupted; the databases are as before" in command("seed_status")


def test_a_bank_torn_between_two_runs_is_shown_with_the_remedy(seeded: dict[str, str]) -> None:
    execute(
        "accounts_db",
        "TRUNCATE customers, accounts, transactions, account_relationships",
        "COMMENT ON SCHEMA public IS NULL",
    )
    assert status()["state"] == "torn"
    assert "accounts_db of no run" in command("seed_status")
    assert "seed_all or seed_clear --confirm mends it" in command("seed_status")
    command("seed_all", **SMALL)
    assert status()["state"] == "complete"


def test_sizes_are_shown_with_their_unit(seeded: dict[str, str]) -> None:
    (line,) = [line for line in command("seed_status").splitlines() if line.split()[0] == "audit_trails"]
    assert re.search(r" \d+\.\d KB$", line)


def test_it_imports_nothing_that_makes_rows() -> None:
    """Importing numpy, polars, pyarrow and the graph takes longer than reading the state of the bank."""
    heavy = "seeding.bank.graph", "numpy", "polars", "pyarrow", "model_bakery"
    program = (
        "import sys, django; django.setup(); import seeding.management.commands.seed_status; "
        f"sys.exit(', '.join(name for name in {heavy} if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_rows_that_no_run_wrote_are_shown() -> None:
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    report = status()
    assert report["state"] == "foreign"
    assert "employees_db.training_programs" in report["explanation"]
