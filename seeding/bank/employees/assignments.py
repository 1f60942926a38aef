"""The assignments of employees: portfolios of customers, block by block; branches and projects, region by region."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.customers.numbers import ADVISORS
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees.numbers import BRANCH_MANAGER, BRANCHES, ROLE_CODE, ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, Code, DayNumber, Index, Key
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.regions import Region
from seeding.engine.rows import Rows, concat

_OPEN_PORTFOLIO, _CLOSED_PORTFOLIO = range(2)
_AT_BRANCH = np.array([role.at_branch for role in ROLES])
_BRANCH_MANAGER = ROLE_CODE[BRANCH_MANAGER]
_COVERAGES_OF_BRANCH = Room("coverages of a branch", 2)
_EARLIER, _CURRENT = range(_COVERAGES_OF_BRANCH.size)
_PROJECTS_OF_STAFF = Room("projects of the first region", numbers.PORTFOLIO_KEYS_FROM - numbers.PROJECT_KEYS_FROM)
"""An employee has one project at most: its ordinal is the employee number, and keys of portfolios lie beyond."""

if len(BRANCHES) * _COVERAGES_OF_BRANCH.size >= numbers.PROJECT_KEYS_FROM:
    raise ValueError(f"coverages of {len(BRANCHES)} branches and projects would share keys")


@dataclass(frozen=True)
class Portfolios(Rows):
    """The customers of a block who are in an advisor's portfolio; the key is the customer number.

    `advisor` is an index into the staff; `end` is NO_DAY while the customer is in the portfolio.
    """

    advisor: Index
    start: DayNumber
    end: DayNumber


@node(stream="customer portfolios")
def portfolios(
    customers: Customers, profiles: Profiles, staff: Staff, layout: Layout, calendar: Calendar, draw: Draw
) -> Portfolios:
    """Return the portfolios of three customers in five; the customer's advisor holds the open ones."""
    last_of_customers = np.where(customers.status == PERSON_CLOSED, profiles.updated, layout.until)
    portfolio_status = _portfolio_statuses(customers, profiles, last_of_customers, draw)
    customer = np.flatnonzero(portfolio_status != NONE)
    rows = Rows(customers.key[customer], customers.cell[customer])
    is_closed = portfolio_status[customer] == _CLOSED_PORTFOLIO
    joined, last = customers.joined[customer], last_of_customers[customer]
    half = numbers.SHORTEST_PORTFOLIO_DAYS // 2
    earliest = np.where(is_closed, joined, np.maximum(joined, layout.start - numbers.PORTFOLIO_SINCE_DAYS))
    start = draw.dates("start", rows, earliest, np.where(is_closed, last - half, last))
    business_day = calendar.last_business(start)
    start = np.where(business_day >= joined, business_day, start)
    end = np.where(is_closed, draw.dates("end", rows, np.minimum(start + half, last), last), NO_DAY)
    advisor = profiles.agent[customer]
    advisor[is_closed] = staff.serving(draw, "keeper", rows.where(is_closed), end[is_closed], ADVISORS)
    # No portfolio begins before its advisor was hired. Only the start depends on the size of the staff.
    return Portfolios(rows.key, rows.cell, advisor, np.maximum(start, staff.hired[advisor]), end)


def _portfolio_statuses(customers: Customers, profiles: Profiles, last: DayNumber, draw: Draw) -> Code:
    """Return whether each customer is in an open or in a closed portfolio, NONE for the others.

    `last` is the last day on which the customer can be in a portfolio.
    """
    pinned = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    has_advisor = (profiles.agent != NONE) & ~pinned
    is_open = pinned | draw.stratified_sample(
        "open", customers, numbers.OPEN_PORTFOLIOS, has_advisor, rounding="portfolio", already_selected=pinned
    )
    joined_long_before = customers.joined <= last - numbers.SHORTEST_PORTFOLIO_DAYS
    is_closed = draw.stratified_sample(
        "closed",
        customers,
        numbers.CLOSED_PORTFOLIOS,
        ~is_open & ~customers.in_storyline & joined_long_before,
        rounding="portfolio",
    )
    return np.select([is_open, is_closed], [_OPEN_PORTFOLIO, _CLOSED_PORTFOLIO], NONE)


@dataclass(frozen=True)
class StaffAssignments(Rows):
    """The assignments of the staff of a region to branches and projects.

    `employee` is an index into the staff; `branch` is a code of the region's branches, NONE for projects; `end` is
    NO_DAY while the assignment lasts.
    """

    employee: Index
    branch: Code
    start: DayNumber
    end: DayNumber


@node(stream="branch and project assignments")
def staff_assignments(staff: Staff, region: Region, layout: Layout, calendar: Calendar, draw: Draw) -> StaffAssignments:
    """Return a coverage of every branch, earlier coverages of some branches, and projects of some employees."""
    branches = _branches(region)
    return concat(
        (
            _current_coverages(staff, branches, layout, calendar, draw),
            _earlier_coverages(staff, branches, layout, calendar, draw),
            _projects(staff, region, layout, calendar, draw),
        )
    )


