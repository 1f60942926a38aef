"""Episodes in which a customer is not verified: a review is pending, or a document has expired and is not renewed yet.

The episodes of the last day of a history are drawn as shares of the customers. These are the earlier ones, which are
over by then: as many customers are in one on the first day on which the bank is seen.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from seeding.bank.compliance.kyc_numbers import EpisodeNumbers
from seeding.engine.arrays import BoolArray, DayNumber
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.rows import Rows


@dataclass(frozen=True)
class Episodes:
    """The episodes of some customers: both arrays have a row per customer and a column per episode.

    An episode lasts from the day on which it `begins` to the day before it `ends`; both are NO_DAY where a customer has
    none. The episodes of a customer do not overlap.
    """

    begins: DayNumber
    ends: DayNumber

    def running(self, as_of: AsOf) -> DayNumber:
        """Return the day on which each customer's episode began that lasts on a day, NO_DAY without one."""
        lasts = as_of.has_come(self.begins) & ~as_of.has_come(self.ends)
        return np.where(lasts, self.begins, NO_DAY).max(axis=1, initial=NO_DAY)

    def still_to_end(self, as_of: AsOf) -> BoolArray:
        """Return which episodes end after a day, whether they have begun or not."""
        return (self.ends != NO_DAY) & ~as_of.has_come(self.ends)

    def next_beginning(self, as_of: AsOf) -> DayNumber:
        """Return the day on which each customer's first episode begins that ends after a day, NO_DAY without one."""
        far = np.iinfo(np.int64).max
        first = np.where(self.still_to_end(as_of), self.begins, far).min(axis=1, initial=far)
        return np.where(first == far, NO_DAY, first)

    def last_end(self, days: DayNumber) -> DayNumber:
        """Return the last end of each customer's episodes up to a day, one per customer; NO_DAY without one."""
        return np.where(self.ends <= days[:, None], self.ends, NO_DAY).max(axis=1, initial=NO_DAY)

    def joined_with(self, other: Self) -> "Episodes":
        """Return the episodes of both."""
        return Episodes(np.hstack((self.begins, other.begins)), np.hstack((self.ends, other.ends)))


def one_each(begins: DayNumber, ends: DayNumber, selected: BoolArray) -> Episodes:
    """Return one episode for each selected customer; the arrays have one element per customer."""
    return Episodes(*(np.where(selected, days, NO_DAY)[:, None] for days in (begins, ends)))


def earlier_episodes(
    draw: Draw, column: str, customers: Rows, numbers: EpisodeNumbers, after: DayNumber, last: DayNumber, layout: Layout
) -> Episodes:
    """Return the episodes that end between the first day on which the bank is seen and the end of its history.

    A customer's turns come at equal intervals, which are counted back from the day `last`; an episode begins on some of
    them. `after` is the day that every episode of a customer follows. Both have one element per customer, NO_DAY in
    `after` for customers without episodes.
    """
    turns = np.arange(1, 2 + -(-(layout.until - layout.start) // numbers.every_days))
    begins = last[:, None] - turns * numbers.every_days
    has = (begins > after[:, None]) & (after != NO_DAY)[:, None]
    ends = np.empty_like(begins)
    for turn in turns:
        has[:, turn - 1] &= draw.uniform(f"{column}/{turn}", customers) < numbers.share
        ends[:, turn - 1] = begins[:, turn - 1] + draw.integers(f"{column}_for/{turn}", customers, *numbers.days)
    has &= ends > layout.start
    return Episodes(np.where(has, begins, NO_DAY), np.where(has, ends, NO_DAY))
