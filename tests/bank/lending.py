"""What tests of lending ask a bank for: loans with their accounts, schedules in cents, and who was in service."""

from collections.abc import Sequence

import polars as pl

from tests.bank.bank import Bank
from tests.bank.documented import Tables

DB = "loans_db"
OFFICERS = ("Loan Officer",)
MANAGERS = ("President", "Department Manager", "Branch Manager")
ASSESSORS = ("Compliance Officer", "Risk Analyst")
FOUNDERS = [f"EMP-{number:05}" for number in range(1, 6)]
GRACE_DAYS, DEFAULT_DAYS = 10, 90

SCHEDULE = """
    WITH schedule AS (
        SELECT loan_id, loan_type, loan_status, disbursement_date, maturity_date, term_months, interest_rate,
               loan_number, loans.principal_amount AS borrowed, row.installment_number AS k, row.due_date,
               row.interest_amount, row.principal_amount, row.total_amount, row.payment_date, row.payment_status,
               loans.principal_amount - sum(row.principal_amount) OVER so_far AS owed,
               loans.principal_amount - sum(row.principal_amount) OVER so_far + row.principal_amount AS owed_before
        FROM loans JOIN repayment_schedule row USING (loan_id)
        WINDOW so_far AS (PARTITION BY loan_id ORDER BY row.installment_number)
    )
"""
"""Every instalment with its loan, what is owed by the plan before it, and after it."""


def cents(column: str) -> pl.Expr:
    """Return an amount as whole cents."""
    return (pl.col(column) * 100).cast(pl.Int64)


def instalments(tables: Tables) -> pl.DataFrame:
    """Return every instalment with its loan, in order, amounts in cents."""
    loans = tables.table("loans").with_columns(borrowed=cents("principal_amount")).drop("principal_amount")
    rows = tables.table("repayment_schedule").with_columns(
        principal=cents("principal_amount"), interest=cents("interest_amount"), total=cents("total_amount")
    )
    return loans.join(rows, on="loan_id", how="inner").sort("loan_id", "installment_number")


def not_in_service(bank: Bank, rows: pl.DataFrame, who: str, day: str, roles: Sequence[str]) -> pl.DataFrame:
    """Return the rows whose `who` did not serve the bank on `day`, or in none of the `roles`; nobody offends, too."""
    staff = bank.table("employees").select("employee_id", "hire_date", "termination_date", "role")
    served = rows.join(staff, left_on=who, right_on="employee_id", how="left")
    still = pl.col("termination_date").is_null() | (pl.col(day) < pl.col("termination_date"))
    fits = (pl.col("hire_date") <= pl.col(day)) & still & pl.col("role").is_in(list(roles))
    return served.filter(~fits.fill_null(value=False))
