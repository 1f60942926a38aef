"""The rules, each a function from the watched ledger to what it catches: the rows at which a condition turns true."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.compliance import numbers
from seeding.bank.compliance.ledger_view import DISBURSED, PASSED_ON, LedgerView
from seeding.bank.compliance.numbers import RULE, RULES
from seeding.bank.compliance.paths import circles, passed_through
from seeding.bank.compliance.windows import Counted
from seeding.engine.arrays import BoolArray, IntArray


@dataclass(frozen=True)
class RuleResult:
    """What a rule caught: rows of the ledger and the measured value, in the unit of the rule's limit.

    `window` are the rows that make up each catch, `of` says which catch each of them belongs to.
    """

    row: IntArray
    value: IntArray
    window: IntArray
    of: IntArray


RuleFunction = Callable[[LedgerView], RuleResult]
FUNCTIONS: dict[str, RuleFunction] = {}
"""The active rules by their keys."""


def _rule(key: str) -> Callable[[RuleFunction], RuleFunction]:
    def named(function: RuleFunction) -> RuleFunction:
        FUNCTIONS[key] = function
        return function

    return named


def _limit(key: str) -> int:
    return RULES[RULE[key]].limit


def _single(view: LedgerView, caught: BoolArray) -> RuleResult:
    """Return rows that break a rule each by itself."""
    rows = np.flatnonzero(caught)
    return RuleResult(rows, view.amount[rows], rows, np.arange(len(rows)))


def _windowed(counted: Counted, true: BoolArray, value: IntArray) -> RuleResult:
    """Return the rows at which a condition on their windows turns true."""
    places = counted.turns(true)
    window, of = counted.members(places)
    return RuleResult(counted.row[places], value[places], window, of)


def _over(key: str, counted: Counted) -> RuleResult:
    """Return where the windows add up to more than the rule's limit."""
    sums = counted.sums()
    return _windowed(counted, sums > _limit(key), sums)


@_rule("R01")
def cash_over_the_reporting_threshold(view: LedgerView) -> RuleResult:
    """Cash of a customer on a day."""
    return _over("R01", view.by_customer(view.cash, days=1))


@_rule("R02")
def very_large_transaction(view: LedgerView) -> RuleResult:
    """One row that is not cash."""
    apart = view.cash | view.any_of(DISBURSED)
    return _single(view, ~apart & (view.amount >= _limit("R02")))


@_rule("R03")
def large_wire(view: LedgerView) -> RuleResult:
    """One wire."""
    return _single(view, view.on("wire") & (view.amount >= _limit("R03")))


@_rule("R04")
def large_cash_transaction(view: LedgerView) -> RuleResult:
    """One cash row."""
    return _single(view, view.cash & (view.amount >= _limit("R04")))


def _structured(view: LedgerView, key: str, deposits: int, days: int) -> RuleResult:
    amount = view.amount
    small = (amount >= numbers.STRUCTURED.low) & (amount <= numbers.STRUCTURED.high)
    counted = view.by_account(view.cash & view.deposited & small, days)
    sums = counted.sums()
    return _windowed(counted, (counted.counts() >= deposits) & (sums > _limit(key)), sums)


@_rule("R05")
def structured_within_a_week(view: LedgerView) -> RuleResult:
    """Some cash deposits, each below the reporting threshold and together above."""
    return _structured(view, "R05", numbers.DEPOSITS_OF_STRUCTURING, numbers.DAYS_OF_STRUCTURING)


@_rule("R06")
def structured_within_a_month(view: LedgerView) -> RuleResult:
    """The same, slower."""
    return _structured(view, "R06", numbers.DEPOSITS_OF_LONG_STRUCTURING, numbers.DAYS_OF_LONG_STRUCTURING)


@_rule("R07")
def many_debits_on_a_day(view: LedgerView) -> RuleResult:
    """Debits that the customer initiated."""
    counted = view.by_account(view.initiated & (view.cents < 0), days=1)
    counts = counted.counts()
    return _windowed(counted, counts > _limit("R07"), counts)


