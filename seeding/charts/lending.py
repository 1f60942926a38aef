"""Charts of lending: rates beside the market's, defaults by grade, and defaults by age of a loan."""

from collections import defaultdict
from datetime import date

from datahub.browsing.chart_data import ChartKind, Series, SeriesStyle, Unit
from datahub.loans.models import Loan, LoanApplication, RiskAssessment
from seeding.charts.bank import LOANS_DB, Bank, month_label, within_month, within_year
from seeding.charts.definition import BankChart, Figures, percent_of
from seeding.charts.market_rates import DRAWN_TYPES, market_rate

RATE_MONTHS = 36
DEFAULT_DAYS = 90
"""Days past due from which a loan counts as defaulted."""
QUARTER_DAYS = 91.3125
QUARTERS = 12
FEWEST_LOANS = 10
"""Loans below which a vintage has no share."""

_RATES = """
    SELECT loan_type, date_trunc('month', disbursement_date::timestamp)::date AS month,
           100 * avg(interest_rate) AS rate
    FROM loans WHERE disbursement_date >= %(first)s GROUP BY 1, 2
"""
_GRADES = """
    SELECT assessment.credit_grade AS grade, count(*) AS loans,
           count(*) FILTER (WHERE loan.default_status) AS defaulted, 100 * avg(assessment.pd_probability) AS expected
    FROM loans AS loan JOIN risk_assessments AS assessment ON assessment.application_id = loan.application_id
    GROUP BY 1
"""
_VINTAGES = f"""
    WITH fallen AS (
        SELECT loan.loan_id, least(min(installment.due_date) + {DEFAULT_DAYS}, %(as_of)s::date) AS day
        FROM loans AS loan JOIN repayment_schedule AS installment USING (loan_id)
        WHERE loan.default_status AND installment.payment_date IS NULL GROUP BY 1
    ),
    aged AS (
        SELECT extract(year FROM loan.disbursement_date)::int AS vintage,
               floor((%(as_of)s::date - loan.disbursement_date) / {QUARTER_DAYS})::int AS age,
               floor((fallen.day - loan.disbursement_date) / {QUARTER_DAYS})::int AS fell
        FROM loans AS loan LEFT JOIN fallen USING (loan_id)
    )
    SELECT vintage, quarter, count(*) FILTER (WHERE age >= quarter) AS loans,
           count(*) FILTER (WHERE fell = quarter) AS defaulted
    FROM aged CROSS JOIN generate_series(0, {QUARTERS}) AS quarter GROUP BY 1, 2 ORDER BY 1, 2
"""


def _rates(bank: Bank) -> Figures:
    months = bank.months(RATE_MONTHS)
    found = {
        (row["loan_type"], row["month"]): float(row["rate"]) for row in bank.rows(LOANS_DB, _RATES, first=months[0])
    }
    series = []
    for color, loan_type in enumerate(DRAWN_TYPES):
        name = str(LoanApplication.Type(loan_type).label).lower()
        ours = [found.get((loan_type, month)) for month in months]
        rates = [None if rate is None else round(rate, 2) for rate in ours]
        series.append(
            Series(f"{name}, new loans", rates, SeriesStyle.POINTS, color, _new_loans(bank, loan_type, months))
        )
        market = [market_rate(loan_type, month) for month in months]
        series.append(Series(f"{name}, market", market, SeriesStyle.DASHES, color))
    if not found:
        return Figures((), ())
    return Figures([month_label(month) for month in months], series, days=months)


def _new_loans(bank: Bank, loan_type: str, months: list[date]) -> list[str]:
    """Return the address of the list of each month's new loans of a type."""
    return [
        bank.list_url(Loan, loan_type__exact=loan_type, **within_month("disbursement_date", month)) for month in months
    ]


def _grades(bank: Bank) -> Figures:
    grades = {row["grade"]: row for row in bank.rows(LOANS_DB, _GRADES)}
    shown = [str(grade) for grade in RiskAssessment.Grade if grade in grades]
    assessed = [bank.list_url(RiskAssessment, credit_grade__exact=grade) for grade in shown]
    return Figures(
        shown,
        (
            Series(
                "defaulted so far",
                [percent_of(grades[each]["defaulted"], grades[each]["loans"]) for each in shown],
                links=assessed,
            ),
            Series(
                "expected within a year", [round(float(grades[each]["expected"]), 1) for each in shown], links=assessed
            ),
        ),
        [f"{grades[each]['loans']:,} loans" for each in shown],
    )


def _vintages(bank: Bank) -> Figures:
    shares: dict[int, list[float | None]] = defaultdict(list)
    sums: dict[int, float] = defaultdict(float)
    for row in bank.rows(LOANS_DB, _VINTAGES, as_of=bank.as_of):
        vintage, loans = row["vintage"], row["loans"]
        if loans:
            sums[vintage] += 100 * row["defaulted"] / loans
        shares[vintage].append(round(sums[vintage], 1) if loans >= FEWEST_LOANS else None)
    labels = [str(3 * quarter) for quarter in range(QUARTERS + 1)]
    lines = [(vintage, line) for vintage, line in sorted(shares.items()) if any(each is not None for each in line)]
    series = tuple(Series(str(vintage), line, links=_defaulted(bank, vintage)) for vintage, line in lines)
    return Figures(labels, series)


def _defaulted(bank: Bank, vintage: int) -> list[str]:
    """Return, for each quarter, the address of the list of a year's loans that are in default."""
    address = bank.list_url(Loan, default_status__exact=1, **within_year("disbursement_date", vintage))
    return [address] * (QUARTERS + 1)


CHARTS = (
    BankChart(
        "Rates of new loans and of the market",
        "New loans follow the market: mortgages lie near it, and auto and personal loans keep the spread of their "
        "grades above it.",
        ChartKind.LINES,
        "month",
        "yearly rate, %",
        Unit.PERCENT,
        _rates,
    ),
    BankChart(
        "Default rate by grade",
        "With a predictive score the columns rise from AAA to C, and defaults stay close to those expected.",
        ChartKind.GROUPED,
        "credit grade at the decision",
        "loans, %",
        Unit.PERCENT,
        _grades,
    ),
    BankChart(
        "Defaults by vintage",
        f"The share of a year's loans more than {DEFAULT_DAYS} days past due starts at zero, rises in the first two "
        "years and levels off; lines of different years lie close together.",
        ChartKind.LINES,
        "months since disbursement",
        "loans in default, %",
        Unit.PERCENT,
        _vintages,
    ),
)
"""In the order of the page."""
