"""Trailing windows over the rows of a ledger: how much and how many up to each, and where a condition turns true."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import BoolArray, IntArray, ordinals

_ROOM = 1 << 21
"""Room for the days of one entity, from 1970 on: no window reaches into the entity before."""
_DAY_OFFSET = 1 << 20


@dataclass(frozen=True)
class Counted:
    """The rows of the ledger that a rule counts, by entity and time.

    `row` is a row of the ledger, `entity` what it is counted for, `amount` cents without sign; `first` is the place of
    the first row in the window that ends with each.
    """

    row: IntArray
    entity: IntArray
    amount: IntArray
    first: IntArray

    def __len__(self) -> int:
        return len(self.row)

    def counts(self) -> IntArray:
        """Return how many rows each window holds."""
        return np.arange(len(self)) - self.first + 1

    def sums(self) -> IntArray:
        """Return what the amounts of each window add up to."""
        total = np.concatenate(([0], np.cumsum(self.amount)))
        return total[1:] - total[self.first]

    def distinct(self, code: IntArray) -> IntArray:
        """Return how many different codes, one per row, each window holds."""
        latest = self._latest(code)
        count = np.zeros(len(self), np.int64)
        # A code counts where it comes first in the window; windows of a few days are short.
        for back in range(int(self.counts().max(initial=0))):
            place = np.arange(len(self)) - back
            within = place >= self.first
            count[within] += latest[place[within]] < self.first[within]
        return count

    def _latest(self, code: IntArray) -> IntArray:
        """Return the place where the entity's row with the same code was before, below 0 where there was none."""
        order = np.lexsort((np.arange(len(self)), code, self.entity))
        before = np.full(len(self), -1, np.int64)
        again = (self.entity[order][1:] == self.entity[order][:-1]) & (code[order][1:] == code[order][:-1])
        before[order[1:][again]] = order[:-1][again]
        return before

    def turns(self, true: BoolArray) -> IntArray:
        """Return the places where a condition is true, and was not at the entity's row before."""
        return np.flatnonzero(true & ~carried(self.entity, true))

    def members(self, places: IntArray) -> tuple[IntArray, IntArray]:
        """Return the rows of the ledger in the windows that end at some places, and which of `places` each is of."""
        sizes = (places - self.first[places] + 1) if len(places) else places
        of = np.repeat(np.arange(len(places)), sizes)
        return self.row[np.repeat(self.first[places], sizes) + ordinals(sizes)], of


def counted(row: IntArray, entity: IntArray, day: IntArray, amount: IntArray, days: int) -> Counted:
    """Return rows, in order of entity and time, with windows of so many days: a row's own day and those before."""
    packed = entity * _ROOM + day + _DAY_OFFSET
    return Counted(row, entity, amount, np.searchsorted(packed, packed - days + 1, side="left"))


def carried(entity: IntArray, true: BoolArray) -> BoolArray:
    """Return whether a condition was true at the row before, of the same entity."""
    before = np.zeros(len(true), bool)
    before[1:] = true[:-1] & (entity[1:] == entity[:-1])
    return before
