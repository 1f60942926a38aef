"""The accounts of the bank: type, currency, days of opening and closing, and the balance that each aims at."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from seeding.bank.accounts import numbers
from seeding.bank.accounts.account_types import ACCOUNT_TYPES
from seeding.bank.accounts.customers import PERSON_CLOSED, PERSON_DORMANT, Customers
from seeding.bank.accounts.homes import Homes
from seeding.bank.accounts.incomes import Incomes
from seeding.bank.storyline_codes import code_of, storyline_codes
from seeding.bank.storylines import Role
from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, Index, Key, Ordinal, ordinals
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import AsOf, Layout
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.rows import Rows
from seeding.engine.text import join, padded

CHECKING = ACCOUNT_TYPES.code("checking")
"""The code of the type that participants in planted cases hold first."""
STATUSES = ("active", "frozen", "closed")
ACTIVE, FROZEN, CLOSED = range(len(STATUSES))
_ACCOUNTS_OF_CUSTOMER = Room("accounts of a customer", 2)
_USD = numbers.CURRENCIES.index("USD")
_NUMBER_PREFIX, _NUMBER_DIGITS = "77", 10


@dataclass(frozen=True)
class Accounts(Rows):
    """The accounts of a block, in the order of their owners.

    `owner` is the index of the customer in the block, `ordinal` counts the owner's accounts from 0. `type`, `currency`,
    `branch` and `status` are codes in ACCOUNT_TYPES, CURRENCIES, BRANCHES and STATUSES; `status` is that of the last
    day of the history. `closed` and `frozen` are NO_DAY where the account is neither by then. Dormant owners start
    nothing on `idle_from` and later; it is the opening day in a brief history, and NO_DAY for all others. `target` is
    the balance aimed at on the last day, in cents of the account's currency.
    """

    owner: Index
    ordinal: Ordinal
    type: Code
    currency: Code
    branch: Code
    status: Code
    opened: DayNumber
    closed: DayNumber
    frozen: DayNumber
    idle_from: DayNumber
    dormant: BoolArray
    in_storyline: BoolArray
    in_case: BoolArray
    target: Cents

    @cached_property
    def ids(self) -> pl.Series:
        """The keys of the accounts as the databases hold them: ACC-, the customer number and the ordinal from 1."""
        return join("ACC-", padded(self.customer, 8), "-", padded(self.ordinal + 1, 1))

    @property
    def customer(self) -> Key:
        """The customer number of each account's owner."""
        return self.key // _ACCOUNTS_OF_CUSTOMER.size

    def status_on(self, as_of: AsOf) -> Code:
        """Return the status of each account on a day, a code in STATUSES: active until it is frozen or closed."""
        return np.where(as_of.has_come(self.closed), CLOSED, np.where(as_of.has_come(self.frozen), FROZEN, ACTIVE))

    @property
    def ended(self) -> DayNumber:
        """The day on which each account was closed or frozen, NO_DAY for all others; no account is ever both."""
        return np.maximum(self.closed, self.frozen)

    def usable_after(self, day: int) -> BoolArray:
        """Return whether each account is neither closed nor frozen at the end of a day, whenever it is opened."""
        return (self.ended == NO_DAY) | (self.ended > day)

    @property
    def in_use(self) -> BoolArray:
        """Whether the owner uses each account: it is on demand, and its owner was not dormant from the opening on."""
        return (self.idle_from != self.opened) & ACCOUNT_TYPES.on_demand[self.type]

    @property
    def everyday(self) -> BoolArray:
        """Whether each account is of an everyday type, such as checking."""
        return ACCOUNT_TYPES.everyday[self.type]

    def personal_everyday(self, customers: Customers) -> BoolArray:
        """Return whether each account is in use, of an everyday type, and the first account of a person."""
        return self.in_use & self.everyday & (self.ordinal == 0) & ~customers.corporate[self.owner]

    def other_account(self) -> Index:
        """Return the index of the owner's other account; NONE where there is only one."""
        index = np.arange(len(self))
        after = np.append(self.owner[1:] == self.owner[:-1], False)
        before = np.append(False, self.owner[1:] == self.owner[:-1]) if len(self) else after
        return np.where(after, index + 1, np.where(before, index - 1, NONE))

    def own_savings(self) -> Index:
        """Return for each everyday account the index of its owner's savings account; NONE where there is none."""
        other = self.other_account()
        has_savings = self.everyday & (other != NONE) & ACCOUNT_TYPES.takes_savings[self.type[other]]
        return np.where(has_savings, other, NONE)


