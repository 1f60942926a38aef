"""The accounts of the bank: type, currency, days of opening and closing, and the balance that each aims at."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.accounts import numbers
from seeding.bank.accounts.customers import PERSON_CLOSED, PERSON_DORMANT, Customers
from seeding.bank.employees.numbers import BRANCHES
from seeding.bank.storylines import code_of, storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows
from seeding.engine.text import join, padded

TYPES = numbers.TYPES.names
CHECKING, SAVINGS, MONEY_MARKET, CD = range(len(TYPES))
ACTIVE, FROZEN, CLOSED = range(3)
_PAIRS: dict[tuple[str, ...], int] = {pair: code for code, pair in enumerate(numbers.PAIR_TYPES)}
_USD = numbers.CURRENCIES.index("USD")
_NUMBER_DIGITS = 10


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
    in_storyline: BoolArray
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


@node(stream="accounts")
def accounts(customers: Customers, plan: Plan, calendar: Calendar, draw: Draw) -> Accounts:
    """Open the accounts of a block's customers, and freeze or close some."""
    owner = np.repeat(np.arange(len(customers)), customers.accounts)
    ordinal = np.arange(len(owner)) - (np.cumsum(customers.accounts) - customers.accounts)[owner]
    rows = Rows(customers.key[owner] * 2 + ordinal, customers.cell[owner])
    kind = _types(customers, rows, owner, ordinal, draw)
    opened = _opening_days(customers, plan, calendar, draw)[owner, ordinal]
    closed = _closing_days(customers, opened, owner, plan, calendar, draw)[owner]
    dormant = (customers.status == PERSON_DORMANT)[owner]
    apart = (customers.in_storyline | customers.in_case)[owner]
    can_freeze = ~apart & ~dormant & (closed == NO_DAY) & (opened <= plan.last_day - numbers.FROZEN_STANDING_DAYS)
    is_frozen = draw.stratified_sample("frozen", rows, numbers.FROZEN, can_freeze, before=closed != NO_DAY)
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
        in_storyline=customers.in_storyline[owner],
        in_case=customers.in_case[owner],
        target=_targets(rows, kind, customers.segment[owner], draw),
    )


def _types(customers: Customers, rows: Rows, owner: IntArray, ordinal: IntArray, draw: Draw) -> IntArray:
    """Return the type of each account: pairs first, then single ones so that all accounts keep the shares."""
    told_pair = storyline_codes(customers.key, lambda role: _PAIRS.get(role.accounts, NONE))
    # Somebody in a case holds checking first, whatever else: the most common pair gives way.
    pair_pins = np.where(customers.in_case, numbers.TYPE_PAIRS.code("checking_savings"), told_pair)
    pair = draw.stratified_category(
        "types", customers, numbers.TYPE_PAIRS, among=customers.accounts == 2, pinned=pair_pins
    )
    of_pair = np.array([[TYPES.index(name) for name in names] for names in numbers.PAIR_TYPES])
    told_single = storyline_codes(customers.key, code_of(TYPES, lambda role: role.accounts[0]))
    single = np.where(customers.in_case, CHECKING, told_single)
    pinned = np.where(pair[owner] != NONE, of_pair[pair[owner], ordinal], single[owner])
    return draw.stratified_category("type", rows, numbers.TYPES, pinned=pinned)


def _currencies(customers: Customers, rows: Rows, owner: IntArray, draw: Draw) -> IntArray:
    """Return the currency of each account, one per customer: of pairs first, then of single ones."""
    home = numbers.CURRENCY_KINDS.code("home")
    pinned = np.where(customers.in_storyline | customers.in_case, home, NONE)
    two = customers.accounts == 2
    pinned[two] = draw.stratified_category("kinds", customers, numbers.CURRENCY_KINDS, among=two, pinned=pinned)[two]
    kind = draw.stratified_category("kind", rows, numbers.CURRENCY_KINDS, pinned=pinned[owner])
    foreign = 1 + draw.categorical("foreign", customers, numbers.FOREIGN_CURRENCIES)
    return np.where(kind == home, _USD, foreign[owner])


def _opening_days(customers: Customers, plan: Plan, calendar: Calendar, draw: Draw) -> IntArray:
    """Return the business days on which everybody opens a first and a second account, one row per customer."""
    latest = np.full(len(customers), plan.last_day)
    latest[customers.status == PERSON_DORMANT] -= numbers.DORMANT_DAYS
    latest[customers.status == PERSON_CLOSED] -= numbers.CLOSED_STANDING_DAYS - 30
    latest[customers.in_storyline | customers.in_case] -= numbers.DORMANT_DAYS
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


@dataclass(frozen=True)
class AccountNumbers:
    """The number of each account of the block, as customers know it: 77 and ten digits."""

    text: pl.Series


@node(stream="account numbers")
def account_numbers(accounts: Accounts, draw: Draw) -> AccountNumbers:
    """Number the accounts."""
    return AccountNumbers(business_numbers(draw, "77", accounts.key, _NUMBER_DIGITS))
