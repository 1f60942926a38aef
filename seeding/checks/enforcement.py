"""The sizes of banks from which statistical bounds apply."""

from seeding.checks.reader import BankReader
from seeding.engine.expected import margin_of_mean

SHARES_FROM = 60
"""Customers from which shares over entities are enforced: scale 0.05."""
SCALE_HALF = 600
SCALE_ONE = 1_200
"""Customers from which other statistical bounds are enforced."""
SCALE_TWO, SCALE_FIVE = 2_400, 6_000
"""Customers from which the bounds of rarer events are enforced."""
STAFF_OF_SCALE_ONE = 150


def not_enforced(bank: BankReader, customers: int = SCALE_ONE, employees: int = 0) -> str:
    """Return why a bound does not apply to a bank, empty where it does.

    A bank may be too small. Shares are exact on the last day of a history; on earlier days they follow from events.
    """
    if not bank.plan.shows_all:
        return f"not enforced before {bank.plan.until}, the last day of the history"
    if bank.customers < customers:
        return f"not enforced below {customers:,} customers"
    if bank.plan.employees < employees:
        return f"not enforced below {employees:,} employees"
    return ""


def widened(bounds: tuple[float, float], bank: BankReader, deviation_per_customer: float) -> tuple[float, float]:
    """Return bounds of a mean with three standard errors added.

    `deviation_per_customer` is the standard deviation of a single customer's part, measured over 200 seeds.
    """
    margin = margin_of_mean(deviation_per_customer, bank.customers)
    return bounds[0] - margin, bounds[1] + margin
