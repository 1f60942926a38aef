"""The rules, each a function from the watched ledger to what it catches: the rows at which a condition turns true."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.compliance import numbers
from seeding.bank.compliance.numbers import RULE, RULES
from seeding.bank.compliance.paths import circles, passed_through
from seeding.bank.compliance.watch import DISBURSED, PASSED_ON, Watched
from seeding.bank.compliance.windows import Counted
from seeding.engine.arrays import BoolArray, IntArray


@dataclass(frozen=True)
class Found:
    """What a rule caught: rows of the ledger and the measured value, in the unit of the rule's limit.

    `window` are the rows that make up each catch, `of` says which catch each of them belongs to.
    """

    row: IntArray
    value: IntArray
    window: IntArray
    of: IntArray


RuleFunction = Callable[[Watched], Found]
FUNCTIONS: dict[str, RuleFunction] = {}
"""The active rules by their keys."""


def _rule(key: str) -> Callable[[RuleFunction], RuleFunction]:
    def named(function: RuleFunction) -> RuleFunction:
        FUNCTIONS[key] = function
        return function

    return named


def _limit(key: str) -> int:
    return RULES[RULE[key]].limit


def _single(watched: Watched, caught: BoolArray) -> Found:
    """Return rows that break a rule each by itself."""
    rows = np.flatnonzero(caught)
    return Found(rows, watched.amount[rows], rows, np.arange(len(rows)))


def _windowed(counted: Counted, true: BoolArray, value: IntArray) -> Found:
    """Return the rows at which a condition on their windows turns true."""
    places = counted.turns(true)
    window, of = counted.members(places)
    return Found(counted.row[places], value[places], window, of)


def _over(key: str, counted: Counted) -> Found:
    """Return where the windows add up to more than the rule's limit."""
    sums = counted.sums()
    return _windowed(counted, sums > _limit(key), sums)


@_rule("R01")
def cash_over_the_reporting_threshold(watched: Watched) -> Found:
    """Cash of a customer on a day."""
    return _over("R01", watched.by_customer(watched.cash, days=1))


@_rule("R02")
def very_large_transaction(watched: Watched) -> Found:
    """One row that is not cash."""
    apart = watched.cash | watched.any_of(DISBURSED)
    return _single(watched, ~apart & (watched.amount >= _limit("R02")))


@_rule("R03")
def large_wire(watched: Watched) -> Found:
    """One wire."""
    return _single(watched, watched.on("wire") & (watched.amount >= _limit("R03")))


@_rule("R04")
def large_cash_transaction(watched: Watched) -> Found:
    """One cash row."""
    return _single(watched, watched.cash & (watched.amount >= _limit("R04")))


def _structured(watched: Watched, key: str, deposits: int, days: int) -> Found:
    amount = watched.amount
    small = (amount >= numbers.STRUCTURED.low) & (amount <= numbers.STRUCTURED.high)
    counted = watched.by_account(watched.cash & watched.deposited & small, days)
    sums = counted.sums()
    return _windowed(counted, (counted.counts() >= deposits) & (sums > _limit(key)), sums)


@_rule("R05")
def structured_within_a_week(watched: Watched) -> Found:
    """Some cash deposits, each below the reporting threshold and together above."""
    return _structured(watched, "R05", numbers.DEPOSITS_OF_STRUCTURING, numbers.DAYS_OF_STRUCTURING)


@_rule("R06")
def structured_within_a_month(watched: Watched) -> Found:
    """The same, slower."""
    return _structured(watched, "R06", numbers.DEPOSITS_OF_LONG_STRUCTURING, numbers.DAYS_OF_LONG_STRUCTURING)


@_rule("R07")
def many_debits_on_a_day(watched: Watched) -> Found:
    """Debits that the customer initiated."""
    counted = watched.by_account(watched.initiated & (watched.cents < 0), days=1)
    counts = counted.counts()
    return _windowed(counted, counts > _limit("R07"), counts)


