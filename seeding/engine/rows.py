"""Populations: rows as parallel arrays, each row with its key and its cell."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Self, TypeVar

import numpy as np

from seeding.engine.arrays import BoolArray, Index, IntArray, Key, Ordinal, rank_within

_WINDOWS_PER_CELL = 1_000_000
"""More than the windows of any cell, so that no two cells share a window number.

The numbers cannot overflow: a bank has fewer than 400,000 cells (see `MAX_CUSTOMERS`).
"""

_DENSE = 0.9
"""The part of all items from which on a mask selects them faster than their indexes."""


@dataclass(frozen=True)
class ParallelArrays:
    """Arrays of the same length. Subclasses are frozen dataclasses, and each of their fields is such an array."""

    def where(self, mask: BoolArray) -> Self:
        """Return the items that `mask` selects, from every array."""
        selected = np.flatnonzero(mask)
        # NumPy reads a mask again for each array, which takes up to four times as long as indexes of few items.
        is_dense = len(selected) > _DENSE * len(mask)
        return replace(
            self,
            **{field.name: getattr(self, field.name)[mask if is_dense else selected] for field in fields(self)},
        )

    def take(self, indexes: Index) -> Self:
        """Return the items at some indexes, in the order of these, from every array."""
        return replace(self, **{field.name: getattr(self, field.name)[indexes] for field in fields(self)})

    def part(self, items: slice) -> Self:
        """Return neighboring items, of every array, without a copy."""
        return replace(self, **{field.name: getattr(self, field.name)[items] for field in fields(self)})


_Arrays = TypeVar("_Arrays", bound=ParallelArrays)


def concat(parts: Iterable[_Arrays]) -> _Arrays:
    """Return the concatenation of one or more instances of the same class."""
    listed = list(parts)
    first = listed[0]
    return replace(
        first, **{field.name: np.concatenate([getattr(part, field.name) for part in listed]) for field in fields(first)}
    )


@dataclass(frozen=True)
class Rows(ParallelArrays):
    """Rows of one table. Subclasses add columns as further arrays of the same length.

    `key` identifies a row within its table, whatever other rows exist; every draw hashes it. `cell` is the cell of the
    row, in non-decreasing order: stratified draws have the exact shares in each cell.
    """

    key: Key
    cell: IntArray

    def __len__(self) -> int:
        return len(self.key)

    @property
    def rank(self) -> Ordinal:
        """The position of each row in its cell, from 0."""
        return rank_within(self.cell)

    def windows(self, size: int) -> "Rows":
        """Return the same keys with smaller cells: windows of `size` rows each, counted within each cell.

        A stratified draw over windows does not depend on the number of rows that follow. Attributes of a person are
        therefore equal in a complete cell and in the incomplete last cell of a smaller bank.
        """
        return Rows(self.key, self.cell * _WINDOWS_PER_CELL + self.rank // size)


def one_stratum(key: Key) -> Rows:
    """Return rows with these keys in one cell, for a population that is drawn as a whole, such as the staff."""
    return Rows(key, np.zeros(len(key), np.int64))
