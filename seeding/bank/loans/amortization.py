"""Amortization: level payments, split into principal and interest to the cent."""

from itertools import pairwise

import numpy as np

from seeding.engine.arrays import BasisPoints, Cents, Months
from seeding.engine.money import monthly_interest

_BASIS_POINT_MONTHS_PER_YEAR = 12 * 10_000


def level_payments(principal: Cents, interest_rate: BasisPoints, term_months: Months) -> Cents:
    """Return the monthly payment of each annuity loan, rounded half up: P i / (1 - (1 + i)^-n)."""
    monthly_rate = interest_rate / _BASIS_POINT_MONTHS_PER_YEAR
    exact = principal * monthly_rate / -np.expm1(-term_months * np.log1p(monthly_rate))
    return np.floor(np.round(exact, 6) + 0.5).astype(np.int64)


def amortized(principal: Cents, interest_rate: BasisPoints, term_months: Months) -> tuple[Cents, Cents]:
    """Return the principal and the interest of every installment, loan by loan in order.

    The arguments hold one element per loan, the results one per installment. Interest is a month's on the balance
    before the payment, rounded half up. Payments are level except the last one, which repays the remaining balance.
    """
    payment = level_payments(principal, interest_rate, term_months)
    first = np.cumsum(term_months) - term_months
    repaid, interest = np.empty(term_months.sum(), np.int64), np.empty(term_months.sum(), np.int64)
    # With the longest loans first, loans that still run are a slice, and the loop is over months, not over loans.
    order = np.argsort(-term_months, kind="stable")
    running = np.searchsorted(-term_months[order], -np.arange(term_months.max(initial=0) + 1), side="left").tolist()
    balance, rate, level, position = (values[order] for values in (principal, interest_rate, payment, first))
    for count, count_later in pairwise(running):
        still_running = slice(0, count)
        interest_due = monthly_interest(balance[still_running], rate[still_running])
        principal_due = level[still_running] - interest_due
        principal_due[count_later:] = balance[count_later:count]
        repaid[position[still_running]] = principal_due
        interest[position[still_running]] = interest_due
        balance[still_running] -= principal_due
        position[still_running] += 1
    return repaid, interest
