"""The page of an employee: portfolio, team, cases and career, from all six databases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Model
from django.utils.safestring import SafeString

from datahub.browsing.badges import status_badge
from datahub.browsing.columns import TableColumn
from datahub.browsing.links import page_url
from datahub.browsing.row_page import Excerpt, LabeledValue, labeled_values, referring_excerpt, referring_fields
from datahub.browsing.table_admin import TableAdmin
from datahub.customers.models import CustomerProfile
from datahub.employees.models import (
    Department,
    Employee,
    EmployeeAssignment,
    EmployeeTraining,
    PerformanceReview,
)

PORTFOLIO, TEAM, CASES, CAREER = "Portfolio", "Team", "Cases", "Career"
PLACES: dict[type[Model], str] = {
    CustomerProfile: PORTFOLIO,
    EmployeeAssignment: PORTFOLIO,
    Employee: TEAM,
    Department: TEAM,
    PerformanceReview: CAREER,
    EmployeeTraining: CAREER,
}
"""The section of a table that refers to employees; all others are cases."""
TITLES = {
    (Department, "department_head"): "Departments led",
    (Employee, "manager"): "Direct reports",
    (PerformanceReview, "employee"): "Reviews received",
    (PerformanceReview, "reviewer"): "Reviews written",
}
"""What the rows are to the employee, where the name of the table does not say it, by model and key."""
MAX_STEPS = 14
MAX_MANAGERS = 12
"""Managers above an employee that are shown; a circle of managers ends there, too."""


@dataclass(frozen=True)
class CareerStep:
    """A day of a career."""

    day: date
    title: str
    address: str = ""


@dataclass(frozen=True)
class EmployeeSection:
    """A section of the page with excerpts of the tables in it, at least one."""

    title: str
    excerpts: list[Excerpt]


@dataclass(frozen=True)
class EmployeePage:
    """The contents of the page. `managers` are those above the employee with their addresses, the president first."""

    employee: Employee
    status: SafeString | str
    values: list[LabeledValue]
    managers: list[tuple[str, str]]
    career: list[CareerStep]
    sections: list[EmployeeSection]


def load_employee_page(admin: TableAdmin, employee: Employee, columns: list[TableColumn]) -> EmployeePage:
    """Return what the page of an employee shows, with one query per table and manager."""
    return EmployeePage(
        employee,
        status_badge(employee, "employment_status"),
        labeled_values(columns, employee),
        [(f"{each}, {each.role}", page_url(Employee, each.pk)) for each in reversed(managers_above(employee))],
        career_of(employee),
        list(_sections(admin, employee)),
    )


def managers_above(employee: Employee) -> list[Employee]:
    """Return the managers above an employee, the nearest first."""
    managers: list[Employee] = []
    key = employee.manager_id
    while key and len(managers) < MAX_MANAGERS:
        manager = Employee.objects.filter(pk=key).first()
        if manager is None:
            break
        managers.append(manager)
        key = manager.manager_id
    return managers


def career_of(employee: Employee) -> list[CareerStep]:
    """Return the newest steps of an employee's career, the newest first, and last the day of hiring."""
    steps = [
        CareerStep(review.review_date, f"Review: {review.rating or 'no'} of 5", page_url(PerformanceReview, review.pk))
        for review in PerformanceReview.objects.filter(employee_id=employee.pk)
    ]
    completed = EmployeeTraining.objects.filter(employee_id=employee.pk, completion_date__isnull=False)
    for training in completed.prefetch_related("program"):
        assert training.completion_date
        title = f"Training completed: {training.program}"
        steps.append(CareerStep(training.completion_date, title, page_url(EmployeeTraining, training.pk)))
    if employee.termination_date:
        steps.append(CareerStep(employee.termination_date, "Left the bank"))
    steps.sort(key=lambda step: step.day, reverse=True)
    return [*steps[: MAX_STEPS - 1], CareerStep(employee.hire_date, f"Hired, now {employee.role}")]


def _sections(admin: TableAdmin, employee: Employee) -> Iterator[EmployeeSection]:
    found: dict[str, list[Excerpt]] = {PORTFOLIO: [], TEAM: [], CASES: [], CAREER: []}
    for key in referring_fields(admin, Employee):
        excerpt = referring_excerpt(admin, key, employee)
        if excerpt:
            title = TITLES.get((key.model, key.name), excerpt.title)
            found[PLACES.get(key.model, CASES)].append(replace(excerpt, title=title))
    yield from (EmployeeSection(title, excerpts) for title, excerpts in found.items() if excerpts)
