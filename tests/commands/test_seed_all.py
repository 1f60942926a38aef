"""seed_all fills the bank, keeps the current bank unless the options say otherwise, and refuses in one line."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import uuid
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from config.disk import Disk
from seeding.engine.plan import EMPLOYEES_PER_SCALE
from seeding.models import Run
from seeding.storage import bank_lock, run_log, space, transaction
from seeding.storage.bank_lock import lock_holder, only_run
from seeding.storage.connection import connect
from seeding.storage.progress import LoadStage
from seeding.storage.tables import table_names
from tests.commandline import CHECKOUT
from tests.seeded import SMALL, command, digests, execute, open_transaction, status, value
from tests.terminal import STYLES, at_terminal
from tests.waiting import PATIENCE_S, running, wait_until

pytestmark = pytest.mark.usefixtures("empty_bank")

CUSTOMERS = int(SMALL["customers"])
OTHER = {**SMALL, "customers": str(CUSTOMERS + 1)}


def _refusal(**options: Any) -> str:
    with pytest.raises(CommandError) as raised:
        command("seed_all", **options)
    (line,) = str(raised.value).splitlines()
    return line


def test_an_empty_bank_is_filled_and_summarized() -> None:
    out = command("seed_all", **SMALL)
    assert f"{CUSTOMERS} customers, {SMALL['employees']} employees, as of {SMALL['as_of']}" in out
    rows = sum(value("employees_db", f'SELECT count(*) FROM "{table}"') for table in table_names("employees_db"))
    assert re.search(rf"^  employees_db +{rows} rows in 6 tables$", out, re.MULTILINE)
    assert value("employees_db", "SELECT count(*) FROM employees") == int(SMALL["employees"])
    *_, total, tour, proof = out.splitlines()
    assert re.fullmatch(r"[\d,]+ rows in [\d.]+ s, [\d,]+ rows/s", total)
    assert re.fullmatch(r"Next:  \S+ manage.py seed_tour +lists the stories to walk through", tour)
    assert re.fullmatch(r" +\S+ manage.py seed_verify +proves that everything adds up", proof)
    assert value("accounts_db", "SELECT count(*) FROM customers") == CUSTOMERS
    assert status()["state"] == "complete"


def test_without_words_it_seeds_all_the_same() -> None:
    assert command("seed_all", verbosity=0, **SMALL) == ""
    assert status()["state"] == "complete"
    assert command("seed_all", verbosity=0, **SMALL) == ""


@pytest.mark.hard
def test_progress_is_one_bar_at_a_terminal() -> None:
    options = [part for name, value in SMALL.items() for part in (f"--{name.replace('_', '-')}", value)]
    shown = at_terminal(80, "seed_all", *options, errors_too=True)
    bars = [line for line in STYLES.sub("", shown).replace("\r", "\n").splitlines() if "rows" in line and ":" in line]
    assert bars
    assert all(len(line) <= 80 for line in bars)
    assert {line.split()[0] for line in bars if "Next" not in line} <= {stage.value for stage in LoadStage}


@pytest.mark.hard
def test_a_killed_process_of_those_that_make_rows_leaves_the_bank_as_it_was(seeded: dict[str, str]) -> None:
    line = [sys.executable, str(CHECKOUT / "manage.py"), "seed_all", "--scale", "8", "--workers", "1", "--replace"]
    with running(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_until(lambda: bool(_workers(process.pid)))
        os.kill(_workers(process.pid)[0], signal.SIGKILL)
        _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert errors.splitlines()[-1] == (
        "CommandError: a process that makes rows was killed, perhaps for want of memory; the databases are as before; "
        "fewer --workers take less"
    )
    assert digests() == seeded


def _workers(process: int) -> list[int]:
    """Return the processes that a command has spawned to make rows."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    commands = {int(child): Path(f"/proc/{child}/cmdline") for child in children}
    return [child for child, command in commands.items() if b"spawn_main" in command.read_bytes()]


def test_the_same_command_again_changes_nothing(seeded: dict[str, str]) -> None:
    assert command("seed_all", **SMALL).startswith("nothing to do")
    assert digests() == seeded
    assert Run.objects.count() == 1


def test_without_options_the_stored_plan_still_applies_later(
    seeded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2030, 1, 7))
    assert command("seed_all").startswith("nothing to do")


def test_any_given_size_resets_the_other_sizes(seeded: dict[str, str]) -> None:
    assert f"{EMPLOYEES_PER_SCALE} employees" in _refusal(customers=SMALL["customers"])


def test_another_plan_is_refused_without_a_terminal(seeded: dict[str, str]) -> None:
    line = _refusal(**OTHER)
    assert f"the current bank is {CUSTOMERS} customers" in line
    assert f"{OTHER['customers']} customers" in line
    assert "seed_clear --confirm" in line
    assert "seed_all --replace" in line
    assert digests() == seeded


