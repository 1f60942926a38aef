"""Figures of the ledger as a whole: rows per account, and what they are.

Those of a full history follow from the monthly rates in the numbers of the bank: see `everyday_rates`.
"""

from datahub.accounts.models import Account, Transaction
from seeding.bank.accounts.ledger_numbers import DEBITS
from seeding.bank.accounts.ledger_size_numbers import ROWS_DEVIATION, further_months, rows_per_account
from seeding.checks.accounts.everyday_rates import expected_rows, expected_share, is_booked_by_staff
from seeding.checks.all_tables.row_counts import row_count
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB
from seeding.checks.enforcement import SCALE_HALF, SHARES_FROM, not_enforced, widened
from seeding.checks.faults import delete_rows, fault, update_rows
from seeding.checks.reader import BankReader
from seeding.checks.shares import Count, Population, all_rows
from seeding.engine.shares import Range

_LEDGER = Population(ACCOUNTS_DB, "SELECT transaction_type, transaction_amount, processed_by FROM transactions")
_ROWS = _LEDGER.aggregate("count(*)")
_DEBITS = _LEDGER.aggregate("count(*) FILTER (WHERE transaction_amount < 0)")
_BY_STAFF = _LEDGER.aggregate("count(*) FILTER (WHERE processed_by IS NOT NULL)")
_DEPOSITS_AND_TRANSFERS = _LEDGER.aggregate("count(*) FILTER (WHERE transaction_type IN ('deposit', 'transfer'))")

ROWS_PER_ACCOUNT, ROWS_PER_ACCOUNT_OF_SMALL_BANKS = Range(12, 14.5), Range(10, 20)
ROWS_OF_EXPECTED = (0.95, 1.10)
"""Bounds of the rows of a full history, as multiples of the everyday rows that the numbers expect: contracts come on
top, one row in fifty."""
LEVEL_DEVIATION = 0.35
"""Standard deviation of that multiple for one customer: that of ACTIVITY_LEVEL is 0.19, and half of the customers have
almost all rows."""
DEBITS_WITHIN, DEBITS_DEVIATION = 0.02, 0.16
"""Largest difference of the share of debits, plus three standard errors; its standard deviation for one customer."""
DEBITS_OF_LONGER_WINDOW, DEBITS_OF_LONGER_WINDOW_WITHIN = 0.72, 0.04
"""Openings and what contracts did before the window are a smaller part of a ledger with a longer window."""
BY_STAFF = (0.12, 0.25)
BY_STAFF_OF_EXPECTED, BY_STAFF_DEVIATION = (0.8, 1.3), 0.02
"""Bounds as multiples of the expected share in a full history, and its standard deviation for one customer: openings
and the wires of contracts come on top."""
FEWEST_DEPOSITS_AND_TRANSFERS = 0.22
FEWEST_OF_EXPECTED, FEWEST_DEVIATION = 0.95, 0.1
"""The least share of a full history as a multiple of the expected one, and its standard deviation for one customer."""


def _figure(bank: BankReader, name: str, count: Count, of: Count, bounds: tuple[float, float | None]) -> list[Figure]:
    rows = of(bank)
    return [Figure(name, count(bank) / max(rows, 1), *bounds, rows, not_enforced(bank, SHARES_FROM))]


def _rows_per_account(bank: BankReader) -> list[Figure]:
    rows = rows_per_account(bank.plan.layout, ROWS_PER_ACCOUNT)
    bounds = widened((rows.low, rows.high), bank, ROWS_DEVIATION * rows.high / ROWS_PER_ACCOUNT.high)
    if bank.customers < SCALE_HALF:
        rows = rows_per_account(bank.plan.layout, ROWS_PER_ACCOUNT_OF_SMALL_BANKS)
        bounds = (rows.low, rows.high)
    if bank.plan.is_full:
        expected = expected_rows(bank) / max(row_count(bank, Account), 1)
        low, high = widened(ROWS_OF_EXPECTED, bank, LEVEL_DEVIATION)
        bounds = low * expected, high * expected
    return _figure(bank, "transactions per account", _ROWS, all_rows(Account), bounds)


A32 = statistical_check(
    "A32",
    "Accounts have 12 to 14.5 transactions on average, within three standard errors, 10 to 20 below 600 customers, and "
    "about two more for each further month of the window, in a full history 95 to 110 % of what the monthly rates of "
    "everyday life make since accounts were opened",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _rows_per_account,
    fault("half of the transactions deleted", delete_rows(Transaction, "hashtext(transaction_id) %% 2 = 0")),
)


def _debits(bank: BankReader) -> list[Figure]:
    share, within = DEBITS, DEBITS_WITHIN
    if bank.plan.is_full:
        share = expected_share(bank, lambda kind: kind.is_debit)
    elif further_months(bank.plan.layout):
        share, within = DEBITS_OF_LONGER_WINDOW, DEBITS_OF_LONGER_WINDOW_WITHIN
    bounds = widened((share - within, share + within), bank, DEBITS_DEVIATION)
    return _figure(bank, "share of debits", _DEBITS, _ROWS, bounds)


A33 = statistical_check(
    "A33",
    "Debits are 70 % of the transactions, in a full history what the monthly rates of everyday life make, within 2 "
    "points and three standard errors, and 68 to 76 % where the bank is first seen before the last day of its history",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _debits,
    fault(
        "all payments turned into credits",
        update_rows(Transaction, "transaction_amount = -transaction_amount", "transaction_type = 'payment'"),
    ),
)


def _booked_by_staff(bank: BankReader) -> list[Figure]:
    bounds = BY_STAFF
    if bank.plan.is_full:
        expected = expected_share(bank, is_booked_by_staff)
        low, high = (multiple * expected for multiple in BY_STAFF_OF_EXPECTED)
        bounds = widened((low, high), bank, BY_STAFF_DEVIATION)
    return _figure(bank, "share of transactions booked by an employee", _BY_STAFF, _ROWS, bounds)


A34 = statistical_check(
    "A34",
    "Employees book 12 to 25 % of the transactions, in a full history 80 to 130 % of what the monthly rates of "
    "everyday life make, within three standard errors",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _booked_by_staff,
    fault("no transaction booked by an employee", update_rows(Transaction, "processed_by = NULL")),
)


def _deposits_and_transfers(bank: BankReader) -> list[Figure]:
    least = FEWEST_DEPOSITS_AND_TRANSFERS
    if bank.plan.is_full:
        expected = expected_share(bank, lambda kind: kind.transaction_type in ("deposit", "transfer"))
        least, _ = widened((FEWEST_OF_EXPECTED * expected, expected), bank, FEWEST_DEVIATION)
    return _figure(bank, "share of deposits and transfers", _DEPOSITS_AND_TRANSFERS, _ROWS, (least, None))


A35 = statistical_check(
    "A35",
    "At least 22 % of the transactions are deposits or transfers, in a full history 95 % of what the monthly rates of "
    "everyday life make, within three standard errors",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _deposits_and_transfers,
    fault(
        "all transfers changed to payments",
        update_rows(Transaction, "transaction_type = 'payment'", "transaction_type = 'transfer'"),
    ),
)
