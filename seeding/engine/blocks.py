"""Cells and blocks of customers: the units in which a bank is made.

A cell is the smallest place: what people do together stays inside it. A block is some neighboring cells, which are
made and held in memory at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import IntArray
from seeding.engine.plan import CELL, FIRST_CELL, Plan


@dataclass(frozen=True)
class Block:
    """Some neighboring cells. `end` is one past the last cell."""

    first: int
    end: int

    @property
    def numbers(self) -> IntArray:
        """The numbers, from 1, of the customers for whom the block's cells have room."""
        return np.arange(_customers_before(self.first), _customers_before(self.end)) + 1

    @property
    def cells(self) -> IntArray:
        """The cell of each of `numbers`."""
        return cell_of(self.numbers)


def _customers_before(cell: int) -> int:
    return 0 if cell == 0 else FIRST_CELL + (cell - 1) * CELL


def cell_of(numbers: IntArray) -> IntArray:
    """Return the cell of each customer number."""
    return np.where(numbers <= FIRST_CELL, 0, (numbers - FIRST_CELL - 1) // CELL + 1)


def blocks(plan: Plan, cells_per_block: int) -> Iterator[Block]:
    """Yield the blocks of a bank in order. How many cells a block holds changes no byte."""
    cells = int(cell_of(np.array([plan.customers]))[0]) + 1
    for first in range(0, cells, cells_per_block):
        yield Block(first, min(first + cells_per_block, cells))
