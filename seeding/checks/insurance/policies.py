"""Policies: status, premiums and selling agents."""

import polars as pl

from datahub.insurance.models import Policy
from seeding.bank.insurance.numbers import AGENTS
from seeding.bank.insurance.policy_types import HIGHEST_RATE, LOWEST_RATE, POLICY_TYPES
from seeding.checks.builders import frame_check, sql_check, statistical_check, violations_in
from seeding.checks.check import Figure
from seeding.checks.databases import EMPLOYEES_DB, INSURANCE_DB
from seeding.checks.enforcement import not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.insurance.policy_terms import ENDED, PREMIUMS
from seeding.checks.reader import BankReader
from seeding.checks.staff_references import not_in_roles, not_in_service, staff_reference

SOLD = staff_reference(Policy, "agent_id")

I1 = sql_check(
    "I1",
    "A policy's status follows from its term, a missed premium with a lapse, a cancellation or a death claim",
    INSURANCE_DB,
    ENDED
    + PREMIUMS
    + """
    , unpaid AS (
        SELECT policy_id, min(payment_date) AS unpaid FROM premiums
        WHERE payment_status = 'failed' AND NOT retried GROUP BY policy_id
    )
    SELECT policy_id, policy_status, start_date, end_date, stop, unpaid, death, lapses, cancellations
    FROM ended LEFT JOIN unpaid USING (policy_id)
    WHERE policy_status IS NULL OR (start_date >= end_date) IS NOT FALSE
          OR (policy_status = 'active') <> (stop IS NULL AND death IS NULL AND end_date >= %(as_of)s)
          OR (policy_status = 'matured') <> (stop IS NULL AND (death IS NOT NULL OR end_date < %(as_of)s))
          OR lapses <> (policy_status = 'lapsed')::int OR cancellations <> (policy_status = 'cancelled')::int
          OR stop NOT BETWEEN start_date + 1 AND end_date
          OR policy_status = 'lapsed' AND unpaid IS NULL OR stop - unpaid NOT BETWEEN 20 AND 31
          OR policy_status <> 'lapsed' AND (unpaid < %(as_of)s - 31 OR unpaid IS NOT NULL AND %(as_of)s = %(until)s)
    """,
    fault(
        "an active policy with status lapsed",
        update_row(Policy, "policy_status = 'lapsed'", "policy_status = 'active'"),
    ),
)

_PAYMENTS_PER_YEAR = "CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END"
_SMALLEST_CORRELATION = 0.95
"""Smallest rank correlation of age and premium rate of life policies."""
_BANDS = ", ".join(
    f"('{each.name}', {each.coverage.low}, {each.coverage.high}, {each.rates[0]}, {each.rates[1]})"
    for each in POLICY_TYPES
)
_REPRICED = ", ".join(f"'{each.name}'" for each in POLICY_TYPES if each.changes_at_renewal)
_PRICES = f"""
    SELECT policy_id, NULL AS payment_id, policy_type, coverage_amount, premium_amount, premium_frequency
    FROM policies LEFT JOIN (
        SELECT policy_type, low, high, CASE WHEN is_of_the_type THEN cheapest ELSE {LOWEST_RATE} END AS cheapest,
               CASE WHEN is_of_the_type THEN dearest ELSE {HIGHEST_RATE} END AS dearest
        FROM (VALUES {_BANDS}) AS band (policy_type, low, high, cheapest, dearest)
        CROSS JOIN LATERAL (
            SELECT %(as_of)s = %(until)s OR policy_type NOT IN ({_REPRICED}) AS is_of_the_type) AS rate
    ) band USING (policy_type)
    WHERE (coverage_amount BETWEEN low AND high
           AND (premium_amount + 0.01) * {_PAYMENTS_PER_YEAR} * 10000 >= cheapest * coverage_amount
           AND (premium_amount - 0.01) * {_PAYMENTS_PER_YEAR} * 10000 <= dearest * coverage_amount) IS NOT TRUE
    UNION ALL
    SELECT policy_id, payment_id, policy_type, coverage_amount, amount, premium_frequency
    FROM premium_payments JOIN policies USING (policy_id)
    WHERE amount <> premium_amount AND policy_type NOT IN ({_REPRICED})
"""
"""Policies outside the range of their type - where a premium changes at renewals, outside that of all types before the
last one -, with a cent's tolerance for rounding, and payments that differ from the
policy's premium where it does not change at renewals (M47 is about the others)."""


def _life_rates(bank: BankReader) -> list[Figure]:
    """Return the rank correlation of the insured's age and the rate, among policies that are paid as many years."""
    lives = bank.frame(
        INSURANCE_DB,
        f"""
        SELECT start_date - insured_birth_date AS age, round((end_date - start_date) / 365.25)::int AS years,
               (premium_amount * {_PAYMENTS_PER_YEAR} / coverage_amount)::float8 AS rate
        FROM policies WHERE policy_type = 'life'
        """,
    )
    by_years = lives.group_by("years").agg(
        correlation=pl.corr("age", "rate", method="spearman").fill_nan(0).fill_null(0), policies=pl.len()
    )
    weighted = by_years["correlation"] * by_years["policies"]
    correlation = float(weighted.sum()) / max(len(lives), 1)
    name = "rank correlation of age and premium rate of life policies, by years of payment"
    return [Figure(name, correlation, _SMALLEST_CORRELATION, None, len(lives), not_enforced(bank))]


I3 = statistical_check(
    "I3",
    "Premiums match their policy, are within the rate range of its type, and rise with age for life insurance",
    [INSURANCE_DB],
    _life_rates,
    fault(
        "a policy with ten times its premium",
        update_row(Policy, "premium_amount = premium_amount * 10"),
    ),
    rows=violations_in(INSURANCE_DB, _PRICES),
)


def _wrong_agents(bank: BankReader) -> pl.DataFrame:
    sold = not_in_service(bank, SOLD), not_in_roles(bank, SOLD, AGENTS)
    return pl.concat(sold).unique(maintain_order=True)


I11 = frame_check(
    "I11",
    "Policies are sold by insurance agents in service on the start date",
    [INSURANCE_DB, EMPLOYEES_DB],
    _wrong_agents,
    fault("a policy sold by the president", update_row(Policy, "agent_id = 'EMP-00001'")),
)
