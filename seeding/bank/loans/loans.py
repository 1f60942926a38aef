"""Loans: what becomes of approved applications, from the disbursement to the last instalment or the default."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.accounts import Accounts
from seeding.bank.accounts.contracts import linked_accounts
from seeding.bank.accounts.customers import Customers
from seeding.bank.loans import numbers
from seeding.bank.loans.applications import Applications
from seeding.bank.loans.numbers import (
    ACTIVE,
    APPROVED,
    DEFAULTED,
    PAID_OFF,
    PERSONAL,
    PRODUCTS,
    RESTRUCTURING,
    TYPES,
)
from seeding.bank.storylines import code_of, storyline_codes
from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.numbering import business_numbers
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows

_NUMBER_DIGITS = 10


@dataclass(frozen=True)
class Loans(Rows):
    """The loans of a block; `key` is the application's, whose index is `application`.

    Codes are places in TYPES and LOAN_STATUSES; `fate` is the status that the loan is heading for. `rate_e4` is the
    yearly rate in ten-thousandths, `term` in months. `account` is the index of the linked account, NONE without one.
    `payoff` is the day of an early payoff, NO_DAY without one; from instalment `stops`, counted from 1, payments stop,
    for `missed` of them where the loan was restructured; both are NONE where nothing stops.
    """

    application: IntArray
    owner: IntArray
    type: IntArray
    principal: IntArray
    rate_e4: IntArray
    term: IntArray
    disbursed: IntArray
    account: IntArray
    fate: IntArray
    payoff: IntArray
    stops: IntArray
    missed: IntArray
    in_storyline: BoolArray


@dataclass(frozen=True)
class LoanNumbers:
    """The number that borrowers know each loan of the block by: LN and ten digits."""

    text: pl.Series


@node(stream="loan numbers")
def loan_numbers(loans: Loans, draw: Draw) -> LoanNumbers:
    """Number the loans."""
    return LoanNumbers(business_numbers(draw, "LN", loans.key, _NUMBER_DIGITS))


@node(stream="loans")
def loans(
    customers: Customers, accounts: Accounts, applications: Applications, plan: Plan, calendar: Calendar, draw: Draw
) -> Loans:
    """Disburse what was approved, price it by the score, and lay out how each loan goes."""
    granted = applications.status == APPROVED
    disbursed = calendar.next_business(
        applications.decided + draw.integers("disbursed", applications, *numbers.DISBURSED_AFTER_DAYS)
    )
    index = np.flatnonzero(granted & (disbursed <= plan.last_day))
    rows = Rows(applications.key[index], applications.cell[index])
    owner, kind, disbursed = applications.owner[index], applications.type[index], disbursed[index]
    in_storyline = customers.in_storyline[owner]
    pinned = storyline_codes(customers.key[owner], code_of(numbers.LOAN_STATUSES, lambda role: role.loan_status))
    age = plan.last_day - disbursed
    by_term, fate = _fates(rows, kind, age, pinned, draw)
    today = np.full(len(rows), plan.last_day)
    payoff = draw.dates("payoff", rows, disbursed + numbers.PAYOFF_AFTER_DAYS, np.maximum(today, disbursed + 100))
    early = (fate == PAID_OFF) & ~by_term
    stops, missed = _troubles(rows, fate, age, draw)
    return Loans(
        key=rows.key,
        cell=rows.cell,
        application=index,
        owner=owner,
        type=kind,
        principal=applications.granted[index],
        rate_e4=_rates(rows, kind, applications.score[index], draw),
        term=_terms(rows, kind, by_term, calendar.months_between(disbursed, today), draw),
        disbursed=disbursed,
        account=linked_accounts(accounts, applications.account[index], rows, disbursed, in_storyline, draw),
        fate=fate,
        payoff=np.where(early, calendar.last_business(payoff), NO_DAY),
        stops=stops,
        missed=missed,
        in_storyline=in_storyline,
    )


def _fates(rows: Rows, kind: IntArray, age: IntArray, pinned: IntArray, draw: Draw) -> tuple[BoolArray, IntArray]:
    """Return which loans are paid off by their term, and what every loan is heading for."""
    fate = np.where(pinned == NONE, ACTIVE, pinned)
    free = pinned == NONE
    by_term = np.zeros(len(rows), bool)
    for name, part, status, eligible in (
        ("by_term", numbers.TERM_ENDS, PAID_OFF, (kind == PERSONAL) & (age > _months(numbers.SHORTEST_TERM))),
        ("early", numbers.EARLY_PAYOFFS, PAID_OFF, age > numbers.PAYOFF_AFTER_DAYS + 10),
        ("default", numbers.DEFAULTS, DEFAULTED, age > numbers.PAID_BEFORE_TROUBLE_DAYS + numbers.MISSED_DAYS),
        ("restructured", numbers.RESTRUCTURED, RESTRUCTURING, age > numbers.RESTRUCTURED_DAYS),
    ):
        fixed = (pinned == status) & (name != "by_term")
        chosen = draw.stratified_sample(name, rows, part, free & eligible, rounding="fate", already_selected=fixed)
        fate[chosen] = status
        free &= ~chosen
        if name == "by_term":
            by_term = chosen
    return by_term, fate


def _months(count: int) -> int:
    """Return the days within which so many instalments have come due and been paid, however late."""
    return 31 * count + numbers.PUNCTUAL_DAYS


def _terms(rows: Rows, kind: IntArray, by_term: BoolArray, elapsed: IntArray, draw: Draw) -> IntArray:
    """Return terms: so short that the last instalment is long paid, or so long that it lies ahead."""
    choices = [PRODUCTS[name].terms for name in TYPES]
    most = max(map(len, choices))
    table = np.array([[terms[place * len(terms) // most] for place in range(most)] for terms in choices])
    term = table[kind, draw.integers("term", rows, 0, most - 1)]
    short = np.array(sorted(set(PRODUCTS["personal"].terms)))
    ended = np.searchsorted(short, elapsed - 1, side="right")
    ahead = np.searchsorted(short, elapsed, side="right").clip(max=len(short) - 1)
    first, last = np.where(by_term, 0, ahead), np.where(by_term, ended - 1, len(short) - 1)
    place = draw.integers("personal_term", rows, first, np.maximum(first, last))
    return np.where(kind == PERSONAL, short[place], term)


def _rates(rows: Rows, kind: IntArray, score: IntArray, draw: Draw) -> IntArray:
    """Return yearly rates in ten-thousandths: the lower the score, the nearer to the product's highest."""
    low, high = np.array([PRODUCTS[name].rates_e4 for name in TYPES])[kind].T
    worst, best = numbers.PRICED_SCORES.low, numbers.PRICED_SCORES.high
    risk = ((best - score) / (best - worst)).clip(0, 1)
    place = numbers.PRICE_BY_SCORE * risk + (1 - numbers.PRICE_BY_SCORE) * draw.uniform("rate", rows)
    return (low + np.floor(np.round(place * (high - low), 9) + 0.5)).astype(np.int64)


def _troubles(rows: Rows, fate: IntArray, age: IntArray, draw: Draw) -> tuple[IntArray, IntArray]:
    """Return the instalment from which payments stop, and how many are missed before a restructured loan is paid again.

    NONE where nothing stops.
    """
    missed = draw.integers("missed", rows, *numbers.MISSED_OF_RESTRUCTURED)
    due = (age - numbers.MISSED_DAYS) // 31
    last = np.where(fate == DEFAULTED, due, (age - numbers.PUNCTUAL_DAYS) // 31 - missed - 1)
    stops = draw.integers("stops", rows, np.minimum(3, last).clip(1), last.clip(1))
    troubled = (fate == DEFAULTED) | (fate == RESTRUCTURING)
    return np.where(troubled, stops, NONE), np.where(fate == RESTRUCTURING, missed, NONE)
