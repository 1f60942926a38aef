"""The detectors of the active rules: functions from the ledger to the rows at which a rule's condition turns true."""

import numpy as np
import polars as pl

from seeding.bank.compliance import numbers
from seeding.bank.compliance.detectors import detects
from seeding.bank.compliance.ledger_view import CONTRACT_PAYMENTS, ONWARD_PAYMENTS, LedgerView
from seeding.bank.compliance.money_flows import circular_transfers, pass_through_debits
from seeding.bank.compliance.rule_results import RuleResult, single_row_alerts, sum_alerts, window_alerts
from seeding.engine.arrays import BoolArray, Index
from seeding.engine.text import gather


@detects("R01")
def cash_over_reporting_threshold(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where the cash of a customer on one day comes to exceed the limit."""
    return sum_alerts(ledger.windows_by_customer(ledger.is_cash, days=1), limit)


@detects("R02")
def very_large_transaction(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the rows from the limit on that are neither cash nor payments of the bank's own contracts."""
    exempt = ledger.is_cash | ledger.is_any_of(CONTRACT_PAYMENTS)
    return single_row_alerts(ledger, ~exempt & (ledger.amount >= limit))


@detects("R03")
def large_wire(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the wires from the limit on that are no payments of the bank's own contracts."""
    exempt = ledger.is_any_of(CONTRACT_PAYMENTS)
    return single_row_alerts(ledger, ledger.is_by("wire") & ~exempt & (ledger.amount >= limit))


@detects("R04")
def large_cash_transaction(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the cash deposits and withdrawals from the limit on."""
    return single_row_alerts(ledger, ledger.is_cash & (ledger.amount >= limit))


def _structured_deposits(ledger: LedgerView, limit: int, fewest: int, days: int) -> RuleResult:
    """Return where a number of small cash deposits within some days come to exceed the limit."""
    amount = ledger.amount
    small = (amount >= numbers.STRUCTURED.low) & (amount <= numbers.STRUCTURED.high)
    windows = ledger.windows_by_account(ledger.is_cash & ledger.is_deposit & small, days)
    sums = windows.sums()
    return window_alerts(windows, (windows.counts() >= fewest) & (sums > limit), sums)


@detects("R05")
def structured_within_a_week(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where cash deposits of a week, each below the reporting threshold, come to exceed the limit."""
    return _structured_deposits(ledger, limit, numbers.DEPOSITS_OF_STRUCTURING, numbers.DAYS_OF_STRUCTURING)


@detects("R06")
def structured_within_a_month(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the same for the deposits of a month."""
    return _structured_deposits(ledger, limit, numbers.DEPOSITS_OF_LONG_STRUCTURING, numbers.DAYS_OF_LONG_STRUCTURING)


@detects("R07")
def many_debits_in_a_week(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where the number of debits that the customer initiated within a week comes to exceed the limit."""
    debits = ledger.is_customer_initiated & (ledger.cents < 0)
    windows = ledger.windows_by_account(debits, numbers.DAYS_OF_DEBITS, least=limit + 1)
    counts = windows.counts()
    return window_alerts(windows, counts > limit, counts)


@detects("R08")
def money_passing_through(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the debits by which most of a credit from the limit on has left the account within two days."""
    return pass_through_debits(ledger, limit)


def _fan(ledger: LedgerView, limit: int, selected: BoolArray) -> RuleResult:
    """Return where the selected rows of a few days come to have as many counterparties as the limit."""
    has_counterparty = ledger.counterparty_number.is_not_null().to_numpy()
    windows = ledger.windows_by_account(selected & has_counterparty, numbers.DAYS_OF_FAN, least=limit)
    likely = (windows.sums() >= numbers.LEAST_OF_FAN) & (windows.counts() >= limit)
    # Comparing account numbers is slow: only accounts with a likely window need it.
    is_suspect = np.isin(windows.entity, windows.entity[likely])
    code = np.zeros(len(windows), np.int64)
    code[is_suspect] = gather(ledger.counterparty_number, windows.row[is_suspect]).rank("dense").to_numpy()
    counterparties = np.where(is_suspect, windows.distinct_counts(code), 0)
    return window_alerts(windows, likely & (counterparties >= limit), counterparties)


@detects("R09")
def money_from_many_accounts(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where credits come from as many accounts as the limit within a few days."""
    return _fan(ledger, limit, ledger.cents > 0)


@detects("R10")
def money_to_many_accounts(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where debits go to as many accounts as the limit within a few days."""
    return _fan(ledger, limit, ledger.cents < 0)


@detects("R11")
def money_going_in_a_circle(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the credits by which a transfer from the limit on comes back over other accounts of this bank."""
    return circular_transfers(ledger, limit)


@detects("R12")
def wire_with_high_risk_country(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the wires from the limit on whose counterparty is in a high-risk country."""
    wires = np.flatnonzero(ledger.is_by("wire") & (ledger.amount >= limit))
    is_risky = ledger.counterparty_countries(wires).is_in(list(numbers.HIGH_RISK_COUNTRIES)).fill_null(value=False)
    return single_row_alerts(ledger, _marked(ledger, wires[is_risky.to_numpy()]))


@detects("R13")
def foreign_wires_in_a_month(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where the wires of a customer from and to other countries within a month reach the limit."""
    wires = np.flatnonzero(ledger.is_by("wire"))
    is_foreign = (ledger.counterparty_countries(wires) != numbers.HOME_COUNTRY) & _has_international_number(
        ledger, wires
    )
    selected = _marked(ledger, wires[is_foreign.fill_null(value=False).to_numpy()])
    windows = ledger.windows_by_customer(selected, numbers.DAYS_OF_FOREIGN_WIRES)
    sums = windows.sums()
    return window_alerts(windows, sums >= limit, sums)


def _has_international_number(ledger: LedgerView, rows: Index) -> pl.Series:
    """Return whether the counterparty's account number begins with a country code, which other banks' numbers do."""
    return gather(ledger.counterparty_number, rows).str.contains("^[A-Z]")


def _marked(ledger: LedgerView, rows: Index) -> BoolArray:
    """Return an array with one element per ledger row, true at `rows`."""
    mask = np.zeros(len(ledger.cents), bool)
    mask[rows] = True
    return mask


@detects("R14")
def large_debit_after_a_quiet_year(ledger: LedgerView, limit: int) -> RuleResult:
    """Return the debits from the limit on that follow a year in which the customer initiated nothing."""
    rows = np.flatnonzero(ledger.is_customer_initiated & ~ledger.is_any_of(ONWARD_PAYMENTS))
    account, day = ledger.account[rows], ledger.day[rows]
    previous_day = np.concatenate((day[:1], day[:-1]))
    has_previous = np.concatenate(([False], account[1:] == account[:-1])) if len(rows) else np.zeros(0, bool)
    large = np.flatnonzero(has_previous & (ledger.cents[rows] <= -limit))
    was_quiet = previous_day[large] < ledger.calendar.years_before(day[large], numbers.QUIET_YEARS)
    return single_row_alerts(ledger, _marked(ledger, rows[large[was_quiet]]))


@detects("R15")
def cash_at_machines_over_daily_limit(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where the cash deposits and withdrawals at ATMs on one day come to exceed the limit."""
    return sum_alerts(ledger.windows_by_account(ledger.is_cash & ledger.is_by("atm"), days=1), limit)


@detects("R16")
def card_over_daily_limit(ledger: LedgerView, limit: int) -> RuleResult:
    """Return where the card purchases and refunds on one day come to exceed the limit."""
    return sum_alerts(ledger.windows_by_account(ledger.is_by("card"), days=1), limit)
