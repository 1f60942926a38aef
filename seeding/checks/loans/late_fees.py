"""Late fees: every late installment that an account paid bears a fee in the ledger."""

import polars as pl

from datahub.accounts.models import Transaction
from seeding.bank.loans.numbers import LATE_FEE_BASIS_POINTS, LATE_FEE_LIMITS
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB, LOANS_DB
from seeding.checks.faults import delete_row, fault
from seeding.checks.posting_kinds import described_as
from seeding.checks.reader import BankReader
from seeding.checks.reconciliation import Side, unreconciled

_LATE_FEE = described_as("late_fee")
_EXPECTED = f"""
    SELECT loan_number AS key, linked_account_id || ' ' || payment_date || ' ' || least(greatest(
        round(total_amount * {LATE_FEE_BASIS_POINTS / 10_000} * 100), {LATE_FEE_LIMITS[0]}), {LATE_FEE_LIMITS[1]}
    )::bigint AS fact
    FROM repayment_schedule JOIN loans USING (loan_id)
    WHERE payment_status = 'late' AND linked_account_id IS NOT NULL
"""
_CHARGED = f"""
    SELECT split_part(description, ' ', -1) AS key,
           account_id || ' ' || transaction_date::date || ' ' || (-100 * transaction_amount)::bigint AS fact
    FROM transactions WHERE transaction_type = 'fee' AND {_LATE_FEE}
"""


def _unreconciled_fees(bank: BankReader) -> pl.DataFrame:
    return unreconciled(bank, Side(LOANS_DB, _EXPECTED, {}), Side(ACCOUNTS_DB, _CHARGED, {}), ("expected", "charged"))


M39 = frame_check(
    "M39",
    "Every late installment from a linked account bears a fee of 5 % on the day of the payment, and no other does",
    [ACCOUNTS_DB, LOANS_DB],
    _unreconciled_fees,
    fault("a late fee that was not charged", delete_row(Transaction, _LATE_FEE)),
)
