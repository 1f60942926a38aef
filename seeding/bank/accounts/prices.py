"""Prices: what things cost on earlier days of a full history."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.full_history_numbers import PRICE_RISE
from seeding.bank.accounts.posting_times import Window
from seeding.engine.arrays import Cents, DayNumber, FloatArray
from seeding.engine.calendar import Calendar
from seeding.engine.node import node

_MONTHS_PER_YEAR = 12


@dataclass(frozen=True)
class Prices:
    """The prices of each day of the window as a part of the last day's.

    They rise in January, but not in a short window.
    """

    first: int
    level: FloatArray
    rise: bool

    def on(self, amounts: Cents, day: DayNumber) -> Cents:
        """Return what amounts of the last day are on other days, of which earlier ones than the window have its prices.

        Each is at least a cent.
        """
        if not self.rise:
            return amounts
        earlier = np.round(amounts * self.level[(day - self.first).clip(0)], 6)
        return np.maximum(np.floor(earlier + 0.5).astype(np.int64), 1)


@node(stream="prices")
def prices(window: Window, calendar: Calendar) -> Prices:
    """Return the prices of the window."""
    year = calendar.month(window.days) // _MONTHS_PER_YEAR
    years_back = year[-1] - year
    return Prices(window.first, np.round((1 + PRICE_RISE) ** -years_back.astype(np.float64), 9), window.is_long)
