"""insurance_db.policies: who is insured against what, at what price and for how long."""

from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from seeding.checks.days import is_business_day
from seeding.checks.enforcement import SCALE_ONE, SHARES_FROM
from seeding.checks.insurance.policy_terms import ENDED
from tests.bank.baked import Baked, banks_of_sizes, plan_of
from tests.bank.bank import Bank, holidays, nothing_in
from tests.bank.insurance import DB, INSURED, TABLES
from tests.bank.lending import FOUNDERS

PERIODS_PER_YEAR = "CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END"


def test_a_policy_id_is_made_of_the_customer_and_1_or_2(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        r"""
        SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY policy_id) AS ordinal FROM policies
        ) numbered
        WHERE policy_id <> 'POL-' || right(customer_id, 8) || '-' || ordinal OR ordinal > 2
              OR policy_number !~ '^PL\d{10}$'
        """,
    )


def test_the_median_coverage_rises_with_the_segment(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    policies = bank.table("policies").join(bank.table("customer_profiles"), on="customer_id")
    lives = policies.filter(pl.col("policy_type") == "life").group_by("customer_segment")
    medians = dict(lives.agg(pl.col("coverage_amount").cast(pl.Float64).median()).iter_rows())
    assert medians["retail"] < medians["premium"] < medians["private"], medians


def test_fewer_than_8_percent_of_the_policies_cost_5000_a_year(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    expensive = bank.value(DB, f"SELECT avg((premium_amount * {PERIODS_PER_YEAR} >= 5000)::int) FROM policies")
    assert expensive < 0.08


def test_a_policy_starts_on_a_business_day_of_the_last_five_years_and_was_created_that_day(bank: Bank) -> None:
    bank.finds_none(
        DB,
        f"""
        SELECT * FROM policies
        WHERE start_date NOT BETWEEN %(as_of)s::date - interval '5 years' AND %(as_of)s
              OR NOT {is_business_day("start_date")}
              OR created_at::date <> start_date OR created_at::time NOT BETWEEN '09:00' AND '17:00'
        """,
        {"as_of": bank.as_of, "holidays": holidays(bank)},
    )


def test_a_policy_ends_after_10_to_30_years_for_life_with_the_current_year_or_after_a_trip(bank: Bank) -> None:
    """I1: a policy that lapsed or was cancelled ends with the year in which it stopped."""
    bank.finds_none(
        DB,
        ENDED
        + """
        , terms AS (SELECT *, coalesce(stop, %(as_of)s) AS known FROM ended)
        SELECT policy_id, policy_type, start_date, end_date, stop FROM terms WHERE start_date >= end_date OR CASE
            WHEN policy_type = 'life' THEN end_date + 1 NOT IN (
                SELECT (start_date + years * interval '1 year')::date FROM generate_series(10, 30) AS years)
            WHEN policy_type = 'travel' THEN end_date + 1 NOT IN (
                SELECT (start_date + months * interval '1 month')::date FROM generate_series(1, 12) AS months)
                OR premium_frequency <> 'annual'
            ELSE known > end_date OR end_date + 1 NOT IN (
                SELECT (start_date + years * interval '1 year')::date FROM generate_series(1, 6) AS years)
                OR known < end_date + 1 - interval '1 year' - interval '3 days' END
        """,
        {"as_of": bank.as_of},
    )


def test_companies_insure_only_property_and_vehicles(bank: Bank) -> None:
    policies = bank.table("policies").join(bank.table("customer_profiles"), on="customer_id")
    company = pl.col("customer_segment") == "corporate"
    nothing_in(policies.filter(company & ~pl.col("policy_type").is_in(["property", "vehicle"])))


def test_a_linked_account_is_an_active_dollar_account_of_the_policyholder_opened_before_the_policy(bank: Bank) -> None:
    """X3: checking or savings, open and never frozen."""
    linked = bank.table("policies").join(
        bank.table("accounts"), left_on="linked_account_id", right_on="account_id", suffix="_of_account"
    )
    assert len(linked) == bank.table("policies")["linked_account_id"].count()
    is_allowed = (
        (pl.col("customer_id") == pl.col("customer_id_of_account"))
        & pl.col("account_type").is_in(["checking", "savings"])
        & (pl.col("currency") == "USD")
        & (pl.col("opened_date") < pl.col("start_date"))
        & (pl.col("account_status") == "active")
    )
    nothing_in(linked.filter(~is_allowed))


def test_policyholders_are_active_customers_who_joined_before_the_policy_started(bank: Bank) -> None:
    """C3, X6."""
    policies = bank.table("policies").join(bank.table("customer_profiles"), on="customer_id")
    left = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(policies.filter((pl.col("start_date") <= pl.col("onboarding_date")) | left))


# Storylines


def of_storylines(bank: Bank | Baked, table: str) -> pl.DataFrame:
    """Return the rows of an insurance table that belong to customers of storylines."""
    customer_numbers = [role.customer_id.split("-")[1] for role in ROLES.values()]
    return bank.table(table).filter(pl.col("policy_id").str.split("-").list.get(1).is_in(customer_numbers))


def test_customers_of_storylines_hold_exactly_the_policies_of_their_storyline(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    by_customer = of_storylines(bank, "policies").sort("policy_id").group_by("customer_id", maintain_order=True)
    assert dict(by_customer.agg("policy_type").iter_rows()) == INSURED
    policies = of_storylines(bank, "policies")
    assert set(policies["policy_status"]) == {"active"}
    assert policies["linked_account_id"].null_count() == 0
    assert set(policies["agent_id"]) == {FOUNDERS[3]}


@pytest.mark.parametrize("table", TABLES)
def test_the_insurance_of_storylines_is_the_same_rows_in_banks_of_every_size(table: str) -> None:
    rows = [of_storylines(bank, table) for bank in banks_of_sizes((60, 7), (61, 5), (2_400, 300))]
    assert len(rows[0])
    for smaller, larger in pairwise(rows):
        assert smaller.equals(larger), table


def test_the_policies_of_storylines_are_linked_with_every_seed() -> None:
    for seed in range(1, 21):
        bank = Baked(plan_of(seed, 60, 7), only=("policies",))
        nothing_in(of_storylines(bank, "policies").filter(pl.col("linked_account_id").is_null()), f"with seed {seed}")
