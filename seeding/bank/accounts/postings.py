"""Postings: what any part of the bank books on an account. The ledger collects them all without knowing who posts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.ledger_numbers import POSTING_CODES
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Parallel, Rows
from seeding.engine.shares import sampling_table

_INITIATED = np.array([kind.channel in numbers.CUSTOMER_INITIATED for kind in numbers.POSTING_KINDS])


@dataclass(frozen=True)
class Postings(Parallel):
    """Bookings on accounts of a block, in any order.

    `account` is an index, `day` a day number, `second` one of the day; `cents` is signed; `kind` is a place in
    POSTING_KINDS; `reference` is what the kind says it writes: a merchant, a party outside or an account's index,
    else NONE.
    """

    account: IntArray
    day: IntArray
    second: IntArray
    cents: IntArray
    kind: IntArray
    reference: IntArray

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True)
class Obligations:
    """Debits that contracts make on accounts, by index: owners send money ahead for them."""

    account: IntArray
    day: IntArray
    cents: IntArray


@dataclass(frozen=True)
class DescriptionSource:
    """What postings of some kinds end with, looked up by their reference: a text and the other side's account number.

    `name` is what those kinds write.
    """

    name: str
    text: pl.Series
    account_number: pl.Series | None = None


def posted(
    account: IntArray, day: IntArray, second: IntArray, cents: IntArray, kind: str, reference: IntArray | None = None
) -> Postings:
    """Return postings of one kind."""
    size = len(account)
    return Postings(
        account,
        day,
        second,
        cents,
        np.full(size, POSTING_CODES[kind]),
        np.full(size, NONE) if reference is None else reference,
    )


def external_transfers(
    rows: Rows, account: IntArray, index: IntArray, day: IntArray, cents: IntArray, kind: str, draw: Draw
) -> Postings:
    """Return transfers of some `rows`, by index, each with its account: large ones by wire, in the branches' hours."""
    second = draw.integers(f"{kind}_at", rows, *BRANCH_HOURS)[index]
    by_wire = np.abs(cents) >= numbers.BY_WIRE_FROM
    booked = posted(account[index], day, second, cents, f"{kind}_ach", index)
    booked.kind[by_wire] = POSTING_CODES[f"{kind}_wire"]
    return booked


def possible(postings: Postings, accounts: Accounts) -> BoolArray:
    """Return which postings their accounts admit.

    Those after the opening day and before a closing day, but none by which the customer draws on a frozen account or
    uses a dormant one.
    """
    at = postings.account
    closed, frozen = accounts.closed[at], accounts.frozen[at]
    initiated = _INITIATED[postings.kind]
    alive = (postings.day > accounts.opened[at]) & ((closed == NO_DAY) | (postings.day < closed))
    blocked = initiated & (postings.cents < 0) & (frozen != NO_DAY) & (postings.day >= frozen)
    return alive & ~blocked & ~(initiated & accounts.dormant[at])


@dataclass(frozen=True)
class Window:
    """The days on which everyday rows happen: from the first of the last full `months` (by number) to the last day."""

    months: IntArray
    first: int
    last: int

    @property
    def days(self) -> IntArray:
        """Every day of the window."""
        return np.arange(self.first, self.last + 1)


@node(stream="ledger window")
def window(plan: Plan, calendar: Calendar) -> Window:
    """Lay the window: a month is full if its last day has passed with the epoch."""
    today = np.array([plan.last_day])
    month = int(calendar.month(today + 1)[0]) - 1
    months = np.arange(month - numbers.FULL_MONTHS + 1, month + 1)
    return Window(months, int(calendar.month_first(months)[0]), plan.last_day)


@dataclass(frozen=True)
class Clock:
    """Draws days of the window and seconds of the day after the habits of a channel, from sampling tables."""

    first: int
    days_of_business: IntArray
    days_of_shopping: IntArray
    seconds_of: Mapping[str, IntArray]

    def days(self, draw: Draw, column: str, rows: Rows, channel: str) -> IntArray:
        """Return a day per row: towards the weekend and after paydays, on business days only at the counter."""
        table = self.days_of_business if channel in numbers.BY_HAND else self.days_of_shopping
        return self.first + draw.pick(column, rows, table)

    def seconds(self, draw: Draw, column: str, rows: Rows, channel: str) -> IntArray:
        """Return a second of the day per row, after the hours of the channel."""
        return draw.pick(column, rows, self.seconds_of[channel])


@node(stream="ledger clock")
def clock(window: Window, calendar: Calendar) -> Clock:
    """Make the clock of the window."""
    days = window.days
    weights = np.array(numbers.WEEKDAYS)[calendar.weekday(days)]
    day_of_month = days - calendar.month_first(calendar.month(days)) + 1
    for payday in numbers.PAYDAYS:
        weights[(day_of_month >= payday) & (day_of_month < payday + numbers.PAYDAY_DAYS)] *= numbers.PAYDAY_BUMP
    return Clock(
        first=window.first,
        days_of_business=sampling_table(calendar.is_business(days).astype(np.float64)),
        days_of_shopping=sampling_table(weights),
        seconds_of={channel: sampling_table(np.repeat(hours, 3600)) for channel, hours in numbers.HOURS.items()},
    )
