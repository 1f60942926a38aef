"""employees_db.employee_assignments: who keeps which customers, covers which branch, works on a project."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF
from tests.bank.bank import Bank, nothing_in

DB = "employees_db"
KEEPERS = ["Customer Service Representative", "Loan Officer", "Insurance Agent"]


def portfolios(bank: Bank) -> pl.DataFrame:
    """Return the portfolios with the profiles of their customers and the role of their keepers."""
    kept = bank.table("employee_assignments").filter(pl.col("assignment_type") == "customer_portfolio")
    roles = bank.table("employees").select("employee_id", "role")
    profiles = bank.table("customer_profiles")
    return kept.join(profiles, left_on="related_entity_id", right_on="customer_id", how="left").join(
        roles, on="employee_id", how="left"
    )


def test_nothing_is_assigned_to_two_at_the_same_time(bank: Bank) -> None:
    """E13, and no customer has had two portfolios."""
    bank.finds_none(
        DB,
        """
        SELECT assignment_type, related_entity_id, count(*) FROM employee_assignments
        WHERE related_entity_id IS NOT NULL AND (end_date IS NULL OR assignment_type = 'customer_portfolio')
        GROUP BY 1, 2 HAVING count(*) > 1
        """,
    )


def test_portfolios_are_kept_by_advisers_of_customers_while_they_are_customers(bank: Bank) -> None:
    kept = portfolios(bank)
    nothing_in(kept.filter(~pl.col("role").is_in(KEEPERS)).select("assignment_id", "role"))
    nothing_in(kept.filter(pl.col("start_date") < pl.col("onboarding_date")).select("assignment_id", "start_date"))
    after = pl.col("end_date").is_null() | (pl.col("end_date") > pl.col("updated_at").dt.date())
    nothing_in(kept.filter((pl.col("customer_status") == "closed") & after).select("assignment_id", "end_date"))


def test_every_branch_is_covered_by_one_of_the_staff_who_serve_customers(bank: Bank) -> None:
    covered = bank.rows(
        DB,
        """
        SELECT related_entity_id, role FROM employee_assignments JOIN employees USING (employee_id)
        WHERE assignment_type = 'branch_coverage' AND end_date IS NULL ORDER BY 1
        """,
    )
    assert [branch for branch, _ in covered] == [f"BR{number:03}" for number in range(1, 19)]
    assert {role for _, role in covered} <= {*KEEPERS, "Branch Manager"}


def test_a_branch_is_covered_from_within_where_somebody_works_there(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT related_entity_id, employee_id, branch_code
        FROM employee_assignments JOIN employees USING (employee_id)
        WHERE assignment_type = 'branch_coverage' AND end_date IS NULL AND branch_code <> related_entity_id AND EXISTS (
            SELECT FROM employees WHERE branch_code = related_entity_id AND termination_date IS NULL
        )
        """,
    )


def test_a_branch_that_was_handed_over_was_handed_over_before_it_is_covered_now(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT related_entity_id, before.end_date, now.start_date
        FROM employee_assignments before JOIN employee_assignments now USING (assignment_type, related_entity_id)
        WHERE assignment_type = 'branch_coverage' AND before.end_date IS NOT NULL AND now.end_date IS NULL
              AND before.end_date >= now.start_date
        """,
    )


def test_some_of_the_staff_work_on_projects(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    projects = bank.table("employee_assignments").filter(pl.col("assignment_type") == "project")
    assert 0.10 * bank.employees <= len(projects) <= 0.20 * bank.employees
    assert projects["end_date"].null_count() < len(projects)
