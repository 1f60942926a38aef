"""Policies: what they stand at, what they cost, and who sold them."""

import polars as pl

from datahub.insurance.models import Policy
from seeding.bank.insurance.numbers import AGENTS, LINES
from seeding.checks.check import Figure, across, breaks, change, rule, statistical
from seeding.checks.held import HeldBank
from seeding.checks.insurance.terms import DB, ENDED, PREMIUMS
from seeding.checks.sizes import too_small
from seeding.checks.staff import STAFF, duty_of, in_other_roles, out_of_service

SOLD = duty_of(Policy, "agent_id")

I1 = rule(
    "I1",
    "A policy's status is what happened to it: its term, a lapse for want of a premium, a cancellation, a death",
    DB,
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
          OR (policy_status = 'lapsed') <> (unpaid IS NOT NULL) OR stop - unpaid NOT BETWEEN 1 AND 27
    """,
    breaks(
        "an active policy that is said to have lapsed, though every premium was paid",
        change(DB, "policies", "policy_id", "policy_status = 'lapsed'", "policy_status = 'active'"),
    ),
)

_PARTS = "CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END"
_RISES = 0.95
"""Least rank correlation of the age of the insured and what a life costs a year, as a part of the cover."""


def _prices(bank: HeldBank) -> list[Figure]:
    policies = bank.frame(
        DB,
        f"""
        SELECT customer_id, policy_type, start_date, (coverage_amount * 100)::bigint AS cover,
               (premium_amount * 100)::bigint AS premium, {_PARTS} AS parts FROM policies
        """,
    )
    differ = bank.rows(
        DB,
        """
        SELECT count(*) AS premiums, count(*) FILTER (WHERE amount <> premium_amount) AS differ
        FROM premium_payments JOIN policies USING (policy_id)
        """,
    )[0]
    born = bank.frame("accounts_db", "SELECT customer_id, date_of_birth FROM customers")
    lives = policies.filter(pl.col("policy_type") == "life").join(born, on="customer_id")
    rises = lives.select(
        pl.corr(
            (pl.col("start_date") - pl.col("date_of_birth")).dt.total_days(),
            pl.col("premium") * pl.col("parts") / pl.col("cover"),
            method="spearman",
        ).fill_nan(0).fill_null(0)
    ).item()  # fmt: skip
    outside = policies.filter(~_in_band().fill_null(False))
    return [
        Figure("premiums that are not their policy's", differ["differ"], None, 0, differ["premiums"]),
        Figure("policies with cover or premium outside the band of their type", len(outside), None, 0, len(policies)),
        Figure("rank correlation of age and the cost of a life", rises, _RISES, None, len(lives), too_small(bank)),
    ]


def _in_band() -> pl.Expr:
    """Return whether cover and a year's premium lie in the band; an instalment is rounded to the cent."""
    bands = {name: (line.cover.low * 100, line.cover.high * 100, *line.rates_e4) for name, line in LINES.items()}
    low, high, cheapest, dearest = (
        pl.col("policy_type").replace_strict({name: band[place] for name, band in bands.items()}, default=None)
        for place in range(4)
    )
    least, most = ((pl.col("premium") + cent) * pl.col("parts") * 10_000 for cent in (1, -1))
    return (
        pl.col("cover").is_between(low, high)
        & (least >= cheapest * pl.col("cover"))
        & (most <= dearest * pl.col("cover"))
    )


I3 = statistical(
    "I3",
    "Premiums are their policy's, a year of them lies in the band of the type, and an older life costs more",
    [DB, "accounts_db"],
    _prices,
    breaks(
        "the premiums of all policies trebled",
        (DB, "UPDATE policies SET premium_amount = premium_amount * 3 RETURNING policy_id"),
    ),
)


def _sold_by_others(bank: HeldBank) -> pl.DataFrame:
    sold = out_of_service(bank, SOLD), in_other_roles(bank, SOLD, AGENTS)
    return pl.concat(sold).unique(maintain_order=True)


I11 = across(
    "I11",
    "Policies are sold by insurance agents who are in service on the day they start",
    [DB, STAFF],
    _sold_by_others,
    breaks("a policy sold by the president", change(DB, "policies", "policy_id", "agent_id = 'EMP-00001'")),
)
