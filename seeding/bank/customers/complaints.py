"""Who complains, of what, and what became of it."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.customers import complaint_texts
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.contact_periods import ContactPeriods, days, minutes, possible_channels, seconds
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_FIRST_MATTERS, _LAST_MATTERS = np.array(complaint_texts.FIRST_MATTERS), np.array(complaint_texts.LAST_MATTERS)
_FRAUD = numbers.COMPLAINT_TYPES.index("fraud")


@dataclass(frozen=True)
class Complaints(Rows):
    """The complaints of a block, one per customer at most; `key` is the customer number, `owner` the index.

    `day`, `second` and `minutes` are those of the contact by which it came; it is filed when that ends, an e-mail at
    once. Codes are places in COMPLAINT_TYPES, MATTERS, CHANNELS, STATUSES and PRIORITIES; `resolved` is NO_DAY and
    `hours` NO_NUMBER while it is unsettled.
    """

    owner: IntArray
    type: IntArray
    matter: IntArray
    channel: IntArray
    status: IntArray
    priority: IntArray
    day: IntArray
    second: IntArray
    minutes: IntArray
    filed_at: IntArray
    hours: IntArray
    resolved: IntArray
    resolved_at: IntArray
    assigned: IntArray


@node(stream="complaints")
def complaints(
    customers: Customers, contact_periods: ContactPeriods, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Complaints:
    """Let one customer in twelve complain."""
    owner = np.flatnonzero(_complainers(customers, plan, draw))
    rows = Rows(customers.key[owner], customers.cell[owner])
    holder = customers.accounts[owner] > 0
    type_ = _types(rows, holder, draw)
    fraud = type_ == _FRAUD
    status = draw.stratified_category("status", rows, numbers.STATUSES)
    pinned = np.where(fraud, draw.categorical("priority/fraud", rows, numbers.PRIORITIES_OF_FRAUD), NONE)
    priority = draw.stratified_category("priority", rows, numbers.PRIORITIES, pinned=pinned)
    durations = tuple(numbers.HOURS[name] for name in numbers.PRIORITIES.names)
    hours = minutes(draw, "hours", rows, priority, durations)
    settled = np.isin(status, numbers.SETTLED)
    channel = possible_channels(draw.categorical("channel", rows, numbers.CHANNELS), contact_periods.business[owner])
    first, last = _days_of_status(customers, contact_periods, owner, status, hours, plan)
    day = days(draw, "day", rows, channel, first, last, calendar)
    second = seconds(draw, "second", rows, channel)
    duration = minutes(draw, "minutes", rows, channel, numbers.DURATIONS)
    filed_at = second + np.where(channel == numbers.EMAIL, 0, duration * 60)
    later, resolved_at = np.divmod(filed_at + hours * 3600, SECONDS_PER_DAY)
    return Complaints(
        key=rows.key,
        cell=rows.cell,
        owner=owner,
        type=type_,
        matter=_matters(rows, type_, holder, draw),
        channel=channel,
        status=status,
        priority=priority,
        day=day,
        second=second,
        minutes=duration,
        filed_at=filed_at,
        hours=np.where(settled, hours, NO_NUMBER),
        resolved=np.where(settled, day + later, NO_DAY),
        resolved_at=resolved_at,
        assigned=_assigned(rows, fraud, customers.in_storyline[owner], day, staff, draw),
    )


def _complainers(customers: Customers, plan: Plan, draw: Draw) -> BoolArray:
    pinned = storyline_codes(customers.key, lambda role: int(role.outspoken)) == 1
    eligible = (
        ~pinned
        & ~customers.in_storyline
        & (customers.status == PERSON_ACTIVE)
        & (customers.joined <= plan.last_day - numbers.COMPLAINER_STANDING_DAYS)
    )
    return pinned | draw.stratified_sample(
        "complains", customers, numbers.COMPLAINERS, eligible, already_selected=pinned
    )


def _types(rows: Rows, holder: BoolArray, draw: Draw) -> IntArray:
    """Return what each complaint is of: fraud for account holders only, then the other types in their shares."""
    fraud = draw.stratified_sample("fraud", rows, numbers.FRAUD, holder)
    other = draw.stratified_category("type", rows, numbers.TYPES_BUT_FRAUD, among=~fraud)
    return np.where(fraud, _FRAUD, other)


def _matters(rows: Rows, type_: IntArray, holder: BoolArray, draw: Draw) -> IntArray:
    """Return what each complaint is about: nobody complains of fees on an account who has none."""
    kind = np.where((type_ == complaint_texts.FEE) & ~holder, complaint_texts.FEE_IN_GENERAL, type_)
    return draw.integers("matter", rows, _FIRST_MATTERS[kind], _LAST_MATTERS[kind])


def _days_of_status(
    customers: Customers,
    contact_periods: ContactPeriods,
    owner: IntArray,
    status: IntArray,
    hours: IntArray,
    plan: Plan,
) -> tuple[IntArray, IntArray]:
    """Return the first and the last day on which each complaint can have come: what is unsettled is recent."""
    first = np.maximum(contact_periods.first[owner], customers.joined[owner] + numbers.FIRST_WEEKS_DAYS)
    last = np.full(len(owner), plan.last_day)
    for name, oldest in (("open", numbers.OPEN_DAYS), ("investigating", numbers.INVESTIGATING_DAYS)):
        first[status == numbers.STATUSES.code(name)] = plan.last_day - oldest
    settled = np.isin(status, numbers.SETTLED)
    last[settled] -= hours[settled] // 24 + 2
    return first, last


def _assigned(
    rows: Rows, fraud: BoolArray, in_storyline: BoolArray, day: IntArray, staff: Staff, draw: Draw
) -> IntArray:
    """Return who deals with each complaint, by index: compliance with fraud, a founder with the storylines'."""
    assigned = staff.serving(draw, "assigned", rows, day, numbers.COMPLAINT_DESK)
    assigned[fraud] = staff.serving(draw, "assigned/fraud", rows.where(fraud), day[fraud], numbers.FRAUD_DESK)
    assigned[in_storyline] = FOUNDING_ROLES.index(SERVICE)
    return assigned
