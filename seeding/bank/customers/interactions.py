"""When customers were in touch with the bank, how, about what, with whom, and what came of it."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.accounts import CHECKING, Accounts
from seeding.bank.accounts.customers import PERSON_DORMANT, Customers
from seeding.bank.customers import interaction_texts as words
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.complaints import Complaints
from seeding.bank.customers.contact_periods import ContactPeriods, days, minutes, possible_channels, seconds
from seeding.bank.employees.numbers import FOUNDING_ROLES
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import NONE, BoolArray, IntArray, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_FAN_OUT = 8
"""Room for the contacts of a customer in a key."""
_DESK = np.array(words.DESK_OF_TOPIC)
_FOUNDERS = np.array([FOUNDING_ROLES.index(role) for role in numbers.DESKS])
_TYPE = np.array(numbers.TYPE_OF_CHANNEL)
_HANDLED = np.array(numbers.HANDLED)
_TOPICS = tuple(np.array([words.NAMES.index(name) for name in shares.names]) for shares in words.TOPICS_OF_SITUATIONS)


@dataclass(frozen=True)
class Interactions(Rows):
    """The contacts of a block, those of a customer in the order of time; `key` is customer x 8 + a number from 0.

    `owner` is the customer's index, `place` counts a customer's contacts from 0. Codes are places in CHANNELS, TYPES,
    OUTCOMES and the NAMES of topics. `minutes` is NO_NUMBER for e-mails, `handler` NONE where no person dealt with it.
    """

    owner: IntArray
    place: IntArray
    day: IntArray
    second: IntArray
    channel: IntArray
    type: IntArray
    minutes: IntArray
    outcome: IntArray
    topic: IntArray
    handler: IntArray

    @property
    def complaint(self) -> BoolArray:
        """Which contacts are complaints."""
        return self.type == numbers.COMPLAINT


@dataclass(frozen=True)
class _When(Rows):
    """The contacts in the order of time, before it is known what they are about."""

    owner: IntArray
    complaint: IntArray
    channel: IntArray
    day: IntArray
    second: IntArray


@node(stream="interactions")
def interactions(
    customers: Customers,
    accounts: Accounts,
    complaints: Complaints,
    contact_periods: ContactPeriods,
    staff: Staff,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> Interactions:
    """Let customers be in touch; a complaint's contact is one of them."""
    count = _how_many(customers, complaints, contact_periods, plan, draw)
    rows = _when(customers, complaints, count, contact_periods, calendar, draw)
    complains = rows.complaint != NONE
    topic = _topics(customers, accounts, rows, draw)
    topic[complains] = words.FIRST_COMPLAINT + complaints.matter[rows.complaint[complains]]
    duration = minutes(draw, "minutes", rows, rows.channel, numbers.DURATIONS)
    duration[complains] = complaints.minutes[rows.complaint[complains]]
    handed_on = draw.categorical("complaint_outcome", rows, numbers.OUTCOMES_OF_COMPLAINTS)
    outcome = draw.stratified_category("outcome", rows, numbers.OUTCOMES, pinned=np.where(complains, handed_on, NONE))
    return Interactions(
        key=rows.key,
        cell=rows.cell,
        owner=rows.owner,
        place=ordinals(count),
        day=rows.day,
        second=rows.second,
        channel=rows.channel,
        type=np.where(complains, numbers.COMPLAINT, _TYPE[rows.channel]),
        minutes=np.where(rows.channel == numbers.EMAIL, NO_NUMBER, duration),
        outcome=outcome,
        topic=topic,
        handler=_handlers(rows, _DESK[topic], customers.in_storyline[rows.owner], staff, draw),
    )


