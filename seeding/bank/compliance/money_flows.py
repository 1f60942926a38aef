"""Paths of money: credits that soon leave the account again, and transfers that come back in a circle."""

import numpy as np

from seeding.bank.compliance import numbers
from seeding.bank.compliance.ledger_view import EXPECTED_CREDITS, LedgerView
from seeding.bank.compliance.rule_results import RuleResult
from seeding.bank.compliance.trailing_windows import true_at_previous_row
from seeding.engine.arrays import Cents, Index, IntArray, ordinals
from seeding.engine.days import SECONDS_PER_DAY

_SECONDS_PER_HOUR = 3_600
_MOMENTS_PER_ACCOUNT = 1 << 35
_MOMENT_OFFSET = 1 << 34
"""Sort keys are account x 2^35 + moment + 2^34: seconds within 544 years of 1970 fit, and no search reaches into
another account. They cannot overflow: accounts are indices into a block, far below the 2^28 that 64 bits leave."""


def _sort_keys(account: Index, moment: IntArray) -> IntArray:
    """Return numbers that sort by account, then by moment."""
    return account * _MOMENTS_PER_ACCOUNT + moment + _MOMENT_OFFSET


def pass_through_debits(ledger: LedgerView, least: int) -> RuleResult:
    """Return the debits by which most of a credit of `least` cents or more has left within two days.

    The value is the credit. If one debit completes several credits, the largest counts. The evidence is the credit and
    the debits that follow it.
    """
    debit, credit = _largest_credits(*_debits_after_credits(ledger, least), ledger.cents)
    debits = np.flatnonzero(ledger.cents < 0)
    condition = np.isin(debits, debit)
    is_new = ~true_at_previous_row(ledger.account[debits], condition)[condition]
    debit, credit = debit[is_new], credit[is_new]
    sizes = debit - credit + 1
    alert, row = np.repeat(np.arange(len(debit)), sizes), np.repeat(credit, sizes) + ordinals(sizes)
    is_evidence = (ledger.cents[row] < 0) | (row == credit[alert])
    return RuleResult(debit, ledger.cents[credit], row[is_evidence], alert[is_evidence])


def _debits_after_credits(ledger: LedgerView, least: int) -> tuple[Index, Index]:
    """Return pairs of ledger rows: a debit within two days of a credit at which most of the credit has left."""
    credit = np.flatnonzero((ledger.cents >= least) & ~ledger.is_any_of(EXPECTED_CREDITS))
    debited = np.cumsum(np.where(ledger.cents < 0, -ledger.cents, 0))
    sort_key = _sort_keys(ledger.account, ledger.moment)
    deadline = sort_key[credit] + numbers.PASSED_THROUGH_HOURS * _SECONDS_PER_HOUR
    end = np.searchsorted(sort_key, deadline, side="right")
    # Rounded up to whole cents, so that no fraction of a cent is lost.
    most = -(-ledger.cents[credit] * numbers.PASSED_THROUGH_PERCENT // 100)
    begin = np.minimum(np.searchsorted(debited, debited[credit] + most, side="left"), end)
    sizes = end - begin
    row, credit = np.repeat(begin, sizes) + ordinals(sizes), np.repeat(credit, sizes)
    is_debit = ledger.cents[row] < 0
    return row[is_debit], credit[is_debit]


def _largest_credits(debit: Index, credit: Index, cents: Cents) -> tuple[Index, Index]:
    """Return the pairs with each debit once, sorted by debit: with the largest credit, of equal ones the earliest."""
    order = np.lexsort((credit, -cents[credit], debit))
    debit, first = np.unique(debit[order], return_index=True)
    return debit, credit[order][first]


def circular_transfers(ledger: LedgerView, least: int) -> RuleResult:
    """Return the credits by which a transfer of `least` cents or more comes back over other accounts of this bank.

    Each transfer of the circle forwards a minimum part of the first one and never more than the first one. The value is
    the first transfer; if several come back with one credit, the largest counts. The evidence is the first transfer
    and the credit.
    """
    sent = np.flatnonzero(ledger.is_internal_transfer & (ledger.cents < 0))
    sent = sent[np.lexsort((sent, ledger.moment[sent], ledger.account[sent]))]
    sort_key = _sort_keys(ledger.account[sent], ledger.moment[sent])
    origin = latest = np.flatnonzero(-ledger.cents[sent] >= least)
    returning, origin_of_returning = [], []
    for _ in range(numbers.RETURNED_HOPS):
        latest, origin = _next_transfers(ledger, sent, sort_key, latest, origin)
        is_home = ledger.counterparty_account[sent[latest]] == ledger.account[sent[origin]]
        returning.append(sent[latest[is_home]])
        origin_of_returning.append(sent[origin[is_home]])
        latest, origin = latest[~is_home], origin[~is_home]
    return _circle_alerts(ledger, np.concatenate(returning), np.concatenate(origin_of_returning))


def _next_transfers(
    ledger: LedgerView, sent: Index, sort_key: IntArray, latest: Index, origin: Index
) -> tuple[Index, Index]:
    """Return the transfers by which payees forward money, and the transfer that each path began with.

    `latest`, `origin` and both results are indices into `sent`; `sort_key` has one element per element of `sent`.
    """
    payee = ledger.counterparty_account[sent[latest]]
    deadline = ledger.moment[sent[origin]] + numbers.RETURNED_DAYS * SECONDS_PER_DAY
    begin = np.searchsorted(sort_key, _sort_keys(payee, ledger.moment[sent[latest]]), side="right")
    end = np.searchsorted(sort_key, _sort_keys(payee, deadline), side="right")
    sizes = np.maximum(end - begin, 0)
    following, first = np.repeat(begin, sizes) + ordinals(sizes), np.repeat(origin, sizes)
    amount, first_amount = -ledger.cents[sent[following]], -ledger.cents[sent[first]]
    forwards = (amount <= first_amount) & (amount * 100 >= first_amount * numbers.RETURNED_PERCENT)
    return following[forwards], first[forwards]


def _circle_alerts(ledger: LedgerView, returning: Index, origin: Index) -> RuleResult:
    """Return the alerts at the credits that mirror `returning` transfers; all three are ledger rows."""
    credit = _mirror_rows(ledger)[returning]
    order = np.lexsort((origin, ledger.cents[origin], credit))
    credit, first = np.unique(credit[order], return_index=True)
    origin = origin[order][first]
    credits = np.flatnonzero(ledger.is_internal_transfer & (ledger.cents > 0))
    condition = np.isin(credits, credit)
    is_new = ~true_at_previous_row(ledger.account[credits], condition)[condition]
    credit, origin = credit[is_new], origin[is_new]
    evidence_row = np.stack((origin, credit), axis=1).ravel()
    return RuleResult(credit, -ledger.cents[origin], evidence_row, np.repeat(np.arange(len(credit)), 2))


def _mirror_rows(ledger: LedgerView) -> Index:
    """Return the row on the payee's account at each debit of a transfer between accounts of this bank.

    The result has one element per ledger row; the elements of other rows mean nothing.
    """
    account, counterparty, cents = ledger.account, ledger.counterparty_account, ledger.cents
    debit = np.flatnonzero(ledger.is_internal_transfer & (cents < 0))
    credit = np.flatnonzero(ledger.is_internal_transfer & (cents > 0))
    debit = debit[np.lexsort((cents[debit], ledger.moment[debit], account[debit], counterparty[debit]))]
    credit = credit[np.lexsort((-cents[credit], ledger.moment[credit], counterparty[credit], account[credit]))]
    mirror = np.empty(len(cents), np.int64)
    mirror[debit] = credit
    return mirror
