"""The rows of compliance_db in numbers: in a brief history, alerts and bookings by staff grow with its window."""

from collections.abc import Callable
from dataclasses import dataclass

from seeding.bank.accounts.ledger_size_numbers import account_months, further_months
from seeding.engine.expected import Expected, per_customer
from seeding.engine.layout import Layout
from seeding.engine.shares import Range


@dataclass(frozen=True)
class Growth:
    """The rows per customer of a month by which a window is longer, counted as `account_months` counts them.

    `deviation` is the deviation of one customer, as a fraction of the mean; the customers of the storylines together
    may have up to `storylines` rows a month more or fewer than other customers.
    """

    rows: Range
    deviation: float
    storylines: float

    def per_customer(self, layout: Layout) -> Range:
        """Return the range of the further rows per customer, on average."""
        months = account_months(layout)
        return Range(months * self.rows.low, months * self.rows.high)

    def added_to(self, of_short_window: Callable[[Layout], Expected]) -> Callable[[Layout], Expected]:
        """Return the function from a layout to its expected rows, given that for a window of three months."""

        def expected_rows(layout: Layout) -> Expected:
            short, months = of_short_window(layout), further_months(layout)
            if not months:
                return short
            mean = self.per_customer(layout)
            storylines = int(months * self.storylines)
            fewest, most = (per_customer(rows, self.deviation, storylines)(layout) for rows in (mean.low, mean.high))
            return Expected(short.low + fewest.low, short.high + most.high)

        return expected_rows


VIOLATIONS = Growth(Range(0.018, 0.025), 9.5, 0.6)
CHECKS = Growth(Range(0.022, 0.029), 9.5, 0.6)
ENTRIES = Growth(Range(0.27, 0.345), 0.5, 13)
"""Measured in 15 banks of 20 to 1,200 customers, whose windows were 2 to 60 months longer than the shortest one."""
VIOLATIONS_OF_SHORT_WINDOW = 0.221
"""Violations per customer if a bank is first seen on the last day of its history."""


def part_of_violations(layout: Layout) -> float:
    """Return the part of the violations of a brief history that the shortest window would have."""
    further = VIOLATIONS.per_customer(layout)
    mean = (further.low + further.high) / 2
    return VIOLATIONS_OF_SHORT_WINDOW / (VIOLATIONS_OF_SHORT_WINDOW + mean)