@_rule("R08")
def money_passing_through(view: LedgerView) -> RuleResult:
    """A credit, and the debits that take it within two days."""
    return RuleResult(*passed_through(view, _limit("R08")))


def _fan(view: LedgerView, key: str, among: BoolArray) -> RuleResult:
    counted = view.by_account(among & view.number.is_not_null().to_numpy(), numbers.DAYS_OF_FAN)
    counts, enough = counted.counts(), counted.sums() >= numbers.LEAST_OF_FAN
    likely = enough & (counts >= _limit(key))
    # Names are compared only for accounts with a window that may be caught.
    suspects = np.isin(counted.entity, counted.entity[likely])
    code = np.zeros(len(counted), np.int64)
    code[suspects] = view.number.gather(counted.row[suspects]).rank("dense").to_numpy()
    distinct = np.where(suspects, counted.distinct(code), 0)
    return _windowed(counted, likely & (distinct >= _limit(key)), distinct)


@_rule("R09")
def money_from_many_accounts(view: LedgerView) -> RuleResult:
    """Credits from different accounts."""
    return _fan(view, "R09", view.cents > 0)


@_rule("R10")
def money_to_many_accounts(view: LedgerView) -> RuleResult:
    """Debits to different accounts."""
    return _fan(view, "R10", view.cents < 0)


@_rule("R11")
def money_going_in_a_circle(view: LedgerView) -> RuleResult:
    """A transfer that comes back over other accounts of ours."""
    return RuleResult(*circles(view, _limit("R11")))


@_rule("R12")
def wire_with_a_high_risk_country(view: LedgerView) -> RuleResult:
    """One wire from or to one of the listed countries."""
    wires = np.flatnonzero(view.on("wire") & (view.amount >= _limit("R12")))
    risky = view.countries(wires).is_in(list(numbers.HIGH_RISK_COUNTRIES)).fill_null(value=False)
    caught = np.zeros(len(view.cents), bool)
    caught[wires[risky.to_numpy()]] = True
    return _single(view, caught)


@_rule("R13")
def foreign_wires_over_a_month(view: LedgerView) -> RuleResult:
    """Wires of a customer from and to abroad."""
    wires = np.flatnonzero(view.on("wire"))
    abroad = (view.countries(wires) != numbers.HOME_COUNTRY) & _outside(view, wires)
    among = np.zeros(len(view.cents), bool)
    among[wires[abroad.fill_null(value=False).to_numpy()]] = True
    counted = view.by_customer(among, numbers.DAYS_OF_FOREIGN_WIRES)
    sums = counted.sums()
    return _windowed(counted, sums >= _limit("R13"), sums)


def _outside(view: LedgerView, rows: IntArray) -> pl.Series:
    """Return which rows have an account elsewhere on their other side: its number begins with a country."""
    return view.number.gather(rows).str.contains("^[A-Z]")


@_rule("R14")
def large_debit_after_a_quiet_year(view: LedgerView) -> RuleResult:
    """A debit long after whatever the customer did before."""
    rows = np.flatnonzero(view.initiated & ~view.any_of(PASSED_ON))
    account, day = view.account[rows], view.day[rows]
    before = np.concatenate((day[:1], day[:-1]))
    quiet = np.concatenate(([False], account[1:] == account[:-1])) if len(rows) else np.zeros(0, bool)
    quiet &= before < view.calendar.years_before(day, numbers.QUIET_YEARS)
    caught = np.zeros(len(view.cents), bool)
    caught[rows[quiet & (view.cents[rows] <= -_limit("R14"))]] = True
    return _single(view, caught)


@_rule("R15")
def cash_at_machines(view: LedgerView) -> RuleResult:
    """Cash at machines on a day."""
    return _over("R15", view.by_account(view.cash & view.on("atm"), days=1))


@_rule("R16")
def card_on_a_day(view: LedgerView) -> RuleResult:
    """Card rows on a day."""
    return _over("R16", view.by_account(view.on("card"), days=1))


if set(FUNCTIONS) != {rule.id for rule in RULES if rule.active}:
    raise ValueError("every active rule has a function, and no other")