@pytest.mark.parametrize(("answer", "customers"), [("y", CUSTOMERS + 1), ("N", CUSTOMERS), ("", CUSTOMERS)])
def test_another_plan_needs_confirmation_on_a_terminal(
    seeded: dict[str, str], monkeypatch: pytest.MonkeyPatch, answer: str, customers: int
) -> None:
    terminal = io.StringIO(answer + "\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    if answer == "y":
        command("seed_all", **OTHER)
    else:
        assert _refusal(**OTHER) == "nothing was changed"
    assert value("accounts_db", "SELECT count(*) FROM customers") == customers


def test_replace_always_loads_the_bank_again(seeded: dict[str, str]) -> None:
    execute("customer_db", "DELETE FROM satisfaction_surveys")
    command("seed_all", replace=True, **SMALL)
    assert digests() == seeded
    command("seed_all", replace=True, **OTHER)
    assert value("customer_db", "SELECT count(*) FROM customer_profiles") == CUSTOMERS + 1


def test_rows_that_no_run_wrote_are_never_replaced() -> None:
    execute("employees_db", "INSERT INTO training_programs VALUES ('MINE', 'of my own')")
    for replace in (False, True):
        line = _refusal(replace=replace, **SMALL)
        assert "employees_db.training_programs holds rows that no recorded run wrote" in line
        assert "seed_clear --confirm" in line
    assert value("employees_db", "SELECT count(*) FROM training_programs") == 1
    command("seed_clear", confirm=True)
    command("seed_all", **SMALL)


def test_rows_of_a_run_that_is_not_recorded_here_are_never_replaced(seeded: dict[str, str]) -> None:
    execute("accounts_db", f"COMMENT ON SCHEMA public IS 'rows of run {uuid.uuid4()}'")
    assert "accounts_db" in _refusal(replace=True)
    assert digests() == seeded


def test_a_day_in_the_future_is_accepted_if_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 6, 29))
    assert "--allow-future" in _refusal(**SMALL)
    command("seed_all", allow_future=True, **SMALL)
    assert status()["plan"]["as_of"] == SMALL["as_of"]


def test_a_bank_that_exceeds_the_disk_is_refused_before_the_run(
    seeded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(space, "server_disk", lambda: Disk(Path("/small/data"), Path("/small"), 10**9))
    for sizes in (
        {"scale": "83000"},
        {"scale": "83000", "history": "full"},
        {"customers": "99999999", "employees": "500"},
    ):
        line = _refusal(**sizes, replace=True)
        assert "/small/data (disk /small) has 1,000 MB free; free some space there, or give a smaller --scale" in line
    assert digests() == seeded
    assert Run.objects.count() == 1


def test_a_session_that_locks_a_table_is_named(seeded: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction, "_SETTINGS", transaction._SETTINGS.replace("'4s'", "'200ms'"))
    with open_transaction("accounts_db", "SELECT count(*) FROM accounts") as reader:
        line = _refusal(replace=True)
        assert f"accounts_db is in use by process {reader.info.backend_pid}" in line
    assert "(forgotten browser): SELECT count(*) FROM accounts" in line
    assert digests() == seeded
    assert Run.objects.filter(state=Run.State.FAILED).count() == 1
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("bake")]


def test_a_second_run_is_refused_and_the_first_run_is_described() -> None:
    with only_run("seed_all --scale 50"):
        run = run_log.begin(Run.Kind.SEED, "seed_all --scale 50", None, {})
        line = _refusal(**SMALL)
    assert f'"seed_all --scale 50" of {run.user}@{run.host}, process {run.pid}, since {run.started_at:%Y-%m-%d}' in line
    command("seed_all", **SMALL)
    run.refresh_from_db()
    assert run.state == Run.State.INTERRUPTED


def test_the_next_run_can_begin_while_the_server_still_ends_the_session_of_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with connect(DEFAULT_DB_ALIAS, "seed_all", autocommit=True) as session:
        monkeypatch.setattr(bank_lock, "connect", lambda *_, **__: nullcontext(session))
        with only_run("seed_all"):
            assert lock_holder()
        assert not lock_holder()


@pytest.mark.parametrize("day", ["yesterday", None])
def test_the_default_day_is_the_last_completed_one_and_no_row_is_ahead_of_the_clock(day: str | None) -> None:

    command("seed_all", **{**SMALL, "as_of": day})
    assert status()["plan"]["as_of"] == (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
    assert value("accounts_db", "SELECT count(*) FROM transactions WHERE transaction_date > now()") == 0


def test_today_is_understood_and_needs_to_be_allowed() -> None:

    with pytest.raises(
        CommandError, match=r"is not over: in UTC it is .*; give an earlier day, such as yesterday, or --allow"
    ):
        command("seed_all", **{**SMALL, "as_of": "today"})
    command("seed_all", **{**SMALL, "as_of": "today"}, allow_future=True)
    assert status()["plan"]["as_of"] == datetime.now(UTC).date().isoformat()
