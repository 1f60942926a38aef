"""Who served: what tests of several tables ask of the employee that a row names."""

import polars as pl

from tests.bank.bank import Bank


def served_by(bank: Bank, table: str, column: str, day: pl.Expr) -> pl.DataFrame:
    """Return the rows that name an employee in a column, with the `role` and whether `in_service` that day."""
    staff = bank.table("employees").select("employee_id", "role", "hire_date", "termination_date", "manager_id")
    rows = (
        bank.table(table).filter(pl.col(column).is_not_null()).with_columns(pl.col(column).cast(pl.String), on_day=day)
    )
    joined = rows.join(staff, left_on=column, right_on="employee_id", how="left")
    left = pl.col("termination_date").is_not_null() & (pl.col("termination_date") <= pl.col("on_day"))
    in_service = (pl.col("hire_date") <= pl.col("on_day")) & ~left
    return joined.with_columns(in_service=in_service.fill_null(value=False))


def dated(bank: Bank, table: str) -> pl.DataFrame:
    """Return the rows of a table about customers with what their profiles say."""
    profiles = bank.table("customer_profiles").select(
        "customer_id", "onboarding_date", "customer_status", "customer_segment", "updated_at"
    )
    return bank.table(table).join(profiles, on="customer_id", how="left")
