"""The interactions of customers with the bank: their times, channels, topics, employees and outcomes."""

from dataclasses import dataclass, replace

import numpy as np

from seeding.bank.accounts.accounts import CHECKING, Accounts
from seeding.bank.accounts.customers import PERSON_DORMANT, Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.channels import CHANNEL_SHARES, CHANNELS, COMPLAINT, INTERACTION_TYPES
from seeding.bank.customers.complaints import Complaints
from seeding.bank.customers.contact_periods import ContactPeriods
from seeding.bank.customers.contact_times import contact_days, contact_seconds, durations, possible_channels
from seeding.bank.customers.interaction_topics import (
    COMPANY,
    FIRST_COMPLAINT,
    SITUATIONS,
    TOPIC_NAMES,
    TOPICS,
    WITH_ACCOUNT,
    WITH_CHECKING,
    WITHOUT_ACCOUNT,
)
from seeding.bank.customers.service_desks import DESKS
from seeding.bank.earlier_years import first_days, reaches_back
from seeding.bank.employees.numbers import FOUNDING_ROLES
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import (
    NONE,
    BoolArray,
    Code,
    DayNumber,
    Index,
    IntArray,
    Ordinal,
    SecondOfDay,
    ordinals,
)
from seeding.engine.calendar import Calendar
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows

_INTERACTIONS_OF_CUSTOMER = Room("interactions of a customer", 8)
_INTERACTIONS_IN_FULL = Room("interactions of a customer in a full history", 100)
_DESK = np.array([topic.desk for topic in TOPICS])
_FOUNDER_OF_DESK = np.array([FOUNDING_ROLES.index(desk.role) for desk in DESKS])
_TYPE = np.array([INTERACTION_TYPES.index(channel.interaction_type) for channel in CHANNELS])
_HANDLED = np.array([channel.handled for channel in CHANNELS])
_TOPIC_SHARES = tuple(situation.topics for situation in SITUATIONS)
_TOPIC_CODES = tuple(np.array([TOPIC_NAMES.index(name) for name in shares.names]) for shares in _TOPIC_SHARES)
_DAYS_PER_YEAR = 365
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Interactions(Rows):
    """The interactions of a block, customer by customer in order of time.

    `customer` is an index; `ordinal` counts a customer's interactions from 0. `channel`, `type`, `outcome` and `topic`
    are codes of CHANNELS, INTERACTION_TYPES, OUTCOMES and TOPICS. `minutes` is NO_NUMBER for e-mails; `handler` is an
    index into the staff, NONE where no employee handled the interaction.
    """

    customer: Index
    ordinal: Ordinal
    day: DayNumber
    second: SecondOfDay
    channel: Code
    type: Code
    minutes: IntArray
    outcome: Code
    topic: Code
    handler: Index

    @property
    def is_complaint(self) -> BoolArray:
        """Whether each interaction is a complaint."""
        return self.type == COMPLAINT


@dataclass(frozen=True)
class _Contacts(Rows):
    """The interactions in order of time, before they have a topic; `complaint` is an index, NONE for the others."""

    customer: Index
    complaint: Index
    channel: Code
    day: DayNumber
    second: SecondOfDay


