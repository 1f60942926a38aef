"""insurance_db.claims: losses within the cover, paid for by premiums, handled by others than who sold the policy."""

import polars as pl
import pytest

from seeding.bank.storylines import ROLES
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, business, holidays, is_business, nothing_in
from tests.bank.documented import PROMISED_FROM, SCALE_HALF, SCALE_ONE
from tests.bank.insurance import AGENTS, DB, ENDED, MANAGERS, loss_ratios, today, with_type
from tests.bank.lending import FOUNDERS, cents, not_in_service

CLAIM_TYPES = {
    "life": "death", "property": "property_damage", "vehicle": "accident", "health": "medical", "travel": "travel",
}  # fmt: skip
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


def test_claims_lie_inside_the_cover_and_before_its_end(bank: Bank) -> None:
    """I5: none on the day of a lapse or cancellation, nor after a death."""
    bank.finds_none(
        DB,
        ENDED
        + """
        SELECT claim_id, claim_date, start_date, end_date, stop, death FROM claims JOIN ended USING (policy_id)
        WHERE claim_date NOT BETWEEN start_date AND last OR claim_date >= stop
        """,
        today(bank.as_of),
    )


def test_no_claim_falls_between_a_lapse_and_the_reinstatement(bank: Bank) -> None:
    """I5."""
    bank.finds_none(
        DB,
        """
        SELECT claim_id, claim_date, lapse.event_date FROM claims
        JOIN policy_events lapse ON lapse.policy_id = claims.policy_id AND lapse.event_type = 'lapse'
        JOIN policy_events again ON again.policy_id = claims.policy_id AND again.event_type = 'reinstatement'
        WHERE claim_date BETWEEN lapse.event_date AND again.event_date
        """,
    )


def test_a_policy_pays_its_cover_at_most(bank: Bank) -> None:
    """I6: whatever the years."""
    bank.finds_none(
        DB,
        """
        SELECT policy_id, coverage_amount, max(claim_amount), sum(approved_amount)
        FROM claims JOIN policies USING (policy_id) GROUP BY 1, 2
        HAVING max(claim_amount) > coverage_amount OR sum(approved_amount) > coverage_amount
        """,
    )


def test_a_life_is_claimed_once_for_the_whole_cover_and_ends(bank: Bank) -> None:
    """I6."""
    bank.finds_none(
        DB,
        """
        SELECT policy_id, count(*) FROM claims JOIN policies USING (policy_id) WHERE policy_type = 'life' GROUP BY 1
        HAVING count(*) > 1 OR min(policy_status) <> 'matured' OR min(approved_amount) <> max(coverage_amount)
        """,
    )


def test_exactly_what_is_granted_has_an_amount_and_what_is_paid_a_day(bank: Bank) -> None:
    """I7: a business day, 5 to 45 days after; what is not settled yet is recent."""
    bank.finds_none(
        DB,
        f"""
        SELECT * FROM claims
        WHERE (status IN ('approved', 'paid')) <> (approved_amount IS NOT NULL) OR approved_amount > claim_amount
              OR (status = 'paid') <> (settlement_date IS NOT NULL) OR settlement_date > %s
              OR settlement_date - claim_date NOT BETWEEN 5 AND 45 OR NOT {business("settlement_date")}
              OR status IN ('approved', 'under_review') AND claim_date < %s::date - 120
              OR approved_amount <= 0 OR coalesce(description, '') = ''
        """,
        [bank.as_of, bank.as_of],
    )


def test_unsettled_claims_are_on_policies_in_force(bank: Bank) -> None:
    open_claims = with_type(bank, "claims").join(bank.table("policies"), on="policy_id")
    unsettled = pl.col("status").is_in(["approved", "under_review"])
    nothing_in(open_claims.filter(unsettled & (pl.col("policy_status") != "active")))


def test_a_claim_is_of_the_kind_that_its_policy_covers(bank: Bank) -> None:
    """I8."""
    fits = pl.col("claim_type") == pl.col("policy_type").replace_strict(CLAIM_TYPES)
    nothing_in(with_type(bank, "claims").filter(~fits))


def test_claims_are_handled_by_insurance_staff_or_a_manager_in_service_who_did_not_sell_the_policy(bank: Bank) -> None:
    """I8, X2."""
    nothing_in(not_in_service(bank, bank.table("claims"), "processed_by", "claim_date", (*AGENTS, *MANAGERS)))
    sold = bank.table("claims").join(bank.table("policies"), on="policy_id")
    nothing_in(sold.filter(pl.col("processed_by") == pl.col("agent_id")))


def test_a_rejected_claim_says_why(bank: Bank) -> None:
    rejected = bank.table("claims").filter(pl.col("status") == "rejected")
    nothing_in(rejected.filter(~pl.col("description").str.contains(". ", literal=True)))


# Loss ratios


def outside(ratios: dict[str, float], lines: tuple[str, ...]) -> dict[str, float]:
    return {line: ratios[line] for line in lines if not RATIO[0] <= ratios[line] <= RATIO[1]}


def test_claims_cost_three_fifths_to_four_fifths_of_what_premiums_bring(bank: Bank) -> None:
    """I9."""
    bank.needs(SCALE_ONE)
    assert not outside(loss_ratios(bank), EVERYWHERE)


NEEDED = ("policies", "premium_payments", "claims")


@pytest.mark.parametrize("seed", range(1, 21))
def test_the_loss_ratios_of_scale_one_are_kept_with_every_seed(seed: int) -> None:
    """I9."""
    assert not outside(loss_ratios(Baked(plan_of(seed, 1_200, 150), only=NEEDED)), EVERYWHERE)


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_loss_ratios_of_scale_five_are_kept_for_lives_and_journeys_too(seed: int) -> None:
    """I9."""
    ratios = loss_ratios(Baked(plan_of(seed, 6_000, 750), only=NEEDED))
    assert not outside(ratios, (*EVERYWHERE, "life", "travel"))


# The ledger

BOOKING = ("claim_number", "account_id", "day", "cents", "type", "channel")


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


def test_the_ledger_books_exactly_the_claims_that_were_paid_to_accounts(bank: Bank) -> None:
    """X5: the approved amount, on the day of the settlement."""
    said = settled(bank).group_by(BOOKING).len("said")
    credits_ = booked(bank).filter(pl.col("description") == "Settlement of claim " + pl.col("claim_number"))
    both = said.join(credits_.group_by(BOOKING).len("done"), on=BOOKING, how="full", coalesce=True)
    nothing_in(both.filter(pl.col("said").ne_missing(pl.col("done"))), "settlements are in one of two databases")
    if bank.customers >= SCALE_HALF:
        assert len(said) > 3


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
