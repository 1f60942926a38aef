"""What employees look after: the portfolios of customers, block by block; branches and projects, once for the bank."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.customers.numbers import ADVISERS
from seeding.bank.customers.profiles import Profiles
from seeding.bank.employees import development_numbers as numbers
from seeding.bank.employees.numbers import BRANCH_MANAGER, BRANCHES, ROLE_CODE, ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import NONE, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, one_stratum

_AT_BRANCH = np.array([role.at_branch for role in ROLES])
_BRANCH_MANAGER = ROLE_CODE[BRANCH_MANAGER]


@dataclass(frozen=True)
class Portfolios(Rows):
    """Who keeps which customers of a block; `key` is the customer number, one portfolio each at most.

    `keeper` is an index into the staff, `end` NO_DAY while it is open.
    """

    keeper: IntArray
    start: IntArray
    end: IntArray


@node(stream="customer portfolios")
def portfolios(
    customers: Customers, profiles: Profiles, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Portfolios:
    """Put three customers in five into a portfolio: an open one is kept by the customer's adviser."""
    last = np.where(customers.status == PERSON_CLOSED, profiles.updated, plan.last_day)
    pinned = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    has_agent = (profiles.agent != NONE) & ~pinned
    is_open = pinned | draw.stratified_sample(
        "open", customers, numbers.OPEN_PORTFOLIOS, has_agent, rounding="portfolio", already_selected=pinned
    )
    long_enough = ~is_open & ~customers.in_storyline & (customers.joined <= last - numbers.SHORTEST_PORTFOLIO_DAYS)
    is_closed = draw.stratified_sample(
        "closed", customers, numbers.CLOSED_PORTFOLIOS, long_enough, rounding="portfolio"
    )
    owner = np.flatnonzero(is_open | is_closed)
    rows = Rows(customers.key[owner], customers.cell[owner])
    closed, joined, last = is_closed[owner], customers.joined[owner], last[owner]
    half = numbers.SHORTEST_PORTFOLIO_DAYS // 2
    since = np.where(closed, joined, np.maximum(joined, plan.last_day - numbers.PORTFOLIO_SINCE_DAYS))
    start = draw.dates("start", rows, since, np.where(closed, last - half, last))
    at_work = calendar.last_business(start)
    start = np.where(at_work >= joined, at_work, start)
    end = np.where(closed, draw.dates("end", rows, np.minimum(start + half, last), last), NO_DAY)
    keeper = profiles.agent[owner]
    keeper[closed] = staff.serving(draw, "keeper", rows.where(closed), end[closed], ADVISERS)
    # Whoever keeps it had joined by then, however late: of all this depends on the staff.
    return Portfolios(rows.key, rows.cell, keeper, np.maximum(start, staff.hired[keeper]), end)


@dataclass(frozen=True)
class Duties(Rows):
    """The staff's other assignments; `branch` is a place in BRANCHES, NONE for projects, `end` NO_DAY while open."""

    employee: IntArray
    branch: IntArray
    start: IntArray
    end: IntArray


@node(stream="branch and project assignments")
def duties(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> Duties:
    """Have every branch covered, some after somebody else, and part of the staff work on projects."""
    parts = (
        _coverage(staff, plan, calendar, draw),
        _earlier_coverage(staff, plan, calendar, draw),
        _projects(staff, plan, calendar, draw),
    )
    names = ("key", "cell", "employee", "branch", "start", "end")
    return Duties(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _since(
    draw: Draw, column: str, rows: Rows, hired: IntArray, days: int, last: IntArray, calendar: Calendar
) -> IntArray:
    """Return a business day within some days of the last, after hiring, which was on a business day."""
    return calendar.last_business(draw.dates(column, rows, np.maximum(hired, last - days), last))


def _coverage(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> Duties:
    """Cover each branch: by its manager, by somebody who works there, or where nobody does by anybody at a branch."""
    branches = one_stratum(np.arange(len(BRANCHES)))
    pool = np.flatnonzero(staff.in_service & _AT_BRANCH[staff.role])
    spread = np.argsort(draw.bits("anybody", staff.key[pool]), kind="stable")
    employee = pool[spread][branches.key % len(pool)]
    for among in (pool, pool[staff.role[pool] == _BRANCH_MANAGER]):
        # Of several people of a branch the one who joined first covers it: written last.
        latest_first = among[np.argsort(-staff.hired[among], kind="stable")]
        employee[staff.branch[latest_first]] = latest_first
    today = np.full(len(branches), plan.last_day)
    start = _since(draw, "covered", branches, staff.hired[employee], numbers.COVERED_SINCE_DAYS, today, calendar)
    return Duties(branches.key * 2 + 2, branches.cell, employee, branches.key, start, np.full(len(branches), NO_DAY))


def _earlier_coverage(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> Duties:
    """Return those who covered a branch before and handed it over."""
    branches = one_stratum(np.arange(len(BRANCHES)))
    handed_over = draw.stratified_sample(
        "handed_over", branches, numbers.BRANCHES_HANDED_OVER, np.ones(len(branches), bool)
    )
    rows = branches.where(handed_over)
    end = calendar.last_business(plan.last_day - draw.integers("handed_over_day", rows, *numbers.HANDED_OVER_DAYS))
    employee = staff.serving(draw, "covered_before", rows, end, (SERVICE, BRANCH_MANAGER))
    start = end - draw.integers("covered_for", rows, *numbers.COVERED_FOR_DAYS)
    start = np.maximum(calendar.last_business(start), staff.hired[employee])
    return Duties(rows.key * 2 + 1, rows.cell, employee, rows.key, start, end)


def _projects(staff: Staff, plan: Plan, calendar: Calendar, draw: Draw) -> Duties:
    """Return projects, one at most for anybody; some have ended."""
    eligible = staff.in_service & (staff.hired <= plan.last_day - numbers.PROJECT_DAYS[0])
    on_project = draw.stratified_sample("project", staff, numbers.ON_PROJECTS, eligible)
    employee = np.flatnonzero(on_project)
    rows = one_stratum(staff.key[employee])
    everybody = np.ones(len(rows), bool)
    ended = draw.stratified_sample("ended", rows, numbers.ENDED_PROJECTS, everybody)
    today = np.full(len(rows), plan.last_day)
    start = _since(draw, "started", rows, staff.hired[employee], numbers.PROJECT_DAYS[1], today, calendar)
    end = calendar.last_business(draw.dates("end", rows, start, today))
    return Duties(
        rows.key + numbers.PROJECT_KEYS_FROM,
        rows.cell,
        employee,
        np.full(len(rows), NONE),
        start,
        np.where(ended, end, NO_DAY),
    )
