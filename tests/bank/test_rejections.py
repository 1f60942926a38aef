"""Reasons of rejection: their shares, whatever the products of a cell are."""

import numpy as np
import pytest

from seeding.bank.loans.numbers import LOAN_TYPES, REJECTION_REASONS
from seeding.bank.loans.rejections import rejection_reasons
from seeding.bank.loans.underwriting_numbers import CASH, REASONS_OF_TYPE
from seeding.engine.draw import Draw
from seeding.engine.rows import one_stratum


@pytest.mark.parametrize("seed", range(8))
def test_few_products_for_which_cash_is_a_reason_are_enough_for_its_share(seed: int) -> None:
    """A cell in which other reasons take their applications first has too few left for this one."""
    applications = one_stratum(np.arange(100))
    needs_cash = [CASH in REASONS_OF_TYPE[name] for name in LOAN_TYPES.names]
    loan_type = np.where(np.arange(100) < 16, needs_cash.index(True), needs_cash.index(False))
    rejected, score = np.full(100, True), np.full(100, 600)
    reason = rejection_reasons(applications, rejected, loan_type, score, Draw(seed, "reasons"))
    code = REJECTION_REASONS.code(CASH)
    assert np.count_nonzero(reason == code) == round(100 * REJECTION_REASONS.weights[code])
