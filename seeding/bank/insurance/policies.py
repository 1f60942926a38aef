"""Policies: who is covered for what, at what premium, how it is paid, and how the policy goes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import (
    choose_contract_holders,
    eligible_for_contract,
    linkable_accounts,
    linked_accounts,
)
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.numbers import BRANCH_HOURS, DAYS_PER_YEAR, SEGMENTS
from seeding.bank.employees.numbers import FOUNDING_ROLES, INSURANCE_AGENT
from seeding.bank.employees.staff import Staff
from seeding.bank.insurance import numbers
from seeding.bank.insurance.numbers import LIFE, LINES, TRAVEL, TYPES
from seeding.bank.storylines import ROLES, Role, storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray, rank_within
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

ACTIVE, LAPSED, CANCELLED, MATURED = range(4)
STATUSES = ("active", "lapsed", "cancelled", "matured")
METHODS = ("auto_debit", *numbers.OTHER_METHODS.names)
AUTO_DEBIT = METHODS.index("auto_debit")
AGENT = FOUNDING_ROLES.index(INSURANCE_AGENT)
"""The founder who insures the people of storylines, by index into the staff."""
_ANNUAL = numbers.FREQUENCIES.code("annual")
_MONTHS = np.array(numbers.MONTHS_OF_PERIOD)
_NUMBER_DIGITS = 10
_E4 = 10_000


@dataclass(frozen=True)
class Policies(Rows):
    """The policies of a block. `key` is customer x 2 + ordinal, `owner` the customer's index.

    Codes are places in TYPES, FREQUENCIES, METHODS and STATUSES; `fate` is ACTIVE, LAPSED or CANCELLED, `stop` the day
    of the latter two, NO_DAY without; `unpaid` is the period, from 0, whose premium makes the policy lapse, else NONE.
    `cover` and `premium`, an instalment, are cents; `months` is how many one pays for. `end` is the last day of the
    term or of the year under way. `account` is the index of the linked account, `agent` one into the staff.
    """

    owner: IntArray
    ordinal: IntArray
    type: IntArray
    frequency: IntArray
    months: IntArray
    cover: IntArray
    premium: IntArray
    start: IntArray
    start_at: IntArray
    end: IntArray
    fate: IntArray
    stop: IntArray
    unpaid: IntArray
    account: IntArray
    method: IntArray
    agent: IntArray
    in_storyline: BoolArray

    def within_month(self, calendar: Calendar, policy: IntArray, month: IntArray, days: IntArray) -> IntArray:
        """Return the day so many days into a month of a policy; months are counted from its start."""
        return calendar.months_later(self.start[policy], month) + days


@dataclass(frozen=True)
class PolicyNumbers:
    """The number that policyholders know each policy of the block by: PL and ten digits."""

    text: pl.Series


@node(stream="policy numbers")
def policy_numbers(policies: Policies, draw: Draw) -> PolicyNumbers:
    """Number the policies."""
    return PolicyNumbers(business_numbers(draw, "PL", policies.key, _NUMBER_DIGITS))


@node(stream="policies")
def policies(
    customers: Customers, accounts: Accounts, staff: Staff, plan: Plan, calendar: Calendar, draw: Draw
) -> Policies:
    """Insure more than a quarter of the customers, and lay out how each policy goes."""
    account = linkable_accounts(customers, accounts, plan)
    owner, ordinal = _policyholders(customers, account, plan, draw)
    rows = Rows(customers.key[owner] * 2 + ordinal, customers.cell[owner])
    in_storyline = customers.in_storyline[owner]
    kind = _types(customers, rows, owner, ordinal, draw)
    start = _starts(customers, accounts, rows, owner, account[owner], plan, calendar, draw)
    frequency = draw.stratified_category(
        "frequency", rows, numbers.FREQUENCIES, pinned=np.where(kind == TRAVEL, _ANNUAL, NONE)
    )
    months = _MONTHS[frequency]
    fate, stop, unpaid = _fates(rows, kind, start, months, in_storyline, plan, calendar, draw)
    cover = _covers(rows, kind, customers.segment[owner], draw)
    link = linked_accounts(accounts, account[owner], rows, start, in_storyline, draw)
    agent = staff.serving(draw, "agent", rows, start, numbers.AGENTS)
    return Policies(
        key=rows.key,
        cell=rows.cell,
        owner=owner,
        ordinal=ordinal,
        type=kind,
        frequency=frequency,
        months=months,
        cover=cover,
        premium=_premiums(rows, kind, cover, months, start - customers.born[owner], draw),
        start=start,
        start_at=draw.integers("start_at", rows, *BRANCH_HOURS),
        end=_ends(rows, kind, start, stop, plan, calendar, draw),
        fate=fate,
        stop=stop,
        unpaid=unpaid,
        account=link,
        method=_methods(rows, link, draw),
        agent=np.where(in_storyline, AGENT, agent),
        in_storyline=in_storyline,
    )


def _policyholders(customers: Customers, account: IntArray, plan: Plan, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return who is insured, and which policy of theirs it is."""
    pinned = storyline_codes(customers.key, lambda role: len(role.policies))
    free = (pinned == NONE) & eligible_for_contract(customers, plan)
    holds = choose_contract_holders(customers, account, numbers.POLICYHOLDERS, free, pinned > 0, "holders", draw)
    twice = draw.stratified_category(
        "count", customers, numbers.POLICIES_OF_HOLDERS, among=holds, pinned=np.maximum(pinned - 1, NONE)
    )
    count = np.where(holds, twice + 1, 0)
    owner = np.repeat(np.arange(len(customers)), count)
    return owner, rank_within(owner)


