"""Prices: life by age and paying period, health by age, and changes at renewals."""

from math import sqrt

import polars as pl

from datahub.insurance.models import Policy, PremiumPayment
from seeding.checks.builders import sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import INSURANCE_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row, update_rows
from seeding.checks.insurance.policy_terms import PAID_PERIODS
from seeding.checks.reader import BankReader

_RATES = """
    SELECT policy_type, (start_date - insured_birth_date)::float8 / 365.25 AS age,
           round((end_date - start_date) / 365.25)::float8 AS years,
           (premium_amount * CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END
            / coverage_amount)::float8 AS rate
    FROM policies WHERE policy_type IN ('life', 'health')
"""
_ADULT, _OLD = 25, 50
_AT_30 = (25, 35)
_LONGEST_PAID = 30
_RATE_AT_30 = (0.008, 0.013)
"""Whole life that is paid for all of life costs 1.0 to 1.2 % of the coverage a year at 30 (Policygenius, 2025)."""
_SCALE_FIVE = 6_000


def _rates(bank: BankReader) -> list[Figure]:
    rates = bank.frame(INSURANCE_DB, _RATES)
    life, health = (rates.filter(pl.col("policy_type") == line) for line in ("life", "health"))
    adults = life.filter(pl.col("age").is_between(_ADULT, _OLD))
    at_30 = life.filter(pl.col("age").is_between(*_AT_30) & (pl.col("years") == _LONGEST_PAID))
    by_years, by_age = _at_same_age(adults), _rank_correlation(health, "age", "rate")
    mean = float(at_30.select(pl.col("rate").mean().fill_null(float("nan"))).item())
    reason, reason_at_30 = not_enforced(bank), not_enforced(bank, _SCALE_FIVE)
    return [
        Figure(
            "rank correlation of years of payment and rate at the same age, life, 25 to 50",
            *(by_years, None, -0.8, len(adults), reason),
        ),
        Figure("rank correlation of age and rate, health", by_age, 0.9, None, len(health), reason),
        Figure("rate of life paid for 30 years at 25 to 35", mean, *_RATE_AT_30, len(at_30), reason_at_30),
    ]


def _at_same_age(rates: pl.DataFrame) -> float:
    """Return the partial rank correlation of years of payment and rate, given the age (Kendall, 1942).

    The plain one also depends on how old those are who pay for long: 60 policies may be far from the mean.
    """
    of_years, with_years, with_rate = (
        _rank_correlation(rates, *pair) for pair in (("years", "rate"), ("years", "age"), ("age", "rate"))
    )
    rest = (1 - with_years**2) * (1 - with_rate**2)
    return (of_years - with_years * with_rate) / sqrt(rest) if rest > 0 else 0.0


def _rank_correlation(rates: pl.DataFrame, one: str, other: str) -> float:
    return float(rates.select(pl.corr(one, other, method="spearman").fill_nan(0).fill_null(0)).item())


M45 = statistical_check(
    "M45",
    "Life insurance costs more per year the shorter it is paid, about 1 % of the coverage at 30 if paid for 30 years; "
    "health insurance costs more the older the insured",
    [INSURANCE_DB],
    _rates,
    fault(
        "one rate for all",
        update_rows(Policy, "premium_amount = coverage_amount / 100", "policy_type IN ('life', 'health')"),
    ),
)

_LARGEST_CHANGE = 0.12
_CENT = 0.01
_RENEWALS = (
    PAID_PERIODS
    + f"""
    , yearly AS (
        SELECT policy_id, k * months / 12 AS year, coalesce(min(amount), min(premium_amount)) AS lowest,
               coalesce(max(amount), min(premium_amount)) AS highest
        FROM periods LEFT JOIN numbered USING (policy_id, k) JOIN ended USING (policy_id)
        WHERE policy_type IN ('property', 'vehicle') GROUP BY 1, 2
    ), compared AS (
        SELECT *, lag(highest) OVER by_year AS before, lead(year) OVER by_year AS next
        FROM yearly WINDOW by_year AS (PARTITION BY policy_id ORDER BY year)
    )
    SELECT compared.policy_id, year, before, lowest, highest, premium_amount, event.description
    FROM compared JOIN policies ON policies.policy_id = compared.policy_id
    LEFT JOIN policy_events event ON event.policy_id = compared.policy_id AND event_type = 'renewal'
         AND event_date = (start_date + year * interval '1 year')::date AND year > 0
    WHERE lowest <> highest OR next IS NULL AND highest <> premium_amount
          OR abs(highest - before) > {_LARGEST_CHANGE} * before + {_CENT}
          OR year > 0 AND (event.description LIKE '% ' || highest) IS NOT TRUE
    """.replace("LIKE '% '", "LIKE '%% '")
)

M47 = sql_check(
    "M47",
    "Premiums of property and vehicle policies change at renewals only, by at most 12 %, as the event says",
    INSURANCE_DB,
    _RENEWALS,
    fault(
        "a premium raised by a fifth for one period",
        update_row(
            PremiumPayment,
            "amount = round(amount * 1.2, 2)",
            "payment_status = 'completed' AND policy_id IN ("
            "SELECT policy_id FROM policies WHERE policy_type IN ('property', 'vehicle'))",
        ),
    ),
)
