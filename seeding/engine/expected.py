"""How many rows a plan promises of a table."""

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
    """Return the promise of one number of rows."""
    return Expected(rows, rows)


def per_customer(rows: float, varies: float, first: int = 0) -> Callable[[Plan], Expected]:
    """Return the promise of so many rows per customer; the rows of a single customer vary by the part `varies`.

    The first customers, whose storylines every bank holds, may have up to `first` rows more or fewer than others.
    """

    def of(plan: Plan) -> Expected:
        mean = plan.customers * rows
        slack = 3 + first + rows + mean * (0.03 + varies / plan.customers**0.5)
        return Expected(max(0, int(mean - slack)), int(mean + slack))

    return of
