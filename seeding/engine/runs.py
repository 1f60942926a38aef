"""The record of runs and the lock that lets only one run at a time change the bank."""

import getpass
import os
import socket
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from seeding import __version__
from seeding.engine.connection import connect
from seeding.engine.errors import RunRefusedError
from seeding.engine.holdings import Condition, Holdings
from seeding.engine.load import Progress
from seeding.engine.plan import Plan
from seeding.models import Run

LOCK = zlib.crc32(b"datahub-bank seeding")
"""Advisory locks belong to a database, so that banks with other prefixes on the same server have locks of their own."""

_HOLDER = """
    SELECT coalesce(application_name, ''), backend_start
    FROM pg_locks lock JOIN pg_stat_activity session ON session.pid = lock.pid
    WHERE lock.locktype = 'advisory' AND lock.granted AND lock.classid = 0 AND lock.objid = %s
      AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True)
class Holder:
    """Who holds the lock of the bank, and since when, as the server knows it; other users may not see the name."""

    application: str
    since: datetime | None

    def __str__(self) -> str:
        since = f", since {self.since:%Y-%m-%d %H:%M:%S} UTC" if self.since else ""
        return f"{self.application or 'another run'}{since}"


@contextmanager
def only_run(command: str) -> Iterator[None]:
    """Hold the lock of the bank. Raises RunRefusedError, with who holds it and since when, where another run does."""
    with connect(DEFAULT_DB_ALIAS, application_name(command), autocommit=True) as connection:
        locked = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if locked != (True,):
            raise RunRefusedError(f"the bank is held by {_described(lock_holder())}; wait until it is done")
        yield


def application_name(command: str) -> str:
    """Return what the server shows about a run: the command, and who started it where."""
    return f"{command.split(maxsplit=1)[0]} of {_user()}@{socket.gethostname()}, process {os.getpid()}"


def lock_holder() -> Holder | None:
    """Return who holds the lock of the bank, without waiting for anything; None where nobody does."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_HOLDER, [LOCK])
        found = cursor.fetchone()
    return Holder(*found) if found else None


def run_under_way() -> Run | None:
    """Return the run that is changing the bank just now."""
    held = lock_holder()
    run = Run.objects.filter(state=Run.State.RUNNING).first()
    # Asked again, for the run may have begun between the two questions.
    return run if run and (held or lock_holder()) else None


def _described(holder: Holder | None) -> str:
    run = Run.objects.filter(state=Run.State.RUNNING).first()
    if holder is None or run is None:
        return str(holder or "another run, which has ended by now")
    return f'"{run.command}" of {run.user}@{run.host}, process {run.pid}, since {run.started_at:%Y-%m-%d %H:%M:%S} UTC'


def settle(there: Holdings) -> None:
    """Close the records of runs whose process died; the caller holds the lock, so that none of them is alive.

    One that died after its last commit is complete.
    """
    whole = {held.run for held in there.databases}
    left = " while it stored" if there.condition is Condition.TORN else "; the databases were as before"
    for run in Run.objects.filter(state=Run.State.RUNNING):
        if whole == {run}:
            finish(run, Run.State.COMPLETE)
        else:
            # Nobody knows when: the record stays without an end.
            run.state, run.error = Run.State.INTERRUPTED, f"its process died{left}"
            run.save(update_fields=["state", "error"])


def begin(kind: Run.Kind, command: str, plan: Plan | None) -> Run:
    """Record that a run has begun."""
    return Run.objects.create(
        kind=kind,
        plan=plan.to_record() if plan else None,
        generator=__version__,
        command=command[:200],
        user=_user(),
        host=socket.gethostname(),
        pid=os.getpid(),
        started_at=timezone.now(),
    )


def finish(run: Run, state: Run.State, error: str = "") -> None:
    """Record how a run ended."""
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save(update_fields=["state", "error", "finished_at"])


def note_progress(run: Run, progress: Sequence[Progress]) -> None:
    """Record how far a run is, for others to see."""
    run.progress = progress_record(progress)
    run.save(update_fields=["progress"])


def progress_record(progress: Sequence[Progress]) -> dict[str, Any]:
    """Return how far the databases are as JSON values."""
    return {each.database: {"stage": each.stage.value, "rows": dict(each.rows)} for each in progress}


def duration(run: Run) -> timedelta:
    """Return how long a run took, or has been taking."""
    end: datetime = run.finished_at or timezone.now()
    return end - run.started_at


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as containers have
        return str(os.getuid())