@node(stream="accounts")
def accounts(
    customers: Customers, homes: Homes, incomes: Incomes, layout: Layout, calendar: Calendar, draw: Draw
) -> Accounts:
    """Return the accounts of the block's customers, some of them frozen or closed."""
    owner, ordinal = np.repeat(np.arange(len(customers)), customers.accounts), ordinals(customers.accounts)
    rows = Rows(child_key(customers.key[owner], ordinal, _ACCOUNTS_OF_CUSTOMER), customers.cell[owner])
    account_type = _types(customers, rows, owner, ordinal, draw)
    opened = _opening_days(customers, layout, calendar, draw)[owner, ordinal]
    closed = _closing_days(customers, opened, owner, layout, calendar, draw)[owner]
    dormant = (customers.status == PERSON_DORMANT)[owner]
    can_freeze = ~(customers.in_storyline | customers.in_case)[owner] & ~dormant & (closed == NO_DAY)
    frozen = _freezing_days(rows, opened, closed, can_freeze, layout, calendar, draw)
    return Accounts(
        key=rows.key,
        cell=rows.cell,
        owner=owner,
        ordinal=ordinal,
        type=account_type,
        currency=_currencies(customers, rows, owner, draw),
        branch=homes.branch[owner],
        status=np.where(closed != NO_DAY, CLOSED, np.where(frozen != NO_DAY, FROZEN, ACTIVE)),
        opened=opened,
        closed=closed,
        frozen=frozen,
        idle_from=_idle_days(rows, opened, dormant, layout, draw),
        dormant=dormant,
        in_storyline=customers.in_storyline[owner],
        in_case=customers.in_case[owner],
        target=_target_balances(rows, account_type, customers, incomes, owner, layout, draw),
    )


def _types(customers: Customers, rows: Rows, owner: Index, ordinal: Ordinal, draw: Draw) -> Code:
    """Return the type of each account: those of pairs first, then single ones, so that all accounts keep the shares."""
    storyline_pair = storyline_codes(customers.key, _pair_in_storyline)
    # Participants in cases hold checking first, whatever else; checking and savings is the most common such pair.
    case_pair = ACCOUNT_TYPES.pair_code("checking", "savings")
    pair = draw.stratified_category(
        "types",
        customers,
        ACCOUNT_TYPES.pair_shares,
        subset=customers.accounts == 2,
        pinned=np.where(customers.in_case, case_pair, storyline_pair),
    )
    storyline_type = storyline_codes(customers.key, code_of(ACCOUNT_TYPES.names, lambda role: role.accounts[0]))
    single = np.where(customers.in_case, CHECKING, storyline_type)
    pinned = np.where(pair[owner] != NONE, ACCOUNT_TYPES.pair_types[pair[owner], ordinal], single[owner])
    return draw.stratified_category("type", rows, ACCOUNT_TYPES.shares, pinned=pinned)


def _pair_in_storyline(role: Role) -> int:
    """Return the code of the pair of a role's accounts; NONE for a role with one account."""
    return ACCOUNT_TYPES.pair_code(*role.accounts) if len(role.accounts) > 1 else NONE


def _currencies(customers: Customers, rows: Rows, owner: Index, draw: Draw) -> Code:
    """Return the currency of each account, one per customer: those of pairs first, then of single accounts."""
    home = numbers.CURRENCY_KINDS.code("home")
    pinned = np.where(customers.in_storyline | customers.in_case, home, NONE)
    two = customers.accounts == 2
    pinned[two] = draw.stratified_category("kinds", customers, numbers.CURRENCY_KINDS, subset=two, pinned=pinned)[two]
    home_or_foreign = draw.stratified_category("kind", rows, numbers.CURRENCY_KINDS, pinned=pinned[owner])
    foreign = 1 + draw.categorical("foreign", customers, numbers.FOREIGN_CURRENCIES)
    return np.where(home_or_foreign == home, _USD, foreign[owner])


def _opening_days(customers: Customers, layout: Layout, calendar: Calendar, draw: Draw) -> DayNumber:
    """Return the business days on which each customer opens a first and a second account: one row per customer."""
    latest = np.full(len(customers), layout.until)
    latest[customers.status == PERSON_DORMANT] -= numbers.DORMANT_DAYS
    latest[customers.status == PERSON_CLOSED] -= numbers.CLOSED_MIN_DAYS_SINCE_JOINING - 30
    latest[customers.in_storyline | customers.in_case] -= numbers.DORMANT_DAYS
    latest = calendar.last_business(latest)
    earliest = customers.joined + draw.integers("opened/1", customers, *numbers.OPENED_AFTER_JOINING_DAYS)
    first = np.minimum(calendar.next_business(earliest), latest)
    second = calendar.next_business(draw.dates("opened/2", customers, first, np.maximum(first, latest)))
    return np.column_stack((first, second))


