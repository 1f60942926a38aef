"""Direct deposits: the salaries and benefits that employers, Social Security and pension funds pay into accounts."""

from dataclasses import dataclass, replace

import numpy as np

from seeding.bank.accounts import everyday_numbers as numbers
from seeding.bank.accounts import income_numbers
from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import draw_external_parties
from seeding.bank.accounts.external_party_numbers import EMPLOYERS
from seeding.bank.accounts.full_history_numbers import (
    BENEFITS_FROM_AGE,
    EMPLOYED_BEFORE_RETIREMENT,
    PAY_OF_BENEFITS,
    RETIRED_FROM_AGE,
)
from seeding.bank.accounts.income_numbers import RETIRED
from seeding.bank.accounts.incomes import Incomes
from seeding.bank.accounts.numbers import DAYS_PER_YEAR
from seeding.bank.accounts.posting_times import Window
from seeding.bank.accounts.postings import EverydayFlow, possible, posted
from seeding.bank.accounts.usage_periods import UsagePeriods
from seeding.bank.storyline_codes import storyline_codes
from seeding.bank.storylines import Role
from seeding.engine.arrays import NONE, Cents, Code, DayNumber, Index, IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.money import CENTS, cents
from seeding.engine.node import node
from seeding.engine.rows import Rows, concat

_MONTHLY, _TWICE_A_MONTH, _EVERY_OTHER_WEEK = range(len(income_numbers.SCHEDULES))
_MONTHS_PER_YEAR = 12
_MIDDLE_OF_MONTH = 15
_WEDNESDAY, _FRIDAY = 2, 4
_DAYS_PER_WEEK = 7
_PAYDAYS_OF_ACCOUNT = Room("paydays of an account", 10_000)


@dataclass(frozen=True)
class DirectDeposits(Rows):
    """The accounts, by index, to which their owner's income comes, of high ones a part; `customer` is the owner.

    `schedule` is a code in SCHEDULES, NONE for retired people, and `employer` is the index of an external party.
    `salary`, `social_security` and `pension` are net amounts a year, 0 where there is none. Benefits begin on
    `retired_on`, the 62nd birthday of everybody in a brief history.
    """

    account: Index
    customer: Index
    schedule: Code
    employer: Index
    retired_on: DayNumber
    salary: Cents
    social_security: Cents
    pension: Cents

    @property
    def monthly(self) -> Cents:
        """The mean income a month."""
        return (self.salary + self.social_security + self.pension) // _MONTHS_PER_YEAR


@node(stream="direct deposits")
def direct_deposits(
    customers: Customers, accounts: Accounts, incomes: Incomes, layout: Layout, draw: Draw
) -> DirectDeposits:
    """Return the incomes of most people with an employer, and of most retired people, whose account is in use.

    In a full history, incomes came to accounts that are now frozen or closed, too.
    """
    pinned = storyline_codes(customers.key, lambda role: int(role.salaried))[accounts.owner]
    retired = (incomes.situation == RETIRED)[accounts.owner]
    eligible = accounts.personal_everyday(customers) & (layout.is_full | accounts.usable_after(layout.start))
    eligible &= retired | (incomes.employer != NONE)[accounts.owner]
    share = np.where(retired, numbers.RETIRED_BY_DIRECT_DEPOSIT, numbers.PAID_BY_DIRECT_DEPOSIT)
    chosen = np.where(pinned == NONE, draw.uniform("chosen", accounts) < share, pinned == 1)
    account = np.flatnonzero(eligible & chosen)
    customer, is_retired = accounts.owner[account], retired[account]
    net, social_security = incomes.net[customer], incomes.social_security[customer]
    born = customers.born[customer]
    salary = np.where(is_retired, 0, net.clip(max=numbers.MOST_PAID_HERE))
    lost_job = storyline_codes(customers.key, _job_lost_days_ago)[customer] > 0
    salary[lost_job] = salary[lost_job] * numbers.PAY_AFTER_JOB_LOSS_PERCENT // 100
    return DirectDeposits(
        key=accounts.key[account],
        cell=accounts.cell[account],
        account=account,
        customer=customer,
        schedule=incomes.schedule[customer],
        employer=incomes.employer[customer],
        retired_on=_retirement_days(Rows(accounts.key[account], accounts.cell[account]), born, layout, draw),
        salary=salary,
        social_security=social_security,
        pension=np.where(incomes.pension[customer] > 0, (net - social_security).clip(0, numbers.MOST_PAID_HERE), 0),
    )


