"""Cells of customers, the smallest unit: households, transfers between customers and planted cases stay inside one."""

import numpy as np

from seeding.engine.arrays import IntArray, Key
from seeding.engine.layout import Layout
from seeding.engine.plan import CELL, FIRST_CELL


def customers_before(cell: int) -> int:
    """Return how many customers the complete cells before a cell have."""
    return 0 if cell == 0 else FIRST_CELL + (cell - 1) * CELL


def cell_of(customer_numbers: Key) -> IntArray:
    """Return the cell of each customer number."""
    return np.where(customer_numbers <= FIRST_CELL, 0, (customer_numbers - FIRST_CELL - 1) // CELL + 1)


def cell_count(layout: Layout) -> int:
    """Return the number of cells of a bank; the last one may have fewer customers than a complete cell."""
    return int(cell_of(np.array([layout.customers]))[0]) + 1
