"""seed_verify runs the checks and reports violations; seed_break plants faults for it to find."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.utils.html import escape
from psycopg import ClientCursor

from seeding.charts.gallery import CHARTS as CHARTS_OF_THE_BANK
from seeding.charts.gallery import bank_charts
from seeding.charts.site_rows import site_rows
from seeding.checks.suite import CHECKS
from seeding.models import Run
from seeding.storage import bank_lock, run_log
from seeding.storage.connection import connect
from seeding.storage.tables import FILLED, tables_of
from tests.commandline import CHECKOUT, manage
from tests.sampling import first
from tests.seeded import command, digests, execute, start_afresh, status, value

pytestmark = pytest.mark.usefixtures("empty_bank")
CENT = "UPDATE accounts SET balance = balance + 0.01 WHERE account_id = 'ACC-00000001-1'"


@pytest.fixture(scope="module", autouse=True)
def no_fault_left() -> Iterator[None]:
    """Leave no fault behind, nor the table in which faults are recorded."""
    yield
    start_afresh()


def test_all_checks_pass_on_a_seeded_bank_and_name_its_tables(seeded: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "found.json"
    printed = command("seed_verify", json_file=str(file))
    assert f"All {len(CHECKS)} checks passed" in printed
    assert "FAILED" not in printed
    known = {(name, model._meta.db_table) for name in FILLED for model in tables_of(name)}
    checks = json.loads(file.read_text())["checks"]
    assert {(check["database"], check["table"]) for check in checks} <= known
    assert {check["database"] for check in checks} == set(FILLED)


def test_a_wrong_cent_is_found_with_its_key(seeded: dict[str, str], tmp_path: Path) -> None:
    execute("accounts_db", CENT)
    file = tmp_path / "found.json"
    with pytest.raises(CommandError, match=r"of \d+ checks failed in [\d.]+ s: .*A1") as raised:
        command("seed_verify", check=["A1", "A2", "L4"], json_file=str(file))
    assert raised.value.returncode == 1
    (found,) = [check for check in json.loads(file.read_text())["checks"] if check["id"] == "A1"]
    assert (found["passed"], found["rows"]) == (False, 1)
    assert (found["database"], found["table"], found["column"]) == ("accounts_db", "accounts", "balance")
    assert found["shown"][0]["account_id"] == "ACC-00000001-1"


def test_the_sample_limits_the_rows_shown(seeded: dict[str, str], tmp_path: Path) -> None:
    execute("accounts_db", "UPDATE accounts SET balance = balance + 0.01 WHERE account_status <> 'closed'")
    for sample in (0, 3):
        file = tmp_path / f"{sample}.json"
        with pytest.raises(CommandError):
            command("seed_verify", check=["A1"], sample=sample, json_file=str(file))
        (found,) = json.loads(file.read_text())["checks"]
        assert len(found["shown"]) == sample
        assert found["rows"] == value("accounts_db", "SELECT count(*) FROM accounts WHERE account_status <> 'closed'")


@pytest.mark.hard
def test_checks_can_be_selected_by_id_and_database(seeded: dict[str, str]) -> None:
    assert "All 2 checks passed" in command("seed_verify", check=["a1", "X3"])
    of_accounts = [check for check in CHECKS if "accounts_db" in check.databases]
    assert f"All {len(of_accounts)} checks passed" in command("seed_verify", database="accounts_db")


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ({"check": ["Z9"]}, "there is no check Z9; docs/checks.md lists them"),
        ({"check": ["A1"], "database": "loans_db"}, "none of these checks queries loans_db"),
        ({"sample": -1}, "--sample -1 is not a number of rows"),
        ({"report": "/nowhere/at/all.html"}, "there is no directory /nowhere/at"),
        ({"report": "/"}, "/ cannot be written: it is a directory"),
        ({"json_file": ""}, "--json has no name"),
        ({"json_file": "-", "report": "-"}, "--json and --report cannot both be written to standard output"),
    ],
)
def test_bad_options_are_refused_in_a_line(seeded: dict[str, str], options: dict[str, object], printed: str) -> None:
    with pytest.raises(CommandError, match=printed):
        command("seed_verify", **options)


def test_the_commands_need_a_bank() -> None:
    for name, options in (("seed_verify", {}), ("seed_fingerprint", {}), ("seed_break", {"check": "A1"})):
        with pytest.raises(CommandError, match=r"there is no bank to .*; (make one|fill it) with seed_all"):
            command(name, **options)


def test_a_bank_under_change_is_not_read(seeded: dict[str, str]) -> None:
    with bank_lock.only_run("seed_reset"):
        run_log.begin(Run.Kind.RESET, "seed_reset", None, {})
        with pytest.raises(CommandError, match=r'"seed_reset" is changing the bank, process .*; wait until it is done'):
            command("seed_verify")


def test_figures_of_passed_checks_are_printed_on_request(seeded: dict[str, str]) -> None:
    assert command("seed_verify", check=["A18"]).startswith("All 1 checks passed in ")
    printed = command("seed_verify", check=["A18"], verbosity=2)
    assert "accounts_db          1 of   1 passed" in printed
    assert "passed A18  Amounts are long-tailed" in printed
    assert "not enforced below 1,200 customers" in printed


def test_a_table_that_lost_rows_is_found(seeded: dict[str, str]) -> None:
    execute(
        "employees_db",
        "DELETE FROM performance_reviews WHERE review_id = (SELECT min(review_id) FROM performance_reviews)",
    )
    with pytest.raises(CommandError, match=r"1 of \d+ checks failed in [\d.]+ s: N\.performance_reviews$"):
        command("seed_verify", database="employees_db")


def test_undefined_figures_are_valid_json(seeded: dict[str, str], tmp_path: Path) -> None:
    execute("employees_db", "DELETE FROM performance_reviews")
    file = tmp_path / "found.json"
    command("seed_verify", check=["E10"], json_file=str(file))
    (check,) = json.loads(file.read_text())["checks"]
    assert [figure["value"] for figure in check["figures"]] == [None]


def test_the_report_is_a_single_file(seeded: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "bank.html"
    command("seed_verify", report=str(file))
    page = file.read_text(encoding="utf-8")
    assert f"All {len(CHECKS)} checks passed" in page
    for check in CHECKS:
        assert f'<tr id="{check.id}"' in page
    for address in ("http:", "https:", "src=", "<script", "<link", "url("):
        assert address not in page
    for chart in ("Customers by segment", "Balances of checking accounts", "Claims by status", "Loss ratio by line"):
        assert chart in page


def test_failures_come_first_and_one_line_last(seeded: dict[str, str], tmp_path: Path) -> None:
    execute("accounts_db", CENT)
    file = tmp_path / "bank.html"
    outcome = manage("seed_verify", "--check", "X3", "A1", "--report", str(file))
    failed, row, *_, last = outcome.out.splitlines()
    assert failed.startswith("FAILED A1 (critical)  An account's balance is the sum of its transactions")
    assert failed.endswith(": 1 row")
    assert "account_id ACC-00000001-1" in row
    assert last == f"report  {file}"
    assert (outcome.code, re.sub(r"[\d.]+ s", "S", outcome.errors[-1])) == (
        1,
        "CommandError: 1 of 2 checks failed in S: A1",
    )


def test_the_report_begins_with_what_failed(seeded: dict[str, str], tmp_path: Path) -> None:
    execute("accounts_db", CENT)
    file = tmp_path / "bank.html"
    with pytest.raises(CommandError):
        command("seed_verify", check=["A1", "X3"], report=str(file))
    page = file.read_text(encoding="utf-8")
    failures = page[page.index("<main>") : page.index('<section class="tiles"')]
    assert failures.count('class="card failure"') == 1
    assert "account_id ACC-00000001-1" in failures
    for page_of_it in ("account/ACC-00000001-1/change/", "account/"):
        assert re.search(rf'href="http://127\.0\.0\.1:\d+/admin/accounts/{page_of_it}"', failures)
    assert '<a href="#A1">' in failures
    assert '<tr id="A1"' in page
    queries = re.findall(r"SQL in accounts_db</summary><pre[^>]*><code>(.*?)</code>", failures, re.DOTALL)
    with connect("accounts_db", "test") as connection:
        answers = [ClientCursor(connection).execute(unescape(query).encode()).fetchall() for query in queries]
    assert any("ACC-00000001-1" in row for rows in answers for row in rows)


@pytest.mark.hard
@pytest.mark.parametrize("to", first(["| true", "> /dev/full", ">&-"]))
def test_what_was_found_is_the_exit_code_though_nobody_reads_it(seeded: dict[str, str], to: str) -> None:
    execute("accounts_db", CENT)
    shell = f"{sys.executable} {CHECKOUT / 'manage.py'} seed_verify --check A1 {to}; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", shell], capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"1 of 1 checks failed" in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.hard
def test_results_can_go_to_standard_output(seeded: dict[str, str]) -> None:
    assert command("seed_verify", check=["A1"], report="-").startswith("<!doctype html>")
    assert manage("seed_verify", "--check", "A1", "--json", "/dev/stdout").out.startswith("{")


def test_the_report_draws_the_bank(seeded: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "bank.html"
    command("seed_verify", check=["A1"], report=str(file))
    page = file.read_text(encoding="utf-8")
    drawn = bank_charts(site_rows)
    assert len(drawn) > len(CHARTS_OF_THE_BANK) / 2
    assert page.count("<svg ") == len(drawn)
    for chart in drawn:
        assert f'role="img" aria-label="{chart.title}"' in page
        assert escape(chart.lead) in page
        for label in chart.labels:
            assert f'<th scope="row">{escape(label)}</th>' in page


def test_a_planted_fault_is_recorded_and_found_and_a_reset_repairs_it(seeded: dict[str, str], tmp_path: Path) -> None:
    printed = command("seed_break", check="A1", seed=2)
    assert "planted A1: a balance one cent above" in printed
    run = Run.objects.first()
    assert run is not None
    assert (run.kind, run.state, run.progress["fault"]["check"]) == ("break", "complete", "A1")
    assert run.progress["fault"]["row"] in printed
    file = tmp_path / "found.json"
    with pytest.raises(CommandError, match="A1"):
        command("seed_verify", check=["A1"], json_file=str(file))
    found = json.loads(file.read_text())
    assert [fault["row"] for fault in found["faults"]] == [run.progress["fault"]["row"]]
    assert status()["state"] == "complete"
    command("seed_reset")
    assert digests() == seeded
    assert "planted" not in command("seed_verify", check=["A1"])


def test_a_fault_is_reported_where_the_bank_is_too_small_for_its_check(seeded: dict[str, str]) -> None:
    command("seed_break", check="I9")
    assert ": not found, not enforced below 1,200 customers" in command("seed_verify", check=["I9"])
    assert ": its check did not run" in command("seed_verify", check=["A1"])


def test_another_seed_selects_another_row(seeded: dict[str, str]) -> None:
    one, again, other = (command("seed_break", check="A1", seed=seed) for seed in (1, 1, 5))
    assert one == again != other


def test_a_reset_restores_constraints_that_a_fault_dropped(seeded: dict[str, str]) -> None:
    keys = "SELECT count(*) FROM pg_constraint WHERE conrelid = 'accounts'::regclass"
    before = value("accounts_db", keys)
    command("seed_break", check="G1")
    command("seed_reset")
    assert value("accounts_db", keys) == before
    assert digests() == seeded
