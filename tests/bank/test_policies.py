"""insurance_db.policies: who is insured for what, at what price, and what a policy stands at."""

from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from seeding.checks.days import is_business_day
from seeding.checks.insurance.policy_terms import ENDED
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, nothing_in
from tests.bank.documented import PROMISED_FROM, SCALE_ONE
from tests.bank.insurance import DB, INSURED, TABLES
from tests.bank.lending import FOUNDERS

PARTS = "CASE premium_frequency WHEN 'monthly' THEN 12 WHEN 'quarterly' THEN 4 ELSE 1 END"


def test_a_policys_key_carries_its_customer_and_its_ordinal_and_nobody_holds_three(bank: Bank) -> None:
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


def test_cover_follows_the_segment(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    held = bank.table("policies").join(bank.table("customer_profiles"), on="customer_id")
    lives = held.filter(pl.col("policy_type") == "life").group_by("customer_segment")
    medians = dict(lives.agg(pl.col("coverage_amount").cast(pl.Float64).median()).iter_rows())
    assert medians["retail"] < medians["premium"] < medians["private"], medians


def test_few_policies_cost_five_thousand_a_year(bank: Bank) -> None:
    bank.needs(SCALE_ONE)
    few = bank.value(DB, f"SELECT avg((premium_amount * {PARTS} >= 5000)::int) FROM policies")
    assert few < 0.08


def test_a_policy_starts_on_a_business_day_of_the_last_five_years_and_is_written_that_day(bank: Bank) -> None:
    bank.finds_none(
        DB,
        f"""
        SELECT * FROM policies
        WHERE start_date NOT BETWEEN %s::date - interval '5 years' AND %s OR NOT {is_business_day("start_date")}
              OR created_at::date <> start_date OR created_at::time NOT BETWEEN '09:00' AND '17:00'
        """,
        [bank.as_of, bank.as_of],
    )


def test_a_term_is_ten_to_thirty_years_of_a_life_the_year_under_way_or_a_journey(bank: Bank) -> None:
    """I1: a stopped policy ends with the year in which it stopped, and so does none that the insured outlived."""
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


def test_companies_insure_property_and_vehicles(bank: Bank) -> None:
    held = bank.table("policies").join(bank.table("customer_profiles"), on="customer_id")
    company = pl.col("customer_segment") == "corporate"
    nothing_in(held.filter(company & ~pl.col("policy_type").is_in(["property", "vehicle"])))


def test_a_linked_account_is_the_policyholders_dollar_account_in_use_opened_before(bank: Bank) -> None:
    """X3: checking or savings, open and never frozen."""
    linked = bank.table("policies").join(
        bank.table("accounts"), left_on="linked_account_id", right_on="account_id", suffix="_of_account"
    )
    assert len(linked) == bank.table("policies")["linked_account_id"].count()
    fits = (
        (pl.col("customer_id") == pl.col("customer_id_of_account"))
        & pl.col("account_type").is_in(["checking", "savings"])
        & (pl.col("currency") == "USD")
        & (pl.col("opened_date") < pl.col("start_date"))
        & (pl.col("account_status") == "active")
    )
    nothing_in(linked.filter(~fits))


def test_nobody_is_insured_before_becoming_a_customer_and_nobody_who_left_or_went_silent(bank: Bank) -> None:
    """C3, X6."""
    held = bank.table("policies").join(bank.table("customer_profiles"), on="customer_id")
    gone = pl.col("customer_status").is_in(["closed", "dormant"])
    nothing_in(held.filter((pl.col("start_date") <= pl.col("onboarding_date")) | gone))


# Storylines


def of_storylines(bank: Bank | Baked, table: str) -> pl.DataFrame:
    """Return the rows of an insurance table that belong to people of storylines."""
    told = [role.customer_id.split("-")[1] for role in ROLES.values()]
    return bank.table(table).filter(pl.col("policy_id").str.split("-").list.get(1).is_in(told))


def test_the_people_of_storylines_hold_the_policies_of_their_stories_and_no_others(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    held = of_storylines(bank, "policies").sort("policy_id").group_by("customer_id", maintain_order=True)
    assert dict(held.agg("policy_type").iter_rows()) == INSURED
    policies = of_storylines(bank, "policies")
    assert set(policies["policy_status"]) == {"active"}
    assert policies["linked_account_id"].null_count() == 0
    assert set(policies["agent_id"]) == {FOUNDERS[3]}


@pytest.mark.parametrize("table", TABLES)
def test_storylines_fill_every_table_with_the_same_rows_in_every_bank(table: str) -> None:
    banks = [Baked(plan_of(7, customers, employees)) for customers, employees in ((60, 7), (61, 5), (2_400, 300))]
    stories = [of_storylines(bank, table) for bank in banks]
    assert len(stories[0])
    for smaller, larger in pairwise(stories):
        assert smaller.equals(larger), table


def test_the_policies_of_storylines_are_linked_and_old_enough_with_every_seed() -> None:
    for seed in range(1, 21):
        bank = Baked(plan_of(seed, 60, 7), only=("policies",))
        nothing_in(of_storylines(bank, "policies").filter(pl.col("linked_account_id").is_null()), f"with seed {seed}")