def _retirement_days(rows: Rows, born: DayNumber, layout: Layout, draw: Draw) -> DayNumber:
    """Return the day on which each person retires, if they do: at 62 to 67 in a full history, but not after today."""
    first, last = (born + int(age * DAYS_PER_YEAR) + 1 for age in (BENEFITS_FROM_AGE, RETIRED_FROM_AGE))
    if not layout.is_full:
        return first
    return draw.dates("retired on", rows, first, np.maximum(first, np.minimum(last, layout.until)))


def _former_jobs(retired: DirectDeposits, layout: Layout, draw: Draw) -> DirectDeposits:
    """Return what retired people were paid until they retired, in a full history: most had an employer."""
    had_job = draw.uniform("had a job", retired) < EMPLOYED_BEFORE_RETIREMENT
    jobs = retired.where(layout.is_full & had_job & (retired.retired_on <= layout.until))
    salary = cents(np.round(PAY_OF_BENEFITS * jobs.social_security / CENTS, 6)).clip(max=numbers.MOST_PAID_HERE)
    schedule = draw.categorical("former schedule", jobs, income_numbers.SCHEDULES)
    employer = draw.integers("former employer", jobs, 0, EMPLOYERS - 1)
    return replace(jobs, salary=salary, schedule=schedule, employer=employer)


def _job_lost_days_ago(role: Role) -> int:
    return role.job_lost_days_ago


@node(stream="salaries", order=90)
def salaries(
    customers: Customers,
    accounts: Accounts,
    direct_deposits: DirectDeposits,
    incomes: Incomes,
    periods: UsagePeriods,
    window: Window,
    layout: Layout,
    calendar: Calendar,
    draw: Draw,
) -> EverydayFlow:
    """Return a salary per payday of the window: from the same employer, higher after a raise and with overtime.

    A customer who lost a job was paid more before, by another employer, and nothing while looking for work. In a full
    history, retired people were paid until they retired.
    """
    is_retired = direct_deposits.schedule == NONE
    jobs = (direct_deposits.where(~is_retired), _former_jobs(direct_deposits.where(is_retired), layout, draw))
    employed = concat(jobs)
    end = np.concatenate((np.full(len(jobs[0]), layout.until + 1), jobs[1].retired_on))
    deposit, day = _paydays(employed.schedule, draw.integers("phase", employed, 0, 1), window, calendar)
    customer = employed.customer[deposit]
    yearly = incomes.on(employed.salary[deposit], customer, day, layout, calendar)
    lost = storyline_codes(customers.key, _job_lost_days_ago)[customer]
    days_since_loss = np.where(lost > 0, day - (layout.until - lost), numbers.JOB_SEARCH_DAYS)
    former = days_since_loss < 0
    yearly[former] = yearly[former] * 100 // numbers.PAY_AFTER_JOB_LOSS_PERCENT
    employer = (employed.employer[deposit] + ((lost > 0) & ~former)) % EMPLOYERS
    amount = yearly // np.array(numbers.PAYS_PER_YEAR)[employed.schedule[deposit]]
    key = child_key(employed.key[deposit], day - window.first, _PAYDAYS_OF_ACCOUNT)
    amount = amount + _overtime(amount, deposit, employed, Rows(key, employed.cell[deposit]), draw)
    second = draw.integers("second", employed, *numbers.SALARY_HOURS)[deposit]
    booked = posted(employed.account[deposit], day, second, amount, "salary", employer)
    is_paid = (former | (days_since_loss >= numbers.JOB_SEARCH_DAYS)) & (day < end[deposit])
    return EverydayFlow(booked.where(is_paid & possible(booked, accounts) & periods.contain(booked)))


