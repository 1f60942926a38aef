"""The state of a bank: whose rows each database holds, by comparing its mark with the record of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connections

from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.mark import read_mark
from seeding.storage.tables import table_names

LOCK_PATIENCE_S = 2
"""Reading waits for nobody but who changes a table's shape; that should be a run, which is asked about before."""


class Condition(StrEnum):
    """What state a bank is in."""

    EMPTY = "empty"
    COMPLETE = "complete"
    TORN = "torn"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class DatabaseState:
    """What one database holds: the rows of a run, none, or rows in `foreign` tables that no recorded run wrote."""

    database: str
    run: Run | None
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True)
class BankState:
    """What the databases of a bank hold."""

    databases: tuple[DatabaseState, ...]

    @property
    def condition(self) -> Condition:
        """The state of the bank as a whole. It is torn where a run died between two of its commits."""
        if self.foreign:
            return Condition.FOREIGN
        runs = {database.run for database in self.databases}
        if runs == {None}:
            return Condition.EMPTY
        return Condition.COMPLETE if len(runs) == 1 else Condition.TORN

    @property
    def foreign(self) -> tuple[str, ...]:
        """The tables, with their databases, whose rows no recorded run wrote."""
        return tuple(f"{state.database}.{table}" for state in self.databases for table in state.foreign)

    @property
    def run(self) -> Run | None:
        """The last run whose rows any database holds."""
        runs = [state.run for state in self.databases if state.run]
        return max(runs, key=lambda run: run.started_at, default=None)

    @property
    def plan(self) -> Plan | None:
        """The plan of the current bank, or that of the run that left it torn."""
        return Plan.from_record(self.run.plan) if self.run and self.run.plan else None

    @property
    def _databases_by_run(self) -> str:
        """Which databases hold the rows of which run, as a message says it."""
        by_run: dict[Run | None, list[str]] = {}
        for state in self.databases:
            by_run.setdefault(state.run, []).append(state.database)
        return ", ".join(f"{', '.join(names)} of {run or 'no run'}" for run, names in by_run.items())

    def __str__(self) -> str:
        match self.condition:
            case Condition.EMPTY:
                return "empty"
            case Condition.COMPLETE:
                return f"complete: {self.plan}"
            case Condition.FOREIGN:
                return f"not ours: {_some(self.foreign)} hold rows that no recorded run wrote"
            case Condition.TORN:
                return f"torn by a run that died while it stored: {self._databases_by_run}"


def read_bank_state(databases: Sequence[str]) -> BankState:
    """Return what `databases` hold. Raises Django's OperationalError where a table stays locked for a while."""
    marks = {}
    for database in databases:
        with connections[database].cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE_S}s'")
            marks[database] = read_mark(cursor)
    runs = Run.objects.in_bulk([mark for mark in marks.values() if mark])
    states = []
    for database, mark in marks.items():
        run = runs.get(mark) if mark else None
        states.append(DatabaseState(database, run, () if run else _tables_with_rows(database)))
    return BankState(tuple(states))


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
