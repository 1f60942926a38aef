"""The times of the activities of a full history: over the whole life of accounts, by seasons."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import full_history_numbers as numbers
from seeding.bank.accounts.account_type_definitions import Activity
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.everyday_numbers import CHECKS_BY_AGE
from seeding.bank.accounts.income_numbers import by_age
from seeding.bank.accounts.ledger_numbers import PostingKind
from seeding.bank.accounts.merchant_numbers import ABROAD, MERCHANT_CODES, MERCHANT_NAMES
from seeding.bank.accounts.numbers import DAYS_PER_YEAR
from seeding.bank.accounts.posting_times import Clock
from seeding.bank.accounts.regular_purchases import MainAccounts
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.engine.arrays import BoolArray, DayNumber, FloatArray, Index, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.shares import TABLE_BITS, SamplingTable, sampling_table

_ACTIVITIES_OF_ACCOUNT = Room("numbers of activities", 100)
_ROWS_OF_ACTIVITY = Room("rows of one activity on one account in a full history", 100_000)
_PARTIES_OF_ACCOUNT = Room("people whom the owner of an account pays", 100)
_DAYS_PER_MONTH = 30.4375
_MONTHS_PER_YEAR = 12
_DECEMBER = 11
_ORDINARY, _SUMMER, _HOLIDAYS = range(3)
_SEASONS = np.full(_MONTHS_PER_YEAR, _ORDINARY)
_SEASONS[list(numbers.SUMMER_MONTHS)] = _SUMMER
_SEASONS[_DECEMBER] = _HOLIDAYS
_TABLE = np.arange(1 << TABLE_BITS, dtype=np.uint16)


def _merchant_table(season: int) -> SamplingTable:
    """Return the sampling table of merchants in a season; what people buy regularly is left out."""
    weights = np.array(MERCHANT_NAMES.weights)
    codes = np.array(MERCHANT_CODES)
    weights[np.isin(codes, numbers.REGULAR_CODES)] = 0
    weights[codes == numbers.GROCERIES_CODE] *= numbers.GROCERIES_BESIDES
    if season == _SUMMER:
        weights[np.isin(codes, numbers.TRAVEL_CODES) | np.array(ABROAD)] *= numbers.SUMMER_TRAVEL
    if season == _HOLIDAYS:
        weights[np.isin(codes, numbers.GIFT_CODES)] *= numbers.DECEMBER_GIFTS
    return sampling_table(weights)


_MERCHANT_TABLES = np.stack([_merchant_table(season) for season in range(3)])


@dataclass(frozen=True)
class ActivityTimes:
    """The use of accounts in a full history: a multiple of the average per account; `checks` is that of checks."""

    accounts: Accounts
    level: FloatArray
    checks: FloatArray
    periods: UsagePeriods
    clock: Clock
    calendar: Calendar
    is_full: bool

    def occurrences(
        self, activity: Activity, kind: PostingKind, active: BoolArray, draw: Draw
    ) -> tuple[Index, Rows, DayNumber]:
        """Return the account, by index, the row and the day of each time that an activity happens."""
        index = np.flatnonzero(active)
        before = self.clock.weights_before(kind.channel)
        low, high = (before[day[index] - self.clock.first] for day in (self.periods.first, self.periods.end))
        average = before[-1] / (len(before) - 1) * _DAYS_PER_MONTH
        level = (self.checks if kind.name == "check" else self.level)[index]
        rounding = draw.uniform(f"times/{activity.number}", self.accounts)[index]
        mean = activity.monthly * level * (high - low) / average
        count = np.where(high > low, np.floor(np.round(mean + rounding, 9)), 0).astype(np.int64)
        place = np.repeat(np.arange(len(index)), count)
        account = index[place]
        key = child_key(self.accounts.key[account], activity.number, _ACTIVITIES_OF_ACCOUNT)
        rows = Rows(child_key(key, ordinals(count), _ROWS_OF_ACTIVITY), self.accounts.cell[account])
        at = draw.integers("moment", rows, low[place], high[place] - 1)
        day = self.clock.first + np.searchsorted(before, at, side="right") - 1
        return account, rows, day

    def parties(self, account: Index, rows: Rows, draw: Draw) -> Rows:
        """Return rows from which the other side of each row follows: in a full history, each owner has a few."""
        if not self.is_full:
            return rows
        place = draw.integers("which party", rows, 0, numbers.OWN_PARTIES - 1)
        return Rows(child_key(self.accounts.key[account], place, _PARTIES_OF_ACCOUNT), rows.cell)

    def merchants(self, rows: Rows, day: DayNumber, draw: Draw) -> Index:
        """Return the merchant of each purchase: in a full history they differ by season."""
        if not self.is_full:
            return MERCHANT_NAMES.pick(draw, "merchant", rows)
        season = _SEASONS[self.calendar.month(day) % _MONTHS_PER_YEAR]
        return _MERCHANT_TABLES[season, draw.pick("merchant", rows, _TABLE)].astype(np.int64)


@node(stream="activity times")
def activity_times(
    customers: Customers,
    accounts: Accounts,
    main_accounts: MainAccounts,
    periods: UsagePeriods,
    clock: Clock,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> ActivityTimes:
    """Return how often the owners of all accounts use them: more often where their income comes."""
    level = draw.between("level", accounts, numbers.ACTIVITY_LEVEL)
    second = accounts.everyday & ~customers.corporate[accounts.owner]
    second[main_accounts.account] = False
    level[second] *= numbers.SECOND_ACCOUNT
    age = (layout.until - customers.born[accounts.owner]) / DAYS_PER_YEAR
    checks = level * by_age(CHECKS_BY_AGE, age)
    return ActivityTimes(accounts, level, checks, periods, clock, calendar, layout.is_full)
