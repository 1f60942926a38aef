"""What the databases hold: whose rows, by comparing each one's record of its load with the record of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connections

from seeding.engine.plan import Plan
from seeding.engine.tables import table_names
from seeding.models import Run

LOCK_PATIENCE_S = 2
"""Reading waits for nobody but who changes a table's shape; that should be a run, which is asked about before."""

_REMEDY = "seed_all or seed_clear --confirm mends it"


class Condition(StrEnum):
    """What state a bank is in."""

    EMPTY = "empty"
    COMPLETE = "complete"
    TORN = "torn"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Held:
    """What one database holds: the rows of a run, none, or rows in `strange` tables that no recorded run wrote."""

    database: str
    run: Run | None
    strange: tuple[str, ...] = ()


@dataclass(frozen=True)
class Holdings:
    """What the databases of a bank hold."""

    databases: tuple[Held, ...]

    @property
    def condition(self) -> Condition:
        """The state of the bank as a whole. It is torn where a run died between two of its commits."""
        if self.foreign:
            return Condition.FOREIGN
        runs = {held.run for held in self.databases}
        if runs == {None}:
            return Condition.EMPTY
        return Condition.COMPLETE if len(runs) == 1 else Condition.TORN

    @property
    def foreign(self) -> tuple[str, ...]:
        """The tables, with their databases, whose rows no recorded run wrote."""
        return tuple(f"{held.database}.{table}" for held in self.databases for table in held.strange)

    @property
    def run(self) -> Run | None:
        """The last run whose rows any database holds."""
        runs = [held.run for held in self.databases if held.run]
        return max(runs, key=lambda run: run.started_at, default=None)

    @property
    def stored(self) -> Plan | None:
        """The plan of the bank that is there, or that a torn one was to be."""
        return Plan.from_record(self.run.plan) if self.run and self.run.plan else None

    @property
    def _shares(self) -> str:
        """Which databases hold the rows of which run."""
        by_run: dict[Run | None, list[str]] = {}
        for held in self.databases:
            by_run.setdefault(held.run, []).append(held.database)
        return ", ".join(f"{', '.join(names)} of {run or 'nobody'}" for run, names in by_run.items())

    def __str__(self) -> str:
        match self.condition:
            case Condition.EMPTY:
                return "empty"
            case Condition.COMPLETE:
                return f"complete: {self.stored}"
            case Condition.FOREIGN:
                return f"not ours: {_some(self.foreign)} hold rows that no recorded run wrote"
            case Condition.TORN:
                return f"torn by a run that died while it stored: {self._shares}; {_REMEDY}"


def look(databases: Sequence[str]) -> Holdings:
    """Return what `databases` hold. Raises Django's OperationalError where a table stays locked for a while."""
    loads = {database: _load_of(database) for database in databases}
    runs = Run.objects.in_bulk([load for load in loads.values() if load])
    held = []
    for database, load in loads.items():
        run = runs.get(load) if load else None
        held.append(Held(database, run, () if run else _tables_with_rows(database)))
    return Holdings(tuple(held))


def _load_of(database: str) -> UUID | None:
    with connections[database].cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE_S}s'")
        cursor.execute("SELECT run_id FROM ops.seed_load ORDER BY loaded_at DESC LIMIT 1")
        found = cursor.fetchone()
    return found[0] if found else None


def _tables_with_rows(database: str) -> tuple[str, ...]:
    tables = table_names(database)
    if not tables:
        return ()
    tests = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with connections[database].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(tests))
        return tuple(table for (table,) in cursor.fetchall())


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
