"""The shares that the bank promises, each with the rows it is a share of, and how far a bank may miss it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from math import sqrt
from typing import Protocol

import polars as pl

PROMISED_FROM, SCALE_HALF, SCALE_ONE = 60, 600, 1_200
"""Customers from which shares are promised, the ledger's counts are close, and statistical rules hold."""


class Tables(Protocol):
    """A bank's tables as frames, from a database or as they were baked."""

    @property
    def customers(self) -> int:
        """How many customers the bank has."""

    def table(self, name: str) -> pl.DataFrame:
        """Return all rows of a table."""


class Over(Enum):
    """What a share is counted over: it says how many rows it may miss by, two points besides."""

    ENTITIES = 2
    SUB_POPULATION = 4
    EVENTS = 0

    def slack(self, rows: int, share: float) -> float:
        """Return how many of `rows` a share may miss by."""
        least = 3 * sqrt(rows * share * (1 - share)) if self is Over.EVENTS else float(self.value)
        return max(0.02 * rows, least)


@dataclass(frozen=True)
class Documented:
    """A documented distribution: `of` picks the rows and gives each its category."""

    name: str
    of: Callable[[Tables], pl.Series]
    shares: dict[str, float]
    over: Over = Over.ENTITIES

    def misses(self, tables: Tables) -> Iterator[str]:
        """Yield a line for each category that a bank misses by more than it may."""
        categories = self.of(tables)
        rows = len(categories)
        counted = dict(categories.value_counts().iter_rows())
        for category, share in self.shares.items():
            count, slack = counted.get(category, 0), self.over.slack(rows, share)
            if abs(count - share * rows) > slack + 1e-9:
                yield f"{self.name}: {count} of {rows} are {category}, promised {share * rows:.1f} ± {slack:.1f}"


def column(table: str, name: str) -> Callable[[Tables], pl.Series]:
    """Return the categories that a column holds."""
    return lambda tables: tables.table(table)[name]


def yes_or_no(expression: pl.Expr) -> pl.Expr:
    """Return a yes where the expression is true, as a column called category."""
    return pl.when(expression).then(pl.lit("yes")).otherwise(pl.lit("no")).alias("category")


def true(table: str, condition: pl.Expr) -> Callable[[Tables], pl.Series]:
    """Return a yes for each row of a table of which the condition is true."""
    return lambda tables: tables.table(table).select(yes_or_no(condition))["category"]


def children(tables: Tables, parents: str, key: str, table: str, by: str | None = None) -> pl.DataFrame:
    """Return the key of every row of `parents` with the number of rows of `table` that name it in the column `by`.

    That column is called as the key unless told; the numbers' column is called as the table.
    """
    counted = tables.table(table).group_by(pl.col(by or key).alias(key)).agg(pl.len().alias(table))
    everybody = tables.table(parents).select(key)
    return everybody.join(counted, on=key, how="left").with_columns(pl.col(table).fill_null(0))
