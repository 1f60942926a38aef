"""The staff of a region: roles, careers and reporting lines."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.employees import numbers
from seeding.bank.employees.careers import leaves_of_absence, termination_days
from seeding.bank.employees.numbers import ROLE_CODE, ROLES
from seeding.bank.employees.region_numbers import DIRECTORS_HIRED_YEARS_AGO, director_above
from seeding.bank.employees.reporting_lines import (
    DEPARTMENT_CODE,
    HEAD,
    RETAIL,
    hired_before_reports,
    managers,
    posts,
    units,
)
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, FloatArray, Index, Key, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.regions import Region
from seeding.engine.regions import region as region_by_number
from seeding.engine.rows import Rows
from seeding.engine.text import gather, join, padded

_DAYS_PER_YEAR = 365.25
_FOUNDERS = len(numbers.FOUNDING_ROLES)
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_AT_BRANCH = np.array([role.at_branch for role in ROLES])
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
    day of a leave and `leave_ended` that of the return, if the leave does not last to the end of the history; all are
    NO_DAY for everybody else. `manager` is an index into the staff, NONE for the head of the region, and
    `manager_number` an employee number, NONE only for the president. Managers neither leave nor take a leave, and are
    hired before their reports, so that lines of reporting hold on every day. `personal_pay`, from 0 to 1, is the part
    of the salary that does not follow from years of service.
    """

    role: Code
    department: Code
    branch: Code
    hired: DayNumber
    terminated: DayNumber
    leave_began: DayNumber
    leave_ended: DayNumber
    manager: Index
    manager_number: Key
    personal_pay: FloatArray

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
        candidates = self._with_roles(roles)
        hired = np.searchsorted(self.hired[candidates], days, side="right")
        founder = candidates[candidates < _FOUNDERS].min()
        employee = np.full(len(rows), founder, np.int64)
        missing = np.flatnonzero(hired)
        for attempt in range(_DRAWS_OF_EMPLOYEES):
            among = Rows(rows.key[missing], rows.cell[missing])
            position = np.floor(draw.uniform(f"{column}/{attempt}", among) * hired[missing]).astype(np.int64)
            drawn = candidates[position]
            is_employed = (self.terminated[drawn] == NO_DAY) | (self.terminated[drawn] > days[missing])
            employee[missing[is_employed]] = drawn[is_employed]
            missing = missing[~is_employed]
        return employee

    def _with_roles(self, roles: tuple[str, ...]) -> Index:
        """Return everybody who has one of `roles`, by index, in the order in which they were hired."""
        if roles not in self._by_roles:
            found = np.flatnonzero(np.isin(self.role, [ROLE_CODE[title] for title in roles]))
            self._by_roles[roles] = found[np.argsort(self.hired[found], kind="stable")]
        return self._by_roles[roles]

    @cached_property
    def _by_roles(self) -> dict[tuple[str, ...], Index]:
        """The cached results of `_with_roles`: every block asks for the same roles."""
        return {}


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
    terminated = termination_days(employees, hired, stays, layout, draw)
    leave_began, leave_ended = leaves_of_absence(employees, hired, terminated, stays, layout, draw)
    return Staff(
        key=employees.key,
        cell=employees.cell,
        role=role,
        department=department,
        branch=branch,
        hired=hired,
        terminated=terminated,
        leave_began=leave_began,
        leave_ended=leave_ended,
        manager=manager,
        manager_number=np.where(manager == NONE, _head_above(region, layout), employees.key[manager]),
        personal_pay=draw.uniform("salary", employees),
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
    shared_posts = posts(len(holders), sizes, region)
    unit = np.full(len(employees), NONE)
    role[HEAD] = ROLE_CODE[numbers.PRESIDENT if region.number == 0 else numbers.REGIONAL_DIRECTOR]
    unit[HEAD] = department[HEAD]
    role[holders], department[holders], unit[holders] = shared_posts.role, shared_posts.department, shared_posts.unit
    return role, department, unit, shared_posts.branch_managers


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
        (role == ROLE_CODE[numbers.REGIONAL_DIRECTOR], DIRECTORS_HIRED_YEARS_AGO),
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
