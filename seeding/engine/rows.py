"""Populations: the rows of a table as columns, each with its key and the cell it lives in."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Self, TypeVar

import numpy as np

from seeding.engine.arrays import BoolArray, IntArray, rank_within

_WINDOWS_PER_CELL = 1_000_000
"""Room for the windows of one cell when they are numbered through."""


@dataclass(frozen=True)
class Parallel:
    """Arrays of one length, side by side. Subclasses are frozen dataclasses; every field of theirs is such an array."""

    def where(self, mask: BoolArray) -> Self:
        """Return what `mask` selects, every array cut alike."""
        return replace(self, **{field.name: getattr(self, field.name)[mask] for field in fields(self)})

    def take(self, order: IntArray) -> Self:
        """Return what stands at some places, in that order."""
        return replace(self, **{field.name: getattr(self, field.name)[order] for field in fields(self)})


_Parallel = TypeVar("_Parallel", bound=Parallel)


def concat(parts: Iterable[_Parallel]) -> _Parallel:
    """Return one or more parts of a kind as one, in their order."""
    listed = list(parts)
    first = listed[0]
    return replace(
        first, **{field.name: np.concatenate([getattr(part, field.name) for part in listed]) for field in fields(first)}
    )


@dataclass(frozen=True)
class Rows(Parallel):
    """Some rows of one table. Subclasses add their columns as further arrays of the same length.

    `key` identifies a row within its table whatever else exists; every draw hashes it. `cell` is the smallest place
    that a row belongs to, in non-decreasing order: shares are kept inside it.
    """

    key: IntArray
    cell: IntArray

    def __len__(self) -> int:
        return len(self.key)

    @property
    def rank(self) -> IntArray:
        """The row's place in its cell, from 0."""
        return rank_within(self.cell)

    def windows(self, size: int) -> "Rows":
        """Return the same keys with runs of `size` rows, counted inside each cell, as their cells.

        A share drawn over windows does not depend on how many rows follow: this keeps what belongs to a person equal
        in a complete cell and in one that a smaller bank cuts short.
        """
        return Rows(self.key, self.cell * _WINDOWS_PER_CELL + self.rank // size)


def one_stratum(key: IntArray) -> Rows:
    """Return rows that share one cell: a population that is drawn as a whole, such as the staff."""
    return Rows(key, np.zeros(len(key), np.int64))
