"""What large banks meet by chance, given to the nodes on purpose: short lives, late hires, rows that break rules."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from seeding.bank.accounts.accounts import CLOSED, Accounts
from seeding.bank.accounts.everyday_activity import everyday_activity
from seeding.bank.compliance import numbers
from seeding.bank.compliance.violations import statuses
from seeding.bank.employees.development_numbers import ENROLLED_DAYS, FIRST_ROUND_DAYS, IN_PROGRESS_DAYS
from seeding.bank.employees.staff import Staff
from seeding.bank.employees.training import training
from seeding.bank.employees.training_program_numbers import YEARLY
from seeding.bank.graph import BANK
from seeding.engine.arrays import NONE
from seeding.engine.blocks import Block
from seeding.engine.calendar import NO_DAY
from seeding.engine.cells import cell_count
from seeding.engine.days import day_number
from seeding.engine.draw import Draw
from seeding.engine.evaluation import Evaluation
from seeding.engine.layout import AsOf
from seeding.engine.plan import Plan
from seeding.engine.regions import regions
from seeding.engine.rows import Rows
from tests.sampling import first

BEGAN, ENDS = date(2026, 6, 30), date(2026, 8, 31)
YEAR = 365
LONGEST_WEEKEND = 5
"""Most days from a day to the last business day before it."""
SHORT_LIFE = 15
"""Days for which accounts are open before they are closed: so few that hardly any drawn day lies in them."""


def block_of(plan: Plan) -> Evaluation:
    return Evaluation.of_bank(BANK, plan).in_block(Block(0, cell_count(plan.layout)))


@pytest.mark.parametrize("days_after", [-60, 30])
def test_an_account_is_used_before_it_is_closed_however_short_its_life(days_after: int) -> None:
    """The everyday rows of a brief history lie in a window that need not touch the life of a closed account."""
    given = block_of(Plan(3, 300, 38, BEGAN, BEGAN, ENDS)).arguments(everyday_activity)
    accounts: Accounts = given["accounts"]
    closed = given["calendar"].last_business(np.full(len(accounts), day_number(BEGAN) + days_after))
    accounts = replace(
        accounts,
        status=np.full(len(accounts), CLOSED),
        opened=given["calendar"].last_business(closed - SHORT_LIFE),
        closed=closed,
        frozen=np.full(len(accounts), NO_DAY),
        idle_from=np.full(len(accounts), NO_DAY),
    )
    booked = everyday_activity(**given | {"accounts": accounts}).postings
    opened, closed = accounts.opened[booked.account], accounts.closed[booked.account]
    assert ((booked.day > opened) & (booked.day < closed)).all()
    checking = np.flatnonzero(accounts.everyday)
    assert len(checking) > 50
    assert np.isin(checking, booked.account).all()


@pytest.mark.parametrize("until", first([ENDS, date(2028, 6, 30)]))
@pytest.mark.parametrize("seed", first([1, 2, 3]))
def test_whenever_employees_were_hired_they_took_the_yearly_programs_within_a_year(seed: int, until: date) -> None:
    plan = Plan(seed, 3_000, 3_000, BEGAN, BEGAN, until)
    (region,) = regions(plan.layout)
    given = Evaluation.of_bank(BANK, plan).in_region(region).arguments(training)
    staff: Staff = given["staff"]
    days_ago = np.arange(len(staff)) % (2 * YEAR)
    hired = given["calendar"].last_business(day_number(BEGAN) - days_ago)
    nobody = np.full(len(staff), NO_DAY)
    records = training(**given | {"staff": replace(staff, hired=hired, terminated=nobody)})
    yearly, record = np.isin(records.program, YEARLY), np.arange(len(records))
    for day in range(day_number(BEGAN), day_number(until) + 1, 7):
        place = records.rounds_on(AsOf(day))
        completed, enrolled = records.completed[record, place], records.enrolled[record, place]
        took = (completed != NO_DAY) & (completed <= day) & (completed > day - YEAR)
        is_taking = (completed == NO_DAY) | (completed > day)
        limit = max(IN_PROGRESS_DAYS, ENROLLED_DAYS) + LONGEST_WEEKEND
        is_taking &= (enrolled <= day) & (enrolled > day - limit)
        is_new = hired[records.employee] >= day - FIRST_ROUND_DAYS
        late = yearly & ~took & ~is_taking & ~is_new
        assert not late.any(), (records.employee[late], day)


def test_violations_keep_the_shares_of_statuses_where_rows_that_break_two_rules_are_all_resolved() -> None:
    """Cash of more than the reporting threshold breaks two rules at once, and a report settles both in time."""
    cell = np.repeat(np.arange(100), 60)
    place = np.arange(len(cell)) % 60
    is_pair = place < 20
    row = np.where(is_pair, np.arange(len(cell)) // 2 * 2, np.arange(len(cell)))
    rows = Rows(key=row, cell=cell)
    pinned = np.where(is_pair & (place < 16), numbers.RESOLVED, NONE)
    age = np.where(place < 40, 10, 500)
    shares = (numbers.OPENED, numbers.INVESTIGATED)
    found = statuses(rows, row, age, pinned, np.zeros(len(rows), bool), shares, Draw(7, "rule violations"))
    assert (found == found[row]).all()
    share = np.bincount(found, minlength=len(numbers.STATUSES)) / len(found)
    expected = dict(zip(numbers.STATUSES, (0.60, 0.20, 0.15, 0.05), strict=True))
    assert dict(zip(numbers.STATUSES, share, strict=True)) == pytest.approx(expected, abs=0.01)


def test_a_cell_without_recent_violations_for_the_open_ones_has_more_under_investigation() -> None:
    key, age = np.arange(6_000), np.full(6_000, numbers.OPEN_DAYS + 1)
    rows = Rows(key, key // 60)
    free, plain = np.full(len(rows), NONE), np.zeros(len(rows), bool)
    shares = (numbers.OPENED, numbers.INVESTIGATED)
    found = statuses(rows, key, age, free, plain, shares, Draw(7, "rule violations"))
    assert not (found == numbers.OPEN).any()
    assert (found == numbers.INVESTIGATING).mean() == pytest.approx(0.25, abs=0.005)
