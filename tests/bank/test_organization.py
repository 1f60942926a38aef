"""employees_db: reporting lines, branches and counters, at many sizes of the staff."""

import numpy as np
import pytest

from seeding.bank.employees.numbers import MOST_REPORTS
from seeding.bank.employees.reporting_lines import leaders_needed
from tests.bank.baked import Baked, plan_of
from tests.sampling import first_of_each

SIZES = (5, 7, 11, 15, 25, 40, 46, 60, 75, 90, 110, 150, 250, 280, 300, 340, 375, 500, 750, 1_500, 3_000)


@pytest.mark.parametrize("employees", first_of_each(lambda size: len(str(size)), SIZES))
def test_nobody_has_more_than_fifteen_reports_and_managers_were_hired_first(employees: int) -> None:
    staff = Baked(plan_of(11, 1, employees), ("employees",)).table("employees")
    reports = staff["manager_id"].drop_nulls().value_counts()["count"]
    assert reports.max() <= MOST_REPORTS
    pairs = staff.join(staff, left_on="manager_id", right_on="employee_id", suffix="_of_manager")
    assert len(pairs) == employees - 1
    assert (pairs["hire_date_of_manager"] <= pairs["hire_date"]).all()
    assert set(pairs["role_of_manager"]) <= {"President", "Department Manager", "Branch Manager", "Team Leader"}


def test_a_unit_needs_leaders_beyond_fifteen_members() -> None:
    members = np.arange(0, 1_000)
    for size in members:
        leaders = leaders_needed(int(size))
        assert leaders + size <= MOST_REPORTS * (leaders + 1)
        assert not leaders or leaders - 1 + size > MOST_REPORTS * leaders


def test_employees_who_left_did_so_in_the_last_half_year() -> None:
    plan = plan_of(3, 1, 750)
    left = Baked(plan, ("employees",)).table("employees")["termination_date"].drop_nulls()
    assert (plan.as_of - left.min()).days <= 183
