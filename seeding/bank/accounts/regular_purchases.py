"""Regular purchases of a full history: the weekly shopping, bills and subscriptions, each at a merchant of its own."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import full_history_numbers as numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.direct_deposits import DirectDeposits
from seeding.bank.accounts.full_history_numbers import REGULAR_PURCHASES, RegularPurchase
from seeding.bank.accounts.incomes import SPENDING_LEVELS, Incomes
from seeding.bank.accounts.merchant_numbers import ABROAD, MERCHANT_CODES, MERCHANT_TICKETS
from seeding.bank.accounts.posting_times import LATEST_SECOND, Clock, Window
from seeding.bank.accounts.postings import EverydayFlow, none_posted, possible, posted
from seeding.bank.accounts.prices import Prices
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.engine.arrays import Cents, DayNumber, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.money import cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat
from seeding.engine.shares import sampling_table

_PURCHASES_OF_ACCOUNT = Room("numbers of regular purchases", 100)
_TIMES_OF_PURCHASE = Room("times of a regular purchase", 10_000)
_SHOPPING_WEEKDAY_TABLE = sampling_table(numbers.SHOPPING_WEEKDAYS)
_DAYS_PER_WEEK, _MONTHS_PER_YEAR = 7, 12
_TICKETS = np.array(MERCHANT_TICKETS)
_MERCHANTS = tuple(
    np.array([i for i, code in enumerate(MERCHANT_CODES) if code in each.codes and not ABROAD[i]])
    for each in REGULAR_PURCHASES
)
"""The merchants, by index, of each regular purchase."""


@dataclass(frozen=True)
class MainAccounts(Rows):
    """The accounts, by index, from which persons live: those to which their income comes."""

    account: Index


@node(stream="main accounts")
def main_accounts(direct_deposits: DirectDeposits) -> MainAccounts:
    """Return the accounts with direct deposits."""
    return MainAccounts(direct_deposits.key, direct_deposits.cell, direct_deposits.account)


@node(stream="regular purchases", order=102)
def regular_purchases(
    customers: Customers,
    accounts: Accounts,
    main_accounts: MainAccounts,
    incomes: Incomes,
    periods: UsagePeriods,
    prices: Prices,
    clock: Clock,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> EverydayFlow:
    """Return the regular purchases of main accounts in a full history, none in a brief one."""
    if not layout.is_full:
        return EverydayFlow(none_posted())
    level = SPENDING_LEVELS[incomes.spending_level[accounts.owner]]
    parts = []
    for place, purchase in enumerate(REGULAR_PURCHASES):
        holds = draw.uniform(f"holds/{purchase.number}", main_accounts) < purchase.holders
        buyers = main_accounts.where(holds)
        own = Rows(child_key(buyers.key, purchase.number, _PURCHASES_OF_ACCOUNT), buyers.cell)
        buyer, day = _due(own, purchase, window, calendar, draw)
        key = child_key(own.key[buyer], day - window.first, _TIMES_OF_PURCHASE)
        times = Rows(key, own.cell[buyer])
        merchant = _MERCHANTS[place][draw.integers("merchant", own, 0, len(_MERCHANTS[place]) - 1)]
        usual = _usual_amounts(own, purchase, merchant, level[buyers.account], draw)[buyer]
        amount = prices.on(_amounts(times, purchase, usual, day, calendar, draw), day)
        second = np.minimum(clock.seconds(draw, "second", times, "card"), LATEST_SECOND)
        booked = posted(buyers.account[buyer], day, second, -amount, "card", merchant[buyer])
        parts.append(booked.where(draw.uniform("kept", times) < purchase.kept))
    booked = concat(parts)
    return EverydayFlow(booked.where(possible(booked, accounts) & periods.contain(booked)))


def _due(
    own: Rows, purchase: RegularPurchase, window: Window, calendar: Calendar, draw: Draw
) -> tuple[Index, DayNumber]:
    """Return the index of the buyer and the day of each time: the same weekday, or the same day of every month."""
    if not purchase.weekly:
        return window.monthly_days(draw.integers("day", own, *numbers.PURCHASE_DAYS), calendar)
    weekday = draw.pick("weekday", own, _SHOPPING_WEEKDAY_TABLE)
    days = window.days
    first = (weekday - calendar.weekday(days[:1])) % _DAYS_PER_WEEK
    weeks = np.arange(len(days) // _DAYS_PER_WEEK)
    buyer, week = (axis.ravel() for axis in np.meshgrid(np.arange(len(own)), weeks, indexing="ij"))
    return buyer, window.first + first[buyer] + _DAYS_PER_WEEK * week


def _usual_amounts(own: Rows, purchase: RegularPurchase, merchant: Index, level: np.ndarray, draw: Draw) -> np.ndarray:
    """Return the usual amount of each purchase in USD; people who earn more buy more, but not as much more."""
    factor = draw.lognormal("usual", own, 1.0, purchase.spread, 0.4, 2.5)
    return np.round(_TICKETS[merchant] * factor * np.sqrt(level), 9)


def _amounts(
    times: Rows, purchase: RegularPurchase, usual: np.ndarray, day: DayNumber, calendar: Calendar, draw: Draw
) -> Cents:
    """Return the amount of each time, at the prices of today."""
    season = np.array([purchase.winter] * 2 + [1.0] * 3 + [purchase.summer] * 3 + [1.0] * 3 + [purchase.winter])
    amount = usual * season[_month_of_year(day, calendar)]
    if purchase.noise:
        amount = amount * draw.lognormal("noise", times, 1.0, purchase.noise, 0.25, 4.0)
    return np.maximum(cents(np.round(amount, 9)), 1)


def _month_of_year(day: DayNumber, calendar: Calendar) -> IntArray:
    return calendar.month(day) % _MONTHS_PER_YEAR
