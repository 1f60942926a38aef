"""Where money goes: credits that leave an account again at once, and sums that come back in a circle."""

import numpy as np

from seeding.bank.compliance import numbers
from seeding.bank.compliance.ledger_view import EXPECTED_CREDITS, LedgerView
from seeding.bank.compliance.windows import carried
from seeding.engine.arrays import IntArray, ordinals
from seeding.engine.days import SECONDS_PER_DAY

_HOUR = 3_600
_ROOM = 1 << 35
"""Room for the moments of one account."""
_OFFSET = 1 << 34

Path = tuple[IntArray, IntArray, IntArray, IntArray]
"""The rows caught, the sums, and the rows that make up each catch, with the catch that each belongs to."""


def passed_through(view: LedgerView, least: int) -> Path:
    """Return the debits by which most of a credit of at least so many cents has gone, within two days of it.

    Where several credits have gone, the largest counts; the rows of a catch are that credit and the debits after it.
    """
    credit = np.flatnonzero((view.cents >= least) & ~view.any_of(EXPECTED_CREDITS))
    out = np.cumsum(np.where(view.cents < 0, -view.cents, 0))
    packed = view.account * _ROOM + view.moment + _OFFSET
    end = np.searchsorted(packed, packed[credit] + numbers.PASSED_THROUGH_HOURS * _HOUR, side="right")
    # In whole percents, rounded up, so that nothing is lost to a fraction of a cent.
    share = -(-view.cents[credit] * numbers.PASSED_THROUGH_PERCENT // 100)
    gone = np.minimum(np.searchsorted(out, out[credit] + share, side="left"), end)
    sizes = end - gone
    debit, of = np.repeat(gone, sizes) + ordinals(sizes), np.repeat(credit, sizes)
    is_debit = view.cents[debit] < 0
    debit, of = debit[is_debit], of[is_debit]
    order = np.lexsort((of, -view.cents[of], debit))
    debit, first = np.unique(debit[order], return_index=True)
    of = of[order][first]
    debits = np.flatnonzero(view.cents < 0)
    true = np.isin(debits, debit)
    fresh = ~carried(view.account[debits], true)[true]
    debit, of = debit[fresh], of[fresh]
    sizes = debit - of + 1
    catch, row = np.repeat(np.arange(len(debit)), sizes), np.repeat(of, sizes) + ordinals(sizes)
    part = (view.cents[row] < 0) | (row == of[catch])
    return debit, view.cents[of], row[part], catch[part]


def circles(view: LedgerView, least: int) -> Path:
    """Return the credits by which a transfer of at least so many cents comes back over other accounts of ours.

    Each transfer on the way passes on at least the part that counts of the first, and never more than it. Where
    several come back with one credit, the largest counts; the rows of a catch are the transfer and the credit.
    """
    sent = np.flatnonzero(view.internal & (view.cents < 0))
    sent = sent[np.lexsort((sent, view.moment[sent], view.account[sent]))]
    packed = view.account[sent] * _ROOM + view.moment[sent] + _OFFSET
    origin = at = np.flatnonzero(-view.cents[sent] >= least)
    back, of = [], []
    for _ in range(numbers.RETURNED_HOPS):
        at, origin = _onward(view, sent, packed, at, origin)
        home = view.other[sent[at]] == view.account[sent[origin]]
        back.append(sent[at[home]])
        of.append(sent[origin[home]])
        at, origin = at[~home], origin[~home]
    return _returned(view, np.concatenate(back), np.concatenate(of))


def _onward(
    view: LedgerView, sent: IntArray, packed: IntArray, at: IntArray, origin: IntArray
) -> tuple[IntArray, IntArray]:
    """Return the transfers by which payees pass money on, and the transfer with which each path began."""
    payee = view.other[sent[at]] * _ROOM + _OFFSET
    deadline = view.moment[sent[origin]] + numbers.RETURNED_DAYS * SECONDS_PER_DAY
    begin = np.searchsorted(packed, payee + view.moment[sent[at]], side="right")
    end = np.searchsorted(packed, payee + deadline, side="right")
    sizes = np.maximum(end - begin, 0)
    following, begun = np.repeat(begin, sizes) + ordinals(sizes), np.repeat(origin, sizes)
    amount, first = -view.cents[sent[following]], -view.cents[sent[begun]]
    kept = (amount <= first) & (amount * 100 >= first * numbers.RETURNED_PERCENT)
    return following[kept], begun[kept]


def _returned(view: LedgerView, back: IntArray, of: IntArray) -> Path:
    """Return the catches at the credits that mirror the transfers which came back."""
    credit = _mirrors(view, back)
    order = np.lexsort((of, view.cents[of], credit))
    credit, first = np.unique(credit[order], return_index=True)
    of = of[order][first]
    credits = np.flatnonzero(view.internal & (view.cents > 0))
    true = np.isin(credits, credit)
    fresh = ~carried(view.account[credits], true)[true]
    credit, of = credit[fresh], of[fresh]
    rows = np.stack((of, credit), axis=1).ravel()
    return credit, -view.cents[of], rows, np.repeat(np.arange(len(credit)), 2)


def _mirrors(view: LedgerView, sent: IntArray) -> IntArray:
    """Return the row on the payee's account of each of some transfers between accounts of ours."""
    out = np.flatnonzero(view.internal & (view.cents < 0))
    into = np.flatnonzero(view.internal & (view.cents > 0))
    out = out[np.lexsort((view.cents[out], view.moment[out], view.account[out], view.other[out]))]
    into = into[np.lexsort((-view.cents[into], view.moment[into], view.other[into], view.account[into]))]
    mirror = np.empty(len(view.cents), np.int64)
    mirror[out] = into
    return mirror[sent]
