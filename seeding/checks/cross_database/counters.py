"""Counters: rows that an employee books are booked at the account's branch."""

import polars as pl

from datahub.employees.models import Employee
from seeding.bank.employees.numbers import AT_OWN_BRANCH, BRANCHES, FOUNDING_ROLES, SERVICE
from seeding.checks.builders import statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import ACCOUNTS_DB, EMPLOYEES_DB
from seeding.checks.enforcement import SCALE_ONE, STAFF_OF_SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_rows
from seeding.checks.reader import BankReader

SCALE_FIVE, STAFF_OF_SCALE_FIVE = 6_000, 750
STORYLINE_TELLER = f"EMP-{FOUNDING_ROLES.index(SERVICE) + 1:05}"
"""The founder who serves the customers of storylines at any branch, and is left out."""
_SHARE_MARGIN, _SHARE_MARGIN_OF_SMALL = 0.03, 0.10
_BOTH_BRANCHES, _BOTH_BRANCHES_OF_SMALL, _BOTH_BRANCHES_IN_FULL = 0.005, 0.01, 0.02
"""Share of an employee's days at more than one branch: when a branch has no staff yet, anybody may stand in. One such
customer has several days, so that banks of scale 1 have from 0 to 0.0053 in 200 seeds. A full history has more rows of
early years, when branches had fewer staff."""

_BOOKED = """
    SELECT processed_by, transaction_date::date AS day, branch_code, count(*) AS rows
    FROM transactions JOIN accounts USING (account_id)
    WHERE processed_by <> %(teller)s GROUP BY processed_by, day, branch_code
"""


def _at_own_branch(bank: BankReader) -> list[Figure]:
    homes = bank.frame(EMPLOYEES_DB, "SELECT employee_id AS processed_by, branch_code AS home FROM employees")
    booked = bank.frame(ACCOUNTS_DB, _BOOKED, teller=STORYLINE_TELLER).join(homes, on="processed_by", how="left")
    rows = int(booked["rows"].sum())
    at_home = int(booked.filter(pl.col("home") == pl.col("branch_code"))["rows"].sum())
    days = booked.group_by("processed_by", "day").len()
    several = days.filter(pl.col("len") > 1).height
    is_large = bank.customers >= SCALE_FIVE and bank.plan.employees >= STAFF_OF_SCALE_FIVE
    margin = _SHARE_MARGIN if is_large else _SHARE_MARGIN_OF_SMALL
    most = _BOTH_BRANCHES if is_large else _BOTH_BRANCHES_OF_SMALL
    small = not_enforced(bank, SCALE_ONE, STAFF_OF_SCALE_ONE)
    return [
        Figure(
            "share of bookings by staff of the account's branch",
            at_home / max(rows, 1),
            AT_OWN_BRANCH - margin,
            AT_OWN_BRANCH + margin,
            rows,
            small,
        ),
        Figure(
            "share of an employee's days at more than one branch",
            several / max(len(days), 1),
            None,
            _BOTH_BRANCHES_IN_FULL if bank.plan.is_full else most,
            len(days),
            small,
        ),
    ]


M61 = statistical_check(
    "M61",
    "Staff of the account's branch book 85 % of the rows booked by hand, and nobody books at two branches on a day",
    [ACCOUNTS_DB, EMPLOYEES_DB],
    _at_own_branch,
    fault(
        "all employees moved to the first branch",
        update_rows(Employee, f"branch_code = '{BRANCHES[0]}'", "branch_code IS NOT NULL"),
    ),
)
