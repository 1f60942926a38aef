"""Sums of amounts, exact to the cent."""

from collections.abc import Iterable
from decimal import Decimal

ZERO = Decimal("0.00")


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum of some amounts; 0.00 if there are none."""
    return sum(amounts, ZERO)
