"""Commands in processes of their own that are killed at a chosen moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from seeding.models import Run
from seeding.storage.tables import FILLED
from tests.commandline import CHECKOUT
from tests.seeded import at_commit, open_transaction, value
from tests.waiting import PATIENCE_S, wait_until


def start(*arguments: str) -> "subprocess.Popen[bytes]":
    """Start a command of manage.py and return its process."""
    return subprocess.Popen(
        [sys.executable, str(CHECKOUT / "manage.py"), *arguments],
        env=os.environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def signal_after_start(process: "subprocess.Popen[bytes]", milliseconds: int, signal_number: int) -> int:
    """Send a signal some time after the run of a process has begun, and return the exit code."""
    wait_until(lambda: Run.objects.filter(state=Run.State.RUNNING).exists())
    time.sleep(milliseconds / 1_000)
    process.send_signal(signal_number)
    return process.wait(PATIENCE_S)


def kill_between_commits(*arguments: str) -> None:
    """Kill a command when all databases but accounts_db have committed."""
    with between_commits(*arguments) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE_S)


@contextmanager
def between_commits(*arguments: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a command, and yield its process when all databases but accounts_db have committed.

    The last one commits after the block, unless the process has ended.
    """
    before = _mark_of("accounts_db")
    lock = int(datetime.now(UTC).timestamp())
    with (
        at_commit("accounts_db", f"PERFORM pg_advisory_xact_lock({lock})"),
        open_transaction("accounts_db", f"SELECT pg_advisory_xact_lock({lock})"),
    ):
        process = start(*arguments)
        waiting = f"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {lock} AND NOT granted"
        wait_until(lambda: value("accounts_db", waiting) == 1)
        wait_until(lambda: all(_mark_of(database) != before for database in FILLED if database != "accounts_db"))
        yield process
        if process.poll() is not None:
            wait_until(lambda: value("accounts_db", waiting) == 0)


def _mark_of(database: str) -> object:
    return value(database, "SELECT obj_description('public'::regnamespace)")
