"""Loans cost the market's rate plus a spread, and restructured ones are paid at the agreed rate."""

import numpy as np
import polars as pl
import pytest

from seeding.bank.loans.credit_scores import default_weights, late_shares
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.market_rates import MORTGAGE_RATES, MarketRates
from tests.bank.bank import Bank, nothing_in
from tests.bank.lending import installments

MONTHS_PER_YEAR = 12


def in_month(rates: MarketRates, year: int, month: int) -> int:
    """Return the rate of a month in basis points."""
    return int(rates.in_months(np.array([(year - 1900) * MONTHS_PER_YEAR + month - 1]))[0])


@pytest.mark.parametrize(("year", "month", "expected"), [(2024, 12, 685), (2025, 8, 658), (2025, 10, 619)])
def test_mortgages_cost_what_freddie_mac_surveyed(year: int, month: int, expected: int) -> None:
    assert in_month(MORTGAGE_RATES, year, month) == expected


def test_market_rates_are_flat_before_and_after_the_table() -> None:
    for loan_type in LOAN_TYPES:
        rates = loan_type.market
        assert in_month(rates, 2005, 1) == rates.basis_points[0]
        assert in_month(rates, 2090, 1) == rates.basis_points[-1]


def test_market_rates_need_a_source_and_sensible_values() -> None:
    for source, rates in (("", (500,)), ("a survey", ()), ("a survey", (500, 0))):
        with pytest.raises(ValueError, match="market rates"):
            MarketRates(source, rates)


def test_lower_scores_default_and_pay_late_more_often() -> None:
    scores = np.arange(300, 851)
    assert (np.diff(default_weights(scores)) <= 0).all()
    assert (default_weights(scores) > 0).all()
    assert (np.diff(late_shares(scores)) <= 0).all()


def test_installments_fall_with_a_restructuring(bank: Bank) -> None:
    """M38: from the first installment after the missed ones on."""
    rows = installments(bank).filter(pl.col("loan_status") == "restructured")
    number = pl.col("installment_number")
    last_paid = number.filter(pl.col("payment_date").is_not_null()).max().over("loan_id")
    rows = rows.with_columns(skipped=(pl.col("payment_status") == "missed") & (number < last_paid))
    last_missed = number.filter(pl.col("skipped")).max().over("loan_id")
    is_last = pl.col("installment_number") == pl.col("term_months")
    before = pl.col("total").first().over("loan_id")
    later = rows.filter((number > last_missed) & ~is_last, pl.col("total") >= before)
    nothing_in(later.select("loan_id", "installment_number", "total"))
