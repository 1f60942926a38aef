"""Who applies for a loan, how the application is assessed, and how the bank decides."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import choose_contract_holders, eligible_for_contract, linkable_accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.employees.numbers import COMPLIANCE_OFFICER, FOUNDING_ROLES, LOAN_OFFICER
from seeding.bank.employees.staff import Staff
from seeding.bank.loans import numbers
from seeding.bank.loans.numbers import APPROVED, BUSINESS, GRADES, PENDING, PRODUCTS, REJECTED, TYPES, WITHDRAWN
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, FloatArray, IntArray, rank_within, run_lengths
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

OFFICER, ASSESSOR = FOUNDING_ROLES.index(LOAN_OFFICER), FOUNDING_ROLES.index(COMPLIANCE_OFFICER)
"""The founders who lend to the people of storylines, by index into the staff."""
BY_SYSTEM = -2
"""Stands for the scoring system where an index into the staff is meant."""
_NO_MONEY = -1


@dataclass(frozen=True)
class Applications(Rows):
    """The loan applications of a block. `key` is customer x 2 + ordinal, `owner` the customer's index.

    Codes are places in TYPES, STATUSES and REJECTION_REASONS; `decided` is NO_DAY and `granted` negative where there
    is none. `account` is the index of the account that a loan can be linked with, NONE where there is none. `officer`,
    `decider` and `assessor` are indices into the staff; the assessor may be BY_SYSTEM.
    """

    owner: IntArray
    ordinal: IntArray
    type: IntArray
    status: IntArray
    day: IntArray
    decided: IntArray
    requested: IntArray
    granted: IntArray
    reason: IntArray
    account: IntArray
    score: IntArray
    assessed: IntArray
    officer: IntArray
    decider: IntArray
    assessor: IntArray


@node(stream="loan applications")
def applications(
    customers: Customers, accounts: Accounts, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Applications:
    """Let a third of the customers apply, score them, and decide."""
    account = linkable_accounts(customers, accounts, plan)
    owner, ordinal = _applicants(customers, account, plan, draw)
    rows = Rows(customers.key[owner] * 2 + ordinal, customers.cell[owner])
    in_storyline = customers.in_storyline[owner]
    kind = _types(customers, rows, owner, draw)
    status = draw.stratified_category("status", rows, numbers.STATUSES, pinned=np.where(in_storyline, APPROVED, NONE))
    day = _days(customers, accounts, rows, owner, account[owner], status, plan, draw)
    decided = calendar.next_business(day + draw.integers("decided", rows, *numbers.DECIDED_AFTER_DAYS))
    undecided = (status == PENDING) | (status == WITHDRAWN)
    requested = _requested(rows, kind, draw)
    part = numbers.LEAST_APPROVED + (1 - numbers.LEAST_APPROVED) * draw.uniform("granted", rows)
    in_full = draw.uniform("in_full", rows) < numbers.APPROVED_IN_FULL
    granted = np.where(in_full, requested, cents(np.round(part, 9) * requested / 100, unit=10_000))
    granted = np.where(status == APPROVED, np.minimum(granted, requested), _NO_MONEY)
    until = np.where(undecided, np.minimum(day + numbers.DECIDED_AFTER_DAYS[1], plan.last_day), decided)
    assessed = draw.dates("assessed", rows, day, until)
    return Applications(
        key=rows.key,
        cell=rows.cell,
        owner=owner,
        ordinal=ordinal,
        type=kind,
        status=status,
        day=day,
        decided=np.where(undecided, NO_DAY, decided),
        requested=requested,
        granted=granted,
        reason=draw.stratified_category("reason", rows, numbers.REJECTION_REASONS, among=status == REJECTED),
        account=account[owner],
        score=_scores(rows, status, draw),
        assessed=assessed,
        officer=np.where(in_storyline, OFFICER, staff.serving(draw, "officer", rows, day, numbers.OFFICERS)),
        decider=np.where(undecided, NONE, _deciders(rows, granted, in_storyline, decided, staff, draw)),
        assessor=_assessors(rows, assessed, in_storyline, staff, draw),
    )


def _applicants(customers: Customers, account: IntArray, plan: Plan, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return who applies, and which application of theirs it is."""
    pinned = storyline_codes(customers.key, lambda role: int(bool(role.loan)))
    free = (pinned == NONE) & eligible_for_contract(customers, plan)
    corporate = customers.corporate
    # Companies first, so that business loans keep their share; persons make up the shares of all.
    applies = (pinned == 1) | draw.stratified_sample(
        "company", customers, numbers.COMPANIES_THAT_APPLY, free & corporate
    )
    applies = choose_contract_holders(
        customers, account, numbers.APPLICANTS, free & ~corporate, applies, "applicants", draw
    )
    times, twice = numbers.APPLICATIONS_OF_APPLICANTS, numbers.APPLICATIONS_OF_APPLICANTS.code("two")
    once = np.where(pinned == 1, times.code("one"), NONE)
    of_persons = draw.stratified_category("times", customers, times, among=applies & ~corporate, pinned=once)
    of_companies = draw.stratified_category("times/company", customers, times, among=applies & corporate)
    count = np.where(applies, 1 + (np.where(corporate, of_companies, of_persons) == twice), 0)
    owner = np.repeat(np.arange(len(customers)), count)
    return owner, rank_within(owner)


