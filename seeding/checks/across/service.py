"""Service: complaints and the contacts in which they were made, and the branches that serve."""

import polars as pl

from seeding.bank.employees.numbers import BRANCHES
from seeding.checks.check import across, breaks, change, rule
from seeding.checks.held import HeldBank
from seeding.checks.sizes import too_small

X8 = rule(
    "X8",
    "Every complaint was made in a contact of that type within a day before, and every such contact led to one",
    "customer_db",
    """
    SELECT complaint_id, interaction_id, filed_date, interaction_date
    FROM complaints FULL JOIN (SELECT * FROM interactions WHERE interaction_type = 'complaint') told USING (customer_id)
    WHERE (filed_date BETWEEN interaction_date AND interaction_date + interval '1 day') IS NOT TRUE
    """,
    breaks(
        "a complaint filed two days late",
        change("customer_db", "complaints", "complaint_id", "filed_date = filed_date + interval '2 days'"),
    ),
)


def _branches_astray(bank: HeldBank) -> pl.DataFrame:
    """Return codes that are not in the list, and from scale 1 branches that lack staff or accounts."""
    codes = "SELECT branch_code, count(*) AS {0} FROM {0} WHERE {1} GROUP BY branch_code"
    listed = pl.DataFrame({"branch_code": BRANCHES})
    staff = bank.frame("employees_db", codes.format("employees", "branch_code IS NOT NULL"))
    kept = bank.frame("accounts_db", codes.format("accounts", "true"))
    both = listed.with_columns(listed=True).join(staff, on="branch_code", how="full", coalesce=True).join(
        kept, on="branch_code", how="full", coalesce=True, nulls_equal=True
    )  # fmt: skip
    empty = pl.col("employees").is_null() | pl.col("accounts").is_null()
    return both.filter(pl.col("listed").is_null() | (empty & (not too_small(bank))))


X9 = across(
    "X9",
    "Staff and accounts belong to the branches of the list, and those of a large bank have both",
    ["employees_db", "accounts_db"],
    _branches_astray,
    breaks(
        "an account at a branch that does not exist",
        change("accounts_db", "accounts", "account_id", "branch_code = 'BR099'"),
    ),
)
