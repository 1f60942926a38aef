"""The staff of a region: roles, careers and reporting lines; and the departments of the bank."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLE_CODE, ROLES
from seeding.bank.employees.reporting_lines import (
    DEPARTMENT_CODE,
    HEAD,
    RETAIL,
    director_above,
    hired_before_reports,
    managers,
    posts,
    units,
)
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, FloatArray, Index, Key, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.money import cents
from seeding.engine.node import EachRegion, node
from seeding.engine.regions import Region
from seeding.engine.regions import region as region_by_number
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.text import gather, join, padded

_DAYS_PER_YEAR = 365.25
_FOUNDERS = len(numbers.FOUNDING_ROLES)
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_AT_BRANCH = np.array([role.at_branch for role in ROLES])
_LOWEST_SALARY, _HIGHEST_SALARY = np.array([(role.salary.low, role.salary.high) for role in ROLES]).T
_USUAL_DEPARTMENT = np.array([DEPARTMENT_CODE[role.departments[0]] for role in ROLES])
_OTHERS = numbers.FAMILIES.code(numbers.OTHERS)
_FOUNDING_FAMILIES = [numbers.FAMILIES.code(ROLES[ROLE_CODE[title]].family) for title in numbers.FOUNDING_ROLES]
_ROLE_OF_FAMILY = np.array([
    numbers.FAMILY_ROLES.get(family, ROLE_CODE[numbers.PRESIDENT]) for family in numbers.FAMILIES.names
])  # fmt: skip
"""By family; of the family `others` the role of its first member."""
_STEPS = 1_001
"""Points at which the distribution of years of service is computed."""
_DRAWS_OF_EMPLOYEES = 4
"""How often `serving` draws an employee who may have left, before a founder stands in."""


@dataclass(frozen=True)
class Staff(Rows):
    """Everybody who was ever employed in a region; the key is the employee number, from 1 in the bank.

    `role`, `department` and `branch` are codes of ROLES, DEPARTMENTS and the branches of the region; `branch` is NONE
    for employees who do not work at one. `terminated` is the day on which an employee leaves, `leave_began` the first
    day of a leave that lasts to the end of the history; both are NO_DAY for everybody else. `manager` is an index into
    the staff, NONE for the head of the region, and `manager_number` an employee number, NONE only for the president.
    Managers neither leave nor take a leave, and are hired before their reports, so that lines of reporting hold on
    every day. `salary` is the yearly salary in cents.
    """

    role: Code
    department: Code
    branch: Code
    hired: DayNumber
    terminated: DayNumber
    leave_began: DayNumber
    manager: Index
    manager_number: Key
    salary: Cents

    @cached_property
    def ids(self) -> pl.Series:
        """The id of each employee, as it appears in every database."""
        return ids_of_employees(self.key)

    @property
    def stays(self) -> BoolArray:
        """Whether each employee works at the bank on the last day of the history."""
        return self.terminated == NO_DAY

    def in_service_on(self, as_of: AsOf) -> BoolArray:
        """Return whether each employee works at the bank on a day; those on leave do."""
        return as_of.has_come(self.hired) & ~as_of.has_come(self.terminated)

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


def ids_of_employees(numbers: Key) -> pl.Series:
    """Return the ids of employees by number; null where the number is NONE."""
    ids = join("EMP-", padded(numbers.clip(0), 5))
    return ids if (numbers != NONE).all() else gather(ids, np.where(numbers == NONE, NONE, np.arange(len(numbers))))


@node(stream="staff")
def staff(region: Region, layout: Layout, calendar: Calendar, draw: Draw) -> Staff:
    """Return the staff of a region. The first `_FOUNDERS` of them found the bank, or the region."""
    employees = Rows(region.employee_numbers, np.full(region.employees, region.number))
    is_founder = np.arange(len(employees)) < _FOUNDERS
    role, department, unit, branch_managers = _positions(employees, region, draw)
    hired = _hire_days(employees, role, is_founder, layout, calendar, draw)
    branch = _branches(employees, role, department, hired, is_founder, region, draw)
    holds_post = unit != NONE
    unit = np.where(holds_post, unit, units(role, department, branch, branch_managers))
    manager = managers(role, department, unit, hired, region)
    hired = hired_before_reports(hired, manager)
    stays = is_founder | _MANAGERIAL[role]
    terminated = _termination_days(employees, hired, stays, layout, draw)
    may_be_on_leave = ~stays & (terminated == NO_DAY)
    on_leave = draw.stratified_sample("on_leave", employees, numbers.ON_LEAVE, may_be_on_leave)
    return Staff(
        key=employees.key,
        cell=employees.cell,
        role=role,
        department=department,
        branch=branch,
        hired=hired,
        terminated=terminated,
        leave_began=np.where(on_leave, _leave_days(employees, hired, layout, draw), NO_DAY),
        manager=manager,
        manager_number=np.where(manager == NONE, _head_above(region, layout), employees.key[manager]),
        salary=_salaries(employees, role, hired, layout, draw),
    )


def _head_above(region: Region, layout: Layout) -> int:
    """Return the employee number of the manager of a region's head, NONE for the president."""
    return NONE if region.number == 0 else region_by_number(layout, director_above(region.number)).employees_before + 1


