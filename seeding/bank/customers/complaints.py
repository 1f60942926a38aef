"""The complaints of customers: what each is about, who handles it, and when it is settled."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.channels import CHANNEL_SHARES, CHANNELS
from seeding.bank.customers.complainers import (
    Complainers,
    earlier_complainers,
    recent_complainers,
    usable_accounts,
)
from seeding.bank.customers.complaint_categories import (
    FEE,
    FEE_SHARE,
    FRAUD,
    FRAUD_SHARE,
    ISSUE_RANGES,
    OTHER_CODES,
    OTHER_SHARES,
)
from seeding.bank.customers.contact_periods import ContactPeriods
from seeding.bank.customers.contact_times import contact_seconds, durations, possible_channels, staffed_days
from seeding.bank.customers.late_fees import LateFees
from seeding.bank.earlier_years import reaches_back
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, Code, DayNumber, Index, IntArray, Ordinal, SecondOfDay
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_FIRST_ISSUE, _LAST_ISSUE = np.array(ISSUE_RANGES).T
_OTHER_CODES = np.array(OTHER_CODES)
_SETTLED = np.array(numbers.SETTLED)
OPEN, INVESTIGATING = (numbers.STATUSES.code(name) for name in ("open", "investigating"))
_SECONDS_PER_HOUR = 3_600


@dataclass(frozen=True)
class Complaints(Rows):
    """The complaints of a block, customer by customer: one each at most, and in a full history one in each year before.

    The key is the customer number, that of an earlier complaint the key of its year; `year` is the place of this year,
    NONE for complaints of the last two years. `customer` is an index, `assignee` an index into the staff,
    and `account` the index of the account that a complaint about a fee or fraud concerns, NONE for others; `late_fee`
    is the index of the late fee that it is about, NONE for others. `category`, `issue`, `channel`, `status` and
    `priority` are codes of COMPLAINT_CATEGORIES, ISSUES, CHANNELS, STATUSES and PRIORITIES. `day`, `second` and
    `minutes` describe the contact in which the customer complained, at whose end, `filed_at`, the complaint is filed;
    `filed_at` is in seconds after the beginning of `day`. `investigated` is the day on which somebody begins to
    investigate, NO_DAY if nobody does; `hours` is the time to settlement, NO_NUMBER, and `settled` the day, NO_DAY, if
    the complaint is not settled. `status` is that of the last day of the history.
    """

    customer: Index
    year: Ordinal
    account: Index
    late_fee: Index
    category: Code
    issue: Code
    channel: Code
    status: Code
    priority: Code
    day: DayNumber
    second: SecondOfDay
    minutes: IntArray
    filed_at: IntArray
    investigated: DayNumber
    hours: IntArray
    settled: DayNumber
    settled_at: SecondOfDay
    assignee: Index

    def statuses_on(self, as_of: AsOf) -> Code:
        """Return the status of each complaint on a day: open, then under investigation, then settled."""
        conditions = [as_of.has_come(self.settled), as_of.has_come(self.investigated)]
        return np.select(conditions, [self.status, np.full(len(self), INVESTIGATING)], OPEN)


@node(stream="complaints")
def complaints(
    customers: Customers,
    accounts: Accounts,
    contact_periods: ContactPeriods,
    late_fees: LateFees,
    staff: Staff,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Complaints:
    """Return a complaint for one customer in twelve in the last two years, and as many a year in earlier ones."""
    usable = usable_accounts(customers, accounts, layout)
    complainers = recent_complainers(customers, usable, contact_periods, layout, draw)
    status = draw.stratified_category("status", complainers, numbers.STATUSES)
    recent = _complaints(complainers, status, customers, accounts, late_fees, staff, layout, calendar, draw)
    if not reaches_back(layout):
        return recent
    complainers = earlier_complainers(customers, accounts, usable, layout, calendar, draw)
    status = _SETTLED[draw.stratified_category("settled", complainers, numbers.SETTLED_SHARES)]
    both = concat(
        (_complaints(complainers, status, customers, accounts, late_fees, staff, layout, calendar, draw), recent)
    )
    return both.take(np.lexsort((both.day, both.customer)))


def _complaints(
    rows: Complainers,
    status: Code,
    customers: Customers,
    accounts: Accounts,
    late_fees: LateFees,
    staff: Staff,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Complaints:
    """Return a complaint of each complainer, of the statuses that are given."""
    customer = rows.customer
    category = _categories(rows, rows.card_account != NONE, rows.fee_account != NONE, draw)
    is_fraud = category == FRAUD
    account = np.select([is_fraud, category == FEE], [rows.card_account, rows.fee_account], NONE)
    is_settled = np.isin(status, numbers.SETTLED)
    priority = _priorities(rows, is_fraud, draw)
    hours = durations(draw, "hours", rows, priority, [choice.hours for choice in numbers.PRIORITIES])
    drawn_channel = draw.categorical("channel", rows, CHANNEL_SHARES)
    channel = possible_channels(drawn_channel, rows.has_business_day)
    opened = np.where(account != NONE, accounts.opened[account] if len(accounts) else 0, NO_DAY)
    first = np.maximum(rows.first, opened + numbers.ACCOUNT_AGE_DAYS)
    first, last = _possible_days(rows, status, first, hours, layout, draw)
    late_fee = np.where(category == FEE, late_fees.latest(customer, first, last - numbers.LATE_FEE_AFTER_DAYS[1]), NONE)
    account, day = _about_late_fees(
        rows, late_fees, late_fee, account, _days(rows, is_settled, first, last, draw), draw
    )
    day = staffed_days(day, channel, first, calendar)
    second = contact_seconds(draw, "second", rows, channel)
    minutes = durations(draw, "minutes", rows, channel, [choice.minutes for choice in CHANNELS])
    filed_at = second + np.where(minutes == NO_NUMBER, 0, minutes * 60)
    days_later, settled_at = np.divmod(filed_at + hours * 3_600, SECONDS_PER_DAY)
    return Complaints(
        key=rows.key,
        cell=rows.cell,
        customer=customer,
        year=rows.year,
        account=account,
        late_fee=late_fee,
        category=category,
        issue=draw.integers("matter", rows, _FIRST_ISSUE[category], _LAST_ISSUE[category]),
        channel=channel,
        status=status,
        priority=priority,
        day=day,
        second=second,
        minutes=minutes,
        filed_at=filed_at,
        investigated=_investigation_days(rows, status, day, filed_at, hours, draw),
        hours=np.where(is_settled, hours, NO_NUMBER),
        settled=np.where(is_settled, day + days_later, NO_DAY),
        settled_at=settled_at,
        assignee=_assignees(rows, is_fraud, customers.in_storyline[customer], day, staff, draw),
    )


def _categories(rows: Rows, has_card: BoolArray, has_account: BoolArray, draw: Draw) -> Code:
    """Return the category of each complaint: fraud for holders of a card, fees for holders, then the others."""
    is_fraud = draw.stratified_sample("fraud", rows, FRAUD_SHARE, has_card, rounding="with account")
    is_fee = draw.stratified_sample("fee", rows, FEE_SHARE, has_account & ~is_fraud, rounding="with account")
    other = draw.stratified_category("type", rows, OTHER_SHARES, subset=~is_fraud & ~is_fee)
    return np.select([is_fraud, is_fee], [FRAUD, FEE], _OTHER_CODES[other])


def _priorities(rows: Rows, is_fraud: BoolArray, draw: Draw) -> Code:
    """Return the priority of each complaint; fraud has shares of its own.

    They are kept in every cell: if all fraud of a cell were critical, the cell would have too many critical complaints.
    """
    of_fraud = draw.stratified_category("priority/fraud", rows, numbers.PRIORITY_SHARES_OF_FRAUD, subset=is_fraud)
    return draw.stratified_category("priority", rows, numbers.PRIORITY_SHARES, pinned=of_fraud)


def _possible_days(
    rows: Complainers, status: Code, first: DayNumber, hours: IntArray, layout: Layout, draw: Draw
) -> tuple[DayNumber, DayNumber]:
    """Return the first and the last possible day of each complaint, given the first day without regard to its status.

    Earlier complaints are all settled, and happen on any day of their year. Of those of the last two years, open
    complaints are recent and those under investigation less so; few of the settled ones are as recent as these, so that
    complaints do not pile up in the last months.
    """
    if (rows.year != NONE).any():
        return first, rows.last
    earliest_unsettled = layout.until - int(numbers.INVESTIGATING_DAYS.high)
    is_late = draw.uniform("late", rows) < numbers.SETTLED_LATELY
    first = np.where(is_late, np.maximum(first, earliest_unsettled), np.minimum(first, earliest_unsettled - 1))
    last = np.where(is_late, layout.until - hours // 24 - 2, earliest_unsettled - 1)
    for code, days in ((OPEN, numbers.OPEN_DAYS), (INVESTIGATING, numbers.INVESTIGATING_DAYS)):
        selected = status == code
        first[selected], last[selected] = layout.until - int(days.high), layout.until - int(days.low)
    return first, last


def _days(rows: Rows, is_settled: BoolArray, first: DayNumber, last: DayNumber, draw: Draw) -> DayNumber:
    """Return the day of each complaint, spread evenly in each cell, those of settled complaints apart."""
    day = np.empty(len(rows), np.int64)
    for name, selected in (("settled", is_settled), ("unsettled", ~is_settled)):
        some = rows.where(selected)
        day[selected] = draw.dates(f"day/{name}", some, first[selected], last[selected], stratified=True)
    return day


def _investigation_days(
    rows: Rows, status: Code, day: DayNumber, filed_at: IntArray, hours: IntArray, draw: Draw
) -> DayNumber:
    """Return the day on which each complaint is first investigated, NO_DAY for open ones.

    Settled complaints are investigated within the hours that they take, and the others as long after they were filed as
    complaints are open at most.
    """
    part = draw.between("investigated", rows, numbers.INVESTIGATED_PART)
    after = np.floor(np.round(part * hours * _SECONDS_PER_HOUR, 6)).astype(np.int64)
    of_settled = day + (filed_at + after) // SECONDS_PER_DAY
    of_others = day + draw.integers("investigated after", rows, 1, int(numbers.OPEN_DAYS.high))
    return np.select([status == OPEN, status == INVESTIGATING], [NO_DAY, of_others], of_settled)


def _about_late_fees(
    rows: Rows, late_fees: LateFees, late_fee: Index, account: Index, day: DayNumber, draw: Draw
) -> tuple[Index, DayNumber]:
    """Return account and day of each complaint: of those about a late fee, its account and some days after it."""
    is_late, found = late_fee != NONE, np.flatnonzero(late_fee != NONE)
    fee = late_fee[found]
    after = draw.integers("after late fee", rows.where(is_late), *numbers.LATE_FEE_AFTER_DAYS)
    account, day = account.copy(), day.copy()
    account[found], day[found] = late_fees.account[fee], late_fees.day[fee] + after
    return account, day


def _assignees(
    rows: Rows, is_fraud: BoolArray, in_storyline: BoolArray, day: DayNumber, staff: Staff, draw: Draw
) -> Index:
    """Return who handles each complaint, by index into the staff: compliance handles fraud, a founder storylines."""
    assignee = staff.serving(draw, "assigned", rows, day, numbers.COMPLAINT_DESK)
    assignee[is_fraud] = staff.serving(draw, "assigned/fraud", rows.where(is_fraud), day[is_fraud], numbers.FRAUD_DESK)
    assignee[in_storyline] = FOUNDING_ROLES.index(SERVICE)
    return assignee
