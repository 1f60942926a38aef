"""Banks as the recipes write them, without a database, for tests over many seeds and sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn

import polars as pl
import pyarrow as pa

from seeding.bank.graph import BANK
from seeding.checks.reader import BankReader, Row
from seeding.engine.blocks import blocks
from seeding.engine.graph import evaluations
from seeding.engine.plan import Plan

CELLS_PER_BLOCK = 60


@dataclass(frozen=True)
class Baked:
    """A bank's tables; `only` names those that are wanted."""

    plan: Plan
    only: tuple[str, ...] = ()
    _kept: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False)

    @property
    def customers(self) -> int:
        """How many customers the bank has."""
        return self.plan.customers

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """All rows of all tables, by name."""
        if not self._kept:
            self._bake()
        return self._kept

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table."""
        return self.tables[name]

    def _bake(self) -> None:
        parts: dict[str, list[pl.DataFrame]] = {}
        for evaluation, recipes in evaluations(BANK, self.plan, blocks(self.plan.layout, CELLS_PER_BLOCK)):
            for recipe in recipes:
                if not self.only or recipe.table in self.only:
                    rows = recipe.laid_out(evaluation.arguments(recipe)).seen_on(evaluation.as_of).batch
                    parts.setdefault(recipe.table, []).append(_frame(rows))
        self._kept.update({table: pl.concat(frames) for table, frames in parts.items()})


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
        return pl.SQLContext(self._baked.tables).execute(query.replace("%%", "%"), eager=True)


def _no_connection(database: str) -> NoReturn:
    raise AssertionError(f"a baked bank has no {database}")


def _frame(rows: pa.RecordBatch) -> pl.DataFrame:
    """Return rows as a database would give them, strings plain."""
    frame = pl.DataFrame(pl.from_arrow(rows))
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


def plan_of(seed: int, customers: int, employees: int, as_of: date = date(2026, 6, 30)) -> Plan:
    """Return a plan seen on the day that it is laid out from."""
    return Plan(seed, customers, employees, as_of, as_of, as_of)
