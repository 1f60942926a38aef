"""Claims: dates within coverage, payouts, and who handles them."""

import polars as pl

from datahub.insurance.models import Claim
from seeding.bank.insurance import numbers
from seeding.bank.insurance.policy_types import POLICY_TYPES
from seeding.checks.builders import frame_check, sql_check, statistical_check
from seeding.checks.check import Figure
from seeding.checks.databases import EMPLOYEES_DB, INSURANCE_DB
from seeding.checks.days import is_business_day
from seeding.checks.enforcement import SCALE_FIVE, SCALE_ONE, not_enforced
from seeding.checks.faults import fault, update_row
from seeding.checks.insurance.policy_terms import ENDED
from seeding.checks.reader import BankReader, Row
from seeding.checks.staff_references import not_in_roles, staff_reference


def _of_policy(column: str) -> str:
    """Return an SQL subquery for a column of a claim's policy."""
    return f"(SELECT {column} FROM policies WHERE policies.policy_id = claims.policy_id)"


I5 = sql_check(
    "I5",
    "Claims are dated within coverage, none while a policy is lapsed, cancelled or ended",
    INSURANCE_DB,
    ENDED
    + """
    , gaps AS (
        SELECT policy_id, event_type, event_date AS since, lead(event_date) OVER by_day AS until
        FROM policy_events WHERE event_type IN ('lapse', 'reinstatement')
        WINDOW by_day AS (PARTITION BY policy_id ORDER BY event_date, event_id)
    )
    SELECT claim_id, claim_date, start_date, end_date, stop, death, since, until
    FROM claims JOIN ended USING (policy_id)
    LEFT JOIN gaps ON gaps.policy_id = claims.policy_id AND gaps.event_type = 'lapse'
         AND claim_date BETWEEN since AND coalesce(until, claim_date)
    WHERE claim_date NOT BETWEEN start_date AND last OR claim_date >= stop OR since IS NOT NULL
    """,
    fault(
        "a claim dated the day before the policy starts",
        update_row(Claim, "claim_date = " + _of_policy("start_date - 1")),
    ),
)

I6 = sql_check(
    "I6",
    "Claims and payouts stay within coverage, for health per year; a life policy has one claim, in full, "
    "and ends with it",
    INSURANCE_DB,
    """
    SELECT policy_id, policy_type, policy_status, coverage_amount, year, count(*) AS claims,
           max(claim_amount) AS largest, sum(approved_amount) AS approved
    FROM (
        SELECT policies.*, claims.status, claim_amount, approved_amount,
               CASE policy_type WHEN 'health' THEN extract(year FROM age(claim_date, start_date))::int END AS year
        FROM claims JOIN policies USING (policy_id)
    ) claimed
    GROUP BY policy_id, policy_type, policy_status, coverage_amount, year
    HAVING max(claim_amount) > coverage_amount OR sum(approved_amount) > coverage_amount
           OR policy_type = 'life' AND (
               count(*) > 1 OR policy_status <> 'matured' OR bool_or(status = 'rejected') OR
               sum(approved_amount) <> coverage_amount OR count(approved_amount) = 0 AND %(as_of)s = %(until)s)
    """,
    fault(
        "a claim above the coverage",
        update_row(Claim, "claim_amount = " + _of_policy("coverage_amount + 1")),
    ),
)

I7 = sql_check(
    "I7",
    "Only granted claims have an approved amount, only paid ones a settlement date; unsettled ones are "
    "at most 120 days old",
    INSURANCE_DB,
    f"""
    SELECT claim_id, status, claim_date, settlement_date, claim_amount, approved_amount FROM claims
    WHERE status IS NULL OR (status IN ('approved', 'paid')) <> (approved_amount IS NOT NULL)
          OR approved_amount NOT BETWEEN 0.01 AND claim_amount
          OR (status = 'paid') <> (settlement_date IS NOT NULL)
          OR settlement_date NOT BETWEEN claim_date AND %(as_of)s OR NOT {is_business_day("settlement_date")}
          OR status IN ('approved', 'under_review', 'submitted') AND claim_date < %(as_of)s - 120
    """,
    fault(
        "a rejected claim with an approved amount",
        update_row(Claim, "approved_amount = 1", "status = 'rejected'"),
    ),
)