def _how_many(
    customers: Customers, complaints: Complaints, contact_periods: ContactPeriods, plan: Plan, draw: Draw
) -> IntArray:
    """Return the number of contacts of each customer: at least one of who complains, at most one of the silent."""
    pinned = np.full(len(customers), NONE)
    silent = (customers.status == PERSON_DORMANT) | (customers.joined > plan.last_day - numbers.NEWCOMER_DAYS)
    pinned[silent] = draw.categorical("seldom", Rows(customers.key, customers.cell).where(silent), numbers.SELDOM)
    pinned[complaints.owner] = draw.categorical("complainers", complaints, numbers.CONTACTS_OF_COMPLAINERS) + 1
    pinned[(contact_periods.last < contact_periods.first) | (silent & customers.in_storyline)] = 0
    return draw.stratified_category("contacts", customers, numbers.CONTACTS, pinned=pinned)


def _when(
    customers: Customers,
    complaints: Complaints,
    count: IntArray,
    contact_periods: ContactPeriods,
    calendar: Calendar,
    draw: Draw,
) -> _When:
    owner = np.repeat(np.arange(len(customers)), count)
    number = ordinals(count)
    rows = Rows(customers.key[owner] * _FAN_OUT + number, customers.cell[owner])
    complaint_of = np.full(len(customers), NONE)
    complaint_of[complaints.owner] = np.arange(len(complaints))
    complaint = np.where(number == 0, complaint_of[owner], NONE)
    pinned = complaint != NONE
    channel = np.full(len(rows), NONE)
    channel[pinned] = complaints.channel[complaint[pinned]]
    channel = draw.stratified_category("channel", rows, numbers.CHANNELS, pinned=channel)
    channel = possible_channels(channel, contact_periods.business[owner])
    day = days(draw, "day", rows, channel, contact_periods.first[owner], contact_periods.last[owner], calendar)
    second = seconds(draw, "second", rows, channel)
    for mine, theirs in ((day, complaints.day), (second, complaints.second)):
        mine[pinned] = theirs[complaint[pinned]]
    order = np.lexsort((day * SECONDS_PER_DAY + second, owner))
    in_order = (column[order] for column in (rows.key, rows.cell, owner, complaint, channel, day, second))
    return _When(*in_order)


def _topics(customers: Customers, accounts: Accounts, rows: _When, draw: Draw) -> IntArray:
    """Return what each contact is about: nobody asks about an account before there is one."""
    situation = _situations(customers, accounts, rows)
    topic = np.zeros(len(rows), np.int64)
    for code, (name, shares) in enumerate(zip(words.SITUATIONS, words.TOPICS_OF_SITUATIONS, strict=True)):
        there = situation == code
        topic[there] = _TOPICS[code][draw.categorical(f"topic/{name}", rows.where(there), shares)]
    return topic


def _situations(customers: Customers, accounts: Accounts, rows: _When) -> IntArray:
    first = np.flatnonzero(accounts.ordinal == 0)
    owner = accounts.owner[first]
    opened = np.full(len(customers), np.iinfo(np.int64).max)
    opened[owner] = accounts.opened[first]
    has = np.full(len(customers), words.WITHOUT)
    has[owner] = np.where(accounts.type[first] == CHECKING, words.CHECKING_HOLDER, words.HOLDER)
    has[customers.status == PERSON_DORMANT] = words.WITHOUT
    situation = np.where(rows.day > opened[rows.owner], has[rows.owner], words.WITHOUT)
    return np.where(customers.corporate[rows.owner], words.COMPANY, situation)


def _handlers(rows: _When, desk: IntArray, in_storyline: BoolArray, staff: Staff, draw: Draw) -> IntArray:
    """Return who dealt with each contact, by index: always somebody at a desk, a founder with the storylines'."""
    handled = draw.uniform("handled", rows) < _HANDLED[rows.channel]
    handler = np.where(handled & in_storyline, _FOUNDERS[desk], NONE)
    for place, role in enumerate(numbers.DESKS):
        here = handled & ~in_storyline & (desk == place)
        handler[here] = staff.serving(draw, f"handler/{place}", rows.where(here), rows.day[here], (role,))
    return handler
