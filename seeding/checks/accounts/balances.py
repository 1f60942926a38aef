"""Balances agree with the ledger."""

from datahub.accounts.models import Account, Transaction
from seeding.checks.accounts.ledger import LEDGER
from seeding.checks.builders import first_failing, violations_in
from seeding.checks.check import Check, Result, Severity, Violations
from seeding.checks.databases import ACCOUNTS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader, Row

_TOTALS = """
    SELECT account_id, currency, balance, total FROM accounts LEFT JOIN (
        SELECT account_id, sum(transaction_amount) AS total FROM transactions GROUP BY account_id
    ) ledger USING (account_id)
"""
_differing_accounts = violations_in(
    ACCOUNTS_DB, f"SELECT account_id, balance, total FROM ({_TOTALS}) totals WHERE balance IS DISTINCT FROM total"
)


def _sums(bank: BankReader) -> list[Row]:
    """Return by currency the sums of balances and of transactions, and the number of accounts that differ."""
    return bank.rows(
        ACCOUNTS_DB,
        f"""
        SELECT currency, sum(balance) AS balances, sum(total) AS total,
               count(*) FILTER (WHERE balance IS DISTINCT FROM total) AS apart
        FROM ({_TOTALS}) totals GROUP BY currency
        """,
    )


def _accounts_off(bank: BankReader, sample: int) -> Result:
    """Find the accounts whose balance is not the sum of their transactions; they are read only if there are any."""
    return _differing_accounts(bank, sample) if any(row["apart"] for row in bank.cached(_sums)) else Violations(0)


def currencies_off(bank: BankReader, sample: int) -> Result:
    """Find the currencies whose balances and transactions have different sums."""
    off = [row for row in bank.cached(_sums) if row["balances"] != row["total"]]
    return Violations(len(off), tuple(off[:sample]))


A1 = Check(
    "A1",
    "An account's balance is the sum of its transactions and the balance after the last one",
    (ACCOUNTS_DB,),
    first_failing(
        _accounts_off,
        LEDGER.violations("following IS NULL AND balance IS DISTINCT FROM balance_after", "balance, balance_after"),
    ),
    fault(
        "a balance one cent above the ledger's",
        update_row(Account, "balance = balance + 0.01"),
    ),
    Severity.CRITICAL,
)

A2 = Check(
    "A2",
    "Every running balance is the one before plus the amount",
    (ACCOUNTS_DB,),
    LEDGER.violations(
        "balance_after IS DISTINCT FROM before + transaction_amount", "before, transaction_amount, balance_after"
    ),
    fault(
        "a running balance that is one cent too high",
        update_row(Transaction, "balance_after = balance_after + 0.01"),
    ),
    Severity.CRITICAL,
)

A4 = Check(
    "A4",
    "No balance is negative",
    (ACCOUNTS_DB,),
    LEDGER.violations("balance_after < 0", "balance_after"),
    fault("an overdrawn account", update_row(Transaction, "balance_after = -0.01")),
    Severity.CRITICAL,
)

A6 = Check(
    "A6",
    "Only closed accounts have a closing date; their last transaction, on that day, brings the balance to zero",
    (ACCOUNTS_DB,),
    LEDGER.violations(
        """following IS NULL AND (
            (account_status = 'closed') IS DISTINCT FROM (closed_date IS NOT NULL)
            OR (account_status = 'closed') IS DISTINCT FROM (balance = 0)
            OR closed_date <= opened_date OR closed_date > %(as_of)s
            OR account_status = 'closed' AND (
                day <> closed_date OR balance_after <> 0 OR transaction_amount >= 0
                OR (transaction_type, channel) NOT IN (('withdrawal', 'branch'), ('transfer', 'online'))))""",
        "account_status, closed_date, transaction_date, transaction_type, channel, balance_after",
    ),
    fault(
        "an account closed a day after its last transaction",
        update_row(Account, "closed_date = closed_date + 1", "account_status = 'closed'"),
    ),
    Severity.CRITICAL,
)
