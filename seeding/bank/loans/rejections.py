"""The reasons of rejections, which fit the product and the applicant."""

import numpy as np

from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import REJECTION_REASONS
from seeding.bank.loans.underwriting_numbers import (
    CASH,
    COLLATERAL,
    CREDIT_HISTORY,
    CREDIT_HISTORY_BELOW,
    DEBTS,
    REASONS_OF_TYPE,
)
from seeding.engine.arrays import NONE, BoolArray, Code, IntArray
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.shares import share_range

FOR_DEBTS = REJECTION_REASONS.code(DEBTS)
"""The code of the rejections for a high ratio of debts to income."""
_FITS = {
    reason: np.array([reason in REASONS_OF_TYPE[name] for name in LOAN_TYPES.names])
    for reason in REJECTION_REASONS.names
}
"""By reason: whether it fits each loan type."""


def rejection_reasons(rows: Rows, rejected: BoolArray, loan_type: Code, score: IntArray, draw: Draw) -> Code:
    """Return the reason of each rejected application, a code of REJECTION_REASONS, and NONE for all others.

    Every cell keeps the shares, as far as the reasons fit its products: those that fit few products come first. Debts
    are the reason where no other one is.
    """
    subset = rows.where(rejected)
    loan_type, score = loan_type[rejected], score[rejected]
    reason = np.full(len(subset), FOR_DEBTS)
    below = 0.0
    for name in (CASH, COLLATERAL, CREDIT_HISTORY):
        share = REJECTION_REASONS.weights[REJECTION_REASONS.code(name)]
        eligible = _FITS[name][loan_type] & (reason == FOR_DEBTS)
        if name == CREDIT_HISTORY:
            eligible &= score < CREDIT_HISTORY_BELOW
        chosen = draw.stratified_sample(
            f"reason/{name}", subset, share_range(share, after=below), eligible, rounding="reason"
        )
        reason[chosen] = REJECTION_REASONS.code(name)
        below += share
    reasons = np.full(len(rows), NONE, np.int64)
    reasons[rejected] = reason
    return reasons
