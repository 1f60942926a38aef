"""Recipes: functions that write all columns of one table, with their needs and the expected number of rows."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import models

from seeding.engine.arrays import BoolArray, DayNumber
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import Columns, Days, Timestamps
from seeding.engine.expected import Expected
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import Need, signature_of
from seeding.engine.table import RecipeError, taken, typed_table

ROWS_PER_BATCH = 1 << 16
"""Rows that a recipe of many rows writes at once, about 10 MB. Databases store 16,384 rows at a time in an order of
their own: a multiple of them leaves it as it is without batches."""

EXISTS_FROM = "exists_from"
"""The additional column in which a recipe writes the day from which each row exists, if no column of the table has
it."""


@dataclass(frozen=True)
class TableRows:
    """Rows of one table, as a batch with the schema of its model (see `schema_of`)."""

    model: type[models.Model]
    batch: pa.RecordBatch


@dataclass(frozen=True)
class LaidOutRows:
    """All rows of one table up to the last day of the history, with their columns as they are on one day.

    `exists_from` is the day from which each row exists; None if all rows exist on every day.
    """

    model: type[models.Model]
    batch: pa.RecordBatch
    exists_from: DayNumber | None

    def exists_on(self, as_of: AsOf) -> BoolArray:
        """Return whether each row exists on a day."""
        if self.exists_from is None:
            return np.ones(self.batch.num_rows, np.bool_)
        return self.exists_from <= as_of.day

    def seen_on(self, as_of: AsOf) -> TableRows:
        """Return the rows that exist on the day that the columns were made for."""
        exists = self.exists_on(as_of)
        return TableRows(self.model, self.batch if exists.all() else taken(self.batch, np.flatnonzero(exists)))


@dataclass(frozen=True)
class Recipe:
    """The recipe of one table: `write` returns its columns from the results of nodes.

    A recipe of many rows yields its columns batch by batch instead: one batch at least, each with the rows that follow
    those of the batch before. All its rows are then never in memory at once.

    `expects` returns the expected number of rows on the last day of a history. `since` is the column whose day is the
    first on which a row exists: a column of the table, EXISTS_FROM, or None if all rows exist on every day.
    """

    model: type[models.Model]
    write: Callable[..., Columns | Iterator[Columns]]
    needs: dict[str, Need]
    expects: Callable[[Layout], Expected]
    since: str | None

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        """The model's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.model.__name__).lower()

    @property
    def stream(self) -> str:
        """The stream of the recipe's draws, from the name of the table, which never changes."""
        return f"table {self.table}"

    def batches(self, arguments: dict[str, Any]) -> Iterator[LaidOutRows]:
        """Return the rows of the table batch by batch, given the arguments of `write`.

        Raises RecipeError as `typed_table` does, and if the column `since` has no day for a row or is missing; so does
        the iterator.
        """
        written = self.write(**arguments)
        return iter([self._typed(written)]) if isinstance(written, Mapping) else map(self._typed, written)

    def laid_out(self, arguments: dict[str, Any]) -> LaidOutRows:
        """Return all rows of the table, given the arguments of `write`. Raises RecipeError as `batches` does."""
        parts = list(self.batches(arguments))
        if len(parts) == 1:
            return parts[0]
        days = [part.exists_from for part in parts if part.exists_from is not None]
        batch = pa.concat_batches([part.batch for part in parts])
        return LaidOutRows(self.model, batch, None if self.since is None else np.concatenate(days))

    def _typed(self, written: Columns) -> LaidOutRows:
        """Return the rows of the columns of a batch."""
        columns = dict(written)
        exists_from = None if self.since is None else self._days_of(columns)
        columns.pop(EXISTS_FROM, None)
        return LaidOutRows(self.model, typed_table(self.model, columns), exists_from)

    def _days_of(self, columns: Columns) -> DayNumber:
        """Return the day from which each row exists. Raises RecipeError if a row has none."""
        column = columns.get(str(self.since))
        if not isinstance(column, Days | Timestamps):
            raise RecipeError(f"{self.table}.{self.since} must be a day or a time: rows exist from then on")
        if (column.days == NO_DAY).any():
            raise RecipeError(f"{self.table}.{self.since} is empty somewhere, and rows exist from then on")
        return column.days


def batch_slices(rows: int) -> Iterator[slice]:
    """Yield the rows of each batch of a recipe of many rows; one batch without rows if there are none."""
    for first in range(0, max(rows, 1), ROWS_PER_BATCH):
        yield slice(first, first + ROWS_PER_BATCH)


def recipe(
    model: type[models.Model], expects: Callable[[Layout], Expected], *, since: str | None
) -> Callable[[Callable[..., Columns | Iterator[Columns]]], Recipe]:
    """Return the decorator that makes the recipe of a table of the function that writes its columns.

    `expects` and `since` are those of Recipe. The decorator raises TypeError for a parameter without annotation.
    """

    def decorate(write: Callable[..., Columns | Iterator[Columns]]) -> Recipe:
        needs, _ = signature_of(write)
        return Recipe(model, write, needs, expects, since)

    return decorate