@_rule("R08")
def money_passing_through(watched: Watched) -> Found:
    """A credit, and the debits that take it within two days."""
    return Found(*passed_through(watched, _limit("R08")))


def _fan(watched: Watched, key: str, among: BoolArray) -> Found:
    counted = watched.by_account(among & watched.number.is_not_null().to_numpy(), numbers.DAYS_OF_FAN)
    counts, enough = counted.counts(), counted.sums() >= numbers.LEAST_OF_FAN
    likely = enough & (counts >= _limit(key))
    # Names are compared only for accounts with a window that may be caught.
    suspects = np.isin(counted.entity, counted.entity[likely])
    code = np.zeros(len(counted), np.int64)
    code[suspects] = watched.number.gather(counted.row[suspects]).rank("dense").to_numpy()
    distinct = np.where(suspects, counted.distinct(code), 0)
    return _windowed(counted, likely & (distinct >= _limit(key)), distinct)


@_rule("R09")
def money_from_many_accounts(watched: Watched) -> Found:
    """Credits from different accounts."""
    return _fan(watched, "R09", watched.cents > 0)


@_rule("R10")
def money_to_many_accounts(watched: Watched) -> Found:
    """Debits to different accounts."""
    return _fan(watched, "R10", watched.cents < 0)


@_rule("R11")
def money_going_in_a_circle(watched: Watched) -> Found:
    """A transfer that comes back over other accounts of ours."""
    return Found(*circles(watched, _limit("R11")))


@_rule("R12")
def wire_with_a_high_risk_country(watched: Watched) -> Found:
    """One wire from or to one of the listed countries."""
    wires = np.flatnonzero(watched.on("wire") & (watched.amount >= _limit("R12")))
    risky = watched.countries(wires).is_in(list(numbers.HIGH_RISK_COUNTRIES)).fill_null(value=False)
    caught = np.zeros(len(watched.cents), bool)
    caught[wires[risky.to_numpy()]] = True
    return _single(watched, caught)


@_rule("R13")
def foreign_wires_over_a_month(watched: Watched) -> Found:
    """Wires of a customer from and to abroad."""
    wires = np.flatnonzero(watched.on("wire"))
    abroad = (watched.countries(wires) != numbers.HOME_COUNTRY) & _outside(watched, wires)
    among = np.zeros(len(watched.cents), bool)
    among[wires[abroad.fill_null(value=False).to_numpy()]] = True
    counted = watched.by_customer(among, numbers.DAYS_OF_FOREIGN_WIRES)
    sums = counted.sums()
    return _windowed(counted, sums >= _limit("R13"), sums)


def _outside(watched: Watched, rows: IntArray) -> pl.Series:
    """Return which rows have an account elsewhere on their other side: its number begins with a country."""
    return watched.number.gather(rows).str.contains("^[A-Z]")


@_rule("R14")
def large_debit_after_a_quiet_year(watched: Watched) -> Found:
    """A debit long after whatever the customer did before."""
    rows = np.flatnonzero(watched.initiated & ~watched.any_of(PASSED_ON))
    account, day = watched.account[rows], watched.day[rows]
    before = np.concatenate((day[:1], day[:-1]))
    quiet = np.concatenate(([False], account[1:] == account[:-1])) if len(rows) else np.zeros(0, bool)
    quiet &= before < watched.calendar.years_before(day, numbers.QUIET_YEARS)
    caught = np.zeros(len(watched.cents), bool)
    caught[rows[quiet & (watched.cents[rows] <= -_limit("R14"))]] = True
    return _single(watched, caught)


@_rule("R15")
def cash_at_machines(watched: Watched) -> Found:
    """Cash at machines on a day."""
    return _over("R15", watched.by_account(watched.cash & watched.on("atm"), days=1))


@_rule("R16")
def card_on_a_day(watched: Watched) -> Found:
    """Card rows on a day."""
    return _over("R16", watched.by_account(watched.on("card"), days=1))


if set(FUNCTIONS) != {rule.id for rule in RULES if rule.active}:
    raise ValueError("every active rule has a function, and no other")
