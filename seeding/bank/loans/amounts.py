"""Amounts that are a fraction or a multiple of another one."""

import numpy as np

from seeding.engine.arrays import Cents, FloatArray
from seeding.engine.money import CENTS, cents

_HUNDRED = 100 * CENTS


def whole_hundreds(ratio: FloatArray, amount: Cents) -> Cents:
    """Return ratio x amount, rounded half up to whole hundreds of the currency's unit."""
    return cents(np.round(ratio, 9) * amount / CENTS, unit=_HUNDRED)
