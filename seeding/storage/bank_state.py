"""The state of a bank: the run whose rows each database has, from the database's mark and the record of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import connections

from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.mark import read_mark
from seeding.storage.tables import table_names

LOCK_PATIENCE_S = 2
"""How long reading waits for a locked table. Only a run locks tables that way, and callers check for runs first."""


class Condition(StrEnum):
    """The condition of a bank."""

    EMPTY = "empty"
    COMPLETE = "complete"
    TORN = "torn"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class DatabaseContents:
    """The contents of a database: the rows of `run`, or none, or rows of `foreign` tables without a recorded run."""

    database: str
    run: Run | None
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True)
class BankState:
    """The contents of the databases of a bank."""

    databases: tuple[DatabaseContents, ...]

    @property
    def condition(self) -> Condition:
        """The condition of the bank as a whole. It is torn if a run died between two of its commits."""
        if self.foreign:
            return Condition.FOREIGN
        runs = {database.run for database in self.databases}
        if runs == {None}:
            return Condition.EMPTY
        return Condition.COMPLETE if len(runs) == 1 else Condition.TORN

    @property
    def foreign(self) -> tuple[str, ...]:
        """The tables whose rows no recorded run wrote, such as "loans_db.loans"."""
        return tuple(f"{state.database}.{table}" for state in self.databases for table in state.foreign)

    @property
    def run(self) -> Run | None:
        """The last of the runs whose rows the databases have, or None."""
        runs = [state.run for state in self.databases if state.run]
        return max(runs, key=lambda run: run.started_at, default=None)

    @property
    def plan(self) -> Plan | None:
        """The plan of the current bank, or that of the run that left it torn, or None."""
        return Plan.from_record(self.run.plan) if self.run and self.run.plan else None

    @property
    def plans(self) -> dict[str, Plan]:
        """The plan of each database whose run recorded one."""
        return {
            state.database: Plan.from_record(state.run.plan) for state in self.databases if state.run and state.run.plan
        }

    @property
    def complete_until(self) -> date:
        """The last day that all databases show: the earliest `as_of` of their plans.

        Raises ValueError if no run recorded a plan.
        """
        return min(plan.as_of for plan in self.plans.values())

    @property
    def is_one_history(self) -> bool:
        """Whether all databases have rows of the same history by the same version, though maybe of different days.

        This is so in a complete bank, and after a run that died while it committed the next day.
        """
        plans = self.plans.values()
        versions = {state.run.generator for state in self.databases if state.run}
        return len(plans) == len(self.databases) and len({plan.layout for plan in plans}) == len(versions) == 1

    @property
    def _databases_by_run(self) -> str:
        """The databases of each run, for a message."""
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
                return f"foreign: {_first_names(self.foreign)} contain rows that no recorded run wrote"
            case Condition.TORN:
                return f"torn by a run that died while it committed: {self._databases_by_run}"


def read_bank_state(databases: Sequence[str]) -> BankState:
    """Return the state of the databases. Raises Django's OperationalError if a table is locked for LOCK_PATIENCE_S."""
    marks = read_marks(databases)
    runs = Run.objects.in_bulk([mark for mark in marks.values() if mark])
    states = []
    for database, mark in marks.items():
        run = runs.get(mark) if mark else None
        states.append(DatabaseContents(database, run, () if run else _tables_with_rows(database)))
    return BankState(tuple(states))


def read_marks(databases: Sequence[str]) -> dict[str, UUID | None]:
    """Return the id of the run whose rows each database has.

    What was read in between is of one bank if the marks are the same before and after: each run has an id of its own.
    """
    marks = {}
    for database in databases:
        with connections[database].cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_PATIENCE_S}s'")
            marks[database] = read_mark(cursor)
    return marks


def _tables_with_rows(database: str) -> tuple[str, ...]:
    """Return the names of the tables that are not empty."""
    tables = table_names(database)
    if not tables:
        return ()
    tests = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
    with connections[database].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(tests))
        return tuple(table for (table,) in cursor.fetchall())


def _first_names(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
