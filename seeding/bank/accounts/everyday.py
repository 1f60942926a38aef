"""Everyday life on the accounts: purchases, cash, salaries, rent, and transfers between accounts of the bank."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import ledger_numbers as numbers
from seeding.bank.accounts.accounts import CHECKING, SAVINGS, TYPES, Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.ledger_numbers import ACTIVITIES, POSTING_CODES, POSTING_KINDS, Activity, Amount
from seeding.bank.accounts.numbers import DAYS_PER_YEAR, SEGMENTS
from seeding.bank.accounts.postings import Clock, Postings, Window, possible, posted
from seeding.bank.storylines import storyline_codes
from seeding.engine.arrays import NONE, BoolArray, FloatArray, IntArray, ordinals
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows, concat

_ACTIVITIES = 100
"""Room for the numbers of activities."""
_ORDINALS = 1_000
"""Room for the rows of one activity on one account."""
_SPENDING = np.array([numbers.SPENDING[name] for name in SEGMENTS])
_TICKETS = np.array([merchant.ticket for merchant in numbers.MERCHANTS])
_TOO_CLOSE_TO_MIDNIGHT = 24 * 3600 - 2


@node(stream="everyday activity", order=100)
def everyday(customers: Customers, accounts: Accounts, clock: Clock, draw: Draw) -> Postings:
    """Let the owners of accounts buy, withdraw, deposit and send money."""
    activity_level = draw.between("liveliness", accounts, numbers.ACTIVITY_LEVEL)
    activity_level[accounts.in_storyline] = numbers.STORYLINE_ACTIVITY_LEVEL
    segment = customers.segment[accounts.owner]
    corporate = customers.corporate[accounts.owner]
    parts = []
    for activity in ACTIVITIES:
        owners = accounts.used & (accounts.type == TYPES.index(activity.type)) & (corporate == activity.corporate)
        happened = _happened(accounts, activity, owners, activity_level, draw)
        parts.append(_booked(accounts, *happened, activity, segment, clock, draw))
    booked = concat(parts)
    booked = booked.where(possible(booked, accounts))
    return concat((booked, _atm_fees(booked)))


def _happened(
    accounts: Accounts, activity: Activity, owners: BoolArray, activity_level: FloatArray, draw: Draw
) -> tuple[IntArray, Rows]:
    """Return on which account, by index, an activity happens, once per time, and the key of each time."""
    index = np.flatnonzero(owners)
    part = draw.uniform(f"times/{activity.number}", accounts)[index]
    count = np.floor(np.round(activity.times * activity_level[index] + part, 9)).astype(np.int64)
    at = np.repeat(index, count)
    return at, Rows((accounts.key[at] * _ACTIVITIES + activity.number) * _ORDINALS + ordinals(count), accounts.cell[at])


def _booked(
    accounts: Accounts, at: IntArray, rows: Rows, activity: Activity, segment: IntArray, clock: Clock, draw: Draw
) -> Postings:
    kind = POSTING_KINDS[POSTING_CODES[activity.kind]]
    reference = _references(kind.refers_to, rows, draw)
    if kind.refers_to == "merchant":
        habits, habit = np.outer(_SPENDING, _TICKETS).ravel(), segment[at] * len(_TICKETS) + reference
    else:
        habits, habit = _SPENDING, segment[at]
    amount = amounts(draw, "amount", rows, activity.amount, habits, habit)
    sign = (
        -1
        if kind.transaction_type in ("payment", "withdrawal") or kind.name in ("sent", "supplier", "wire_abroad")
        else 1
    )
    day = clock.days(draw, "day", rows, kind.channel)
    second = np.minimum(clock.seconds(draw, "second", rows, kind.channel), _TOO_CLOSE_TO_MIDNIGHT)
    booked = posted(at, day, second, sign * amount, kind.name, reference)
    if kind.name == "atm_withdrawal":
        booked.kind[draw.uniform("other_atm", rows) < numbers.OTHER_ATM] = POSTING_CODES["other_atm_withdrawal"]
    return booked


def _atm_fees(booked: Postings) -> Postings:
    """Return the fee for each withdrawal at another bank's machine, in the same second."""
    charged = booked.where(booked.kind == POSTING_CODES["other_atm_withdrawal"])
    return posted(charged.account, charged.day, charged.second, np.full(len(charged), -numbers.ATM_FEE), "atm_fee")


