"""Helpers of the tests of lending: installments in cents, and rows whose employee was not in service."""

from collections.abc import Sequence

import polars as pl

from tests.bank.bank import Bank
from tests.bank.tables import Tables

DB = "loans_db"
FOUNDERS = [f"EMP-{number:05}" for number in range(1, 6)]
GRACE_DAYS, DEFAULT_DAYS = 10, 90


def cents(column: str) -> pl.Expr:
    """Return an amount as whole cents."""
    return (pl.col(column) * 100).cast(pl.Int64)


def installments(tables: Tables) -> pl.DataFrame:
    """Return every installment with its loan, in order, amounts in cents."""
    loans = tables.table("loans").with_columns(borrowed=cents("principal_amount")).drop("principal_amount")
    rows = tables.table("repayment_schedule").with_columns(
        principal=cents("principal_amount"), interest=cents("interest_amount"), total=cents("total_amount")
    )
    return loans.join(rows, on="loan_id", how="inner").sort("loan_id", "installment_number")


def not_in_service(bank: Bank, rows: pl.DataFrame, employee: str, day: str, roles: Sequence[str]) -> pl.DataFrame:
    """Return the rows whose employee was not in service on that day or has none of the roles; no employee counts, too.

    `employee` and `day` name columns of `rows`.
    """
    staff = bank.table("employees").select("employee_id", "hire_date", "termination_date", "role")
    served = rows.join(staff, left_on=employee, right_on="employee_id", how="left")
    still = pl.col("termination_date").is_null() | (pl.col(day) < pl.col("termination_date"))
    fits = (pl.col("hire_date") <= pl.col(day)) & still & pl.col("role").is_in(list(roles))
    return served.filter(~fits.fill_null(value=False))
