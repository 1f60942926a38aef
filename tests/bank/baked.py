"""Banks as the recipes write them, without a database: for what is held over many seeds and sizes."""

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from seeding.bank.blueprint import BANK
from seeding.engine.blueprint import stages
from seeding.engine.columns import Column, Days, Text
from seeding.engine.plan import Plan, blocks

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

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table."""
        if not self._kept:
            self._bake()
        return self._kept[name]

    def _bake(self) -> None:
        parts: dict[str, list[pl.DataFrame]] = {}
        for stage, recipes in stages(BANK, self.plan, blocks(self.plan, CELLS_PER_BLOCK)):
            for recipe in recipes:
                table = recipe.model._meta.db_table
                if not self.only or table in self.only:
                    columns = recipe.bake(stage.sources(recipe.needs, recipe.name))
                    frame = pl.DataFrame({name: _series(column) for name, column in columns.items()})
                    parts.setdefault(table, []).append(frame)
        self._kept.update({table: pl.concat(frames) for table, frames in parts.items()})


def _series(column: Column) -> pl.Series:
    """Return a column as a database would give it; points of time stay text, which sorts alike."""
    if isinstance(column, Text):
        return column.values
    series = column.for_copy()
    return series.str.to_date() if isinstance(column, Days) else series


def plan_of(seed: int, customers: int, employees: int, as_of: date = date(2026, 6, 30)) -> Plan:
    """Return a plan seen on the day that it is laid out from."""
    return Plan(seed, customers, employees, as_of, as_of)
