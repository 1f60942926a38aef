"""Customers and their accounts: segment, status, what they own, and how accounts are linked."""

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.accounts import numbers
from seeding.bank.accounts.people import People
from seeding.bank.cases import Cast
from seeding.bank.employees.numbers import BRANCHES
from seeding.bank.storylines import code_of, in_storyline, pins
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.columns import join, padded
from seeding.engine.draw import Draw
from seeding.engine.life import life
from seeding.engine.money import cents
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

TYPES = numbers.TYPES.names
CHECKING, SAVINGS, MONEY_MARKET, CD = range(len(TYPES))
ACTIVE, FROZEN, CLOSED = range(3)
PERSON_ACTIVE, PERSON_DORMANT, PERSON_CLOSED = range(len(numbers.STATUSES))
_CORPORATE = numbers.SEGMENTS.index("corporate")
_PAIRS: dict[tuple[str, ...], int] = {pair: code for code, pair in enumerate(numbers.PAIR_TYPES)}
_USD = numbers.CURRENCIES.index("USD")


@dataclass(frozen=True)
class Customers(People):
    """The customers of a block who exist, with what the bank makes of them.

    `segment` and `status` are places in SEGMENTS and STATUSES; `accounts` is how many accounts they have, 0 to 2.
    """

    segment: IntArray
    status: IntArray
    accounts: IntArray
    story: BoolArray
    in_case: BoolArray
    subject: BoolArray

    @property
    def corporate(self) -> BoolArray:
        """Who is the contact of a company."""
        return self.segment == _CORPORATE


@life
def customers(people: People, cast: Cast, plan: Plan, draw: Draw) -> Customers:
    """Take the people who exist in a bank of this size, and give them a segment, a status and a number of accounts."""
    story = in_storyline(people.key)
    segment = _segments(people, story | cast.laid_out, draw)
    exists = people.key <= plan.customers
    here = people.where(exists)
    household = here.household & (here.unit < plan.customers)
    story, in_case = story[exists], cast.takes_part[exists]
    holder = _holders(here, household, story | in_case, plan, draw)
    status = _statuses(here, holder, ~story & ~in_case, plan, draw)
    return Customers(
        **{field.name: getattr(here, field.name) for field in fields(People) if field.name != "household"},
        household=household,
        segment=segment[exists],
        status=status,
        accounts=_how_many(here, holder, status, draw),
        story=story,
        in_case=in_case,
        subject=cast.subject[exists],
    )


def _segments(people: People, persons_only: BoolArray, draw: Draw) -> IntArray:
    windows = people.windows(numbers.SEGMENT_WINDOW)
    corporate = draw.choose("corporate", windows, numbers.CORPORATE, ~people.household & ~persons_only)
    told = pins(people.key, code_of(numbers.SEGMENTS, lambda role: role.segment))
    segment = draw.share("segment", windows, numbers.SEGMENTS_OF_PERSONS, among=~corporate, pins=told)
    return np.where(corporate, _CORPORATE, segment)


def _holders(here: People, household: BoolArray, must: BoolArray, plan: Plan, draw: Draw) -> BoolArray:
    """Return who has an account: both adults of a household or neither, and nobody who joined these days."""
    yes, no = numbers.ACCOUNT_HOLDERS.code("holder"), numbers.ACCOUNT_HOLDERS.code("without")
    told = np.where(
        must, yes, np.where(here.joined > plan.last_day - 2 * numbers.OPENED_AFTER_JOINING_DAYS[1], no, NONE)
    )
    first = household & (here.key == here.unit)
    second = household & ~first
    can = (told[first] != no) & (told[second] != no)
    told[first] = np.where(must[first] | must[second], yes, np.where(can, NONE, no))
    told[first] = draw.share("account/household", here, numbers.ACCOUNT_HOLDERS, among=first, pins=told)[first]
    told[second] = told[first]
    return draw.share("account", here, numbers.ACCOUNT_HOLDERS, pins=told) == yes


