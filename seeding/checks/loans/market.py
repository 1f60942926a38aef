"""Market rates: a loan costs the market's rate in the month of its decision plus a spread for its grade."""

import numpy as np
import polars as pl

from datahub.loans.models import Loan
from seeding.bank.loans.loan_types import LOAN_TYPES
from seeding.bank.loans.numbers import GRADE_NAMES, RATE_MARGIN
from seeding.checks.builders import frame_check
from seeding.checks.databases import LOANS_DB
from seeding.checks.faults import fault, update_row
from seeding.checks.reader import BankReader

_FIRST_YEAR = 1900
"""Months are counted from January of this year."""
_MONTHS_PER_YEAR = 12

_SPREADS = pl.DataFrame(
    [
        (each.name, grade, spread, *each.rates)
        for each in LOAN_TYPES
        for grade, spread in zip(reversed(GRADE_NAMES), each.spreads, strict=True)
    ],
    schema=["loan_type", "grade", "spread", "low", "high"],
    orient="row",
)
"""The spread of each loan type and grade, and the range of the type's rates, in basis points."""


def priced_loans(bank: BankReader) -> pl.DataFrame:
    """Return every loan with its `rate`, that of the `market`, the `spread` and the range, in basis points.

    `score` and `grade` are the application's.
    """
    loans = bank.frame(
        LOANS_DB,
        f"""
        SELECT loans.loan_id, loans.loan_type, (10000 * interest_rate)::int AS rate, risk_score AS score,
               credit_grade AS grade, decision_date,
               ((extract(year FROM decision_date) - {_FIRST_YEAR}) * {_MONTHS_PER_YEAR}
                + extract(month FROM decision_date) - 1)::int AS month
        FROM loans JOIN loan_applications USING (application_id) JOIN risk_assessments USING (application_id)
        """,
    )
    months = loans["month"].drop_nulls().unique().to_numpy().astype(np.int64)
    market = pl.concat(
        pl.DataFrame({"month": months.astype(np.int32), "market": each.market.in_months(months)}).with_columns(
            loan_type=pl.lit(each.name)
        )
        for each in LOAN_TYPES
    )
    loans = loans.with_columns(pl.col("month").cast(pl.Int32))
    return loans.join(_SPREADS, on=["loan_type", "grade"], how="left").join(
        market, on=["loan_type", "month"], how="left"
    )


def _off_market(bank: BankReader) -> pl.DataFrame:
    """Return the loans with a rate that is neither the market's plus the spread nor the nearer end of the range."""
    expected = pl.col("market") + pl.col("spread")
    least = (expected - RATE_MARGIN).clip(pl.col("low"), pl.col("high"))
    most = (expected + RATE_MARGIN).clip(pl.col("low"), pl.col("high"))
    fits = pl.col("rate").is_between(least, most)
    columns = ("loan_id", "loan_type", "decision_date", "grade", "rate", "market", "spread", "low", "high")
    return bank.cached(priced_loans).filter(~fits.fill_null(value=False)).select(columns)


M35 = frame_check(
    "M35",
    "A loan's rate is the market's in the month of the decision plus the spread of its grade, within the type's range",
    [LOANS_DB],
    _off_market,
    fault(
        "a personal loan three points above the market",
        update_row(
            Loan,
            "interest_rate = CASE WHEN interest_rate > 0.12 THEN interest_rate - 0.03 ELSE interest_rate + 0.03 END",
            "loan_type = 'personal'",
        ),
    ),
)
