"""Closed and dormant customers: products they no longer have, activity that has ended."""

import polars as pl

from datahub.accounts.models import Account
from seeding.checks.builders import frame_check
from seeding.checks.customers.profiles import profiles
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

_OPEN_PRODUCTS = (
    (ACCOUNTS_DB, "SELECT customer_id, account_id AS what FROM accounts WHERE account_status <> 'closed'"),
    (LOANS_DB, "SELECT customer_id, loan_id AS what FROM loans WHERE loan_status <> 'paid_off'"),
    (INSURANCE_DB, "SELECT customer_id, policy_id AS what FROM policies WHERE policy_status = 'active'"),
)

_CONTACTS = """
    SELECT customer_id, interaction_id AS what, interaction_date::date AS day FROM interactions
    WHERE customer_id = ANY(%(customers)s)
    UNION ALL
    SELECT customer_id, 'survey ' || survey_id, survey_date FROM satisfaction_surveys
    WHERE customer_id = ANY(%(customers)s)
"""

_INITIATED = """
    SELECT customer_id, transaction_id AS what, transaction_date::date AS day
    FROM accounts JOIN transactions USING (account_id)
    WHERE customer_id = ANY(%(customers)s) AND transaction_date::date > %(as_of)s::date - interval '12 months'
          AND (channel IN ('branch', 'atm', 'card', 'online', 'wire')
               OR (transaction_type = 'deposit' AND channel = 'ach'))
    UNION ALL
    SELECT customer_id, account_id, opened_date FROM accounts
    WHERE customer_id = ANY(%(customers)s) AND opened_date > %(as_of)s::date - interval '12 months'
"""
"""Activity of customers in the last twelve months: initiated transactions, disbursements, settlements, openings."""


def _of_status(bank: BankReader, status: str) -> pl.DataFrame:
    return profiles(bank).filter(pl.col("customer_status") == status)


def _after_closing(bank: BankReader) -> pl.DataFrame:
    """Return products of closed customers, and their interactions after everything was closed."""
    closed = _of_status(bank, "closed")
    ids = closed["customer_id"].to_list()
    owned = [
        bank.frame(database, f"SELECT * FROM ({query}) owned WHERE customer_id = ANY(%(customers)s)", customers=ids)
        for database, query in _OPEN_PRODUCTS
    ]
    ends = bank.frame(
        ACCOUNTS_DB,
        """SELECT customer_id, max(closed_date) AS closed FROM accounts
        WHERE customer_id = ANY(%(customers)s) GROUP BY customer_id""",
        customers=ids,
    )
    contacts = (
        bank.frame(CUSTOMER_DB, _CONTACTS, customers=ids)
        .join(closed, on="customer_id")
        .join(ends, on="customer_id", how="left")
        .with_columns(end=pl.coalesce("closed", "updated"))
        .filter(pl.col("day") > pl.col("end"))
    )
    return pl.concat([*owned, contacts.select("customer_id", "what", "day", "end")], how="diagonal")


def _not_inactive(bank: BankReader) -> pl.DataFrame:
    dormant = _of_status(bank, "dormant")["customer_id"].to_list()
    active_again = bank.frame(ACCOUNTS_DB, _INITIATED, customers=dormant)
    parts = (
        _after_closing(bank).with_columns(status=pl.lit("closed")),
        active_again.with_columns(status=pl.lit("dormant")),
    )
    return pl.concat(parts, how="diagonal")


C3 = frame_check(
    "C3",
    "Closed customers have no product and no later interaction; dormant customers initiated nothing for twelve months",
    [CUSTOMER_DB, ACCOUNTS_DB, LOANS_DB, INSURANCE_DB],
    _not_inactive,
    fault(
        "an open account of a closed customer",
        update_row(
            Account,
            "account_status = 'active', closed_date = NULL",
            "account_status = 'closed'",
        ),
    ),
)
