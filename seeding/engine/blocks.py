"""Cells and blocks of customers: the units in which a bank is made.

A cell is the smallest unit: households, transfers between customers and money-laundering cases stay inside one cell. A
block is several consecutive cells, whose rows are made together and are in memory together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import IntArray, Key
from seeding.engine.layout import Layout
from seeding.engine.plan import CELL, FIRST_CELL


@dataclass(frozen=True)
class Block:
    """Consecutive cells, from `first` up to but not including `end`."""

    first: int
    end: int

    @property
    def customer_numbers(self) -> Key:
        """The numbers of the customers of complete cells, from 1; the last cell of a bank may have fewer customers."""
        return np.arange(_customers_before(self.first), _customers_before(self.end)) + 1

    @property
    def cells(self) -> IntArray:
        """The cell of each of `customer_numbers`."""
        return cell_of(self.customer_numbers)


def _customers_before(cell: int) -> int:
    return 0 if cell == 0 else FIRST_CELL + (cell - 1) * CELL


def cell_of(customer_numbers: Key) -> IntArray:
    """Return the cell of each customer number."""
    return np.where(customer_numbers <= FIRST_CELL, 0, (customer_numbers - FIRST_CELL - 1) // CELL + 1)


def blocks(layout: Layout, cells_per_block: int) -> Iterator[Block]:
    """Yield the blocks of a bank in order. The number of cells per block changes no byte of the bank."""
    cells = int(cell_of(np.array([layout.customers]))[0]) + 1
    for first in range(0, cells, cells_per_block):
        yield Block(first, min(first + cells_per_block, cells))
