"""Balances: what the ledger adds up to."""

from seeding.checks.check import Severity, breaks, change, rule

DB = "accounts_db"

A1 = rule(
    "A1",
    "An account's balance is the sum of its transactions, and what its last row says",
    DB,
    """
    SELECT account_id, balance, total, last_balance
    FROM accounts LEFT JOIN (
        SELECT account_id, sum(transaction_amount) AS total,
               (array_agg(balance_after ORDER BY transaction_date DESC, transaction_id DESC))[1] AS last_balance
        FROM transactions GROUP BY account_id
    ) ledger USING (account_id)
    WHERE balance IS DISTINCT FROM total OR balance IS DISTINCT FROM last_balance
    """,
    breaks(
        "a balance that is a cent higher than the ledger says",
        change(DB, "accounts", "account_id", "balance = balance + 0.01"),
    ),
    Severity.CRITICAL,
)
