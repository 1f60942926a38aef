"""Holdings: nearly every customer has an account, a loan application or a policy."""

from math import sqrt

import polars as pl

from datahub.insurance.models import Policy
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import delete_rows, fault
from seeding.checks.reader import BankReader
from seeding.engine.expected import STANDARD_ERRORS

WITHOUT_ANYTHING, JOINED_LONG_AGO = 0.10, 0.065
"""Most of the active customers who hold nothing: of all, and of those who joined more than a year ago."""
_HOLDINGS = ((ACCOUNTS_DB, "accounts"), (LOANS_DB, "loan_applications"), (INSURANCE_DB, "policies"))


def _without_anything(bank: BankReader) -> list[Figure]:
    active = bank.frame(
        CUSTOMER_DB,
        """
        SELECT customer_id, onboarding_date < %(as_of)s::date - interval '1 year' AS long_ago
        FROM customer_profiles WHERE customer_status = 'active'
        """,
    )
    holders = [bank.frame(database, f"SELECT DISTINCT customer_id FROM {table}") for database, table in _HOLDINGS]
    without = active.join(pl.concat(holders), on="customer_id", how="anti")
    number, small = max(len(active), 1), not_enforced(bank)

    def figure(name: str, customers: int, most: float) -> Figure:
        margin = STANDARD_ERRORS * sqrt(most * (1 - most) / number)
        return Figure(name, customers / number, None, most + margin, number, small)

    return [
        figure("hold nothing", len(without), WITHOUT_ANYTHING),
        figure("hold nothing, joined long ago", int(without["long_ago"].sum()), JOINED_LONG_AGO),
    ]


M17 = statistical_check(
    "M17",
    "One active customer in ten has no account, application or policy, and half of them joined in the last year",
    [ACCOUNTS_DB, CUSTOMER_DB, INSURANCE_DB, LOANS_DB],
    _without_anything,
    fault("all policies deleted", delete_rows(Policy, "true")),
)