def _types(customers: Customers, rows: Rows, owner: IntArray, ordinal: IntArray, draw: Draw) -> IntArray:
    """Return types: companies insure property and vehicles, and persons make up the shares of all."""
    names = numbers.TYPES_OF_COMPANIES.names
    corporate = customers.corporate[owner]
    of_companies = draw.stratified_category("type/company", rows, numbers.TYPES_OF_COMPANIES, among=corporate)
    pinned = np.where(corporate, np.array([TYPES.code(name) for name in names])[of_companies], NONE)
    number = customers.key[owner]
    for place in range(max(len(role.policies) for role in ROLES.values())):
        pinned = np.where(ordinal == place, np.maximum(pinned, storyline_codes(number, _of_story(place))), pinned)
    return draw.stratified_category("type", rows, TYPES, pinned=pinned)


def _of_story(place: int) -> Callable[[Role], int]:
    return lambda role: TYPES.code(role.policies[place]) if place < len(role.policies) else NONE


def _starts(
    customers: Customers,
    accounts: Accounts,
    rows: Rows,
    owner: IntArray,
    account: IntArray,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> IntArray:
    """Return the business day on which each cover begins: after the account to link was opened."""
    today = np.full(len(rows), plan.last_day)
    opened = np.where(account == NONE, customers.joined[owner], accounts.opened[account])
    first = np.maximum(opened, calendar.years_before(today, numbers.STARTED_WITHIN_YEARS)) + 1
    last = calendar.last_business(today)
    latest, earliest = (plan.last_day - days for days in numbers.STORY_AGE_DAYS)
    in_storyline = customers.in_storyline[owner]
    return calendar.next_business(
        draw.dates("start", rows, np.where(in_storyline, earliest, first), np.where(in_storyline, latest, last))
    )


def _fates(
    rows: Rows,
    kind: IntArray,
    start: IntArray,
    months: IntArray,
    in_storyline: BoolArray,
    plan: Plan,
    calendar: Calendar,
    draw: Draw,
) -> tuple[IntArray, IntArray, IntArray]:
    """Return what becomes of each policy, the day on which it stops, and the period that is not paid."""
    lasts = np.flatnonzero(kind != TRAVEL)
    free, of = ~in_storyline[lasts], Rows(rows.key[lasts], rows.cell[lasts])
    # Months of which all days have come, so that whatever is drawn inside them has.
    whole = calendar.months_between(start, np.full(len(rows), plan.last_day - numbers.LOSS_DAYS[1]))
    periods = whole // months
    lapses = draw.stratified_sample("lapsed", of, numbers.LAPSES, free & (periods[lasts] >= 1), rounding="fate")
    eligible = free & ~lapses & (whole[lasts] >= 1)
    cancelled = draw.stratified_sample("cancelled", of, numbers.CANCELLATIONS, eligible, rounding="fate")
    fate = np.full(len(rows), ACTIVE)
    fate[lasts[lapses]], fate[lasts[cancelled]] = LAPSED, CANCELLED
    unpaid = draw.integers("unpaid", rows, np.minimum(1, periods), periods.clip(0))
    month = draw.integers("cancelled_month", rows, np.minimum(1, whole), whole.clip(0))
    month = np.where(fate == LAPSED, unpaid * months, month).clip(0)
    days = np.where(
        fate == LAPSED,
        draw.integers("lapsed_day", rows, *numbers.LAPSED_DAYS),
        draw.integers("cancelled_day", rows, *numbers.CANCELLED_DAYS),
    )
    stop = calendar.last_business(calendar.months_later(start, month) + days)
    return fate, np.where(fate == ACTIVE, NO_DAY, stop), np.where(fate == LAPSED, unpaid, NONE)


def _covers(rows: Rows, kind: IntArray, segment: IntArray, draw: Draw) -> IntArray:
    lines = [line for line in LINES.values() for _ in SEGMENTS]
    wealth = np.array([numbers.WEALTH[name] for name in SEGMENTS] * len(LINES))
    low, high = np.array([(line.cover.low, line.cover.high) for line in lines]).T
    drawn = draw.lognormal(
        "cover",
        rows,
        (np.array([line.median for line in lines]) * wealth).clip(low, high),
        np.array([line.spread for line in lines]),
        low,
        high,
        kind=kind * len(SEGMENTS) + segment,
    )
    return cents(drawn, unit=np.array([100 * line.unit for line in LINES.values()])[kind])


def _premiums(rows: Rows, kind: IntArray, cover: IntArray, months: IntArray, lived: IntArray, draw: Draw) -> IntArray:
    """Return one instalment of the premium: a part of the cover, for lives the larger the more days were `lived`."""
    low, high = np.array([line.rates_e4 for line in LINES.values()])[kind].T
    by_age = np.interp(np.round(lived / DAYS_PER_YEAR, 6), numbers.AGES, numbers.LIFE_RATES_E4)
    by_age = by_age * draw.between("health", rows, numbers.HEALTH_OF_LIVES)
    by_luck = low + draw.uniform("rate", rows) * (high - low)
    rate = np.floor(np.round(np.where(kind == LIFE, by_age, by_luck), 6) + 0.5).astype(np.int64).clip(low, high)
    parts = 12 // months
    return (2 * cover * rate + _E4 * parts) // (2 * _E4 * parts)


def _ends(
    rows: Rows, kind: IntArray, start: IntArray, stop: IntArray, plan: Plan, calendar: Calendar, draw: Draw
) -> IntArray:
    """Return the last day of each term: of a life's, of the year under way, of a journey."""
    last = np.where(stop == NO_DAY, plan.last_day, stop)
    year = 12 * (calendar.months_between(start, last) // 12 + 1)
    years = np.array(numbers.LIFE_YEARS)[draw.integers("years", rows, 0, len(numbers.LIFE_YEARS) - 1)]
    journey = draw.integers("journey", rows, *numbers.TRAVEL_MONTHS)
    months = np.where(kind == LIFE, 12 * years, np.where(kind == TRAVEL, journey, year))
    return calendar.months_later(start, months) - 1


def _methods(rows: Rows, link: IntArray, draw: Draw) -> IntArray:
    by_debit = draw.stratified_sample("auto_debit", rows, numbers.AUTO_DEBIT, link != NONE)
    others = draw.stratified_category("method", rows, numbers.OTHER_METHODS, among=~by_debit)
    return np.where(by_debit, AUTO_DEBIT, others + 1)
