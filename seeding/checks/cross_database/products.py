"""Products: their linked accounts, and the time during which their holder is a customer."""

import polars as pl

from datahub.customers.models import CustomerProfile
from datahub.loans.models import Loan
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader


def accounts(bank: BankReader) -> pl.DataFrame:
    """Return every account with its owner, number, type, currency, opening and closing date."""
    return bank.frame(
        ACCOUNTS_DB,
        """SELECT account_id AS account, customer_id AS owner, account_number, account_type, currency, opened_date,
                  closed_date FROM accounts""",
    )


def _wrong_links(bank: BankReader) -> pl.DataFrame:
    loans = bank.frame(
        LOANS_DB,
        """SELECT loan_id AS contract, customer_id, linked_account_id AS account, disbursement_date AS day
        FROM loans WHERE linked_account_id IS NOT NULL""",
    )
    policies = bank.frame(
        INSURANCE_DB,
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
    linked = pl.concat([loans, policies]).join(bank.cached(accounts), on="account", how="left")
    return linked.filter(~fits.fill_null(False))


X3 = frame_check(
    "X3",
    "Linked accounts are the customer's own checking or savings account in USD, open on that day",
    [ACCOUNTS_DB, LOANS_DB, INSURANCE_DB],
    _wrong_links,
    fault(
        "a loan linked to another customer's account",
        update_row(
            Loan,
            "customer_id = 'CUST-00000002'",
            "linked_account_id IS NOT NULL AND customer_id <> 'CUST-00000002'",
        ),
    ),
)

_PRODUCTS = {
    LOANS_DB: """
        SELECT application_id AS product, customer_id, application_date AS begins,
               CASE WHEN status <> 'pending' THEN coalesce(decision_date, application_date) END AS ends
        FROM loan_applications
        UNION ALL
        SELECT loan_id, customer_id, disbursement_date, CASE WHEN loan_status = 'paid_off' THEN disbursement_date END
        FROM loans
    """,
    INSURANCE_DB: """
        SELECT policy_id AS product, customer_id, start_date AS begins,
               CASE WHEN policy_status <> 'active' THEN start_date END AS ends
        FROM policies
    """,
}
"""Products other than accounts with their start; `ends` is null while a product continues."""


def _outside_membership(bank: BankReader) -> pl.DataFrame:
    """Return products that start before their holder joined or continue after the holder left.

    A customer left when the last account was closed or, without an account, when the profile was last updated.
    """
    all_accounts = bank.cached(accounts)
    customers = bank.frame(
        CUSTOMER_DB,
        """
        SELECT customer_id, onboarding_date, customer_status = 'closed' AS closed, updated_at::date AS changed
        FROM customer_profiles
        """,
    ).join(
        all_accounts.group_by(customer_id="owner").agg(emptied=pl.col("closed_date").max()),
        on="customer_id",
        how="left",
    )
    products = pl.concat(
        [
            all_accounts.select(product="account", customer_id="owner", begins="opened_date", ends="closed_date"),
            *(bank.frame(database, query) for database, query in _PRODUCTS.items()),
        ]
    )
    left = pl.when("closed").then(pl.coalesce("emptied", "changed"))
    outlasts = pl.col("closed") & (pl.col("ends").is_null() | (pl.max_horizontal("begins", "ends") > left))
    with_holder = products.join(customers, on="customer_id", how="left")
    return with_holder.filter(((pl.col("begins") < pl.col("onboarding_date")) | outlasts).fill_null(True))


X6 = frame_check(
    "X6",
    "No product starts before its customer joined or continues after the customer left",
    [ACCOUNTS_DB, CUSTOMER_DB, LOANS_DB, INSURANCE_DB],
    _outside_membership,
    fault(
        "a customer who joined after opening an account",
        update_row(
            CustomerProfile,
            "onboarding_date = %(as_of)s + 1",
            "customer_id = 'CUST-00000001'",
        ),
    ),
)
