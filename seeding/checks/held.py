"""A bank as checks see it: what its databases hold, asked through connections that can only read."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from threading import Lock, local
from types import MappingProxyType
from typing import Any, Self, TypeVar, cast

import polars as pl
from psycopg import ClientCursor, Connection
from psycopg.rows import dict_row

from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.read import frame
from seeding.storage.run_log import expected_rows, stored_rows

T = TypeVar("T")
Row = dict[str, Any]
Connect = Callable[[str], Connection]


def values_of(plan: Plan) -> dict[str, Any]:
    """Return what queries may name of a plan."""
    return {
        "as_of": plan.as_of,
        "epoch": plan.epoch,
        "last": datetime.combine(plan.as_of, time.max, UTC),
        "seed": plan.seed,
        "customers": plan.customers,
        "employees": plan.employees,
    }


class HeldBank:
    """What the databases of a bank hold.

    Queries may name values of the plan: as_of and epoch (dates), last (the last microsecond of as_of), seed, customers,
    employees. Every thread has connections of its own, which `connect` opens when they are first asked for.

    `expected` and `stored` are what the record of the seeding run says of each table: the range of rows that its plan
    expects, and the rows that it stored. They are empty where nothing is recorded.
    """

    def __init__(
        self,
        plan: Plan,
        connect: Connect,
        expected: Mapping[str, Expected] = MappingProxyType({}),
        stored: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self.plan = plan
        self.expected = expected
        self.stored = stored
        self.given: Mapping[str, Any] = values_of(plan)
        self._connect = connect
        self._of_thread = local()
        self._opened: list[Connection] = []
        self._kept: dict[Callable[[HeldBank], Any], Any] = {}
        self._keeping: dict[Callable[[HeldBank], Any], Lock] = {}
        self._lock = Lock()

    @classmethod
    def of_run(cls, plan: Plan, run: Run | None, connect: Connect) -> Self:
        """Return the bank that a run stored, with what its record says."""
        return cls(plan, connect, expected_rows(run), stored_rows(run)) if run else cls(plan, connect)

    @property
    def as_of(self) -> date:
        """The bank's today."""
        return self.plan.as_of

    @property
    def customers(self) -> int:
        """How many customers the bank was made with."""
        return self.plan.customers

    def rows(self, database: str, query: str, **given: Any) -> list[Row]:
        """Return the rows of a query, for few of them; values that are `given` can be named beside the plan's."""
        cursor = ClientCursor(self._connection(database), row_factory=dict_row)
        cursor.execute(query.encode(), {**self.given, **given})
        return cursor.fetchall()

    def value(self, database: str, query: str, **given: Any) -> Any:
        """Return the single value of a query."""
        (row,) = self.rows(database, query, **given)
        (value,) = row.values()
        return value

    def frame(self, database: str, query: str, **given: Any) -> pl.DataFrame:
        """Return the columns of a query, for many rows: money in cents, points of time in seconds, days as dates."""
        return frame(self._connection(database), query, {**self.given, **given})

    def once(self, ask: Callable[["HeldBank"], T]) -> T:
        """Return what a function finds in this bank: it is asked once, whichever checks want to know."""
        with self._lock:
            keeping = self._keeping.setdefault(ask, Lock())
        with keeping:
            if ask not in self._kept:
                self._kept[ask] = ask(self)
            return cast(T, self._kept[ask])

    def close(self) -> None:
        """Close every connection."""
        for connection in self._opened:
            connection.close()

    def _connection(self, database: str) -> Connection:
        mine: dict[str, Connection] = self._of_thread.__dict__
        if database not in mine:
            mine[database] = self._connect(database)
            with self._lock:
                self._opened.append(mine[database])
        return mine[database]