def _statuses(here: People, holder: BoolArray, free: BoolArray, plan: Plan, draw: Draw) -> IntArray:
    """Return statuses: some of the customers with an account, then as many of the others as make up the shares."""
    status = np.full(len(here), PERSON_ACTIVE)
    for code, part, part_of_holders, days in (
        (PERSON_CLOSED, numbers.CLOSED, numbers.CLOSED_HOLDERS, numbers.CLOSED_STANDING_DAYS),
        (PERSON_DORMANT, numbers.DORMANT, numbers.DORMANT_HOLDERS, numbers.DORMANT_STANDING_DAYS),
    ):
        told = pins(here.key, code_of(numbers.STATUSES, lambda role: role.status)) == code
        suits = free & (status == PERSON_ACTIVE) & (here.joined <= plan.last_day - days)
        chosen = told.copy()
        name = numbers.STATUSES[code]
        chosen[holder] |= draw.choose(
            f"{name}/holder",
            here.where(holder),
            part_of_holders,
            suits[holder],
            rounding="status/holder",
            besides=told[holder],
        )
        chosen |= draw.choose(name, here, part, suits & ~holder, rounding="status", besides=chosen)
        status[chosen] = code
    return status


def _how_many(here: People, holder: BoolArray, status: IntArray, draw: Draw) -> IntArray:
    told = pins(here.key, lambda role: len(role.accounts) - 1)
    told[status == PERSON_CLOSED] = numbers.ACCOUNTS_OF_HOLDERS.code("one")
    ordinal = draw.share("accounts", here, numbers.ACCOUNTS_OF_HOLDERS, among=holder, pins=told)
    return np.where(holder, ordinal + 1, 0)


