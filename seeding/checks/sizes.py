"""From which size on a bank promises what is held statistically."""

from seeding.checks.reader import BankReader

SHARES_FROM = 60
"""Customers from which shares over entities are promised: scale 0.05."""
SCALE_ONE = 1_200
"""Customers from which every other likeness is."""
STAFF_OF_SCALE_ONE = 150


def too_small(bank: BankReader, customers: int = SCALE_ONE, employees: int = 0) -> str:
    """Return why a bank is too small to be held to something that is promised from a size, or nothing."""
    if bank.customers < customers:
        return f"promised from {customers:,} customers"
    if bank.plan.employees < employees:
        return f"promised from {employees:,} employees"
    return ""
