"""insurance_db.claims: when they are settled, what they cost, and the postings of their settlements."""

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from seeding.checks.enforcement import SHARES_FROM
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, holidays, is_business, nothing_in
from tests.bank.insurance import DB, loss_ratios, with_type
from tests.bank.lending import FOUNDERS, cents
from tests.sampling import first

FREQUENT = ("property", "vehicle", "health", "total")
"""Policy types whose loss ratio holds from scale 1 on, and the total; life and travel follow from scale 5 on."""
RATIO = (0.60, 0.80)
WIRED_FROM = 1_000_000
"""Cents."""


def test_claim_ids_are_made_of_the_policy_and_rise_with_time(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        r"""
        SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY policy_id ORDER BY claim_date, claim_id) AS place FROM claims
        ) numbered WHERE claim_id <> 'CLM' || substr(policy_id, 4) || '-' || place OR claim_number !~ '^CL\d{10}$'
        """,
    )


def test_every_claim_has_a_description_and_is_settled_after_5_to_45_days(bank: Bank) -> None:
    """The description of a death names the insured."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM claims
        WHERE settlement_date - claim_date NOT BETWEEN 5 AND 45 OR coalesce(description, '') = ''
              OR claim_type = 'death' AND description !~ '^Death of the insured, [^,]+,'
              OR claim_type = 'death' AND split_part(description, ', ', 2) NOT IN (
                  SELECT insured_name FROM policies WHERE policies.policy_id = claims.policy_id)
        """,
    )


def test_unsettled_claims_are_on_policies_in_force(bank: Bank) -> None:
    open_claims = with_type(bank, "claims").join(bank.table("policies"), on="policy_id")
    unsettled = pl.col("status").is_in(["approved", "under_review"])
    nothing_in(open_claims.filter(unsettled & (pl.col("policy_status") != "active")))


def test_the_description_of_a_rejected_claim_ends_with_a_reason(bank: Bank) -> None:
    rejected = bank.table("claims").filter(pl.col("status") == "rejected")
    nothing_in(rejected.filter(~pl.col("description").str.contains(". ", literal=True)))


# Loss ratios


def outside(ratios: dict[str, float], policy_types: tuple[str, ...]) -> dict[str, float]:
    """Return the loss ratios of these policy types that lie outside the bounds."""
    return {name: ratios[name] for name in policy_types if not RATIO[0] <= ratios[name] <= RATIO[1]}


TABLES = ("policies", "premium_payments", "claims")


@pytest.mark.parametrize("seed", first(range(1, 21)))
def test_frequent_claims_keep_the_loss_ratio_at_scale_one_with_every_seed(seed: int) -> None:
    """I9 checks the banks in the databases."""
    assert not outside(loss_ratios(Baked(plan_of(seed, 1_200, 150), only=TABLES)), FREQUENT)


@pytest.mark.parametrize("seed", first(range(1, 7)))
def test_life_and_travel_keep_the_loss_ratio_too_at_scale_five(seed: int) -> None:
    """I9."""
    ratios = loss_ratios(Baked(plan_of(seed, 6_000, 750), only=TABLES))
    assert not outside(ratios, (*FREQUENT, "life", "travel"))


# The ledger


def expected_settlements(bank: Bank) -> pl.DataFrame:
    """Return the posting that every paid claim on a linked policy must have."""
    paid = bank.table("claims").join(bank.table("policies"), on="policy_id").filter(
        (pl.col("status") == "paid") & pl.col("linked_account_id").is_not_null()
    )  # fmt: skip
    return paid.select(
        "claim_number", account_id="linked_account_id", day="settlement_date", cents=cents("approved_amount"),
        type=pl.lit("deposit"), channel=pl.lit("ach"),
    )  # fmt: skip


def postings(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger whose description names a claim."""
    rows = bank.table("transactions").with_columns(
        claim_number=pl.col("description").str.extract(r"\b(CL\d+)\b"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"), type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("claim_number").is_not_null())


def test_a_settlement_is_paid_to_the_payee_within_five_business_days(bank: Bank) -> None:
    """By wire from 10,000 USD, else by ACH, to an external account."""
    paid_on = postings(bank).filter(~pl.col("description").str.starts_with("Settlement")).select(
        "transaction_id", "claim_number", "channel", "type", "cents", "counterparty_account", "account_id",
        payment_day="day",
    )  # fmt: skip
    rows = expected_settlements(bank).join(paid_on, on="claim_number", how="full", coalesce=True, suffix="_on")
    business_days = pl.business_day_count(pl.col("day"), pl.col("payment_day"), holidays=holidays(bank))
    may_still_come = pl.business_day_count(pl.col("day"), pl.lit(bank.as_of), holidays=holidays(bank)) < 5
    by_wire = pl.when(pl.col("cents") >= WIRED_FROM).then(pl.lit("wire")).otherwise(pl.lit("ach"))
    right = (
        (pl.col("cents_on") == -pl.col("cents"))
        & (pl.col("account_id") == pl.col("account_id_on"))
        & (pl.col("channel_on") == by_wire)
        & (pl.col("type_on") == "transfer")
        & business_days.is_between(1, 5)
        & pl.col("counterparty_account").str.contains(r"^[A-Z]{2}\d")
    )
    missing = pl.col("transaction_id").is_null()
    nothing_in(rows.filter(pl.when(missing).then(~may_still_come).otherwise(~right.fill_null(value=False))))
    nothing_in(rows.filter(pl.col("claim_number").is_duplicated()), "rows pay one settlement to a payee twice")


def test_claims_are_posted_on_business_days_and_belong_to_a_settlement(bank: Bank) -> None:
    """A15."""
    nothing_in(postings(bank).filter(~is_business("day")))
    nothing_in(postings(bank).join(expected_settlements(bank), on=["claim_number", "account_id"], how="anti"))


# The storyline


def test_the_storm_claim_is_paid_into_the_policyholders_account(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    (holder,) = (role for role in ROLES.values() if role.storm_days_ago)
    policy = bank.table("policies").row(by_predicate=pl.col("customer_id") == holder.customer_id, named=True)
    claim = bank.table("claims").row(by_predicate=pl.col("policy_id") == policy["policy_id"], named=True)
    assert (claim["claim_type"], claim["status"], claim["processed_by"]) == ("property_damage", "paid", FOUNDERS[0])
    assert "storm" in claim["description"].lower()
    assert (bank.as_of - claim["claim_date"]).days == holder.storm_days_ago
    (credit,) = expected_settlements(bank).filter(pl.col("claim_number") == claim["claim_number"]).iter_rows(named=True)
    assert credit["account_id"] == holder.account_ids[0]
    others = [role.customer_id for role in ROLES.values() if role is not holder]
    claimed = bank.table("claims").join(bank.table("policies"), on="policy_id")
    nothing_in(claimed.filter(pl.col("customer_id").is_in(others)), "claims belong to other customers of storylines")