@dataclass(frozen=True)
class Accounts(Rows):
    """The accounts of a block. `key` is customer x 2 + ordinal, `owner` the customer's index in the block.

    Codes are places in TYPES, CURRENCIES and BRANCHES; `target` is the balance aimed at, in cents.
    """

    owner: IntArray
    ordinal: IntArray
    type: IntArray
    currency: IntArray
    branch: IntArray
    status: IntArray
    opened: IntArray
    closed: IntArray
    frozen: IntArray
    dormant: BoolArray
    story: BoolArray
    in_case: BoolArray
    target: IntArray

    @cached_property
    def ids(self) -> pl.Series:
        """The accounts' keys, as every database writes them: the customer's number and the ordinal."""
        return join("ACC-", padded(self.key // 2, 8), "-", padded(self.ordinal + 1, 1))

    @property
    def used(self) -> BoolArray:
        """Which accounts their owners use: neither dormant nor a certificate of deposit."""
        return ~self.dormant & (self.type != CD)

    def partner(self) -> IntArray:
        """Return the index of the owner's other account, NONE where there is one only."""
        index = np.arange(len(self))
        after = np.append(self.owner[1:] == self.owner[:-1], False)
        before = np.append(False, self.owner[1:] == self.owner[:-1]) if len(self) else after
        return np.where(after, index + 1, np.where(before, index - 1, NONE))


@life
def accounts(customers: Customers, plan: Plan, calendar: Calendar, draw: Draw) -> Accounts:
    """Open the accounts of a block's customers, and freeze or close some."""
    owner = np.repeat(np.arange(len(customers)), customers.accounts)
    ordinal = np.arange(len(owner)) - (np.cumsum(customers.accounts) - customers.accounts)[owner]
    rows = Rows(customers.key[owner] * 2 + ordinal, customers.cell[owner])
    kind = _types(customers, rows, owner, ordinal, draw)
    opened = _opening_days(customers, plan, calendar, draw)[owner, ordinal]
    closed = _closing_days(customers, opened, owner, plan, calendar, draw)[owner]
    dormant = (customers.status == PERSON_DORMANT)[owner]
    apart = (customers.story | customers.in_case)[owner]
    can_freeze = ~apart & ~dormant & (closed == NO_DAY) & (opened <= plan.last_day - numbers.FROZEN_STANDING_DAYS)
    is_frozen = draw.choose("frozen", rows, numbers.FROZEN, can_freeze, before=closed != NO_DAY)
    since = np.maximum(opened + numbers.FROZEN_STANDING_DAYS // 3, plan.last_day - numbers.FROZEN_WITHIN_DAYS)
    frozen_day = calendar.last_business(draw.dates("frozen_day", rows, since, np.maximum(since, plan.last_day)))
    return Accounts(
        key=rows.key,
        cell=rows.cell,
        owner=owner,
        ordinal=ordinal,
        type=kind,
        currency=_currencies(customers, rows, owner, draw),
        branch=draw.integers("branch", customers, 0, len(BRANCHES) - 1)[owner],
        status=np.where(closed != NO_DAY, CLOSED, np.where(is_frozen, FROZEN, ACTIVE)),
        opened=opened,
        closed=closed,
        frozen=np.where(is_frozen, frozen_day, NO_DAY),
        dormant=dormant,
        story=customers.story[owner],
        in_case=customers.in_case[owner],
        target=_targets(rows, kind, customers.segment[owner], draw),
    )


def _types(customers: Customers, rows: Rows, owner: IntArray, ordinal: IntArray, draw: Draw) -> IntArray:
    """Return the type of each account: pairs first, then single ones so that all accounts keep the shares."""
    told_pair = pins(customers.key, lambda role: _PAIRS.get(role.accounts, NONE))
    # Somebody in a case holds checking first, whatever else: the most common pair gives way.
    pair_pins = np.where(customers.in_case, numbers.TYPE_PAIRS.code("checking_savings"), told_pair)
    pair = draw.share("types", customers, numbers.TYPE_PAIRS, among=customers.accounts == 2, pins=pair_pins)
    of_pair = np.array([[TYPES.index(name) for name in names] for names in numbers.PAIR_TYPES])
    told_single = pins(customers.key, code_of(TYPES, lambda role: role.accounts[0]))
    single = np.where(customers.in_case, CHECKING, told_single)
    told = np.where(pair[owner] != NONE, of_pair[pair[owner], ordinal], single[owner])
    return draw.share("type", rows, numbers.TYPES, pins=told)


def _currencies(customers: Customers, rows: Rows, owner: IntArray, draw: Draw) -> IntArray:
    """Return the currency of each account, one per customer: of pairs first, then of single ones."""
    home = numbers.CURRENCY_KINDS.code("home")
    told = np.where(customers.story | customers.in_case, home, NONE)
    two = customers.accounts == 2
    told[two] = draw.share("kinds", customers, numbers.CURRENCY_KINDS, among=two, pins=told)[two]
    kind = draw.share("kind", rows, numbers.CURRENCY_KINDS, pins=told[owner])
    foreign = 1 + draw.category("foreign", customers, numbers.FOREIGN_CURRENCIES)
    return np.where(kind == home, _USD, foreign[owner])


def _opening_days(customers: Customers, plan: Plan, calendar: Calendar, draw: Draw) -> IntArray:
    """Return the business days on which everybody opens a first and a second account, one row per customer."""
    latest = np.full(len(customers), plan.last_day)
    latest[customers.status == PERSON_DORMANT] -= numbers.DORMANT_DAYS
    latest[customers.status == PERSON_CLOSED] -= numbers.CLOSED_STANDING_DAYS - 30
    latest[customers.story | customers.in_case] -= numbers.DORMANT_DAYS
    latest = calendar.last_business(latest)
    soon = customers.joined + draw.integers("opened/1", customers, *numbers.OPENED_AFTER_JOINING_DAYS)
    first = np.minimum(calendar.next_business(soon), latest)
    second = calendar.next_business(draw.dates("opened/2", customers, first, np.maximum(first, latest)))
    return np.column_stack((first, second))


def _closing_days(
    customers: Customers, opened: IntArray, owner: IntArray, plan: Plan, calendar: Calendar, draw: Draw
) -> IntArray:
    """Return the business day on which closed customers close whatever they have; NO_DAY for the others."""
    last_opened = customers.joined.copy()
    np.maximum.at(last_opened, owner, opened)
    earliest = last_opened + numbers.OPEN_BEFORE_CLOSING_DAYS
    latest = np.maximum(earliest, plan.last_day - numbers.CLOSED_BEFORE_TODAY_DAYS)
    day = calendar.last_business(draw.dates("closed_day", customers, earliest, latest))
    return np.where(customers.status == PERSON_CLOSED, day, NO_DAY)


def _targets(rows: Rows, kind: IntArray, segment: IntArray, draw: Draw) -> IntArray:
    """Return target balances in cents, by type and segment."""
    balances = [numbers.BALANCES[name] for name in TYPES for _ in numbers.SEGMENTS]
    wealth = np.array([numbers.WEALTH[name] for name in numbers.SEGMENTS] * len(TYPES))
    low, high = np.array([(balance.band.low, balance.band.high) for balance in balances]).T
    median = (np.array([balance.median for balance in balances]) * wealth).clip(low, high)
    spread = np.array([balance.spread for balance in balances])
    place = kind * len(numbers.SEGMENTS) + segment
    return cents(draw.lognormal("target", rows, median, spread, low, high, kind=place, even=True))
