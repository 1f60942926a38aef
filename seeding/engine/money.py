"""Money is integer cents, rates are ten-thousandths; everything rounds half up, as PostgreSQL's numeric does."""

import numpy as np

from seeding.engine.arrays import FloatArray, IntArray

CENTS = 100
_MONTHS_TIMES_SCALE = 12 * 10_000


def monthly_interest(cents: IntArray, rate_e4: IntArray) -> IntArray:
    """Return a month's interest on non-negative balances: cents x yearly rate / 12, rounded half up.

    `rate_e4` is the yearly rate in ten-thousandths: 0.0525 is 525.
    """
    return (cents * rate_e4 + _MONTHS_TIMES_SCALE // 2) // _MONTHS_TIMES_SCALE


def cents(amounts: FloatArray, unit: int | IntArray = 1) -> IntArray:
    """Return non-negative amounts, in whole currency units, as cents, rounded half up to a multiple of `unit` cents."""
    exact = np.round(amounts * CENTS, 6)
    return np.floor(exact / unit + 0.5).astype(np.int64) * unit
