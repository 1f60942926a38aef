"""The number of rows that a table is expected to have, given a plan."""

from collections.abc import Callable
from dataclasses import dataclass

from seeding.engine.plan import Plan


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


def per_customer(rows: float, deviation: float, storylines: int = 0) -> Callable[[Plan], Expected]:
    """Return the function from a plan to its expected rows, for a table with `rows` rows per customer on average.

    `deviation` is the deviation of the rows of one customer, as a fraction of `rows`. The customers of the storylines
    together may have up to `storylines` rows more or fewer than other customers.
    """

    def expected_rows(plan: Plan) -> Expected:
        mean = plan.customers * rows
        slack = 3 + storylines + rows + mean * (0.03 + deviation / plan.customers**0.5)
        return Expected(max(0, int(mean - slack)), int(mean + slack))

    return expected_rows


def by_history(brief: Callable[[Plan], Expected], full: Callable[[Plan], Expected]) -> Callable[[Plan], Expected]:
    """Return the function from a plan to its expected rows, for a table that has other rows in a full history."""
    return lambda plan: (full if plan.is_full else brief)(plan)