def _closing_days(
    customers: Customers, opened: DayNumber, owner: Index, layout: Layout, calendar: Calendar, draw: Draw
) -> DayNumber:
    """Return the business day on which each closed customer closes the accounts; NO_DAY for all other customers."""
    last_opened = customers.joined.copy()
    np.maximum.at(last_opened, owner, opened)
    earliest = last_opened + numbers.OPEN_BEFORE_CLOSING_DAYS
    latest = np.maximum(earliest, layout.until - numbers.CLOSED_BEFORE_TODAY_DAYS)
    day = calendar.last_business(draw.dates("closed_day", customers, earliest, latest))
    return np.where(customers.status == PERSON_CLOSED, day, NO_DAY)


def _freezing_days(
    rows: Rows,
    opened: DayNumber,
    closed: DayNumber,
    can_freeze: BoolArray,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> DayNumber:
    """Return the business day from which each frozen account is frozen; NO_DAY for all other accounts."""
    eligible = can_freeze & (opened <= layout.until - numbers.FROZEN_MIN_DAYS_SINCE_OPENING)
    is_frozen = draw.stratified_sample("frozen", rows, numbers.FROZEN, eligible, part_below=closed != NO_DAY)
    earliest = np.maximum(
        opened + numbers.FROZEN_MIN_DAYS_SINCE_OPENING // 3, layout.start - numbers.FROZEN_WITHIN_DAYS
    )
    day = draw.dates("frozen_day", rows, earliest, np.maximum(earliest, layout.until))
    return np.where(is_frozen, calendar.last_business(day), NO_DAY)


def _idle_days(rows: Rows, opened: DayNumber, dormant: BoolArray, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day from which dormant owners start nothing more; NO_DAY for all others."""
    if not layout.is_full:
        return np.where(dormant, opened, NO_DAY)
    latest = np.maximum(layout.until - numbers.DORMANT_DAYS, opened + 1)
    # On the first day on which the bank is seen, some owners are dormant already.
    days = layout.until - layout.start + numbers.IDLE_WITHIN_DAYS
    day = draw.dates("idle from", rows, np.maximum(opened + 1, latest - days), latest)
    return np.where(dormant, day, NO_DAY)


def _target_balances(
    rows: Rows, account_type: Code, customers: Customers, incomes: Incomes, owner: Index, layout: Layout, draw: Draw
) -> Cents:
    """Return the balance that each account aims at, by its type and its owner's segment, age and income."""
    age = (layout.until - customers.born) / numbers.DAYS_PER_YEAR
    factors = np.array(numbers.BALANCE_BY_AGE)[np.searchsorted(numbers.BALANCE_AGES, age, side="right")]
    factors[customers.corporate] = 1.0
    factors *= np.array(numbers.BALANCE_BY_INCOME)[
        np.searchsorted(numbers.BALANCE_INCOMES, incomes.relative(customers))
    ]
    wealth = np.array([numbers.WEALTH[name] for name in numbers.SEGMENTS])[customers.segment] * factors
    balances = [(each.limits.low, each.limits.high, each.median, each.spread) for each in ACCOUNT_TYPES.balances]
    # Groups of equal parameters, for which the limits of the distribution are computed once.
    factor, level = np.unique(np.round(wealth, 9), return_inverse=True)
    group, index = np.unique(account_type * len(factor) + level[owner], return_inverse=True)
    of_type = group // len(factor)
    low, high, median, spread = np.array(balances).T[:, of_type]
    center = (median * factor[group % len(factor)]).clip(low, high)
    return cents(draw.lognormal("target", rows, center, spread, low, high, group=index, stratified=True))


@dataclass(frozen=True)
class AccountNumbers:
    """The number of each account of the block that customers know: 77 and ten digits."""

    text: pl.Series


@node(stream="account numbers")
def account_numbers(accounts: Accounts, draw: Draw) -> AccountNumbers:
    """Return the number of each account."""
    return AccountNumbers(business_numbers(draw, _NUMBER_PREFIX, accounts.key, _NUMBER_DIGITS))