def amounts(
    draw: Draw, column: str, rows: Rows, amount: Amount, habits: FloatArray | float = 1.0, habit: IntArray | int = 0
) -> IntArray:
    """Return log-normal amounts in cents, inside the band.

    Their median is a multiple of the usual one: one of `habits`; `habit` says which for each row.
    """
    low, high = amount.band.low, amount.band.high
    drawn = draw.lognormal(column, rows, amount.median * habits, amount.spread, low, high, kind=habit)
    return np.maximum(cents(drawn, unit=amount.unit), amount.unit)


def _references(refers_to: str, rows: Rows, draw: Draw) -> IntArray:
    if refers_to == "merchant":
        return numbers.MERCHANT_NAMES.pick(draw, "merchant", rows)
    if refers_to in ("person", "company"):
        return draw.integers("party", rows, numbers.EMPLOYERS, numbers.PARTIES - 1)
    if refers_to == "abroad":
        return draw.integers("party", rows, numbers.HIGH_RISK_PARTIES, numbers.PARTIES_ABROAD - 1)
    return np.full(len(rows), NONE)


@dataclass(frozen=True)
class Incomes(Rows):
    """The accounts, by index, to which a salary comes: its schedule, a place in SCHEDULES, and a year's cents."""

    account: IntArray
    schedule: IntArray
    yearly: IntArray


@node(stream="incomes")
def incomes(customers: Customers, accounts: Accounts, plan: Plan, draw: Draw) -> Incomes:
    """Employ some of the persons of working age who have a checking account."""
    pinned = storyline_codes(customers.key, lambda role: int(role.salaried))[accounts.owner]
    age = (plan.last_day - customers.born[accounts.owner]) / DAYS_PER_YEAR
    able = accounts.used & (accounts.type == CHECKING) & (accounts.ordinal == 0) & ~customers.corporate[accounts.owner]
    able &= (age >= numbers.WORKING_AGES.low) & (age <= numbers.WORKING_AGES.high)
    drawn = np.where(pinned == NONE, draw.uniform("salaried", accounts) < numbers.SALARIED, pinned == 1)
    paid = np.flatnonzero(able & drawn)
    people = Rows(accounts.key[paid], accounts.cell[paid])
    names = SEGMENTS[: len(numbers.MONTHLY_SALARY)]
    median, band = np.array([numbers.MONTHLY_SALARY[name] for name in names]), numbers.SALARY_BAND
    segment = customers.segment[accounts.owner[paid]]
    monthly = draw.lognormal("salary", people, median, numbers.SALARY_SPREAD, band.low, band.high, kind=segment)
    schedule = draw.categorical("schedule", people, numbers.SCHEDULES)
    return Incomes(people.key, people.cell, paid, schedule, cents(12 * monthly))


@node(stream="salaries", order=90)
def salaries(accounts: Accounts, incomes: Incomes, window: Window, calendar: Calendar, draw: Draw) -> Postings:
    """Pay the same amount from the same employer on every payday of the window."""
    amount = incomes.yearly // np.array(numbers.PAYS_PER_YEAR)[incomes.schedule]
    who, day = _paydays(incomes.schedule, draw.integers("phase", incomes, 0, 1), window, calendar)
    second = draw.integers("second", incomes, 4 * 3600, 7 * 3600)
    employer = draw.integers("employer", incomes, 0, numbers.EMPLOYERS - 1)
    booked = posted(incomes.account[who], day, second[who], amount[who], "salary", employer[who])
    return booked.where(possible(booked, accounts))


@node(stream="standing transfers", order=120)
def standing_orders(accounts: Accounts, incomes: Incomes, window: Window, calendar: Calendar, draw: Draw) -> Postings:
    """Move most of every salary on, early each month: to a card, a plan for old age, an account elsewhere."""
    part = draw.between("part", incomes, numbers.MOVED_ON)
    amount = cents(np.round(part, 9) * incomes.yearly / (12 * CENTS), unit=numbers.STANDING_ORDER_UNIT)
    who, day = _monthly(draw.integers("day", incomes, *numbers.STANDING_ORDER_DAYS), window, calendar)
    second = draw.integers("second", incomes, 6 * 3600, 9 * 3600)
    payee = draw.integers("payee", incomes, numbers.EMPLOYERS, numbers.PARTIES - 1)
    booked = posted(incomes.account[who], day, second[who], -amount[who], "standing_order", payee[who])
    return booked.where(possible(booked, accounts))


def _monthly(day_of_month: IntArray, window: Window, calendar: Calendar) -> tuple[IntArray, IntArray]:
    """Return who does something on which day, given the day of the month on which each does it every month."""
    months = np.arange(window.months[0], window.months[-1] + 2)
    who, month = (axis.ravel() for axis in np.meshgrid(np.arange(len(day_of_month)), months, indexing="ij"))
    day = calendar.day_in_month(month, day_of_month[who])
    seen = day <= window.last
    return who[seen], day[seen]