def _positions(employees: Rows, region: Region, draw: Draw) -> tuple[Code, Code, Code, int]:
    """Return role, department and unit of each employee, and the number of branch managers.

    The founders have their roles, and families of roles their shares; the posts of managers and specialists are within
    the family `others`, whose first member is the head of the region. The unit is NONE for employees without such a
    post.
    """
    pinned = np.full(len(employees), NONE, np.int64)
    pinned[:_FOUNDERS] = _FOUNDING_FAMILIES
    family = draw.stratified_category("family", employees, numbers.FAMILIES, pinned=pinned)
    role = _ROLE_OF_FAMILY[family]
    department = _USUAL_DEPARTMENT[role]
    is_service = role == ROLE_CODE[numbers.SERVICE]
    is_service[:_FOUNDERS] = False
    service = employees.where(is_service)
    all_eligible = np.ones(len(service), bool)
    in_retail = draw.stratified_sample("retail_banking", service, numbers.RETAIL_BANKING_SERVICE, all_eligible)
    department[np.flatnonzero(is_service)[in_retail]] = RETAIL
    holders = np.flatnonzero(family == _OTHERS)[1:]
    sizes = np.bincount(department[family != _OTHERS], minlength=len(numbers.DEPARTMENTS))
    held = posts(len(holders), sizes, region)
    unit = np.full(len(employees), NONE)
    role[HEAD] = ROLE_CODE[numbers.PRESIDENT if region.number == 0 else numbers.REGIONAL_DIRECTOR]
    unit[HEAD] = department[HEAD]
    role[holders], department[holders], unit[holders] = held.role, held.department, held.unit
    return role, department, unit, held.branch_managers


def _branches(
    employees: Rows,
    role: Code,
    department: Code,
    hired: DayNumber,
    is_founder: BoolArray,
    region: Region,
    draw: Draw,
) -> Code:
    """Return the branch of each employee, NONE for roles that do not work at one.

    Each branch manager has another, and the others fill the branches in turn, in the order in which they were hired, so
    that every branch has staff as early as the bank has enough. Founders are drawn apart.
    """
    branch = draw.integers("branch", employees, 0, len(numbers.BRANCHES) - 1)
    others = np.flatnonzero(_AT_BRANCH[role] & ~is_founder)
    group = role[others] * len(numbers.DEPARTMENTS) + department[others]
    order = np.lexsort((hired[others], group))
    branches = region.number * len(numbers.BRANCHES) + np.arange(len(numbers.BRANCHES))
    in_turn = np.argsort(draw.bits("turn", branches), kind="stable")
    branch[others[order]] = in_turn[rank_within(group[order]) % len(numbers.BRANCHES)]
    branch[~_AT_BRANCH[role]] = NONE
    branch_managers = np.flatnonzero(role == ROLE_CODE[numbers.BRANCH_MANAGER])
    branch[branch_managers] = np.arange(len(branch_managers)) % len(numbers.BRANCHES)
    return branch


def _hire_days(
    employees: Rows, role: Code, is_founder: BoolArray, layout: Layout, calendar: Calendar, draw: Draw
) -> DayNumber:
    """Return business days of the last ten years: the president's first, those of founders and managers early.

    Heads and founders were hired before the first day on which the bank is seen, whatever follows: they serve the
    customers of storylines.
    """
    years_ago = np.empty((len(employees), 2))
    for selected, years in (
        (_MANAGERIAL[role], numbers.LEADERS_HIRED_YEARS_AGO),
        (role == ROLE_CODE[numbers.DEPARTMENT_MANAGER], numbers.MANAGERS_HIRED_YEARS_AGO),
        (is_founder, numbers.FOUNDERS_HIRED_YEARS_AGO),
        (role == ROLE_CODE[numbers.PRESIDENT], numbers.PRESIDENT_HIRED_YEARS_AGO),
        (role == ROLE_CODE[numbers.REGIONAL_DIRECTOR], numbers.DIRECTORS_HIRED_YEARS_AGO),
    ):
        years_ago[selected] = years.low, years.high
    is_drawn = _MANAGERIAL[role] | is_founder
    years_ago[~is_drawn] = _years_of_service(draw.stratified("hired", employees.where(~is_drawn)))[:, None]
    since = np.where(is_founder, layout.start, layout.until)
    latest, earliest = since - np.floor(years_ago * _DAYS_PER_YEAR).astype(np.int64).T
    # Days of founders do not depend on the size of the staff.
    return calendar.next_business(draw.integers("hired_on", employees, earliest, latest))


