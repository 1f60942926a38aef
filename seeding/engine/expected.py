"""The number of rows that a table is expected to have, given a layout, and how far chance may move a mean."""

from collections.abc import Callable
from dataclasses import dataclass

from seeding.engine.layout import Layout
from seeding.engine.plan import Plan

STANDARD_ERRORS = 3
"""Standard errors by which chance may move a figure: one figure in 370 lies further off (normal distribution)."""


@dataclass(frozen=True)
class Expected:
    """A range of row counts, both ends included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}-{self.high:,}"


def exactly(rows: int) -> Expected:
    """Return the range that contains only this number of rows."""
    return Expected(rows, rows)


def margin_of_mean(deviation: float, customers: int) -> float:
    """Return three standard errors of a mean over some customers, at least one, in the unit of the mean.

    `deviation` is the standard deviation of a single customer's part in it.
    """
    return STANDARD_ERRORS * deviation / max(customers, 1) ** 0.5


def per_customer(rows: float, deviation: float, storylines: int = 0) -> Callable[[Layout], Expected]:
    """Return the function from a layout to its expected rows, for a table with `rows` rows per customer on average.

    `deviation` is the deviation of the rows of one customer, as a fraction of `rows`. The customers of the storylines
    together may have up to `storylines` rows more or fewer than other customers.
    """

    def expected_rows(layout: Layout) -> Expected:
        mean = layout.customers * rows
        slack = 3 + storylines + rows + mean * (0.03 + deviation / layout.customers**0.5)
        return Expected(max(0, int(mean - slack)), int(mean + slack))

    return expected_rows


def expected_on(plan: Plan, at_the_end: Expected) -> Expected:
    """Return the range of rows on the day on which a plan is seen, given that on the last day of its history.

    On an earlier day any smaller number is possible.
    """
    return at_the_end if plan.shows_all else Expected(0, at_the_end.high)


def by_history(brief: Callable[[Layout], Expected], full: Callable[[Layout], Expected]) -> Callable[[Layout], Expected]:
    """Return the function from a layout to its expected rows, for a table that has other rows in a full history."""
    return lambda layout: (full if layout.is_full else brief)(layout)
