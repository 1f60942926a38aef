"""employees_db from the first day on which a bank is seen to the last: who works there, training, assignments."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from datahub.employees.models import (
    Department,
    Employee,
    EmployeeAssignment,
    EmployeeTraining,
    PerformanceReview,
    TrainingProgram,
)
from seeding.bank.employees.numbers import BRANCHES, LEAVERS_KEPT_DAYS, LONGEST_LEAVE_DAYS, MOST_REPORTS
from seeding.bank.graph import BANK
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.views import Views
from tests.sampling import first

BRIEF = Plan(7, 600, 150, date(2026, 1, 20), date(2026, 1, 20), date(2026, 11, 20))
FULL = replace(BRIEF, customers=180, employees=75, history=History.FULL)
LONG = replace(BRIEF, customers=420, start=date(2022, 2, 20), as_of=date(2022, 2, 20))
STATES_OF_TRAINING = {
    "enrolled": frozenset({"in_progress", "completed"}),
    "in_progress": frozenset({"completed"}),
    "completed": frozenset({"enrolled", "in_progress"}),
}
"""A yearly program that is completed is taken again."""


@pytest.fixture(scope="module", params=first(["brief", "full", "long"]))
def views(request: pytest.FixtureRequest) -> Views:
    if request.param == "long":
        return Views.every(298, LONG)
    return Views.every(61, BRIEF if request.param == "brief" else FULL)


def of_status(employees: pl.DataFrame, *statuses: str) -> pl.DataFrame:
    return employees.filter(pl.col("employment_status").cast(pl.String).is_in(statuses))


def test_employees_leave_or_take_a_leave_and_earn_more_and_nothing_else_changes(views: Views) -> None:
    views.check(
        Employee,
        changing=frozenset({"termination_date", "salary"}),
        ways={
            "employment_status": {
                "active": frozenset({"on_leave", "terminated"}),
                "on_leave": frozenset({"active", "terminated"}),
            }
        },
    )


def test_some_employees_leave_and_some_go_on_leave_while_the_bank_is_seen(views: Views) -> None:
    first, *_, last = views.frames(Employee)
    both = of_status(first, "active").join(last, on="employee_id", suffix="_later")
    assert len(first) < len(last)
    assert set(both["employment_status_later"].cast(pl.String)) == {"active", "terminated", "on_leave"}


def test_employees_return_from_a_leave_of_twelve_weeks_at_most(views: Views) -> None:
    frames = list(zip(views.days, views.frames(Employee), strict=True))
    returned = 0
    for day, employees in frames:
        on_leave = of_status(employees, "on_leave")["employee_id"].implode()
        for later, then in frames:
            if later > day + timedelta(days=LONGEST_LEAVE_DAYS):
                found = then.filter(pl.col("employee_id").is_in(on_leave))
                assert of_status(found, "on_leave").is_empty()
                returned += len(of_status(found, "active"))
    assert returned > 0


def test_a_tenth_of_the_staff_leaves_in_every_year_that_the_bank_is_seen(views: Views) -> None:
    employees = views.frames(Employee)[-1]
    left, hired = pl.col("termination_date"), pl.col("hire_date")
    last = views.plan.until
    while (first := last - timedelta(days=365)) >= views.plan.start - timedelta(days=LEAVERS_KEPT_DAYS):
        middle = first + timedelta(days=182)
        leavers = employees.filter((left > first) & (left <= last))
        staff = employees.filter((hired <= middle) & (left.is_null() | (left > middle)))
        assert 0.07 <= len(leavers) / len(staff) <= 0.14, last
        last = first


def test_salaries_rise_with_a_review_and_at_no_other_time(views: Views) -> None:
    frames, reviews = views.frames(Employee), views.frames(PerformanceReview)[-1]
    raised = reviewed = 0
    for (day, employees), (later, then) in pairwise(zip(views.days, frames, strict=True)):
        both = employees.join(then, on="employee_id", suffix="_later")
        of_days = reviews.filter((pl.col("review_date") > day) & (pl.col("review_date") <= later))
        were_reviewed = both.filter(pl.col("employee_id").is_in(of_days["employee_id"].implode()))
        earn_more = both.filter(pl.col("salary_later") > pl.col("salary"))
        assert (both["salary_later"] >= both["salary"]).all()
        assert earn_more["employee_id"].is_in(were_reviewed["employee_id"].implode()).all()
        raised, reviewed = raised + len(earn_more), reviewed + len(were_reviewed)
    assert raised > 0.9 * reviewed > 0


def test_employees_are_terminated_from_their_last_day(views: Views) -> None:
    for day, employees in zip(views.days, views.frames(Employee), strict=True):
        terminated = employees["employment_status"].cast(pl.String) == "terminated"
        assert (terminated == employees["termination_date"].is_not_null()).all()
        assert (employees["hire_date"] <= day).all()
        assert (employees["termination_date"].drop_nulls() <= day).all()


def test_on_every_day_managers_are_active_and_have_few_reports(views: Views) -> None:
    for employees in views.frames(Employee):
        managers = employees.select("employee_id", "hire_date", status=pl.col("employment_status").cast(pl.String))
        reports = employees.filter(pl.col("manager_id").is_not_null()).join(
            managers, left_on="manager_id", right_on="employee_id", suffix="_of_manager", how="left"
        )
        assert (reports["status"] == "active").all()
        assert (reports["hire_date_of_manager"] <= reports["hire_date"]).all()
        assert reports.group_by("manager_id").len().filter(pl.col("len") > MOST_REPORTS).is_empty()
        assert employees["manager_id"].null_count() == 1


def test_heads_and_budgets_of_departments_are_those_of_the_day(views: Views) -> None:
    views.check(Department, changing=frozenset({"department_head_id", "budget"}))
    for departments, employees in zip(views.frames(Department), views.frames(Employee), strict=True):
        staff = employees.filter(pl.col("termination_date").is_null()).with_columns(
            pl.col("department").cast(pl.String)
        )
        heads = departments.join(staff, left_on="department_head_id", right_on="employee_id", how="inner")
        assert len(heads) == departments["department_head_id"].count()
        payroll = staff.group_by("department").agg(pl.col("salary").cast(pl.Float64).sum())
        paid = departments.join(payroll, left_on="department_name", right_on="department", how="left")
        assert (paid["budget"].cast(pl.Float64) > paid["salary"].fill_null(0)).all()
        assert (paid["department_head_id"].is_null() == paid["salary"].is_null()).all()
    first, *_, last = views.frames(Department)
    assert not first["budget"].equals(last["budget"])


def test_training_is_begun_and_completed_and_yearly_programs_are_taken_again(views: Views) -> None:
    views.check(
        EmployeeTraining,
        changing=frozenset({"enrollment_date", "completion_date", "score"}),
        ways={"status": STATES_OF_TRAINING},
    )
    first, *_, last = views.frames(EmployeeTraining)
    both = first.join(last, on="training_record_id", suffix="_later")
    assert (both["enrollment_date_later"] >= both["enrollment_date"]).all()
    taken_again = both.filter(pl.col("enrollment_date_later") > pl.col("enrollment_date"))
    yearly = last.filter(pl.col("program_id").is_in(["TRN-01", "TRN-06"]))["training_record_id"]
    assert len(taken_again) > 0
    assert taken_again["training_record_id"].is_in(yearly.implode()).all()
    begun = both.filter(pl.col("status").cast(pl.String) != "completed")
    assert (begun["status_later"].cast(pl.String) == "completed").sum() > 0


def test_training_shows_no_later_day_and_a_score_once_it_is_completed(views: Views) -> None:
    for day, training in zip(views.days, views.frames(EmployeeTraining), strict=True):
        completed = training["status"].cast(pl.String) == "completed"
        assert (training["enrollment_date"] <= day).all()
        assert (training["completion_date"].drop_nulls() <= day).all()
        assert (completed == training["completion_date"].is_not_null()).all()
        assert (completed == training["score"].is_not_null()).all()


def test_reviews_are_facts_and_reach_back_from_the_first_day(views: Views) -> None:
    views.check(PerformanceReview)
    (recipe,) = (recipe for recipe in BANK.recipes if recipe.model is PerformanceReview)
    assert not BANK.changes_by_day(recipe)
    first, *_, last = views.frames(PerformanceReview)
    employees = views.frames(Employee)[0].filter(
        pl.col("hire_date") < views.plan.start - timedelta(days=500), pl.col("manager_id").is_not_null()
    )
    assert len(employees) > 20
    assert employees["employee_id"].is_in(first["employee_id"].implode()).all()
    assert len(first) < len(last)


def test_training_programs_are_always_the_same(views: Views) -> None:
    views.check(TrainingProgram)
    assert len({len(programs) for programs in views.frames(TrainingProgram)}) == 1


def test_assignments_last_until_their_end(views: Views) -> None:
    views.check(EmployeeAssignment, changing=frozenset({"end_date"}))
    for day, assignments in zip(views.days, views.frames(EmployeeAssignment), strict=True):
        assert (assignments["start_date"] <= day).all()
        assert (assignments["end_date"].drop_nulls() <= day).all()
        assert (assignments["end_date"].drop_nulls() >= assignments.drop_nulls("end_date")["start_date"]).all()
    ended = 0
    for (day, earlier), (_, later) in pairwise(zip(views.days, views.frames(EmployeeAssignment), strict=True)):
        both = earlier.join(later, on="assignment_id", suffix="_later")
        end = both.filter(pl.col("end_date").is_null())["end_date_later"].drop_nulls()
        assert (end > day).all()
        ended += len(end)
        unchanged = both.filter(pl.col("end_date").is_not_null())
        assert unchanged["end_date"].equals(unchanged["end_date_later"])
    assert ended > 0


def test_branches_are_covered_from_the_first_day_or_since_somebody_was_hired(views: Views) -> None:
    last, employees = views.frames(EmployeeAssignment)[-1], views.frames(Employee)[-1]
    coverages = last.filter(
        pl.col("assignment_type").cast(pl.String) == "branch_coverage", pl.col("end_date").is_null()
    ).join(employees, on="employee_id")
    assert len(coverages) == len(BRANCHES)
    begins = pl.col("start_date")
    assert coverages.filter((begins > views.plan.start) & (begins != pl.col("hire_date"))).is_empty()
    assert (coverages["start_date"] <= views.plan.start).sum() > len(BRANCHES) / 2
