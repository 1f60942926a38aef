"""A killed run leaves the databases as before, or torn in a way that the next command detects and repairs."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from seeding.models import Run
from seeding.storage.tables import FILLED
from tests.commandline import CHECKOUT
from tests.seeded import SMALL, at_commit, command, digests, open_transaction, start_afresh, status, value

PATIENCE_S = 30
MOMENTS = random.Random(20_240_229).sample(range(1_200), 4)
"""Milliseconds between the beginning of a run and its kill."""


@pytest.fixture
def seeded() -> dict[str, str]:
    start_afresh()
    command("seed_all", **SMALL)
    return digests()


def _start(*options: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, str(CHECKOUT / "manage.py"), "seed_all", *options],
        env=os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _signal_after_start(process: "subprocess.Popen[bytes]", milliseconds: int, signal_number: int) -> int:
    _wait_until(lambda: Run.objects.filter(state=Run.State.RUNNING).exists())
    time.sleep(milliseconds / 1_000)
    process.send_signal(signal_number)
    return process.wait(PATIENCE_S)


@pytest.mark.parametrize("milliseconds", MOMENTS)
def test_after_a_kill_at_any_moment_the_bank_is_as_before_or_complete(
    seeded: dict[str, str], milliseconds: int
) -> None:
    _signal_after_start(_start("--scale", "4", "--as-of", "2026-06-30", "--replace"), milliseconds, signal.SIGKILL)
    report = status()
    if report["plan"]["customers"] == int(SMALL["customers"]):
        assert digests() == seeded
        assert report["run"]["state"] == "interrupted"
    assert report["state"] == "complete"
    command("seed_all", replace=True, **SMALL)
    assert digests() == seeded
    assert not Run.objects.filter(state=Run.State.RUNNING).exists()


def test_a_terminated_run_cleans_up(seeded: dict[str, str]) -> None:
    code = _signal_after_start(_start("--scale", "20", "--replace"), 300, signal.SIGTERM)
    assert code == 130
    assert Run.objects.filter(state=Run.State.INTERRUPTED).count() == 1
    assert digests() == seeded


@pytest.mark.parametrize("remedy", ["seed_all", "seed_clear"])
def test_after_a_kill_between_two_commits_the_bank_is_torn_and_the_next_run_repairs_it(
    seeded: dict[str, str], remedy: str
) -> None:
    _kill_between_commits()
    report = status()
    assert report["state"] == "torn"
    others = ", ".join(database for database in FILLED if database != "accounts_db")
    assert f"{others} of seed_all --scale 0.1" in report["explanation"]
    assert "accounts_db of seed_all of" in report["explanation"]
    if remedy == "seed_all":
        command("seed_all")
        assert status()["plan"]["customers"] == 120
    else:
        command("seed_clear", confirm=True)
        assert status()["state"] == "empty"
    assert status()["state"] in ("complete", "empty")


def _mark_of(database: str) -> object:
    return value(database, "SELECT obj_description('public'::regnamespace)")


def _kill_between_commits() -> None:
    before = _mark_of("accounts_db")
    lock = int(datetime.now(UTC).timestamp())
    with (
        at_commit("accounts_db", f"PERFORM pg_advisory_xact_lock({lock})"),
        open_transaction("accounts_db", f"SELECT pg_advisory_xact_lock({lock})"),
    ):
        process = _start("--scale", "0.1", "--replace")
        waiting = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {lock} AND NOT granted"
        _wait_until(lambda: value("accounts_db", waiting) == 1)
        _wait_until(lambda: all(_mark_of(database) != before for database in FILLED if database != "accounts_db"))
        process.kill()
        process.wait(PATIENCE_S)
        _wait_until(lambda: value("accounts_db", waiting) == 0)


def test_a_run_killed_after_its_last_commit_is_complete(seeded: dict[str, str]) -> None:
    run = Run.objects.get(state=Run.State.COMPLETE, kind=Run.Kind.SEED)
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, finished_at=None)
    assert command("seed_all", **SMALL).startswith("nothing to do")
    run.refresh_from_db()
    assert run.state == Run.State.COMPLETE
