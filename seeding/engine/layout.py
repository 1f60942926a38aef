"""The layout, which decides the history of a bank, and the day on which the bank is seen.

Nodes take the layout, which says what happens, whatever the day on which the bank is seen. Only nodes that compute a
state on that day take AsOf as well. Imports nothing that is slow to import: plans are read where no row is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from seeding.engine.days import NO_DAY

if TYPE_CHECKING:
    from seeding.engine.arrays import BoolArray, DayNumber


CELLS_PER_REGION = 84
"""Cells of a region of staff: 25,200 customers, a bank of scale 21, in six blocks of a brief history."""


class History(StrEnum):
    """The part of the bank's history that everyday rows fill: the last months, or every account's whole life.

    People, contracts and storylines are the same in both.
    """

    BRIEF = "brief"
    FULL = "full"


@dataclass(frozen=True)
class Layout:
    """Everything that happens in a bank follows from this: equal layouts have equal histories.

    `start` and `until` are day numbers: the day on which the bank is first seen, and the last day of its history.
    `cells_per_region` says how many cells share their staff (see `regions`).
    """

    seed: int
    customers: int
    employees: int
    start: int
    until: int
    history: History = History.BRIEF
    cells_per_region: int = CELLS_PER_REGION

    @property
    def is_full(self) -> bool:
        """Whether everyday rows fill the whole life of every account."""
        return self.history is History.FULL


@dataclass(frozen=True)
class AsOf:
    """The day on which a bank is seen: what has happened up to its end is known, and nothing else."""

    day: int

    def has_come(self, days: DayNumber) -> BoolArray:
        """Return whether each day is over or is this one; false for NO_DAY."""
        return (days != NO_DAY) & (days <= self.day)

    def known(self, days: DayNumber) -> DayNumber:
        """Return the days that have come, and NO_DAY for the others."""
        known = days.copy()
        known[~self.has_come(days)] = NO_DAY
        return known
