"""The record of runs: the beginning, the progress and the end of each run."""

import os
import socket
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from seeding import __version__
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.bank_lock import this_user
from seeding.storage.bank_state import BankState, Condition
from seeding.storage.progress import DatabaseProgress, LoadStage
from seeding.storage.run_times import end_of, next_start

_ALL_COPIED = (LoadStage.INDEXING, LoadStage.READY, LoadStage.STORED)
"""Stages of a database in which it has all rows."""


def settle_dead_runs(state: BankState) -> None:
    """Record the end of all runs whose process died. The caller must hold the lock: no run is then alive.

    A run that died after its last commit is complete.
    """
    runs_in_databases = {database.run for database in state.databases}
    consequence = " while it committed" if state.condition is Condition.TORN else "; the databases were as before"
    for run in Run.objects.filter(state=Run.State.RUNNING):
        if runs_in_databases == {run}:
            finish(run, Run.State.COMPLETE)
        else:
            # The time of the end is unknown and stays empty.
            run.state, run.error = Run.State.INTERRUPTED, f"its process died{consequence}"
            run.save(update_fields=["state", "error"])


def begin(
    kind: Run.Kind, command: str, plan: Plan | None, expected: Mapping[str, Expected], generator: str = __version__
) -> Run:
    """Record the beginning of a run, and return the record. `expected` has the expected rows of each table."""
    return Run.objects.create(
        kind=kind,
        plan=plan.to_record() if plan else None,
        expected={table: [rows.low, rows.high] for table, rows in expected.items()},
        generator=generator,
        command=command[:200],
        user=this_user(),
        host=socket.gethostname(),
        pid=os.getpid(),
        started_at=next_start(),
    )


def expected_rows(run: Run) -> dict[str, Expected]:
    """Return the expected rows of each table as the run recorded them; empty if it did not."""
    return {table: Expected(low, high) for table, (low, high) in run.expected.items()}


def stored_rows(run: Run) -> dict[str, int]:
    """Return the rows that a run stored in each table, as far as it recorded them.

    The last record of a run whose process died at the end may be older than its last row: a database that was still
    being copied then is left out.
    """
    copied = [database for database in run.progress.values() if database.get("stage") in _ALL_COPIED]
    return {table: rows for database in copied for table, rows in database["rows"].items()}


def finish(run: Run, state: Run.State, error: str = "") -> None:
    """Record the end of a run."""
    run.state, run.error, run.finished_at = state, error, end_of(run)
    run.save(update_fields=["state", "error", "finished_at"])


def record_progress(run: Run, progress: Sequence[DatabaseProgress]) -> None:
    """Record the progress of a run, for `running_run` to show."""
    run.progress = progress_record(progress)
    run.save(update_fields=["progress"])


def progress_record(progress: Sequence[DatabaseProgress]) -> dict[str, Any]:
    """Return the progress of the databases as JSON values, by database."""
    return {database.database: {"stage": database.stage.value, "rows": dict(database.rows)} for database in progress}


def duration(run: Run) -> timedelta:
    """Return the duration of a run, until now if it has not ended."""
    return (run.finished_at or end_of(run)) - run.started_at
