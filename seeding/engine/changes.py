"""The changes of a table between two days: the difference of its rows as they are seen on each.

No table has a change logic of its own: a recipe makes its columns for one day and for another, and rows that exist on
both days have changed where a column differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from django.db import models

from seeding.engine.arrays import BoolArray, Index
from seeding.engine.buffers import plain_series, values_at
from seeding.engine.layout import AsOf
from seeding.engine.recipe import LaidOutRows
from seeding.engine.table import RecipeError, taken


@dataclass(frozen=True)
class TableChanges:
    """The changes of a table from one day to a later one; all batches have the schema of the model.

    `inserted` are the rows that are new on the later day. `before` and `after` are the rows that have changed, in the
    same order, and `differs` says for each of them, by column, whether the column has changed.
    """

    model: type[models.Model]
    inserted: pa.RecordBatch
    before: pa.RecordBatch
    after: pa.RecordBatch
    differs: dict[str, BoolArray]

    @property
    def count(self) -> int:
        """The number of rows that are new or have changed."""
        return int(self.inserted.num_rows + self.after.num_rows)

    def by_changed_columns(self) -> Iterator[pa.RecordBatch]:
        """Yield the changed rows by the set of columns that have changed: their keys, and the new values of these."""
        names = list(self.differs)
        if not self.after.num_rows:
            return
        key = str(self.model._meta.pk.column)
        flags = np.stack([self.differs[name] for name in names])
        sets, set_of_row = np.unique(flags, axis=1, return_inverse=True)
        for number, changed in enumerate(sets.T):
            columns = [key, *(name for name, differs in zip(names, changed, strict=True) if differs)]
            yield taken(self.after.select(columns), np.flatnonzero(set_of_row.ravel() == number))


def changes(earlier: LaidOutRows, on: AsOf, later: LaidOutRows, later_on: AsOf) -> TableChanges:
    """Return what changes in a table from the day `on` to the day `later_on`, given its rows as they are on each.

    Both have the same rows in the same order, because a recipe lays out the whole history. Raises RecipeError if they
    have not, and if a row that exists on the earlier day does not exist on the later one.
    """
    before, after = earlier.batch, later.batch
    key = str(later.model._meta.pk.column)
    table = later.model._meta.db_table
    if before is not after and not before.column(key).equals(after.column(key)):
        raise RecipeError(f"the rows of {table} depend on the day on which the bank is seen; only columns may")
    existed, exists = earlier.exists_on(on), later.exists_on(later_on)
    if (existed & ~exists).any():
        raise RecipeError(f"rows of {table} vanish from one day to a later one")
    common = np.flatnonzero(existed)
    differs = {} if before is after else _differences(before, after, common)
    changed = np.flatnonzero(np.logical_or.reduce(list(differs.values()))) if differs else common[:0]
    return TableChanges(
        model=later.model,
        inserted=taken(after, np.flatnonzero(exists & ~existed)),
        before=taken(before, common[changed]),
        after=taken(after, common[changed]),
        differs={column: flags[changed] for column, flags in differs.items()},
    )


def _differences(before: pa.RecordBatch, after: pa.RecordBatch, rows: Index) -> dict[str, BoolArray]:
    """Return for each column that differs anywhere whether it differs in each of the given rows."""
    found = {}
    for name in after.schema.names:
        one, other = before.column(name), after.column(name)
        if one.equals(other):
            continue
        differs = plain_series(values_at(one, rows)).ne_missing(plain_series(values_at(other, rows))).to_numpy()
        if differs.any():
            found[name] = differs
    return found
