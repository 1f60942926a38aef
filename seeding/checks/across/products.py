"""Products and the accounts that they are paid through."""

import polars as pl

from seeding.checks.check import across, breaks, change
from seeding.checks.held import HeldBank


def _linked(bank: HeldBank) -> pl.DataFrame:
    accounts = bank.frame(
        "accounts_db",
        """SELECT account_id AS account, customer_id AS owner, account_type, currency, opened_date, closed_date
        FROM accounts""",
    )
    loans = bank.frame(
        "loans_db",
        """SELECT loan_id AS contract, customer_id, linked_account_id AS account, disbursement_date AS day
        FROM loans WHERE linked_account_id IS NOT NULL""",
    )
    policies = bank.frame(
        "insurance_db",
        """SELECT policy_id AS contract, customer_id, linked_account_id AS account, start_date AS day
        FROM policies WHERE linked_account_id IS NOT NULL""",
    )
    fits = (
        (pl.col("owner") == pl.col("customer_id"))
        & pl.col("account_type").is_in(["checking", "savings"])
        & (pl.col("currency") == "USD")
        & (pl.col("opened_date") < pl.col("day"))
        & (pl.col("closed_date").is_null() | (pl.col("closed_date") > pl.col("day")))
    )
    return pl.concat([loans, policies]).join(accounts, on="account", how="left").filter(fits.fill_null(False).not_())


X3 = across(
    "X3",
    "Linked accounts are the customer's own checking or savings in USD, opened before and open that day",
    ["accounts_db", "loans_db", "insurance_db"],
    _linked,
    breaks(
        "a loan linked with somebody else's account",
        change(
            "loans_db", "loans", "loan_id", "customer_id = 'CUST-00000002'",
            "linked_account_id IS NOT NULL AND customer_id <> 'CUST-00000002'",
        ),
    ),
)  # fmt: skip