def _types(customers: Customers, rows: Rows, owner: IntArray, draw: Draw) -> IntArray:
    corporate = customers.corporate[owner]
    names = numbers.TYPES_OF_PERSONS.names
    # The people of storylines are persons; those without a loan do not come so far.
    pinned = storyline_codes(customers.key[owner], lambda role: names.index(role.loan))
    drawn = draw.stratified_category("type", rows, numbers.TYPES_OF_PERSONS, among=~corporate, pinned=pinned)
    return np.where(corporate, BUSINESS, np.array([TYPES.index(name) for name in names])[drawn])


def _days(
    customers: Customers,
    accounts: Accounts,
    rows: Rows,
    owner: IntArray,
    account: IntArray,
    status: IntArray,
    plan: Plan,
    draw: Draw,
) -> IntArray:
    """Return application days: pending ones lately, the others so long ago that they could be decided."""
    opened = np.where(account == NONE, customers.joined[owner], accounts.opened[account])
    first = np.maximum(opened + 1, plan.last_day - numbers.APPLIED_WITHIN_DAYS)
    pinned = storyline_codes(customers.key[owner], lambda role: role.loan_days_ago)
    decided_by = plan.last_day - numbers.DECIDED_AFTER_DAYS[1] - 5
    pending = status == PENDING
    low = np.where(pending, np.maximum(first, plan.last_day - numbers.PENDING_DAYS), first)
    high = np.where(pending, plan.last_day, decided_by)
    drawn = draw.dates("day", rows, low, np.maximum(low, high))
    return np.where(pinned == NONE, drawn, plan.last_day - pinned)


def _requested(rows: Rows, kind: IntArray, draw: Draw) -> IntArray:
    products = [PRODUCTS[name] for name in TYPES]
    drawn = draw.lognormal(
        "requested",
        rows,
        np.array([product.median for product in products]),
        np.array([product.spread for product in products]),
        np.array([product.requested.low for product in products]),
        np.array([product.requested.high for product in products]),
        kind=kind,
    )
    return cents(drawn, unit=np.array([100 * product.unit for product in products])[kind])


def _scores(rows: Rows, status: IntArray, draw: Draw) -> IntArray:
    """Return scores that are distributed in every cell as those of the country; rejected applicants rank low."""
    luck = draw.uniform("score", rows)
    merit = np.round(np.where(status == REJECTED, luck**numbers.REJECTED_SCORES, luck), 9)
    order = np.lexsort((rows.key, merit, rows.cell))
    _, sizes = run_lengths(rows.cell)
    place = np.empty(len(rows), np.int64)
    place[order] = rank_within(rows.cell)
    return score_at((place + draw.uniform("score/jitter", rows)) / np.repeat(sizes, sizes))


def score_at(part: FloatArray) -> IntArray:
    """Return the score below which a part of the country's scores lies."""
    ends = [grade.lowest for grade in GRADES] + [numbers.HIGHEST_SCORE + 1]
    below = np.concatenate(([0.0], np.cumsum([grade.part for grade in GRADES])))
    score = np.interp(np.round(part, 9), below, ends)
    return np.minimum(np.floor(np.round(score, 6)), numbers.HIGHEST_SCORE).astype(np.int64)


def grades(score: IntArray) -> IntArray:
    """Return the grade of each score, a place in GRADES."""
    return np.searchsorted(numbers.LOWEST_SCORES, score, side="right") - 1


def default_probability_e4(score: IntArray) -> IntArray:
    """Return the probability of default within a year, in ten-thousandths."""
    decay = np.exp(-(score - GRADES[0].lowest) / numbers.DEFAULT_DECAY)
    return np.floor(np.round(numbers.DEFAULT_AT_LOWEST * decay * 10_000, 6) + 0.5).astype(np.int64)


def _deciders(
    rows: Rows, granted: IntArray, in_storyline: BoolArray, decided: IntArray, staff: Staff, draw: Draw
) -> IntArray:
    """Return who decides: a loan officer, for large amounts a manager."""
    large = granted > numbers.SIGNED_BY_TWO_ABOVE
    manager = staff.serving(draw, "manager", rows, decided, numbers.MANAGERS)
    officer = staff.serving(draw, "second_officer", rows, decided, numbers.OFFICERS)
    return np.where(large, np.where(in_storyline, 0, manager), np.where(in_storyline, OFFICER, officer))


def _assessors(rows: Rows, assessed: IntArray, in_storyline: BoolArray, staff: Staff, draw: Draw) -> IntArray:
    system = (
        draw.stratified_category("by_system", rows, numbers.ASSESSED_BY_SYSTEM, pinned=np.where(in_storyline, 0, NONE))
        == 1
    )
    person = np.where(in_storyline, ASSESSOR, staff.serving(draw, "assessor", rows, assessed, numbers.ASSESSORS))
    return np.where(system, BY_SYSTEM, person)
