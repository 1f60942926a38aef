"""Market rates by month since January 2019, in percent a year: what the rates of the bank's loans are drawn beside."""

from collections.abc import Mapping
from datetime import date

from datahub.loans.models import LoanApplication

_FIRST_YEAR = 2019
_MONTHS_PER_YEAR = 12

_MORTGAGE = (
    4.46, 4.37, 4.27, 4.14, 4.07, 3.80, 3.77, 3.62, 3.61, 3.69, 3.70, 3.72,  # 2019
    3.62, 3.47, 3.45, 3.31, 3.23, 3.16, 3.02, 2.94, 2.89, 2.83, 2.77, 2.68,
    2.74, 2.81, 3.08, 3.06, 2.96, 2.98, 2.87, 2.84, 2.90, 3.07, 3.07, 3.10,  # 2021
    3.45, 3.76, 4.17, 4.98, 5.23, 5.52, 5.41, 5.22, 6.11, 6.90, 6.81, 6.36,
    6.27, 6.26, 6.54, 6.34, 6.43, 6.71, 6.84, 7.07, 7.20, 7.62, 7.44, 6.82,  # 2023
    6.64, 6.78, 6.82, 6.99, 7.06, 6.92, 6.85, 6.50, 6.18, 6.43, 6.81, 6.85,
    6.96, 6.84, 6.65, 6.73, 6.82, 6.82, 6.72, 6.58, 6.35, 6.19,  # 2025, until October
)  # fmt: skip
"""Freddie Mac, Primary Mortgage Market Survey: fixed rate over 30 years, means of the month's weeks."""
_PERSONAL = (
    10.36, 10.63, 10.07, 10.21, 9.63, 9.50, 9.34, 9.46, 9.46, 9.58, 9.39, 9.09, 9.41, 8.73, 10.16, 11.23,
    11.48, 11.48, 12.17, 12.35, 12.49, 11.92, 12.33, 12.32, 11.66, 11.57, 11.14,
)  # fmt: skip
"""Federal Reserve, G.19 Consumer Credit: personal loans of commercial banks over 24 months, by quarter."""
_AUTO = (
    5.50, 5.35, 5.29, 5.37, 5.29, 5.14, 4.98, 4.98, 5.21, 5.05, 4.82, 4.78, 4.52, 4.85, 5.52, 6.55,
    7.46, 7.81, 7.51, 7.88, 8.22, 8.20, 8.40, 8.02, 8.04, 7.67, 7.64,
)  # fmt: skip
"""Federal Reserve, G.19 Consumer Credit: new car loans of commercial banks over 60 months, by quarter."""

MARKET_RATES: Mapping[str, tuple[float, ...]] = {
    LoanApplication.Type.MORTGAGE: _MORTGAGE,
    LoanApplication.Type.AUTO: tuple(rate for rate in _AUTO for _ in range(3)),
    LoanApplication.Type.PERSONAL: tuple(rate for rate in _PERSONAL for _ in range(3)),
}
"""By loan type: the rate of each month from January 2019 on."""


def market_rate(loan_type: str, month: date) -> float:
    """Return the market rate of a loan type in a month, in percent a year; flat before and after the table."""
    rates = MARKET_RATES[loan_type]
    place = (month.year - _FIRST_YEAR) * _MONTHS_PER_YEAR + month.month - 1
    return rates[min(max(place, 0), len(rates) - 1)]