@node(stream="interactions")
def interactions(
    customers: Customers,
    accounts: Accounts,
    complaints: Complaints,
    contact_periods: ContactPeriods,
    staff: Staff,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> Interactions:
    """Return the interactions of every customer; each complaint is one of them."""
    counts = _counts(customers, complaints, contact_periods, layout, draw)
    room = _INTERACTIONS_OF_CUSTOMER
    if reaches_back(layout):
        counts, contact_periods = _in_earlier_years(customers, counts, contact_periods, layout, calendar, draw)
        counts = np.maximum(counts, np.bincount(complaints.customer, minlength=len(customers)))
        room = _INTERACTIONS_IN_FULL
    contacts = _contacts(customers, complaints, counts, contact_periods, room, calendar, draw)
    is_complaint = contacts.complaint != NONE
    complaint = contacts.complaint[is_complaint]
    topic = _topics(customers, accounts, contacts, draw)
    topic[is_complaint] = FIRST_COMPLAINT + complaints.issue[complaint]
    minutes = durations(draw, "minutes", contacts, contacts.channel, [channel.minutes for channel in CHANNELS])
    minutes[is_complaint] = complaints.minutes[complaint]
    outcome_of_complaint = draw.categorical("complaint_outcome", contacts, numbers.OUTCOMES_OF_COMPLAINTS)
    pinned = np.where(is_complaint, outcome_of_complaint, NONE)
    return Interactions(
        key=contacts.key,
        cell=contacts.cell,
        customer=contacts.customer,
        ordinal=ordinals(counts),
        day=contacts.day,
        second=contacts.second,
        channel=contacts.channel,
        type=np.where(is_complaint, COMPLAINT, _TYPE[contacts.channel]),
        minutes=minutes,
        outcome=draw.stratified_category("outcome", contacts, numbers.OUTCOMES, pinned=pinned),
        topic=topic,
        handler=_handlers(contacts, _DESK[topic], customers.in_storyline[contacts.customer], staff, draw),
    )


def _counts(
    customers: Customers, complaints: Complaints, contact_periods: ContactPeriods, layout: Layout, draw: Draw
) -> IntArray:
    """Return the number of interactions of each customer: one or more with a complaint, one or none of quiet ones."""
    is_newcomer = customers.joined > layout.until - numbers.NEWCOMER_DAYS
    is_quiet = (customers.status == PERSON_DORMANT) | is_newcomer
    quiet = Rows(customers.key, customers.cell).where(is_quiet)
    pinned = np.full(len(customers), NONE)
    pinned[is_quiet] = draw.categorical("seldom", quiet, numbers.INTERACTIONS_OF_QUIET_CUSTOMERS)
    recent = complaints.where(complaints.year == NONE)
    complainers = draw.categorical("complainers", recent, numbers.INTERACTIONS_OF_COMPLAINERS)
    pinned[recent.customer] = complainers + 1
    pinned[contact_periods.is_empty | (is_quiet & customers.in_storyline)] = 0
    return draw.stratified_category("contacts", customers, numbers.INTERACTIONS, pinned=pinned)


def _in_earlier_years(
    customers: Customers,
    counts: IntArray,
    contact_periods: ContactPeriods,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> tuple[IntArray, ContactPeriods]:
    """Return counts and periods with those of the years before: as many a year as lately."""
    first = np.minimum(first_days(layout, customers.joined + 1, numbers.WINDOW_DAYS), contact_periods.first)
    days, recent = (np.maximum(contact_periods.last - since + 1, 1) for since in (first, contact_periods.first))
    # A rate of few days, such as those of a customer who left, says little.
    observed = np.maximum(recent, np.minimum(days, _DAYS_PER_YEAR))
    times = np.round(counts * days / observed + draw.uniform("rounding", customers), 9)
    has_business_day = calendar.business_index(contact_periods.last + 1) > calendar.business_index(first)
    periods = replace(contact_periods, first=first, has_business_day=has_business_day)
    return np.floor(times).astype(np.int64), periods


def _contacts(
    customers: Customers,
    complaints: Complaints,
    counts: IntArray,
    contact_periods: ContactPeriods,
    room: Room,
    calendar: Calendar,
    draw: Draw,
) -> _Contacts:
    """Return channel, day and second of each interaction; a complaint's interaction has those of the complaint."""
    customer = np.repeat(np.arange(len(customers)), counts)
    ordinal = ordinals(counts)
    rows = Rows(child_key(customers.key[customer], ordinal, room), customers.cell[customer])
    first_complaint = np.searchsorted(complaints.customer, customer)
    of_customer = np.bincount(complaints.customer, minlength=len(customers))[customer]
    complaint = np.where(ordinal < of_customer, first_complaint + ordinal, NONE)
    is_complaint = complaint != NONE
    pinned = np.full(len(rows), NONE)
    pinned[is_complaint] = complaints.channel[complaint[is_complaint]]
    drawn_channel = draw.stratified_category("channel", rows, CHANNEL_SHARES, pinned=pinned)
    channel = possible_channels(drawn_channel, contact_periods.has_business_day[customer])
    first, last = contact_periods.first[customer], contact_periods.last[customer]
    day = contact_days(draw, "day", rows, channel, first, last, calendar)
    second = contact_seconds(draw, "second", rows, channel)
    day[is_complaint] = complaints.day[complaint[is_complaint]]
    second[is_complaint] = complaints.second[complaint[is_complaint]]
    contacts = _Contacts(rows.key, rows.cell, customer, complaint, channel, day, second)
    return contacts.take(np.lexsort((day * SECONDS_PER_DAY + second, customer)))


def _topics(customers: Customers, accounts: Accounts, contacts: _Contacts, draw: Draw) -> Code:
    """Return the topic of each interaction, a code of TOPICS; nobody asks about an account before it is opened."""
    situation_of_contact = _situations(customers, accounts, contacts)
    topic = np.zeros(len(contacts), np.int64)
    for code, (situation, shares) in enumerate(zip(SITUATIONS, _TOPIC_SHARES, strict=True)):
        selected = situation_of_contact == code
        drawn = draw.categorical(f"topic/{situation.name}", contacts.where(selected), shares)
        topic[selected] = _TOPIC_CODES[code][drawn]
    return topic


def _situations(customers: Customers, accounts: Accounts, contacts: _Contacts) -> Code:
    """Return what the customer has at the time of each interaction, a code of SITUATIONS."""
    first = np.flatnonzero(accounts.ordinal == 0)
    owner = accounts.owner[first]
    opened = np.full(len(customers), _NEVER)
    opened[owner] = accounts.opened[first]
    once_opened = np.full(len(customers), WITHOUT_ACCOUNT)
    once_opened[owner] = np.where(accounts.type[first] == CHECKING, WITH_CHECKING, WITH_ACCOUNT)
    once_opened[customers.status == PERSON_DORMANT] = WITHOUT_ACCOUNT
    is_opened = contacts.day > opened[contacts.customer]
    of_person = np.where(is_opened, once_opened[contacts.customer], WITHOUT_ACCOUNT)
    return np.where(customers.corporate[contacts.customer], COMPANY, of_person)


def _handlers(contacts: _Contacts, desk: Code, in_storyline: BoolArray, staff: Staff, draw: Draw) -> Index:
    """Return who handled each interaction, by index into the staff: the role of its desk, a founder for storylines."""
    is_handled = draw.uniform("handled", contacts) < _HANDLED[contacts.channel]
    handler = np.where(is_handled & in_storyline, _FOUNDER_OF_DESK[desk], NONE)
    for code, desk_of_code in enumerate(DESKS):
        selected = is_handled & ~in_storyline & (desk == code)
        rows, day = contacts.where(selected), contacts.day[selected]
        handler[selected] = staff.serving(draw, f"handler/{code}", rows, day, (desk_of_code.role,))
    return handler
