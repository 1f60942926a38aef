"""Service: complaints and their interactions, and branches."""

import polars as pl

from datahub.accounts.models import Account
from datahub.customers.models import Complaint
from seeding.bank.employees.numbers import BRANCHES
from seeding.checks.builders import frame_check, sql_check
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, EMPLOYEES_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader
from seeding.checks.regions import branches

X8 = sql_check(
    "X8",
    "Every complaint has one complaint interaction within the day before, and the other way round",
    CUSTOMER_DB,
    """
    SELECT complaint_id, interaction_id, filed_date, interaction_date
    FROM (SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY filed_date) AS place
          FROM complaints) complaint
         FULL JOIN
         (SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY interaction_date) AS place
          FROM interactions WHERE interaction_type = 'complaint') interaction
         USING (customer_id, place)
    WHERE (filed_date BETWEEN interaction_date AND interaction_date + interval '1 day') IS NOT TRUE
    """,
    fault(
        "a complaint filed two days late",
        update_row(Complaint, "filed_date = filed_date + interval '2 days'"),
    ),
)


STAFF_PER_BRANCH = 17
"""Employees per branch from which no branch may be without one: branches are drawn at random, and one bank in a million
(18 x e^-17) has one without."""
ACCOUNTS_PER_BRANCH = 34
"""Accounts per branch from which no branch may be without one: the smallest has 3 % of the customers, who have 1.25
accounts each."""


def _wrong_branches(bank: BankReader) -> pl.DataFrame:
    """Return unknown branch codes, branches without staff or accounts, and all branches if none has both.

    That every branch has staff, or accounts, is enforced in regions where there are enough of them.
    """
    codes = "SELECT branch_code, count(*) AS {0} FROM {0} WHERE {1} GROUP BY branch_code"
    employee_rows = bank.frame(EMPLOYEES_DB, codes.format("employees", "branch_code IS NOT NULL"))
    account_rows = bank.frame(ACCOUNTS_DB, codes.format("accounts", "true"))
    both = (
        branches(bank.parameters["branches"])
        .join(employee_rows, on="branch_code", how="full", coalesce=True)
        .join(account_rows, on="branch_code", how="full", coalesce=True, nulls_equal=True)
    )
    employees, accounts = pl.col("employees"), pl.col("accounts")
    staff_of_region, accounts_of_region = employees.sum().over("region"), accounts.sum().over("region")
    apart = both.filter(employees.is_not_null() & accounts.is_not_null()).is_empty() and not not_enforced(bank)
    return both.filter(
        pl.col("region").is_null()
        | (employees.is_null() & (staff_of_region >= STAFF_PER_BRANCH * len(BRANCHES)))
        | (accounts.is_null() & (accounts_of_region >= ACCOUNTS_PER_BRANCH * len(BRANCHES)))
        | apart
    )


X9 = frame_check(
    "X9",
    "Branch codes are on the branch list, staff and accounts share branches, and in a large bank every branch has both",
    [EMPLOYEES_DB, ACCOUNTS_DB],
    _wrong_branches,
    fault(
        "an account at a branch that does not exist",
        update_row(Account, "branch_code = 'BR099'"),
    ),
)

_ELSEWHERE = """
    SELECT account_id, customer_id, branch_code FROM accounts
    WHERE width_bucket(substr(customer_id, 6)::int, %(first_customers)s::int[])
          IS DISTINCT FROM (substr(branch_code, 3)::int - 1) / %(branches_of_region)s + 1
"""
_ADVISED_FROM_ELSEWHERE = """
    SELECT customer_id, assigned_agent_id FROM customer_profiles
    WHERE width_bucket(substr(customer_id, 6)::int, %(first_customers)s::int[])
          <> width_bucket(substr(assigned_agent_id, 5)::int, %(first_employees)s::int[])
"""


def _out_of_region(bank: BankReader) -> pl.DataFrame:
    """Return the accounts at branches of another region, and the customers whose advisor works in another one."""
    accounts = bank.frame(ACCOUNTS_DB, _ELSEWHERE, branches_of_region=len(BRANCHES))
    return pl.concat((accounts, bank.frame(CUSTOMER_DB, _ADVISED_FROM_ELSEWHERE)), how="diagonal_relaxed")


X15 = frame_check(
    "X15",
    "Accounts are at branches of the customer's region, and advisors work in it",
    [ACCOUNTS_DB, CUSTOMER_DB],
    _out_of_region,
    fault(
        "an account at the branch of the next region in the same city",
        update_row(
            Account,
            f"branch_code = 'BR' || to_char(substr(branch_code, 3)::int + {len(BRANCHES)}, 'FM9999000')",
        ),
    ),
)