HANDLED = staff_reference(Claim, "processed_by")


def _wrong_handling(bank: BankReader) -> pl.DataFrame:
    """Return claims of a type that the policy does not cover, handled by the wrong employees, or by none."""
    covered = [f"{each.name} {each.claim_type}" for each in POLICY_TYPES]
    wrong = bank.frame(
        INSURANCE_DB,
        """
        SELECT claim_id, policy_type, claim_type, agent_id, processed_by AS who
        FROM claims JOIN policies USING (policy_id)
        WHERE processed_by = agent_id OR (processed_by IS NULL) <> (status = 'submitted')
              OR policy_type || ' ' || claim_type <> ALL(%(covered)s)
        """,
        covered=covered,
    )
    others = not_in_roles(bank, HANDLED, (*numbers.AGENTS, *numbers.MANAGERS), required=False)
    return pl.concat([wrong, others.select("claim_id", "who", "role")], how="diagonal")


I8 = frame_check(
    "I8",
    "A claim's type belongs to its policy, and its handler is insurance staff or a manager, not the selling agent",
    [INSURANCE_DB, EMPLOYEES_DB],
    _wrong_handling,
    fault(
        "a claim handled by the selling agent",
        update_row(Claim, "processed_by = " + _of_policy("agent_id")),
    ),
)

LOSS_RATIO = (0.60, 0.80)
"""Approved amounts over completed premiums; U.S. insurers' ratios are 0.69 to 0.79 (NAIC, 2020-2024)."""
SMALL_LINES = ("life", "travel")
"""Lines with so few claims that their ratio is not enforced below SCALE_FIVE."""
TOTAL = "total"


def loss_ratios(bank: BankReader) -> list[Row]:
    """Return by line, and in total, the loss ratio and the number of claims."""
    return bank.rows(
        INSURANCE_DB,
        f"""
        SELECT coalesce(policy_type, '{TOTAL}') AS line, coalesce(sum(claims), 0)::int AS claims,
               coalesce(sum(approved) / nullif(sum(premiums), 0), 0)::float8 AS ratio
        FROM policies LEFT JOIN (
            SELECT policy_id, sum(amount) AS premiums FROM premium_payments
            WHERE payment_status = 'completed' GROUP BY policy_id
        ) earned USING (policy_id) LEFT JOIN (
            SELECT policy_id, sum(approved_amount) AS approved, count(*) AS claims FROM claims GROUP BY policy_id
        ) lost USING (policy_id)
        GROUP BY ROLLUP (policy_type) ORDER BY policy_type
        """,
    )


def _loss_ratio_figures(bank: BankReader) -> list[Figure]:
    """Return the loss ratio of each line; in a small bank it may miss its bounds by half of a mean claim."""
    low, high = LOSS_RATIO
    figures = []
    for line in bank.cached(loss_ratios):
        half_a_claim = line["ratio"] / max(line["claims"], 1) / 2 if bank.customers < SCALE_FIVE else 0
        small = not_enforced(bank, SCALE_FIVE if line["line"] in SMALL_LINES else SCALE_ONE)
        name = f"loss ratio, {line['line']}"
        figures.append(Figure(name, line["ratio"], low - half_a_claim, high + half_a_claim, line["claims"], small))
    return figures


I9 = statistical_check(
    "I9",
    "The loss ratio of each line and in total is 0.60 to 0.80, give or take half of a mean claim below 6,000 customers",
    [INSURANCE_DB],
    _loss_ratio_figures,
    fault(
        "every approved amount halved",
        (INSURANCE_DB, "UPDATE claims SET approved_amount = approved_amount / 2 RETURNING claim_id"),
    ),
)
