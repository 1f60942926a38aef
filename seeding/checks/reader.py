"""The bank reader, by which checks query the databases through connections that can only read."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from textwrap import dedent
from threading import Lock, local
from types import MappingProxyType
from typing import Any, Self, TypeVar, cast

import polars as pl
from psycopg import ClientCursor, Connection
from psycopg.rows import dict_row
from psycopg.sql import Literal

from seeding.checks.regions import region_parameters
from seeding.engine.bank_holidays import bank_holidays
from seeding.engine.expected import Expected
from seeding.engine.plan import Plan
from seeding.models import Run
from seeding.storage.read import frame
from seeding.storage.run_log import expected_rows, stored_rows

T = TypeVar("T")
Row = dict[str, Any]
Connect = Callable[[str], Connection]

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_YEARS_BACK = 11
"""Years before the bank was first seen in which its staff was hired, and one more."""


def plan_parameters(plan: Plan) -> dict[str, Any]:
    """Return the values of a plan that queries may name."""
    return {
        "as_of": plan.as_of,
        "start": plan.start,
        "until": plan.until,
        "last": datetime.combine(plan.as_of, time.max, UTC),
        "seed": plan.seed,
        "history": plan.history.value,
        "customers": plan.customers,
        "employees": plan.employees,
        **region_parameters(plan),
        "holidays": [day for day in bank_holidays() if plan.start.year - _YEARS_BACK <= day.year <= plan.until.year],
    }


@dataclass(frozen=True)
class Query:
    """A query with its values, and the database that it was sent to."""

    database: str
    text: str
    parameters: Mapping[str, Any]

    @property
    def sql(self) -> str:
        """The query with its values, to be run anywhere."""
        filled = _PLACEHOLDER.sub(lambda found: Literal(self.parameters[found[1]]).as_string(), self.text)
        return dedent(filled.replace("%%", "%")).strip()


class BankReader:
    """Reads the databases of a bank.

    Queries may name the values of the plan - start, as_of and until (dates), last (the last microsecond of as_of),
    seed, history, customers, employees, holidays (the bank holidays of all years of its history), and those of its
    regions (see `region_parameters`) - and parameters of their own. Every thread has its own connections, which
    `connect` opens when they are first needed.

    `expected` and `stored` come from the record of the seeding run: by table, the range of rows that its plan expects
    and the number that it stored. They are empty where no run is recorded.
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
        self.parameters: Mapping[str, Any] = plan_parameters(plan)
        self._connect = connect
        self._thread = local()
        self._opened: list[Connection] = []
        self._cache: dict[Callable[[BankReader], Any], tuple[Any, Sequence[Query]]] = {}
        self._cache_locks: dict[Callable[[BankReader], Any], Lock] = {}
        self._lock = Lock()

    @classmethod
    def of_run(cls, plan: Plan, run: Run | None, connect: Connect) -> Self:
        """Return a reader of the bank that a run stored, with what the run recorded."""
        return cls(plan, connect, expected_rows(run), stored_rows(run)) if run else cls(plan, connect)

    @property
    def as_of(self) -> date:
        """Day on which the bank is seen."""
        return self.plan.as_of

    @property
    def customers(self) -> int:
        """Number of customers in the plan."""
        return self.plan.customers

    def rows(self, database: str, query: str, **parameters: Any) -> list[Row]:
        """Return the rows of a query that gives few."""
        cursor = ClientCursor(self._connection(database), row_factory=dict_row)
        cursor.execute(query.encode(), self._noted(database, query, parameters))
        return cursor.fetchall()

    def value(self, database: str, query: str, **parameters: Any) -> Any:
        """Return the single value of a query."""
        (row,) = self.rows(database, query, **parameters)
        (value,) = row.values()
        return value

    def frame(self, database: str, query: str, **parameters: Any) -> pl.DataFrame:
        """Return the columns of a query that gives many rows; it asks for money in cents and for times in seconds."""
        return frame(self._connection(database), query, self._noted(database, query, parameters))

    def _noted(self, database: str, query: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
        """Record a query of this thread, and return its parameters with the values of the plan."""
        values = {**self.parameters, **parameters}
        self._queries_of_thread.append(Query(database, query, values))
        return values

    @property
    def _queries_of_thread(self) -> list[Query]:
        """The queries of this thread since `asking` began."""
        asked: list[Query] = self._thread.__dict__.setdefault("asked", [])
        return asked

    @contextmanager
    def asking(self) -> Iterator[list[Query]]:
        """Yield the list of the queries that the block asks in this thread, with those behind cached results."""
        before, mine = self._queries_of_thread, list[Query]()
        self._thread.__dict__["asked"] = mine
        try:
            yield mine
        finally:
            self._thread.__dict__["asked"] = before

    def cached(self, find: Callable[["BankReader"], T]) -> T:
        """Return what a function returns for this bank. It is called once, however many checks need the result."""
        with self._lock:
            cache_lock = self._cache_locks.setdefault(find, Lock())
        with cache_lock:
            if find not in self._cache:
                with self.asking() as asked:
                    self._cache[find] = (find(self), asked)
            found, behind = self._cache[find]
        self._queries_of_thread.extend(behind)
        return cast(T, found)

    def close(self) -> None:
        """Close every connection."""
        for connection in self._opened:
            connection.close()

    def _connection(self, database: str) -> Connection:
        mine: dict[str, Connection] = self._thread.__dict__.setdefault("connections", {})
        if database not in mine:
            mine[database] = self._connect(database)
            with self._lock:
                self._opened.append(mine[database])
        return mine[database]
