"""Blocks of customers: consecutive cells whose rows are made together and are in memory together."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import IntArray, Key
from seeding.engine.cells import cell_of, customers_before
from seeding.engine.layout import Layout
from seeding.engine.regions import regions


@dataclass(frozen=True)
class Block:
    """Consecutive cells, from `first` up to but not including `end`."""

    first: int
    end: int

    @property
    def customer_numbers(self) -> Key:
        """The numbers of the customers of complete cells, from 1; the last cell of a bank may have fewer customers."""
        return np.arange(customers_before(self.first), customers_before(self.end)) + 1

    @property
    def cells(self) -> IntArray:
        """The cell of each of `customer_numbers`."""
        return cell_of(self.customer_numbers)


def blocks(layout: Layout, cells_per_block: int) -> Iterator[Block]:
    """Yield the blocks of a bank in order. The number of cells per block changes no byte of the bank.

    A block lies in one region, so that a bank is made with the staff of one region at a time.
    """
    for region in regions(layout):
        for first in range(region.first, region.end, cells_per_block):
            yield Block(first, min(first + cells_per_block, region.end))


def block_count(layout: Layout, cells_per_block: int) -> int:
    """Return the number of blocks that `blocks` yields."""
    return sum(-(-(region.end - region.first) // cells_per_block) for region in regions(layout))