@dataclass(frozen=True)
class _Branches(Rows):
    """The branches of a region; the key is the place among all branches of the bank, `code` that in the region."""

    code: Code

    def coverage_keys(self, ordinal: int) -> Key:
        """Return the key of one coverage of each branch."""
        key = child_key(self.key, ordinal, _COVERAGES_OF_BRANCH) + 1
        return np.where(self.cell == 0, key, numbers.FURTHER_COVERAGE_KEYS_FROM + key)


def _branches(region: Region) -> _Branches:
    code = np.arange(len(BRANCHES))
    return _Branches(region.number * len(BRANCHES) + code, np.full(len(BRANCHES), region.number), code)


def _start_days(
    draw: Draw, column: str, rows: Rows, hired: DayNumber, first: int, last: DayNumber, calendar: Calendar
) -> DayNumber:
    """Return a business day per row, from the first to the last day and not before hiring."""
    return calendar.last_business(draw.dates(column, rows, np.maximum(hired, first), last))


def _current_coverages(
    staff: Staff, branches: _Branches, layout: Layout, calendar: Calendar, draw: Draw
) -> StaffAssignments:
    """Return a coverage of each branch: by its manager, else by an employee who works there, else by another one."""
    pool = np.flatnonzero(staff.stays & _AT_BRANCH[staff.role])
    in_random_order = np.argsort(draw.bits("anybody", staff.key[pool]), kind="stable")
    employee = pool[in_random_order][branches.code % len(pool)]
    for candidates in (pool, pool[staff.role[pool] == _BRANCH_MANAGER]):
        # Of several candidates at a branch the one hired first covers it, as the last one written.
        latest_first = candidates[np.argsort(-staff.hired[candidates], kind="stable")]
        employee[staff.branch[latest_first]] = latest_first
    hired = staff.hired[employee]
    earliest, latest = layout.start - numbers.COVERED_SINCE_DAYS, np.maximum(hired, layout.start)
    return StaffAssignments(
        key=branches.coverage_keys(_CURRENT),
        cell=branches.cell,
        employee=employee,
        branch=branches.code,
        start=_start_days(draw, "covered", branches, hired, earliest, latest, calendar),
        end=np.full(len(branches), NO_DAY),
    )


def _earlier_coverages(
    staff: Staff, branches: _Branches, layout: Layout, calendar: Calendar, draw: Draw
) -> StaffAssignments:
    """Return the earlier coverages of some branches, which were handed over."""
    all_eligible = np.ones(len(branches), bool)
    rows = branches.where(draw.stratified_sample("handed_over", branches, numbers.BRANCHES_HANDED_OVER, all_eligible))
    end = calendar.last_business(layout.start - draw.integers("handed_over_day", rows, *numbers.HANDED_OVER_DAYS))
    employee = staff.serving(draw, "covered_before", rows, end, (SERVICE, BRANCH_MANAGER))
    start = end - draw.integers("covered_for", rows, *numbers.COVERED_FOR_DAYS)
    return StaffAssignments(
        key=rows.coverage_keys(_EARLIER),
        cell=rows.cell,
        employee=employee,
        branch=rows.code,
        start=np.maximum(calendar.last_business(start), staff.hired[employee]),
        end=end,
    )


def _projects(staff: Staff, region: Region, layout: Layout, calendar: Calendar, draw: Draw) -> StaffAssignments:
    """Return the projects of some employees, one each; some projects have ended."""
    eligible = staff.stays & (staff.hired <= layout.until - numbers.PROJECT_DAYS[0])
    employee = np.flatnonzero(draw.stratified_sample("project", staff, numbers.ON_PROJECTS, eligible))
    rows = Rows(staff.key[employee], staff.cell[employee])
    has_ended = draw.stratified_sample("ended", rows, numbers.ENDED_PROJECTS, np.ones(len(rows), bool))
    today = np.full(len(rows), layout.until)
    earliest = layout.start - numbers.PROJECT_DAYS[1]
    start = _start_days(draw, "started", rows, staff.hired[employee], earliest, today, calendar)
    end = calendar.last_business(draw.dates("end", rows, start, today))
    return StaffAssignments(
        key=_project_keys(rows.key, region),
        cell=rows.cell,
        employee=employee,
        branch=np.full(len(rows), NONE),
        start=start,
        end=np.where(has_ended, end, NO_DAY),
    )


def _project_keys(employee_numbers: Key, region: Region) -> Key:
    """Return the key of each employee's project."""
    if region.number > 0:
        return numbers.FURTHER_PROJECT_KEYS_FROM + employee_numbers
    return numbers.PROJECT_KEYS_FROM + child_key(np.zeros_like(employee_numbers), employee_numbers, _PROJECTS_OF_STAFF)