def _years_of_service(quantile: FloatArray) -> FloatArray:
    """Return years of service of a staff that grew steadily from nothing and of which a part leaves every year.

    Those hired a years ago fill new posts, 1 / CAREER_YEARS of today's a year, and replace TURNOVER of the staff of
    that time; of them (1 - TURNOVER)^a are still here.
    """
    years = np.linspace(numbers.HIRED_YEARS_AGO.low, numbers.HIRED_YEARS_AGO.high, _STEPS)
    staff_then = 1 - years / numbers.CAREER_YEARS
    hires = 1 / numbers.CAREER_YEARS + numbers.TURNOVER * staff_then
    cumulative = np.cumsum(hires * (1 - numbers.TURNOVER) ** years)
    cumulative = np.round((cumulative - cumulative[0]) / (cumulative[-1] - cumulative[0]), 12)
    return np.round(np.interp(quantile, cumulative, years), 9)


def _termination_days(employees: Rows, hired: DayNumber, stays: BoolArray, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day each employee left, NO_DAY for the others; founders and managers stay.

    The list keeps employees for LEAVERS_KEPT_DAYS after they left.
    """
    can_leave = ~stays & (hired < layout.until - numbers.SHORTEST_CAREER_DAYS)
    leaves = draw.stratified_sample("terminated", employees, numbers.TERMINATED, can_leave)
    earliest = np.maximum(hired[leaves] + numbers.SHORTEST_CAREER_DAYS, layout.until - numbers.LEAVERS_KEPT_DAYS)
    terminated = np.full(len(employees), NO_DAY, np.int64)
    terminated[leaves] = draw.dates("termination_day", employees.where(leaves), earliest, layout.until)
    return terminated


def _leave_days(employees: Rows, hired: DayNumber, layout: Layout, draw: Draw) -> DayNumber:
    """Return the first day of a leave for each employee, as if all of them were on leave on the last day."""
    earliest = np.maximum(hired + 1, layout.until - numbers.LONGEST_LEAVE_DAYS)
    return draw.dates("leave_began", employees, earliest, layout.until)


def _salaries(employees: Rows, role: Code, hired: DayNumber, layout: Layout, draw: Draw) -> Cents:
    """Return yearly salaries in whole hundreds of USD, which rise through the role's range with years of service."""
    low, high = _LOWEST_SALARY[role], _HIGHEST_SALARY[role]
    seniority = ((layout.until - hired) / (numbers.CAREER_YEARS * _DAYS_PER_YEAR)).clip(0, 1)
    personal = draw.uniform("salary", employees)
    part_of_range = numbers.SENIORITY_PART * seniority + (1 - numbers.SENIORITY_PART) * personal
    return cents(low + np.round(part_of_range, 9) * (high - low), unit=10_000)


@dataclass(frozen=True)
class Departments(Rows):
    """The DEPARTMENTS of the bank; `budget` is in cents a year.

    `head` is an employee number, NONE without employees: every department is led from the first region.
    """

    head: Key
    budget: Cents


@node(stream="departments")
def departments(staff: EachRegion[Staff], as_of: AsOf, draw: Draw) -> Departments:
    """Return the head of each department and a budget that pays the salaries of its employees, both of the day."""
    rows = one_stratum(np.arange(len(numbers.DEPARTMENTS)))
    payroll = np.sum([_payrolls(of_region, as_of) for of_region in staff], axis=0)
    factor = draw.between("budget", rows, numbers.BUDGET_OVER_SALARIES)
    # A few thousand more, so that departments without employees have different budgets.
    base = numbers.SMALLEST_BUDGET + 1_000 * draw.integers("base", rows, 0, 90)
    budget = cents(payroll / 100 * np.round(factor, 9), unit=100_000) + base * 100
    return Departments(rows.key, rows.cell, _heads(staff.first, as_of), budget)


def _payrolls(staff: Staff, as_of: AsOf) -> Cents:
    """Return the yearly salaries of the employees of each department in a region, by department."""
    is_active = staff.in_service_on(as_of)
    payroll = np.bincount(staff.department[is_active], staff.salary[is_active], len(numbers.DEPARTMENTS))
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
