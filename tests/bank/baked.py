"""Banks as the recipes write them, without a database, for tests over many seeds and sizes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NoReturn

import polars as pl
import pyarrow as pa

from seeding.bank.graph import BANK
from seeding.checks.reader import BankReader, Row
from seeding.engine.blocks import blocks
from seeding.engine.evaluation import evaluations
from seeding.engine.plan import Plan

CELLS_PER_BLOCK = 60


@dataclass(frozen=True)
class Baked:
    """A bank's tables; `only` names those that are wanted."""

    plan: Plan
    only: tuple[str, ...] = ()
    _batches: dict[str, list[pa.RecordBatch]] = field(default_factory=dict, repr=False)
    _kept: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def customers(self) -> int:
        """How many customers the bank has."""
        return self.plan.customers

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table."""
        if name not in self._kept:
            self._kept[name] = pl.concat([_frame(rows) for rows in self._baked()[name]])
        return self._kept[name]

    def rows(self, name: str) -> int:
        """Return the number of rows of a table."""
        return sum(rows.num_rows for rows in self._baked()[name])

    def tables_in(self, query: str) -> dict[str, pl.DataFrame]:
        """Return the tables that a query names."""
        return {name: self.table(name) for name in self._baked().keys() & set(re.findall(r"\w+", query))}

    def _baked(self) -> Mapping[str, list[pa.RecordBatch]]:
        if not self._batches:
            for evaluation, recipes in evaluations(BANK, self.plan, blocks(self.plan.layout, CELLS_PER_BLOCK)):
                for recipe in recipes:
                    if not self.only or recipe.table in self.only:
                        rows = recipe.laid_out(evaluation.arguments(recipe)).seen_on(evaluation.as_of).batch
                        self._batches.setdefault(recipe.table, []).append(rows)
        return self._batches


class BakedReader(BankReader):
    """Reads the tables of a baked bank by SQL that polars understands, as the queries of share checks are."""

    def __init__(self, baked: Baked) -> None:
        super().__init__(baked.plan, _no_connection)
        self._baked = baked

    def rows(self, database: str, query: str, **parameters: Any) -> list[Row]:
        """Return the rows of a query."""
        return self.frame(database, query, **parameters).to_dicts()

    def frame(self, database: str, query: str, **parameters: Any) -> pl.DataFrame:
        """Return the columns of a query."""
        assert not parameters
        for name, day in (("as_of", self.plan.as_of), ("start", self.plan.start)):
            query = query.replace(f"%({name})s", f"'{day}'")
        query = query.replace("%%", "%")
        return pl.SQLContext(self._baked.tables_in(query)).execute(query, eager=True)


def _no_connection(database: str) -> NoReturn:
    raise AssertionError(f"a baked bank has no {database}")


def _frame(rows: pa.RecordBatch) -> pl.DataFrame:
    """Return rows as a database would give them, strings plain."""
    frame = pl.DataFrame(pl.from_arrow(rows))
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


def plan_of(seed: int, customers: int, employees: int, as_of: date = date(2026, 6, 30)) -> Plan:
    """Return a plan seen on the day that it is laid out from."""
    return Plan(seed, customers, employees, as_of, as_of, as_of)


@cache
def banks_of_sizes(*sizes: tuple[int, int]) -> tuple[Baked, ...]:
    """Return a bank of the same seed for each size in customers and employees; a process bakes each of them once."""
    return tuple(Baked(plan_of(7, customers, employees)) for customers, employees in sizes)
