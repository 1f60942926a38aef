"""From which size on statistical bounds apply."""

from seeding.checks.reader import BankReader

SHARES_FROM = 60
"""Customers from which shares over entities are enforced: scale 0.05."""
SCALE_HALF = 600
SCALE_ONE = 1_200
"""Customers from which other statistical bounds are enforced."""
STAFF_OF_SCALE_ONE = 150


def not_enforced(bank: BankReader, customers: int = SCALE_ONE, employees: int = 0) -> str:
    """Return why a bank is too small for a bound, empty where it is large enough."""
    if bank.customers < customers:
        return f"not enforced below {customers:,} customers"
    if bank.plan.employees < employees:
        return f"not enforced below {employees:,} employees"
    return ""
