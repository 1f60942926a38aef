"""insurance_db.claims: losses within the cover, paid for by premiums, handled by others than who sold the policy."""

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, holidays, is_business, nothing_in
from tests.bank.documented import PROMISED_FROM
from tests.bank.insurance import DB, loss_ratios, with_type
from tests.bank.lending import FOUNDERS, cents

EVERYWHERE = ("property", "vehicle", "health", "total")
"""Lines whose loss ratio is kept from scale 1; life and travel follow from scale 5."""
RATIO = (0.60, 0.80)
WIRED_FROM = 1_000_000
"""Cents."""


def test_a_claims_key_carries_its_policy_and_rises_with_time(bank: Bank) -> None:
    """G1."""
    bank.finds_none(
        DB,
        r"""
        SELECT * FROM (
            SELECT *, row_number() OVER (PARTITION BY policy_id ORDER BY claim_date, claim_id) AS nth FROM claims
        ) numbered WHERE claim_id <> 'CLM' || substr(policy_id, 4) || '-' || nth OR claim_number !~ '^CL\d{10}$'
        """,
    )


def test_a_claim_is_described_and_settled_after_5_to_45_days(bank: Bank) -> None:
    """A death names who died, who is never the policyholder."""
    bank.finds_none(
        DB,
        """
        SELECT * FROM claims
        WHERE settlement_date - claim_date NOT BETWEEN 5 AND 45 OR coalesce(description, '') = ''
              OR claim_type = 'death' AND description !~ '^Death of the insured, [^,]+,'
        """,
    )


def test_unsettled_claims_are_on_policies_in_force(bank: Bank) -> None:
    open_claims = with_type(bank, "claims").join(bank.table("policies"), on="policy_id")
    unsettled = pl.col("status").is_in(["approved", "under_review"])
    nothing_in(open_claims.filter(unsettled & (pl.col("policy_status") != "active")))


def test_a_rejected_claim_says_why(bank: Bank) -> None:
    rejected = bank.table("claims").filter(pl.col("status") == "rejected")
    nothing_in(rejected.filter(~pl.col("description").str.contains(". ", literal=True)))


# Loss ratios


def outside(ratios: dict[str, float], lines: tuple[str, ...]) -> dict[str, float]:
    return {line: ratios[line] for line in lines if not RATIO[0] <= ratios[line] <= RATIO[1]}


NEEDED = ("policies", "premium_payments", "claims")


@pytest.mark.parametrize("seed", range(1, 21))
def test_the_loss_ratios_of_scale_one_are_kept_with_every_seed(seed: int) -> None:
    """I9: the check of the same name holds for the banks in the databases."""
    assert not outside(loss_ratios(Baked(plan_of(seed, 1_200, 150), only=NEEDED)), EVERYWHERE)


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_loss_ratios_of_scale_five_are_kept_for_lives_and_journeys_too(seed: int) -> None:
    """I9."""
    ratios = loss_ratios(Baked(plan_of(seed, 6_000, 750), only=NEEDED))
    assert not outside(ratios, (*EVERYWHERE, "life", "travel"))


# The ledger


def settled(bank: Bank) -> pl.DataFrame:
    """Return the paid claims on linked policies, as the ledger has to book them."""
    paid = bank.table("claims").join(bank.table("policies"), on="policy_id").filter(
        (pl.col("status") == "paid") & pl.col("linked_account_id").is_not_null()
    )  # fmt: skip
    return paid.select(
        "claim_number", account_id="linked_account_id", day="settlement_date", cents=cents("approved_amount"),
        type=pl.lit("deposit"), channel=pl.lit("ach"),
    )  # fmt: skip


def booked(bank: Bank) -> pl.DataFrame:
    """Return the rows of the ledger that carry a claim's number."""
    rows = bank.table("transactions").with_columns(
        claim_number=pl.col("description").str.extract(r"\b(CL\d+)\b"),
        day=pl.col("transaction_date").dt.date(), cents=cents("transaction_amount"), type=pl.col("transaction_type"),
    )  # fmt: skip
    return rows.filter(pl.col("claim_number").is_not_null())


def test_a_settlement_is_passed_on_in_full_within_five_business_days(bank: Bank) -> None:
    """By wire from 10,000, else by ACH, to somebody outside."""
    passed = booked(bank).filter(~pl.col("description").str.starts_with("Settlement")).select(
        "transaction_id", "claim_number", "channel", "type", "cents", "counterparty_account", "account_id",
        onward="day",
    )  # fmt: skip
    rows = settled(bank).join(passed, on="claim_number", how="full", coalesce=True, suffix="_on")
    business_days = pl.business_day_count(pl.col("day"), pl.col("onward"), holidays=holidays(bank))
    may_come = pl.business_day_count(pl.col("day"), pl.lit(bank.as_of), holidays=holidays(bank)) < 5
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
    nothing_in(rows.filter(pl.when(missing).then(~may_come).otherwise(~right.fill_null(value=False))))
    nothing_in(rows.filter(pl.col("claim_number").is_duplicated()), "rows pass one settlement on twice")


def test_what_carries_a_claims_number_is_booked_on_business_days(bank: Bank) -> None:
    """A15: and speaks of a claim that is there."""
    nothing_in(booked(bank).filter(~is_business("day")))
    nothing_in(booked(bank).join(settled(bank), on=["claim_number", "account_id"], how="anti"))


# The storyline


def test_the_storm_claim_is_paid_into_the_policyholders_account(bank: Bank) -> None:
    bank.needs(PROMISED_FROM)
    (holder,) = (role for role in ROLES.values() if role.storm_days_ago)
    policy = bank.table("policies").row(by_predicate=pl.col("customer_id") == holder.customer_id, named=True)
    claim = bank.table("claims").row(by_predicate=pl.col("policy_id") == policy["policy_id"], named=True)
    assert (claim["claim_type"], claim["status"], claim["processed_by"]) == ("property_damage", "paid", FOUNDERS[0])
    assert "storm" in claim["description"].lower()
    assert (bank.as_of - claim["claim_date"]).days == holder.storm_days_ago
    (credit,) = settled(bank).filter(pl.col("claim_number") == claim["claim_number"]).iter_rows(named=True)
    assert credit["account_id"] == holder.account_ids[0]
    others = [role.customer_id for role in ROLES.values() if role is not holder]
    claimed = bank.table("claims").join(bank.table("policies"), on="policy_id")
    nothing_in(claimed.filter(pl.col("customer_id").is_in(others)), "claims are no part of a story")
