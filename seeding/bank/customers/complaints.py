"""Which customers complain, about what, to whom, and when the complaint is settled."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.channels import CHANNEL_SHARES, CHANNELS
from seeding.bank.customers.complaint_categories import FRAUD, FRAUD_SHARE, ISSUE_RANGES, OTHER_SHARES
from seeding.bank.customers.contact_periods import ContactPeriods
from seeding.bank.customers.contact_times import contact_days, contact_seconds, durations, possible_channels
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.bank.storyline_codes import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, IntArray, SecondOfDay
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_ISSUE_RANGES = np.array(ISSUE_RANGES)


@dataclass(frozen=True)
class Complaints(Rows):
    """The complaints of a block, one per customer at most; the key is the customer number.

    `customer` is an index, `assignee` an index into the staff. `category`, `issue`, `channel`, `status` and `priority`
    are codes of COMPLAINT_CATEGORIES, ISSUES, CHANNELS, STATUSES and PRIORITIES. `day`, `second` and `minutes` describe
    the contact in which the customer complained, at whose end, `filed_at`, the complaint is filed; `filed_at` is in
    seconds after the beginning of `day`. `hours` is the time to settlement, NO_NUMBER, and `settled` the day, NO_DAY,
    while the complaint is not settled.
    """

    customer: Index
    category: Code
    issue: Code
    channel: Code
    status: Code
    priority: Code
    day: DayNumber
    second: SecondOfDay
    minutes: IntArray
    filed_at: IntArray
    hours: IntArray
    settled: DayNumber
    settled_at: SecondOfDay
    assignee: Index


@node(stream="complaints")
def complaints(
    customers: Customers, contact_periods: ContactPeriods, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Complaints:
    """Return a complaint for one customer in twelve."""
    customer = np.flatnonzero(_complainers(customers, plan, draw))
    rows = Rows(customers.key[customer], customers.cell[customer])
    is_holder = customers.accounts[customer] > 0
    category = _categories(rows, is_holder, draw)
    is_fraud = category == FRAUD
    status = draw.stratified_category("status", rows, numbers.STATUSES)
    is_settled = np.isin(status, numbers.SETTLED)
    priority = _priorities(rows, is_fraud, draw)
    hours = durations(draw, "hours", rows, priority, [choice.hours for choice in numbers.PRIORITIES])
    drawn_channel = draw.categorical("channel", rows, CHANNEL_SHARES)
    channel = possible_channels(drawn_channel, contact_periods.has_business_day[customer])
    first, last = _possible_days(customers, contact_periods, customer, status, hours, plan)
    day = contact_days(draw, "day", rows, channel, first, last, calendar)
    second = contact_seconds(draw, "second", rows, channel)
    minutes = durations(draw, "minutes", rows, channel, [choice.minutes for choice in CHANNELS])
    filed_at = second + np.where(minutes == NO_NUMBER, 0, minutes * 60)
    days_later, settled_at = np.divmod(filed_at + hours * 3_600, SECONDS_PER_DAY)
    return Complaints(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        category=category,
        issue=_issues(rows, category, is_holder, draw),
        channel=channel,
        status=status,
        priority=priority,
        day=day,
        second=second,
        minutes=minutes,
        filed_at=filed_at,
        hours=np.where(is_settled, hours, NO_NUMBER),
        settled=np.where(is_settled, day + days_later, NO_DAY),
        settled_at=settled_at,
        assignee=_assignees(rows, is_fraud, customers.in_storyline[customer], day, staff, draw),
    )


def _complainers(customers: Customers, plan: Plan, draw: Draw) -> BoolArray:
    """Return which customers complain: active ones who joined a while ago, and those of storylines that ask for it."""
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


def _categories(rows: Rows, is_holder: BoolArray, draw: Draw) -> Code:
    """Return the category of each complaint: fraud for account holders only, then the others in their shares."""
    is_fraud = draw.stratified_sample("fraud", rows, FRAUD_SHARE, is_holder)
    other = draw.stratified_category("type", rows, OTHER_SHARES, subset=~is_fraud)
    return np.where(is_fraud, FRAUD, other)


def _priorities(rows: Rows, is_fraud: BoolArray, draw: Draw) -> Code:
    """Return the priority of each complaint; fraud has shares of its own."""
    of_fraud = draw.categorical("priority/fraud", rows, numbers.PRIORITY_SHARES_OF_FRAUD)
    pinned = np.where(is_fraud, of_fraud, NONE)
    return draw.stratified_category("priority", rows, numbers.PRIORITY_SHARES, pinned=pinned)


def _issues(rows: Rows, category: Code, is_holder: BoolArray, draw: Draw) -> Code:
    """Return the issue of each complaint: customers without an account do not complain about fees on their account."""
    first, last = _ISSUE_RANGES[category, is_holder.astype(np.int64)].T
    return draw.integers("matter", rows, first, last)


def _possible_days(
    customers: Customers,
    contact_periods: ContactPeriods,
    customer: Index,
    status: Code,
    hours: IntArray,
    plan: Plan,
) -> tuple[DayNumber, DayNumber]:
    """Return the first and the last possible day of each complaint: those that are not settled are recent."""
    first = np.maximum(contact_periods.first[customer], customers.joined[customer] + numbers.FIRST_WEEKS_DAYS)
    last = np.full(len(customer), plan.last_day)
    for name, most_days_ago in (("open", numbers.OPEN_DAYS), ("investigating", numbers.INVESTIGATING_DAYS)):
        first[status == numbers.STATUSES.code(name)] = plan.last_day - most_days_ago
    is_settled = np.isin(status, numbers.SETTLED)
    last[is_settled] -= hours[is_settled] // 24 + 2
    return first, last


def _assignees(
    rows: Rows, is_fraud: BoolArray, in_storyline: BoolArray, day: DayNumber, staff: Staff, draw: Draw
) -> Index:
    """Return who handles each complaint, by index into the staff: compliance handles fraud, a founder storylines."""
    assignee = staff.serving(draw, "assigned", rows, day, numbers.COMPLAINT_DESK)
    assignee[is_fraud] = staff.serving(draw, "assigned/fraud", rows.where(is_fraud), day[is_fraud], numbers.FRAUD_DESK)
    assignee[in_storyline] = FOUNDING_ROLES.index(SERVICE)
    return assignee
