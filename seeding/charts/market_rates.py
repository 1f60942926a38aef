"""Market rates, which the rates of the bank's loans are drawn beside."""

from datetime import date

import numpy as np

from datahub.loans.models import LoanApplication
from seeding.bank.loans.loan_types import LOAN_TYPES

DRAWN_TYPES = (LoanApplication.Type.MORTGAGE, LoanApplication.Type.AUTO, LoanApplication.Type.PERSONAL)
"""The loan types whose market rate is published for consumers; the others are priced by other rates."""

_MONTHS_PER_YEAR = 12
_CALENDAR_FROM = 1900
_BASIS_POINTS_PER_PERCENT = 100


def market_rate(loan_type: str, month: date) -> float:
    """Return the market rate of a loan type in a month, in percent a year; flat before and after its table."""
    number = (month.year - _CALENDAR_FROM) * _MONTHS_PER_YEAR + month.month - 1
    (rate,) = LOAN_TYPES.types[LOAN_TYPES.code(loan_type)].market.in_months(np.array([number]))
    return float(rate) / _BASIS_POINTS_PER_PERCENT