def _paydays(schedule: IntArray, phase: IntArray, window: Window, calendar: Calendar) -> tuple[IntArray, IntArray]:
    """Return who is paid on which day: at the month's end, also in its middle, or every other Friday.

    Where that is no banking day, the last one before.
    """
    months = np.arange(window.months[0], window.months[-1] + 2)
    ends, middles = calendar.month_last(months), calendar.day_in_month(months, 15)
    fridays = window.days[calendar.weekday(window.days) == 4]
    on_friday = (fridays // 7) % 2
    days = np.concatenate((ends, middles, fridays))
    none = np.full(len(months), NONE)
    by_schedule = np.concatenate((none, none, on_friday))
    due = np.zeros((len(schedule), len(days)), bool)
    due[:, : len(ends)] = (schedule <= 1)[:, None]
    due[:, len(ends) : 2 * len(ends)] = (schedule == 1)[:, None]
    due[:, 2 * len(ends) :] = (schedule == 2)[:, None] & (phase[:, None] == by_schedule[2 * len(ends) :])
    who, which = np.nonzero(due)
    day = calendar.last_business(days)[which]
    seen = (day >= window.first) & (day <= window.last)
    return who[seen], day[seen]


@node(stream="rents", order=110)
def rents(customers: Customers, accounts: Accounts, window: Window, calendar: Calendar, draw: Draw) -> Postings:
    """Pay rent to the same landlord early in every month of the window."""
    able = accounts.used & (accounts.type == CHECKING) & (accounts.ordinal == 0) & ~customers.corporate[accounts.owner]
    tenant = np.flatnonzero(able & ~accounts.in_storyline & (draw.uniform("tenant", accounts) < numbers.TENANTS))
    tenants = Rows(accounts.key[tenant], accounts.cell[tenant])
    who, day = _monthly(draw.integers("day", tenants, *numbers.RENT_DAYS), window, calendar)
    segment = customers.segment[accounts.owner[tenant]]
    rent = amounts(draw, "rent", tenants, numbers.RENT, _SPENDING, segment)
    landlord = draw.integers("landlord", tenants, numbers.EMPLOYERS, numbers.PARTIES - 1)
    second = draw.integers("second", tenants, 7 * 3600, 21 * 3600)
    booked = posted(tenant[who], day, second[who], -rent[who], "rent", landlord[who])
    return booked.where(possible(booked, accounts))


@node(stream="internal transfers", order=130)
def internal_transfers(customers: Customers, accounts: Accounts, clock: Clock, draw: Draw) -> Postings:
    """Move money from checking to one's own savings, and between the adults of a household: two rows, one mirroring."""
    payer, payee = _pairs(customers, accounts, draw)
    rows = Rows(accounts.key[payer], accounts.cell[payer])
    amount = amounts(draw, "amount", rows, numbers.SAVED)
    day = clock.days(draw, "day", rows, "online")
    second = np.minimum(clock.seconds(draw, "second", rows, "online"), _TOO_CLOSE_TO_MIDNIGHT)
    sent = posted(payer, day, second, -amount, "internal_out", payee)
    received = posted(payee, day, second, amount, "internal_in", payer)
    both = possible(sent, accounts) & possible(received, accounts)
    return concat((sent.where(both), received.where(both)))


def _pairs(customers: Customers, accounts: Accounts, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return payers and payees by index; both accounts are used and in one currency, no account pays twice."""
    partner = accounts.partner()
    saves = (accounts.type == CHECKING) & (partner != NONE) & (accounts.type[partner] == SAVINGS)
    saver = np.flatnonzero(
        saves & accounts.used & accounts.used[partner] & (draw.uniform("saver", accounts) < numbers.SAVERS)
    )
    first = np.flatnonzero((accounts.type == CHECKING) & (accounts.ordinal == 0) & accounts.used)
    unit = np.where(customers.in_household, customers.household_id, -customers.key)[accounts.owner[first]]
    adults = np.flatnonzero(unit[1:] == unit[:-1]) if len(first) else np.zeros(0, np.int64)
    # The second adult sends and the first receives, so that a first adult who saves does not pay twice.
    sender, receiver = first[adults + 1], first[adults]
    sends = (accounts.currency[sender] == accounts.currency[receiver]) & ~np.isin(sender, saver)
    sends &= draw.uniform("household", accounts)[sender] < numbers.HOUSEHOLD_TRANSFERS
    return np.concatenate((saver, sender[sends])), np.concatenate((partner[saver], receiver[sends]))
