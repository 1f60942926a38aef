"""employees_db.employee_assignments: portfolios of customers, coverages of branches, projects."""

import polars as pl

from seeding.checks.enforcement import SCALE_HALF
from tests.bank.bank import Bank, nothing_in
from tests.bank.service import ADVISORS, BRANCHES

DB = "employees_db"


def portfolios(bank: Bank) -> pl.DataFrame:
    """Return the portfolios with the profiles of their customers and the roles of their advisors."""
    assignments = bank.table("employee_assignments").filter(pl.col("assignment_type") == "customer_portfolio")
    roles = bank.table("employees").select("employee_id", "role")
    profiles = bank.table("customer_profiles")
    return assignments.join(profiles, left_on="related_entity_id", right_on="customer_id", how="left").join(
        roles, on="employee_id", how="left"
    )


def test_no_branch_is_covered_twice_at_a_time_and_no_customer_has_been_in_two_portfolios(bank: Bank) -> None:
    """E13."""
    bank.finds_none(
        DB,
        """
        SELECT assignment_type, related_entity_id, count(*) FROM employee_assignments
        WHERE related_entity_id IS NOT NULL AND (end_date IS NULL OR assignment_type = 'customer_portfolio')
        GROUP BY 1, 2 HAVING count(*) > 1
        """,
    )


def test_advisors_hold_portfolios_and_a_customer_is_in_one_only_between_joining_and_closing(bank: Bank) -> None:
    held = portfolios(bank)
    nothing_in(held.filter(~pl.col("role").is_in(ADVISORS)).select("assignment_id", "role"))
    nothing_in(held.filter(pl.col("start_date") < pl.col("onboarding_date")).select("assignment_id", "start_date"))
    after = pl.col("end_date").is_null() | (pl.col("end_date") > pl.col("updated_at").dt.date())
    nothing_in(held.filter((pl.col("customer_status") == "closed") & after).select("assignment_id", "end_date"))


def test_an_advisor_or_branch_manager_covers_every_branch(bank: Bank) -> None:
    covered = bank.rows(
        DB,
        """
        SELECT related_entity_id, role FROM employee_assignments JOIN employees USING (employee_id)
        WHERE assignment_type = 'branch_coverage' AND end_date IS NULL ORDER BY 1
        """,
    )
    assert [branch for branch, _ in covered] == BRANCHES
    assert {role for _, role in covered} <= {*ADVISORS, "Branch Manager"}


def test_an_employee_of_the_branch_covers_it_if_it_has_any(bank: Bank) -> None:
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


def test_an_earlier_coverage_ends_before_the_current_one_begins(bank: Bank) -> None:
    bank.finds_none(
        DB,
        """
        SELECT related_entity_id, earlier.end_date, current.start_date
        FROM employee_assignments earlier JOIN employee_assignments current
             USING (assignment_type, related_entity_id)
        WHERE assignment_type = 'branch_coverage' AND earlier.end_date IS NOT NULL AND current.end_date IS NULL
              AND earlier.end_date >= current.start_date
        """,
    )


def test_some_employees_work_on_projects_and_some_projects_have_ended(bank: Bank) -> None:
    bank.needs(SCALE_HALF)
    projects = bank.table("employee_assignments").filter(pl.col("assignment_type") == "project")
    assert 0.10 * bank.employees <= len(projects) <= 0.20 * bank.employees
    assert projects["end_date"].null_count() < len(projects)
