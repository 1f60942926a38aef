"""The staff of the bank: roles, careers and reporting lines; and the departments."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLE_CODE, ROLES
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.text import join, padded

_DAYS_PER_YEAR = 365.25
_FOUNDERS = len(numbers.FOUNDING_ROLES)
_PRESIDENT = 0
"""The index of the president in the staff."""
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_AT_BRANCH = np.array([role.at_branch for role in ROLES])
_LOWEST_SALARY, _HIGHEST_SALARY = np.array([(role.salary.low, role.salary.high) for role in ROLES]).T
_DEPARTMENT = {name: code for code, name in enumerate(numbers.DEPARTMENTS)}
_USUAL_DEPARTMENT = np.array([_DEPARTMENT[role.departments[0]] for role in ROLES])
_OTHERS = numbers.FAMILIES.code(numbers.OTHERS)
_FOUNDING_FAMILIES = [numbers.FAMILIES.code(ROLES[ROLE_CODE[title]].family) for title in numbers.FOUNDING_ROLES]
_ROLE_OF_FAMILY = np.array([
    numbers.FAMILY_ROLES.get(family, ROLE_CODE[numbers.PRESIDENT]) for family in numbers.FAMILIES.names
])  # fmt: skip
"""By family; of the family `others` the role of its first member."""
_DRAWS_OF_EMPLOYEES = 4
"""How often `serving` draws an employee who may have left, before a founder stands in."""


@dataclass(frozen=True)
class Staff(Rows):
    """Everybody who was ever employed; the key is the employee number, from 1.

    `role`, `department` and `branch` are codes of ROLES, DEPARTMENTS and BRANCHES; `branch` is NONE for employees who
    do not work at one. `terminated` is NO_DAY for the active staff. `manager` is an index into the staff, NONE for the
    president; `salary` is the yearly salary in cents.
    """

    role: Code
    department: Code
    branch: Code
    hired: DayNumber
    terminated: DayNumber
    on_leave: BoolArray
    manager: Index
    salary: Cents

    @cached_property
    def ids(self) -> pl.Series:
        """The id of each employee, as it appears in every database."""
        return join("EMP-", padded(self.key, 5))

    @property
    def in_service(self) -> BoolArray:
        """Whether each employee still works at the bank."""
        return self.terminated == NO_DAY

    def serving(self, draw: Draw, column: str, rows: Rows, days: DayNumber, roles: tuple[str, ...]) -> Index:
        """Return for each row an employee, by index, who has one of `roles` and was in service on the row's day.

        Draws among the employees hired by that day, again if the employee had left by then; after a few draws the
        founder with one of the roles stands in.
        """
        candidates = np.flatnonzero(np.isin(self.role, [ROLE_CODE[title] for title in roles]))
        candidates = candidates[np.argsort(self.hired[candidates], kind="stable")]
        hired = np.searchsorted(self.hired[candidates], days, side="right")
        founder = candidates[candidates < _FOUNDERS].min()
        employee = np.full(len(rows), founder, np.int64)
        is_missing = np.ones(len(rows), bool)
        for attempt in range(_DRAWS_OF_EMPLOYEES):
            position = np.floor(draw.uniform(f"{column}/{attempt}", rows) * hired).astype(np.int64)
            drawn = candidates[position.clip(0, len(candidates) - 1)]
            is_employed = (self.terminated[drawn] == NO_DAY) | (self.terminated[drawn] > days)
            is_found = is_missing & (hired > 0) & is_employed
            employee[is_found] = drawn[is_found]
            is_missing &= ~is_found
        return employee


@node(stream="staff")
def staff(plan: Plan, calendar: Calendar, draw: Draw) -> Staff:
    """Return the staff of a bank of the plan's size."""
    employees = one_stratum(np.arange(plan.employees) + 1)
    role = _roles(employees, draw)
    hired = _hire_days(employees, role, plan, calendar, draw)
    stays = (employees.key <= _FOUNDERS) | _MANAGERIAL[role]
    terminated = _termination_days(employees, hired, stays, plan, draw)
    department = _departments(employees, role, draw)
    branch = _branches(employees, role, draw)
    may_be_on_leave = ~stays & (terminated == NO_DAY)
    return Staff(
        key=employees.key,
        cell=employees.cell,
        role=role,
        department=department,
        branch=branch,
        hired=hired,
        terminated=terminated,
        on_leave=draw.stratified_sample("on_leave", employees, numbers.ON_LEAVE, may_be_on_leave),
        manager=_managers(employees, role, department, branch, hired),
        salary=_salaries(employees, role, hired, plan, draw),
    )