def _overtime(amount: Cents, deposit: Index, employed: DirectDeposits, paydays: Rows, draw: Draw) -> Cents:
    """Return the overtime pay of each payday: 0 for most people and on most days."""
    by_hour = (draw.uniform("hourly", employed) < numbers.PAID_BY_HOUR)[deposit]
    worked = by_hour & (draw.uniform("overtime", paydays) < numbers.WITH_OVERTIME)
    part = draw.between("overtime pay", paydays, numbers.OVERTIME)
    return np.where(worked, cents(np.round(part, 9) * amount / CENTS), 0)


def _paydays(schedule: Code, phase: IntArray, window: Window, calendar: Calendar) -> tuple[Index, DayNumber]:
    """Return the index of the deposit and the day of each payday in the window.

    Paydays are the ends of months, for some schedules also their middles, or every other Friday: `phase`, 0 or 1, says
    which Fridays. A payday that is no business day is moved to the last business day before.
    """
    month_ends, middles = calendar.month_last(window.months), calendar.day_in_month(window.months, _MIDDLE_OF_MONTH)
    fridays = window.days[calendar.weekday(window.days) == _FRIDAY]
    twice = schedule == _TWICE_A_MONTH
    due = np.concatenate(
        (
            np.repeat(((schedule == _MONTHLY) | twice)[:, None], len(month_ends), axis=1),
            np.repeat(twice[:, None], len(middles), axis=1),
            (schedule == _EVERY_OTHER_WEEK)[:, None] & (phase[:, None] == (fridays // _DAYS_PER_WEEK) % 2),
        ),
        axis=1,
    )
    deposit, date = np.nonzero(due)
    day = calendar.last_business(np.concatenate((month_ends, middles, fridays)))[date]
    in_window = (day >= window.first) & (day <= window.last)
    return deposit[in_window], day[in_window]


@node(stream="benefits", order=95)
def benefits(
    accounts: Accounts,
    customers: Customers,
    direct_deposits: DirectDeposits,
    periods: UsagePeriods,
    window: Window,
    calendar: Calendar,
    draw: Draw,
) -> EverydayFlow:
    """Return Social Security on a Wednesday of each month, by day of birth, and pensions on its first business day."""
    retired = direct_deposits.where(direct_deposits.social_security > 0)
    day_of_birth = _day_of_month(customers.born[retired.customer], calendar)
    week = 1 + np.searchsorted(numbers.LAST_BIRTHDAYS_OF_WEDNESDAYS, day_of_birth)
    wednesday = _first_weekdays(window, _WEDNESDAY, calendar)[None, :] + _DAYS_PER_WEEK * week[:, None]
    first_day = calendar.next_business(calendar.month_first(window.months))
    second = draw.integers("second", retired, *numbers.SALARY_HOURS)
    fund = draw_external_parties(draw, "fund", retired)
    parts = []
    for kind, yearly, due in (
        ("social_security", retired.social_security, calendar.last_business(wednesday)),
        ("pension", retired.pension, np.broadcast_to(first_day, wednesday.shape)),
    ):
        is_due = (due <= window.last) & (due >= retired.retired_on[:, None])
        deposit, month = np.nonzero((yearly > 0)[:, None] & is_due)
        amount = yearly[deposit] // _MONTHS_PER_YEAR
        reference = fund[deposit] if kind == "pension" else None
        account = retired.account[deposit]
        parts.append(posted(account, due[deposit, month], second[deposit], amount, kind, reference))
    booked = concat(parts)
    return EverydayFlow(booked.where(possible(booked, accounts) & periods.contain(booked)))


def _day_of_month(day: DayNumber, calendar: Calendar) -> IntArray:
    return day - calendar.month_first(calendar.month(day)) + 1


def _first_weekdays(window: Window, weekday: int, calendar: Calendar) -> DayNumber:
    """Return the first such weekday of each month of the window."""
    first = calendar.month_first(window.months)
    return first + (weekday - calendar.weekday(first)) % _DAYS_PER_WEEK
