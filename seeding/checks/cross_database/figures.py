"""Figures of planted cases as a whole."""

from datahub.accounts.models import Transaction
from seeding.bank.accounts.ledger_size_numbers import further_months, rows_per_account
from seeding.checks.all_tables.row_counts import row_count
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.cross_database.planted_cases import DEFAULT_DB
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.enforcement import not_enforced, widened
from seeding.checks.faults import fault
from seeding.checks.reader import BankReader
from seeding.checks.shares import Population
from seeding.engine.shares import Range

PLANTED, PLANTED_DEVIATION = (0.007, 0.010), 0.0171
PLANTED_IN_FULL = (0.0001, 0.0004)
"""Bounds of the share of planted transactions, and its standard deviation for one customer."""
ROWS = Range(12, 14.5)
"""Transactions per account in the shortest window."""
_PLANTED = Population(DEFAULT_DB, "SELECT planted FROM seeding_planted_transaction").aggregate(
    "count(*) FILTER (WHERE planted)"
)


def _bounds(bank: BankReader) -> tuple[float, float]:
    """Return the bounds of the share: in a longer window of a brief history, the same cases are among more rows."""
    if bank.plan.is_full:
        return PLANTED_IN_FULL
    low, high = widened(PLANTED, bank, PLANTED_DEVIATION)
    if not further_months(bank.plan.layout):
        return low, high
    rows = rows_per_account(bank.plan.layout, ROWS)
    return low * ROWS.low / rows.high, high * ROWS.high / rows.low


def _planted(bank: BankReader) -> list[Figure]:
    transactions = row_count(bank, Transaction)
    share = _PLANTED(bank) / max(transactions, 1)
    return [
        Figure(
            "share of planted transactions",
            share,
            *_bounds(bank),
            transactions,
            not_enforced(bank),
        )
    ]


X12 = statistical_check(
    "X12",
    "Planted cases make up 0.7 to 1 % of the transactions, within three standard errors, less where the window is "
    "longer, 0.01 to 0.04 % in a full history",
    [DEFAULT_DB, ACCOUNTS_DB],
    _planted,
    fault(
        "every transaction of the answer key planted",
        (DEFAULT_DB, "UPDATE seeding_planted_transaction SET planted = true RETURNING transaction_id"),
    ),
)
