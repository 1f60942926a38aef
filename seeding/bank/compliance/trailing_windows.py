"""Trailing windows over ledger rows: count and sum up to each row, and the rows where a condition turns true."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, IntArray, ordinals

_DAYS_PER_ENTITY = 1 << 21
_DAY_OFFSET = 1 << 20
"""Sort keys are entity x 2^21 + day + 2^20: days within 2,870 years of 1970 fit, and no window reaches into another
entity. They cannot overflow: entities are indices into a block, far below the 2^42 that 64 bits leave for them."""


@dataclass(frozen=True)
class TrailingWindows:
    """The ledger rows that a rule looks at, sorted by entity and time, each with the window that ends with it.

    All arrays have one element per row: `row` is an index into the ledger, `entity` the account or customer that the
    row counts for, `amount` its amount without sign, and `first` the position, in these arrays, of the first row in
    the window that ends with it.
    """

    row: Index
    entity: Index
    amount: Cents
    first: Index

    def __len__(self) -> int:
        return len(self.row)

    def counts(self) -> IntArray:
        """Return the number of rows in each window."""
        return np.arange(len(self)) - self.first + 1

    def sums(self) -> Cents:
        """Return the sum of the amounts in each window."""
        total = np.concatenate(([0], np.cumsum(self.amount)))
        return total[1:] - total[self.first]

    def distinct_counts(self, code: Code) -> IntArray:
        """Return the number of different codes in each window; `code` has one per row."""
        previous = self._previous_with_same_code(code)
        count = np.zeros(len(self), np.int64)
        # A row adds to the count if no earlier row of the window has its code. Windows are a few days short.
        for rows_back in range(int(self.counts().max(initial=0))):
            position = np.arange(len(self)) - rows_back
            in_window = position >= self.first
            count[in_window] += previous[position[in_window]] < self.first[in_window]
        return count

    def _previous_with_same_code(self, code: Code) -> Index:
        """Return the position of the entity's previous row with the same code, NONE where there is none."""
        order = np.lexsort((np.arange(len(self)), code, self.entity))
        previous = np.full(len(self), NONE, np.int64)
        repeated = (self.entity[order][1:] == self.entity[order][:-1]) & (code[order][1:] == code[order][:-1])
        previous[order[1:][repeated]] = order[:-1][repeated]
        return previous

    def where_turns_true(self, condition: BoolArray) -> Index:
        """Return the positions where a condition is true and was false at the entity's previous row."""
        return np.flatnonzero(condition & ~true_at_previous_row(self.entity, condition))

    def rows_of_windows(self, positions: Index) -> tuple[Index, Index]:
        """Return the ledger rows in the windows that end at some positions, and for each row the index of its window.

        Windows are indexed by their place in `positions`.
        """
        sizes = (positions - self.first[positions] + 1) if len(positions) else positions
        window = np.repeat(np.arange(len(positions)), sizes)
        return self.row[np.repeat(self.first[positions], sizes) + ordinals(sizes)], window


def trailing_windows(
    row: Index, entity: Index, day: DayNumber, amount: Cents, days: int, least: int = 2
) -> TrailingWindows:
    """Return rows with windows of a number of days: each row's own day and the days before it.

    The rows are sorted by entity and time. A window with fewer rows than `least`, which is 2 or more, begins with the
    row that it ends with: rules that need so many rows look at no other windows, and most are smaller.
    """
    sort_key = entity * _DAYS_PER_ENTITY + day + _DAY_OFFSET
    first = np.arange(len(row))
    back = least - 1
    large = back + np.flatnonzero(sort_key[back:] - sort_key[: max(len(row) - back, 0)] < days)
    first[large] = np.searchsorted(sort_key, sort_key[large] - days + 1, side="left")
    return TrailingWindows(row, entity, amount, first)


def true_at_previous_row(entity: Index, condition: BoolArray) -> BoolArray:
    """Return whether a condition was true at the previous row of the same entity, one per row."""
    previous = np.zeros(len(condition), bool)
    previous[1:] = condition[:-1] & (entity[1:] == entity[:-1])
    return previous
