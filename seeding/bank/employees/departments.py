"""The departments: their heads and budgets."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLE_CODE
from seeding.bank.employees.reporting_lines import HEAD
from seeding.bank.employees.salaries import Salaries
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, Cents, Key
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf
from seeding.engine.money import cents
from seeding.engine.node import EachRegion, node
from seeding.engine.rows import Rows, one_stratum


@dataclass(frozen=True)
class Departments(Rows):
    """The DEPARTMENTS of the bank; `budget` is in cents a year.

    `head` is an employee number, NONE without employees: every department is led from the first region.
    """

    head: Key
    budget: Cents


@node(stream="departments")
def departments(staff: EachRegion[Staff], salaries: EachRegion[Salaries], as_of: AsOf, draw: Draw) -> Departments:
    """Return the head of each department and a budget that pays the salaries of its employees, both of the day."""
    rows = one_stratum(np.arange(len(numbers.DEPARTMENTS)))
    payroll = np.sum([_payrolls(*region, as_of) for region in zip(staff, salaries, strict=True)], axis=0)
    factor = draw.between("budget", rows, numbers.BUDGET_OVER_SALARIES)
    # A few thousand more, so that departments without employees have different budgets.
    base = numbers.SMALLEST_BUDGET + 1_000 * draw.integers("base", rows, 0, 90)
    budget = cents(payroll / 100 * np.round(factor, 9), unit=100_000) + base * 100
    return Departments(rows.key, rows.cell, _heads(staff.first, as_of), budget)


def _payrolls(staff: Staff, salaries: Salaries, as_of: AsOf) -> Cents:
    """Return what the employees of each department in a region earn a year, by department."""
    is_active = staff.in_service_on(as_of)
    payroll = np.bincount(staff.department[is_active], salaries.yearly[is_active], len(numbers.DEPARTMENTS))
    return payroll.astype(np.int64)


def _heads(staff: Staff, as_of: AsOf) -> Key:
    """Return the employee number of the head of each department, NONE for a department without employees.

    That is its manager, or the manager of all its employees, or the president.
    """
    is_active = staff.in_service_on(as_of)
    department, manager = staff.department[is_active], staff.manager[is_active]
    has_staff = np.bincount(department, minlength=len(numbers.DEPARTMENTS)) > 0
    head = np.where(has_staff, HEAD, NONE)
    lowest, highest = np.full(len(head), len(staff)), np.full(len(head), NONE)
    np.minimum.at(lowest, department, manager)
    np.maximum.at(highest, department, manager)
    have_one_manager = has_staff & (lowest == highest) & (lowest != NONE)
    head[have_one_manager] = lowest[have_one_manager]
    holders = np.flatnonzero(is_active & (staff.role == ROLE_CODE[numbers.DEPARTMENT_MANAGER]))
    head[staff.department[holders]] = holders
    return np.where(head == NONE, NONE, staff.key[head])
