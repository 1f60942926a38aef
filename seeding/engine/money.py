"""Computations with money in integer cents and rates in basis points. They round half up, as PostgreSQL's numeric."""

import numpy as np

from seeding.engine.arrays import BasisPoints, Cents, FloatArray

CENTS = 100
_MONTHS_TIMES_SCALE = 12 * 10_000
_DAYS_TIMES_SCALE = 365 * 10_000


def monthly_interest(balance: Cents, yearly_rate: BasisPoints) -> Cents:
    """Return one month's interest on non-negative balances: balance x yearly rate / 12, rounded half up."""
    return (balance * yearly_rate + _MONTHS_TIMES_SCALE // 2) // _MONTHS_TIMES_SCALE


def daily_interest(cents_times_days: Cents, yearly_rate: BasisPoints) -> Cents:
    """Return the interest on daily balances: their sum x yearly rate / 365, rounded half up."""
    return (cents_times_days * yearly_rate + _DAYS_TIMES_SCALE // 2) // _DAYS_TIMES_SCALE


def cents(amounts: FloatArray, unit: int | Cents = 1) -> Cents:
    """Return non-negative amounts in dollars as cents, rounded half up to a multiple of `unit` cents."""
    exact = np.round(amounts * CENTS, 6)
    return np.floor(exact / unit + 0.5).astype(np.int64) * unit
