"""The departments: their heads and budgets."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLE_CODE
from seeding.bank.employees.reporting_lines import PRESIDENT
from seeding.bank.employees.salaries import Salaries
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, Cents, Index
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, one_stratum


@dataclass(frozen=True)
class Departments(Rows):
    """The DEPARTMENTS: `head` is an index into the staff, NONE without employees; `budget` is in cents a year."""

    head: Index
    budget: Cents


@node(stream="departments")
def departments(staff: Staff, salaries: Salaries, as_of: AsOf, draw: Draw) -> Departments:
    """Return the head of each department and a budget that pays the salaries of its employees, both of the day."""
    rows = one_stratum(np.arange(len(numbers.DEPARTMENTS)))
    is_active = staff.in_service_on(as_of)
    payroll = np.bincount(staff.department[is_active], salaries.yearly[is_active], len(rows)).astype(np.int64)
    has_staff = np.bincount(staff.department[is_active], minlength=len(rows)) > 0
    head = np.where(has_staff, PRESIDENT, NONE)
    lowest, highest = np.full(len(rows), len(staff)), np.full(len(rows), NONE)
    np.minimum.at(lowest, staff.department[is_active], staff.manager[is_active])
    np.maximum.at(highest, staff.department[is_active], staff.manager[is_active])
    have_one_manager = has_staff & (lowest == highest) & (lowest != NONE)
    head[have_one_manager] = lowest[have_one_manager]
    holders = np.flatnonzero(is_active & (staff.role == ROLE_CODE[numbers.DEPARTMENT_MANAGER]))
    head[staff.department[holders]] = holders
    factor = draw.between("budget", rows, numbers.BUDGET_OVER_SALARIES)
    # A few thousand more, so that departments without employees have different budgets.
    base = numbers.SMALLEST_BUDGET + 1_000 * draw.integers("base", rows, 0, 90)
    return Departments(rows.key, rows.cell, head, cents(payroll / 100 * np.round(factor, 9), unit=100_000) + base * 100)