def _roles(employees: Rows, draw: Draw) -> Code:
    """Return the role of each employee: the founders', then families in their shares, then posts within `others`."""
    pinned = np.full(len(employees), NONE, np.int64)
    pinned[:_FOUNDERS] = _FOUNDING_FAMILIES
    family = draw.stratified_category("family", employees, numbers.FAMILIES, pinned=pinned)
    role = _ROLE_OF_FAMILY[family]
    # The first member of the family is the president.
    posts = np.flatnonzero(family == _OTHERS)[1:]
    managers = min(len(numbers.DEPARTMENTS), int(np.ceil(numbers.MANAGERS_OF_OTHERS * len(posts))))
    spare = len(posts) - numbers.OTHERS_BEFORE_BRANCH_MANAGERS
    branch_managers = int(np.clip(spare // numbers.OTHERS_PER_BRANCH_MANAGER, 0, len(numbers.BRANCHES)))
    specialists = np.arange(len(posts) - managers - branch_managers) % len(numbers.SPECIALISTS)
    role[posts] = np.concatenate((
        np.full(managers, ROLE_CODE[numbers.DEPARTMENT_MANAGER]),
        np.full(branch_managers, ROLE_CODE[numbers.BRANCH_MANAGER]),
        np.array(numbers.SPECIALISTS)[specialists],
    ))  # fmt: skip
    return role


def _departments(employees: Rows, role: Code, draw: Draw) -> Code:
    """Return the department of each employee: the usual one of the role, except for managers and some service staff."""
    department = _USUAL_DEPARTMENT[role]
    managers = np.flatnonzero(role == ROLE_CODE[numbers.DEPARTMENT_MANAGER])
    department[managers] = [_DEPARTMENT[name] for name in numbers.MANAGED_FIRST[: len(managers)]]
    is_service = (role == ROLE_CODE[numbers.SERVICE]) & (employees.key > _FOUNDERS)
    service = employees.where(is_service)
    all_eligible = np.ones(len(service), bool)
    in_retail = draw.stratified_sample("retail_banking", service, numbers.RETAIL_BANKING_SERVICE, all_eligible)
    department[np.flatnonzero(is_service)[in_retail]] = _DEPARTMENT["Retail Banking"]
    return department


def _branches(employees: Rows, role: Code, draw: Draw) -> Code:
    """Return the branch of each employee, NONE for roles that do not work at one; each branch manager has another."""
    branch = draw.integers("branch", employees, 0, len(numbers.BRANCHES) - 1)
    branch[~_AT_BRANCH[role]] = NONE
    managers = np.flatnonzero(role == ROLE_CODE[numbers.BRANCH_MANAGER])
    branch[managers] = np.arange(len(managers)) % len(numbers.BRANCHES)
    return branch


def _hire_days(employees: Rows, role: Code, plan: Plan, calendar: Calendar, draw: Draw) -> DayNumber:
    """Return business days of the last ten years: the president's first, those of founders and managers early."""
    is_founder = employees.key <= _FOUNDERS
    years_ago = np.empty((len(employees), 2))
    for selected, years in (
        (np.ones(len(employees), bool), numbers.HIRED_YEARS_AGO),
        (_MANAGERIAL[role], numbers.MANAGERS_HIRED_YEARS_AGO),
        (is_founder, numbers.FOUNDERS_HIRED_YEARS_AGO),
        (employees.key == _PRESIDENT + 1, numbers.PRESIDENT_HIRED_YEARS_AGO),
    ):
        years_ago[selected] = years.low, years.high
    latest, earliest = (plan.last_day - np.floor(years_ago * _DAYS_PER_YEAR).astype(np.int64)).T
    # Founders are drawn separately, so that their days do not depend on the size of the staff.
    founder_hired = draw.integers("founder_hired", employees, earliest, latest)
    other_hired = draw.dates("hired", employees, earliest, latest, stratified=True)
    return calendar.next_business(np.where(is_founder, founder_hired, other_hired))


def _termination_days(employees: Rows, hired: DayNumber, stays: BoolArray, plan: Plan, draw: Draw) -> DayNumber:
    """Return the day each employee left, NO_DAY for the others; founders and managers stay."""
    can_leave = ~stays & (hired < plan.last_day - numbers.SHORTEST_CAREER_DAYS)
    leaves = draw.stratified_sample("terminated", employees, numbers.TERMINATED, can_leave)
    earliest = hired[leaves] + numbers.SHORTEST_CAREER_DAYS
    terminated = np.full(len(employees), NO_DAY, np.int64)
    terminated[leaves] = draw.dates("termination_day", employees.where(leaves), earliest, plan.last_day)
    return terminated


def _managers(employees: Rows, role: Code, department: Code, branch: Code, hired: DayNumber) -> Index:
    """Return the manager of each employee, by index, NONE for the president.

    Service staff in Retail Banking report to their branch's manager, the others to their department's. Employees report
    to the president where that post is vacant or its holder was hired later, and so do founders and the managers of
    departments.
    """
    manager_of_department = np.full(len(numbers.DEPARTMENTS), _PRESIDENT)
    is_department_manager = role == ROLE_CODE[numbers.DEPARTMENT_MANAGER]
    department_managers = np.flatnonzero(is_department_manager)
    manager_of_department[department[department_managers]] = department_managers
    manager_of_branch = np.full(len(numbers.BRANCHES), _PRESIDENT)
    branch_managers = np.flatnonzero(role == ROLE_CODE[numbers.BRANCH_MANAGER])
    manager_of_branch[branch[branch_managers]] = branch_managers
    in_retail_service = (department == _DEPARTMENT["Retail Banking"]) & (role == ROLE_CODE[numbers.SERVICE])
    of_branch = np.where(in_retail_service, manager_of_branch[branch.clip(0)], _PRESIDENT)
    has_branch_manager = (of_branch != _PRESIDENT) & (hired[of_branch] <= hired)
    manager = np.where(has_branch_manager, of_branch, manager_of_department[department])
    hired_later = hired[manager] > hired
    manager[hired_later | is_department_manager | (employees.key <= _FOUNDERS)] = _PRESIDENT
    manager[_PRESIDENT] = NONE
    return manager


def _salaries(employees: Rows, role: Code, hired: DayNumber, plan: Plan, draw: Draw) -> Cents:
    """Return yearly salaries in whole hundreds of USD, which rise through the role's range with years of service."""
    low, high = _LOWEST_SALARY[role], _HIGHEST_SALARY[role]
    seniority = ((plan.last_day - hired) / (numbers.CAREER_YEARS * _DAYS_PER_YEAR)).clip(0, 1)
    personal = draw.uniform("salary", employees)
    part_of_range = numbers.SENIORITY_PART * seniority + (1 - numbers.SENIORITY_PART) * personal
    return cents(low + np.round(part_of_range, 9) * (high - low), unit=10_000)


@dataclass(frozen=True)
class Departments(Rows):
    """The DEPARTMENTS: `head` is an index into the staff, NONE without employees; `budget` is in cents a year."""

    head: Index
    budget: Cents


@node(stream="departments")
def departments(staff: Staff, draw: Draw) -> Departments:
    """Return the head of each department and a budget that pays the salaries of its active employees."""
    rows = one_stratum(np.arange(len(numbers.DEPARTMENTS)))
    is_active = staff.in_service
    payroll = np.bincount(staff.department[is_active], staff.salary[is_active], len(rows)).astype(np.int64)
    has_staff = np.bincount(staff.department[is_active], minlength=len(rows)) > 0
    head = np.where(has_staff, _PRESIDENT, NONE)
    managers = np.flatnonzero(staff.role == ROLE_CODE[numbers.DEPARTMENT_MANAGER])
    head[staff.department[managers]] = managers
    factor = draw.between("budget", rows, numbers.BUDGET_OVER_SALARIES)
    # A few thousand more, so that departments without employees have different budgets.
    base = numbers.SMALLEST_BUDGET + 1_000 * draw.integers("base", rows, 0, 90)
    return Departments(rows.key, rows.cell, head, cents(payroll / 100 * np.round(factor, 9), unit=100_000) + base * 100)
