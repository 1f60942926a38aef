"""Who works at the bank: roles, careers, and who reports to whom."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.employees import numbers
from seeding.bank.employees.numbers import ROLE_CODE, ROLES
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, one_stratum
from seeding.engine.text import join, padded

_DAYS_PER_YEAR = 365.25
_FOUNDERS = len(numbers.FOUNDING_ROLES)
_MANAGERIAL = np.array([role.managerial for role in ROLES])
_AT_BRANCH = np.array([role.at_branch for role in ROLES])
_DEPARTMENT = {name: code for code, name in enumerate(numbers.DEPARTMENTS)}


@dataclass(frozen=True)
class Staff(Rows):
    """Everybody ever employed, by employee number from 1. Codes are places in ROLES, DEPARTMENTS and BRANCHES."""

    role: IntArray
    department: IntArray
    branch: IntArray
    hired: IntArray
    terminated: IntArray
    on_leave: BoolArray
    manager: IntArray
    salary: IntArray

    @cached_property
    def ids(self) -> pl.Series:
        """The keys of the employees, as every database writes them."""
        return join("EMP-", padded(self.key, 5))

    @property
    def in_service(self) -> BoolArray:
        """Who has not left."""
        return self.terminated == NO_DAY

    def serving(self, draw: Draw, column: str, rows: Rows, days: IntArray, roles: tuple[str, ...]) -> IntArray:
        """Return for each row somebody of one of `roles` who was in service on its day, by index.

        Draws among those hired by then; who had left again is drawn anew, and at last the founder among them stands in.
        """
        pool = np.flatnonzero(np.isin(self.role, [ROLE_CODE[title] for title in roles]))
        pool = pool[np.argsort(self.hired[pool], kind="stable")]
        hired = np.searchsorted(self.hired[pool], days, side="right")
        founder = pool[pool < _FOUNDERS].min()
        chosen = np.full(len(rows), founder, np.int64)
        missing = np.ones(len(rows), bool)
        for attempt in range(4):
            place = np.floor(draw.uniform(f"{column}/{attempt}", rows) * hired).astype(np.int64)
            drawn = pool[place.clip(0, len(pool) - 1)]
            fits = missing & (hired > 0) & ((self.terminated[drawn] == NO_DAY) | (self.terminated[drawn] > days))
            chosen[fits] = drawn[fits]
            missing &= ~fits
        return chosen


@node(stream="staff")
def staff(plan: Plan, calendar: Calendar, draw: Draw) -> Staff:
    """Hire the whole staff of a bank of this size."""
    people = one_stratum(np.arange(plan.employees) + 1)
    roles = _roles(people, draw)
    hired = _hire_days(people, roles, plan, calendar, draw)
    settled = (people.key <= _FOUNDERS) | _MANAGERIAL[roles]
    can_leave = ~settled & (hired < plan.last_day - numbers.SHORTEST_CAREER_DAYS)
    leaves = draw.stratified_sample("terminated", people, numbers.TERMINATED, can_leave)
    terminated = np.full(len(people), NO_DAY, np.int64)
    leavers = people.where(leaves)
    first = hired[leaves] + numbers.SHORTEST_CAREER_DAYS
    terminated[leaves] = draw.dates("termination_day", leavers, first, plan.last_day)
    departments = _departments(people, roles, draw)
    branch = draw.integers("branch", people, 0, len(numbers.BRANCHES) - 1)
    branch[~_AT_BRANCH[roles]] = NONE
    managers = np.flatnonzero(roles == ROLE_CODE[numbers.BRANCH_MANAGER])
    branch[managers] = np.arange(len(managers)) % len(numbers.BRANCHES)
    return Staff(
        key=people.key,
        cell=people.cell,
        role=roles,
        department=departments,
        branch=branch,
        hired=hired,
        terminated=terminated,
        on_leave=draw.stratified_sample("on_leave", people, numbers.ON_LEAVE, ~settled & ~leaves),
        manager=_managers(people, roles, departments, branch, hired),
        salary=_salaries(people, roles, hired, plan, draw),
    )


def _roles(people: Rows, draw: Draw) -> IntArray:
    """Return everybody's role: the founders', then shares of the families, then posts within `others`."""
    others = numbers.FAMILIES.code("others")
    founders = np.array([others, *range(len(numbers.FAMILY_ROLES))])
    pinned = np.full(len(people), NONE, np.int64)
    pinned[:_FOUNDERS] = founders
    family = draw.stratified_category("family", people, numbers.FAMILIES, pinned=pinned)
    role_of_family = np.array([ROLE_CODE[title] for title in numbers.FAMILY_ROLES] + [ROLE_CODE[numbers.PRESIDENT]])
    roles = role_of_family[family]
    posts = np.flatnonzero(family == others)[1:]
    managers = min(len(numbers.DEPARTMENTS), int(np.ceil(numbers.MANAGERS_OF_OTHERS * len(posts))))
    spare = len(posts) - numbers.OTHERS_BEFORE_BRANCH_MANAGERS
    branch_managers = int(np.clip(spare // numbers.OTHERS_PER_BRANCH_MANAGER, 0, len(numbers.BRANCHES)))
    specialists = np.array(numbers.SPECIALISTS)[
        np.arange(len(posts) - managers - branch_managers) % len(numbers.SPECIALISTS)
    ]
    roles[posts] = np.concatenate((
        np.full(managers, ROLE_CODE[numbers.DEPARTMENT_MANAGER]),
        np.full(branch_managers, ROLE_CODE[numbers.BRANCH_MANAGER]),
        specialists,
    ))  # fmt: skip
    return roles


def _departments(people: Rows, roles: IntArray, draw: Draw) -> IntArray:
    home = np.array([_DEPARTMENT[role.departments[0]] for role in ROLES])
    departments = home[roles]
    managers = np.flatnonzero(roles == ROLE_CODE[numbers.DEPARTMENT_MANAGER])
    departments[managers] = [_DEPARTMENT[name] for name in numbers.MANAGED_FIRST[: len(managers)]]
    service = (roles == ROLE_CODE[numbers.SERVICE]) & (people.key > _FOUNDERS)
    retail = draw.stratified_sample(
        "retail_banking", people.where(service), numbers.RETAIL_BANKING_SERVICE, np.ones(service.sum(), bool)
    )
    departments[np.flatnonzero(service)[retail]] = _DEPARTMENT["Retail Banking"]
    return departments


def _hire_days(people: Rows, roles: IntArray, plan: Plan, calendar: Calendar, draw: Draw) -> IntArray:
    """Return business days over the last ten years; the president first, founders and managers early."""
    years = np.empty((len(people), 2))
    for among, band in (
        (np.ones(len(people), bool), numbers.HIRED_YEARS_AGO),
        (_MANAGERIAL[roles], numbers.MANAGERS_HIRED_YEARS_AGO),
        (people.key <= _FOUNDERS, numbers.FOUNDERS_HIRED_YEARS_AGO),
        (people.key == 1, numbers.PRESIDENT_HIRED_YEARS_AGO),
    ):
        years[among] = band.low, band.high
    days = plan.last_day - np.floor(years * _DAYS_PER_YEAR).astype(np.int64)
    # Founders are drawn apart, so that a larger staff does not move them.
    founders = people.key <= _FOUNDERS
    hired = np.where(
        founders,
        draw.integers("founder_hired", people, days[:, 1], days[:, 0]),
        draw.dates("hired", people, days[:, 1], days[:, 0], even=True),
    )
    return calendar.next_business(hired)


def _managers(people: Rows, roles: IntArray, departments: IntArray, branch: IntArray, hired: IntArray) -> IntArray:
    """Return everybody's manager by index, NONE for the president.

    A branch's service staff in Retail Banking report to its manager, the others to the department's; to the president
    where that post is vacant, its holder joined later, or for the managers themselves.
    """
    of_department = np.zeros(len(numbers.DEPARTMENTS), np.int64)
    heads = np.flatnonzero(roles == ROLE_CODE[numbers.DEPARTMENT_MANAGER])
    of_department[departments[heads]] = heads
    manager = of_department[departments]
    of_branch = np.zeros(len(numbers.BRANCHES), np.int64)
    branch_managers = np.flatnonzero(roles == ROLE_CODE[numbers.BRANCH_MANAGER])
    of_branch[branch[branch_managers]] = branch_managers
    counter = (departments == _DEPARTMENT["Retail Banking"]) & (roles == ROLE_CODE[numbers.SERVICE])
    at_branch = np.where(counter, of_branch[branch.clip(0)], 0)
    manager = np.where((at_branch > 0) & (hired[at_branch] <= hired), at_branch, manager)
    too_late = hired[manager] > hired
    manager[too_late | (roles == ROLE_CODE[numbers.DEPARTMENT_MANAGER]) | (people.key <= _FOUNDERS)] = 0
    manager[0] = NONE
    return manager


def _salaries(people: Rows, roles: IntArray, hired: IntArray, plan: Plan, draw: Draw) -> IntArray:
    """Return yearly salaries in cents, whole hundreds of USD, rising through the band with years of service."""
    low = np.array([role.salary.low for role in ROLES])[roles]
    high = np.array([role.salary.high for role in ROLES])[roles]
    served = ((plan.last_day - hired) / (numbers.CAREER_YEARS * _DAYS_PER_YEAR)).clip(0, 1)
    place = numbers.SENIORITY_PART * served + (1 - numbers.SENIORITY_PART) * draw.uniform("salary", people)
    return cents(low + np.round(place, 9) * (high - low), unit=10_000)


@dataclass(frozen=True)
class Departments(Rows):
    """The twelve departments: head by index into the staff, NONE where nobody works; yearly budget in cents."""

    head: IntArray
    budget: IntArray


@node(stream="departments")
def departments(staff: Staff, draw: Draw) -> Departments:
    """Give every department a head and a budget that pays its active staff."""
    rows = one_stratum(np.arange(len(numbers.DEPARTMENTS)))
    employed = staff.in_service
    payroll = np.bincount(staff.department[employed], staff.salary[employed], len(rows)).astype(np.int64)
    staffed = np.bincount(staff.department[employed], minlength=len(rows)) > 0
    head = np.where(staffed, 0, NONE)
    managers = np.flatnonzero(staff.role == ROLE_CODE[numbers.DEPARTMENT_MANAGER])
    head[staff.department[managers]] = managers
    factor = draw.between("budget", rows, numbers.BUDGET_OVER_SALARIES)
    # A few thousand on top, so that departments without staff do not share one figure.
    base = numbers.SMALLEST_BUDGET + 1_000 * draw.integers("base", rows, 0, 90)
    return Departments(rows.key, rows.cell, head, cents(payroll / 100 * np.round(factor, 9), unit=100_000) + base * 100)
