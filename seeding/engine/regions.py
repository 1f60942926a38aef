"""Regions of a bank: consecutive cells whose customers are served by the same staff, at branches of their own.

Everything about a region follows from the layout by arithmetic, so that it can be made without the regions before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import Key
from seeding.engine.cells import cell_count, cell_of, customers_before
from seeding.engine.layout import Layout
from seeding.engine.plan import MIN_EMPLOYEES

FEWEST_EMPLOYEES = 750
"""Fewest employees of a region that others follow: with as many, every branch and every department has a manager."""


@dataclass(frozen=True)
class Region:
    """Consecutive cells, from `first` up to but not including `end`, with their staff.

    `employees_before` is the number of employees of the regions before. A region `is_complete` if a larger bank, with
    as many employees per customer, has the same region: all its cells are complete, and others can follow.
    """

    number: int
    first: int
    end: int
    employees_before: int
    employees: int
    is_complete: bool

    @property
    def employee_numbers(self) -> Key:
        """The numbers of the region's employees; those of the bank count from 1."""
        return np.arange(self.employees) + self.employees_before + 1


def region_count(layout: Layout) -> int:
    """Return the number of regions: a last one with fewer employees than a bank needs belongs to the one before."""
    size = _cells_per_region(layout)
    count = -(-cell_count(layout) // size)
    is_too_small = count > 1 and layout.employees - _employees_before(layout, (count - 1) * size) < MIN_EMPLOYEES
    return count - is_too_small


def region(layout: Layout, number: int) -> Region:
    """Return a region by its number, from 0."""
    size, cells, is_last = _cells_per_region(layout), cell_count(layout), number == region_count(layout) - 1
    first, usual_end = number * size, (number + 1) * size
    end = cells if is_last else usual_end
    before = _employees_before(layout, first)
    after = layout.employees if is_last else _employees_before(layout, end)
    is_complete = end == usual_end and customers_before(end) <= layout.customers
    return Region(number, first, end, before, after - before, is_complete)


def region_of(layout: Layout, cell: int) -> Region:
    """Return the region of a cell."""
    return region(layout, min(cell // _cells_per_region(layout), region_count(layout) - 1))


def regions(layout: Layout) -> Iterator[Region]:
    """Yield the regions of a bank in order."""
    return (region(layout, number) for number in range(region_count(layout)))


def _cells_per_region(layout: Layout) -> int:
    """Return the number of cells of every region but the last: more where there are few employees per customer."""
    customers = -(-FEWEST_EMPLOYEES * layout.customers // layout.employees)
    cells = int(cell_of(np.array([customers]))[0]) + 1
    return layout.cells_per_region * -(-cells // layout.cells_per_region)


def _employees_before(layout: Layout, cell: int) -> int:
    """Return how many employees serve the customers before a cell: as many per customer as in the whole bank.

    Rounded up, this is the same number at every scale: a bank has one employee for every eight customers, rounded down,
    and a region's number of customers is a multiple of eight.
    """
    return -(-customers_before(cell) * layout.employees // layout.customers)
