"""Planted faults: recorded with the run that planted them; the next load restores the constraints they broke."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

import psycopg

from seeding.models import Run
from seeding.storage.run_times import next_start

_LOADS = (Run.Kind.SEED, Run.Kind.RESET, Run.Kind.CLEAR, Run.Kind.RESTORE)

_IF_MISSING = """
    DO $guard$ BEGIN
        EXECUTE {statement};
    EXCEPTION WHEN duplicate_object OR duplicate_table OR invalid_table_definition THEN NULL;
    END $guard$
"""
"""Runs a statement that adds a constraint, unless the constraint exists."""


@dataclass(frozen=True)
class PlantedFault:
    """A fault that was planted: the check that must find it, its description, and the row that was changed.

    `restore` are the statements, by database, that restore the constraints which forbade the change.
    """

    check_id: str
    description: str
    row: str
    restore: Mapping[str, Sequence[str]] = field(default_factory=dict, compare=False)

    def to_record(self) -> dict[str, Any]:
        """Return the fault as JSON values."""
        restore = {database: list(statements) for database, statements in self.restore.items()}
        return {"check": self.check_id, "description": self.description, "row": self.row, "restore": restore}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Self:
        """Return the fault of a record."""
        return cls(record["check"], record["description"], record["row"], record.get("restore", {}))


def record_fault(run: Run, fault: PlantedFault) -> None:
    """Record a fault with its run.

    This comes before the commit: a record without its fault does no harm, a fault without its record would.
    """
    run.progress = {"fault": fault.to_record()}
    run.save(update_fields=["progress"])


@contextmanager
def faults_of_dump(restore: Run, faults: Sequence[PlantedFault]) -> Iterator[None]:
    """Record the faults in a dump, with runs of their own, around the block that commits what was restored.

    As long as nothing is committed they count as interrupted, so that nobody looks for them.
    """
    recorded = [_recorded(fault, restore, next_start()) for fault in faults]
    yield
    Run.objects.filter(pk__in=[run.pk for run in recorded]).update(state=Run.State.COMPLETE)


def _recorded(fault: PlantedFault, restore: Run, time: datetime) -> Run:
    return Run.objects.create(
        kind=Run.Kind.BREAK,
        state=Run.State.INTERRUPTED,
        generator=restore.generator,
        command=restore.command,
        user=restore.user,
        host=restore.host,
        pid=restore.pid,
        started_at=time,
        finished_at=time,
        progress={"fault": fault.to_record()},
    )


def planted_faults() -> list[PlantedFault]:
    """Return the faults planted since the last complete load, in order."""
    runs = _since_the_last_load().filter(state=Run.State.COMPLETE)
    return [PlantedFault.from_record(run.progress["fault"]) for run in runs if "fault" in run.progress]


def statements_to_restore() -> dict[str, list[str]]:
    """Return, by database, the statements that restore constraints dropped since the last complete load.

    The last fault comes first. Runs that died count, too: they may have committed.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for run in _since_the_last_load().order_by("-started_at"):
        for database, statements in run.progress.get("fault", {}).get("restore", {}).items():
            found[database] += statements
    return dict(found)


def _since_the_last_load() -> Any:
    faults = Run.objects.filter(kind=Run.Kind.BREAK).order_by("started_at")
    load = Run.objects.filter(kind__in=_LOADS, state=Run.State.COMPLETE).order_by("-started_at").first()
    return faults.filter(started_at__gt=load.started_at) if load else faults


def restore_constraints(cursor: psycopg.Cursor, statements: Iterable[str]) -> None:
    """Restore the constraints that were dropped to plant faults, in the cursor's transaction. The tables are empty."""
    for statement in statements:
        cursor.execute(_IF_MISSING.format(statement=psycopg.sql.Literal(statement).as_string(cursor)).encode())
