"""Assignments: customer portfolios, branch coverage and projects."""

import polars as pl

from datahub.employees.models import EmployeeAssignment
from seeding.checks.builders import frame_check
from seeding.checks.databases import ACCOUNTS_DB, CUSTOMER_DB, EMPLOYEES_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

_ASSIGNED = """
    SELECT assignment_id, assignment_type, related_entity_id, employee_id, start_date, end_date,
           (hire_date <= start_date AND start_date <= until AND until <= %(as_of)s
            AND (termination_date IS NULL OR termination_date > until)) IS TRUE AS in_employment,
           related_entity_id IS NOT NULL AND end_date IS NULL AND count(*) FILTER (WHERE end_date IS NULL)
           OVER (PARTITION BY assignment_type, related_entity_id) > 1 AS assigned_twice
    FROM (SELECT *, coalesce(end_date, %(as_of)s) AS until FROM employee_assignments) assignments
         LEFT JOIN employees USING (employee_id)
"""


def _wrong_assignments(bank: BankReader) -> pl.DataFrame:
    customers = bank.frame(ACCOUNTS_DB, "SELECT customer_id AS related_entity_id, true AS is_customer FROM customers")
    agents = bank.frame(
        CUSTOMER_DB, "SELECT customer_id AS related_entity_id, assigned_agent_id FROM customer_profiles"
    )
    assigned = bank.frame(EMPLOYEES_DB, _ASSIGNED)
    for there in (customers, agents):
        assigned = assigned.join(there, on="related_entity_id", how="left")
    kind, entity = pl.col("assignment_type"), pl.col("related_entity_id")
    is_portfolio = kind == "customer_portfolio"
    fits = (
        pl.when(is_portfolio)
        .then(pl.col("is_customer"))
        .when(kind == "branch_coverage")
        .then(entity.is_in(bank.parameters["branches"]))
        .otherwise(entity.is_null())
    )
    not_the_agent = (
        is_portfolio & pl.col("end_date").is_null() & pl.col("employee_id").ne_missing(pl.col("assigned_agent_id"))
    )
    wrong = ~pl.col("in_employment") | pl.col("assigned_twice") | ~fits.fill_null(False) | not_the_agent
    return assigned.filter(wrong)


E13 = frame_check(
    "E13",
    "Assignments lie within employment, refer to one customer or branch, and open portfolios belong to "
    "the assigned agent",
    [EMPLOYEES_DB, CUSTOMER_DB, ACCOUNTS_DB],
    _wrong_assignments,
    fault(
        "an open portfolio kept by the president",
        update_row(
            EmployeeAssignment,
            "employee_id = 'EMP-00001'",
            "assignment_type = 'customer_portfolio' AND end_date IS NULL",
        ),
    ),
)
