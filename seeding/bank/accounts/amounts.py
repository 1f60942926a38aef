"""Log-normal amounts of money: how they are written in the numbers, and how they are drawn."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import Cents, FloatArray, Index
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.rows import Rows
from seeding.engine.shares import Range


@dataclass(frozen=True)
class Amount:
    """A log-normal amount: `median` and `limits` in whole currency units, rounded to a multiple of `unit` cents.

    `spread` is the standard deviation of the logarithm.
    """

    median: float
    spread: float
    limits: Range
    unit: int = 1


def draw_amounts(
    draw: Draw, column: str, rows: Rows, amount: Amount, factors: FloatArray | float = 1.0, factor: Index | int = 0
) -> Cents:
    """Return one log-normal amount per row, within the limits and at least one unit.

    The median of a row is the amount's median times one of `factors`; `factor` is the index of that one for each row.
    """
    low, high = amount.limits.low, amount.limits.high
    drawn = draw.lognormal(column, rows, amount.median * factors, amount.spread, low, high, group=factor)
    return np.maximum(cents(drawn, unit=amount.unit), amount.unit)
