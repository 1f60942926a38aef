"""The record of runs: when each began and ended, how far it is, and what became of those whose process died."""

import os
import socket
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from seeding import __version__
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.bank_lock import this_user
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.transaction import LoadStage
from seeding.storage.workers import Progress

_ALL_COPIED = (LoadStage.INDEXING, LoadStage.READY, LoadStage.STORED)
"""Stages of a database in which no row is missing any more."""


def settle_dead_runs(state: BankState) -> None:
    """Close the records of runs whose process died; the caller holds the lock, so that none of them is alive.

    One that died after its last commit is complete.
    """
    whole = {database.run for database in state.databases}
    left = " while it stored" if state.condition is Condition.TORN else "; the databases were as before"
    for run in Run.objects.filter(state=Run.State.RUNNING):
        if whole == {run}:
            finish(run, Run.State.COMPLETE)
        else:
            # Nobody knows when: the record stays without an end.
            run.state, run.error = Run.State.INTERRUPTED, f"its process died{left}"
            run.save(update_fields=["state", "error"])


def begin(kind: Run.Kind, command: str, plan: Plan | None, expected: Mapping[str, Expected]) -> Run:
    """Record that a run has begun; `expected` are the rows that its plan promises of each table."""
    return Run.objects.create(
        kind=kind,
        plan=plan.to_record() if plan else None,
        expected={table: [rows.low, rows.high] for table, rows in expected.items()},
        generator=__version__,
        command=command[:200],
        user=this_user(),
        host=socket.gethostname(),
        pid=os.getpid(),
        started_at=timezone.now(),
    )


def expected_rows(run: Run) -> dict[str, Expected]:
    """Return the rows that a run's plan promises of each table; none where the run did not record them."""
    return {table: Expected(low, high) for table, (low, high) in run.expected.items()}


def stored_rows(run: Run) -> dict[str, int]:
    """Return the rows that a run stored in each table, as far as it recorded them.

    The last record of a run whose process died at the end may be older than its last row: a database of which it says
    that rows were still being copied is left out.
    """
    copied = [database for database in run.progress.values() if database.get("stage") in _ALL_COPIED]
    return {table: rows for database in copied for table, rows in database["rows"].items()}


def finish(run: Run, state: Run.State, error: str = "") -> None:
    """Record how a run ended."""
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save(update_fields=["state", "error", "finished_at"])


def record_progress(run: Run, progress: Sequence[Progress]) -> None:
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
