"""insurance_db on the days of a history: what each table shows when, and what may change from one day to the next."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from django.db.models import Model

from datahub.insurance.models import Beneficiary, Claim, Policy, PolicyEvent, PremiumPayment
from seeding.bank.storylines import ROLES
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.bank import nothing_in
from tests.bank.views import Views, Ways

START, UNTIL = date(2026, 1, 20), date(2026, 11, 20)
FIVE_YEARS_AGO = date(2021, 11, 20)
STEP = 5
POLICY_WAYS: Mapping[str, frozenset[str]] = {
    "active": frozenset({"lapsed", "cancelled", "matured"}),
    "lapsed": frozenset({"active"}),
}
"""A lapsed policy is active again if the premium is paid after all."""
CLAIM_WAYS: Mapping[str, frozenset[str]] = {
    "submitted": frozenset({"under_review", "approved", "rejected", "paid"}),
    "under_review": frozenset({"approved", "rejected", "paid"}),
    "approved": frozenset({"paid"}),
}
PAYMENT_WAYS: Mapping[str, frozenset[str]] = {"pending": frozenset({"completed", "failed"})}
WAYS: Mapping[type[Model], tuple[frozenset[str], Mapping[str, Ways]]] = {
    Policy: (frozenset({"premium_amount", "end_date"}), {"policy_status": POLICY_WAYS}),
    Beneficiary: (frozenset(), {}),
    PremiumPayment: (frozenset({"payment_date"}), {"payment_status": PAYMENT_WAYS}),
    Claim: (
        frozenset({"approved_amount", "settlement_date", "description", "processed_by"}),
        {"status": CLAIM_WAYS},
    ),
    PolicyEvent: (frozenset(), {}),
}
"""By table: the columns that change, and the ways of its states."""


def views_of(history: History, customers: int = 600, start: date = START, step: int = STEP) -> Views:
    plan = Plan(7, customers, customers // 8, start, start, UNTIL, history=history)
    return Views.every(step, plan)


@pytest.fixture(scope="module")
def views() -> Views:
    """The bank on every fifth day of ten months."""
    return views_of(History.BRIEF)


@pytest.fixture(scope="module")
def last_day() -> Views:
    """A bank of five years on the last day, from which tests take the days that they look at."""
    plan = Plan(7, 600, 75, FIVE_YEARS_AGO, FIVE_YEARS_AGO, UNTIL)
    return Views(plan, (UNTIL,))


def on_days(views: Views, days: pl.Series) -> Views:
    """Return the bank on some days, those before its first day left out."""
    return Views(views.plan, tuple(sorted({day for day in days.to_list() if views.plan.start <= day})))


def changed(views: Views, model: type[Model], column: str, *kept: str) -> pl.DataFrame:
    """Return the rows whose column differs from one day to the next: its values, and columns of the later row."""
    key = str(model._meta.pk.column)
    found = []
    for earlier, later, day in zip(views.frames(model), views.frames(model)[1:], views.days[1:], strict=False):
        both = later.join(earlier.select(key, pl.col(column).alias("before")), on=key)
        different = both.filter(pl.col(column).ne_missing(pl.col("before")))
        found.append(different.select(key, "before", column, *kept, seen_on=pl.lit(day)))
    return pl.concat(found)


def on_every_day(views: Views, model: type[Model]) -> pl.DataFrame:
    """Return the rows of a table on all days, with the day on which they are seen."""
    frames = zip(views.frames(model), views.days, strict=True)
    return pl.concat([frame.with_columns(seen_on=pl.lit(day)) for frame, day in frames])


@pytest.mark.parametrize("model", WAYS)
def test_nothing_seen_is_taken_back(views: Views, model: type[Model]) -> None:
    changing, ways = WAYS[model]
    views.check(model, changing, ways)


@pytest.mark.hard
@pytest.mark.parametrize("model", WAYS)
def test_nothing_seen_is_taken_back_in_a_full_history_or_in_five_years(model: type[Model]) -> None:
    changing, ways = WAYS[model]
    views_of(History.FULL, customers=120, step=23).check(model, changing, ways)
    views_of(History.BRIEF, customers=360, start=FIVE_YEARS_AGO, step=61).check(model, changing, ways)


@pytest.mark.parametrize("model", WAYS)
def test_every_table_has_rows_on_the_first_day_and_grows(views: Views, model: type[Model]) -> None:
    counts = [len(frame) for frame in views.frames(model)]
    assert counts == sorted(counts)
    assert 0 < counts[0] < counts[-1]


# Policies


def test_policies_of_every_age_exist_on_the_first_day(views: Views) -> None:
    first_day = views.frames(Policy)[0]
    years = (pl.lit(START) - pl.col("start_date")).dt.total_days() // 365
    assert set(first_day.select(years).to_series()) >= {0, 1, 2, 3, 4}


def test_a_policy_is_renewed_on_the_day_on_which_its_year_ends(views: Views) -> None:
    """Its end moves by a year; it has ended only if it lapsed, was cancelled, or insured a life or a trip."""
    policies = on_every_day(views, Policy)
    renewed = pl.col("policy_type").is_in(["property", "vehicle", "health"])
    in_force = policies.filter(renewed & (pl.col("policy_status") == "active"))
    nothing_in(in_force.filter(~pl.col("seen_on").is_between(pl.col("start_date"), pl.col("end_date"))))
    nothing_in(in_force.filter(pl.col("end_date") > pl.col("seen_on").dt.offset_by("1y")))
    moved = changed(views, Policy, "end_date", "policy_type")
    assert len(moved) > 50
    nothing_in(moved.filter(~renewed | (pl.col("end_date") <= pl.col("before"))))


def test_a_premium_changes_only_at_a_renewal(views: Views) -> None:
    repriced = changed(views, Policy, "premium_amount", "policy_type")
    assert len(repriced) > 20
    nothing_in(repriced.filter(~pl.col("policy_type").is_in(["property", "vehicle"])))
    renewals = views.frames(PolicyEvent)[-1].filter(pl.col("event_type") == "renewal")
    on_that_day = repriced.join(renewals, on="policy_id").filter(
        (pl.col("seen_on") - pl.col("event_date")).dt.total_days().is_between(0, STEP - 1)
    )  # fmt: skip
    assert len(on_that_day) == len(repriced)


def test_a_status_follows_from_the_events_up_to_the_day(views: Views) -> None:
    last_events = [
        events.filter(pl.col("event_type").is_in(["lapse", "cancellation", "reinstatement"]))
        .sort("event_date", "event_id").group_by("policy_id").agg(pl.col("event_type").last())
        for events in views.frames(PolicyEvent)
    ]  # fmt: skip
    ended = {"lapse": "lapsed", "cancellation": "cancelled", "reinstatement": "active"}
    for policies, events in zip(views.frames(Policy), last_events, strict=True):
        both = policies.join(events, on="policy_id", how="left")
        expected = pl.col("event_type").replace_strict(ended, default="active")
        differs = pl.col("policy_status").replace({"matured": "active"}) != expected
        nothing_in(both.filter(differs))


def test_a_policy_is_lapsed_from_the_lapse_to_the_day_before_its_reinstatement(last_day: Views) -> None:
    (events,) = last_day.frames(PolicyEvent)
    reinstated = events.filter((pl.col("event_type") == "reinstatement") & (pl.col("event_date") > FIVE_YEARS_AGO))
    assert len(reinstated)
    around = reinstated.select(pl.concat_list("event_date", pl.col("event_date").dt.offset_by("-1d"))).to_series()
    policies = on_every_day(on_days(last_day, around.explode()), Policy).join(reinstated, on="policy_id")
    days_after = (pl.col("seen_on") - pl.col("event_date")).dt.total_days()
    for days, status in ((-1, "lapsed"), (0, "active")):
        found = policies.filter(days_after == days)
        assert set(found["policy_status"].cast(pl.String)) == {status}


def test_a_death_ends_the_policy_on_the_day_of_the_claim(last_day: Views) -> None:
    (claims,) = last_day.frames(Claim)
    deaths = claims.filter((pl.col("claim_type") == "death") & (pl.col("claim_date") > FIVE_YEARS_AGO))
    around = deaths.select(pl.concat_list("claim_date", pl.col("claim_date").dt.offset_by("-1d"))).to_series()
    views = on_days(last_day, around.explode())
    policies = on_every_day(views, Policy).join(deaths.select("policy_id", "claim_date"), on="policy_id")
    has_died = pl.col("claim_date") <= pl.col("seen_on")
    assert set(policies.filter(has_died)["policy_status"].cast(pl.String)) == {"matured"}
    assert set(policies.filter(~has_died)["policy_status"].cast(pl.String)) == {"active"}
    reported = on_every_day(views, Claim).filter(pl.col("claim_date") == pl.col("seen_on"))
    reported = reported.join(deaths, on="claim_id", how="semi")
    assert len(reported) == len(deaths)
    assert set(reported["status"].cast(pl.String)) == {"submitted"}


# Premiums


def test_a_payment_is_pending_for_two_days_at_most_and_is_dated_when_it_was_submitted() -> None:
    daily = views_of(History.BRIEF, customers=300, start=date(2026, 8, 10), step=1)
    before_the_end = on_every_day(daily, PremiumPayment).filter(pl.col("seen_on") < date(2026, 11, 18))
    pending = before_the_end.filter(pl.col("payment_status") == "pending")
    days = pending.group_by("payment_id").agg(pl.len(), pl.col("payment_date").n_unique().alias("dates"))
    assert set(days["len"]) == {1, 2}
    nothing_in(days.filter(pl.col("dates") > 1))
    nothing_in(before_the_end.filter(pl.col("payment_date") > pl.col("seen_on")))


def test_every_payment_is_first_seen_by_the_day_of_its_date(views: Views) -> None:
    last_day = views.frames(PremiumPayment)[-1]
    for payments, day in zip(views.frames(PremiumPayment), views.days, strict=True):
        missing = last_day.filter(pl.col("payment_date") <= day).join(payments, on="payment_id", how="anti")
        nothing_in(missing, f"payments are missing on {day}")


def test_a_failed_payment_is_the_last_of_an_active_policy_until_it_is_retried_or_the_policy_lapses(
    last_day: Views,
) -> None:
    (payments,) = last_day.frames(PremiumPayment)
    failed = payments.filter((pl.col("payment_status") == "failed") & (pl.col("payment_date") > FIVE_YEARS_AGO))
    views = on_days(last_day, failed["payment_date"])
    assert len(views.days) > 10
    last = on_every_day(views, PremiumPayment).sort("payment_id").group_by("policy_id", "seen_on").last()
    just_failed = last.join(failed.select("payment_id", seen_on="payment_date"), on=["payment_id", "seen_on"])
    assert len(just_failed) == len(failed)
    assert set(just_failed["payment_status"].cast(pl.String)) == {"failed"}
    policies = on_every_day(views, Policy).join(just_failed, on=["policy_id", "seen_on"], how="semi")
    assert set(policies["policy_status"].cast(pl.String)) == {"active"}


# Claims


def test_a_claim_shows_what_is_known_in_its_state(views: Views) -> None:
    claims = on_every_day(views, Claim)
    assert set(claims["status"].cast(pl.String)) == {"submitted", "under_review", "approved", "rejected", "paid"}
    is_granted, is_paid = pl.col("status").is_in(["approved", "paid"]), pl.col("status") == "paid"
    has_reason = pl.col("description").str.contains(". ", literal=True)
    known = (
        (pl.col("approved_amount").is_not_null() == is_granted)
        & (pl.col("settlement_date").is_not_null() == is_paid)
        & (pl.col("processed_by").is_null() == (pl.col("status") == "submitted"))
        & (has_reason == (pl.col("status") == "rejected"))
    )
    nothing_in(claims.filter(~known))
    nothing_in(claims.filter(pl.max_horizontal("claim_date", "settlement_date") > pl.col("seen_on")))


def test_a_claim_is_decided_within_120_days_and_paid_on_its_settlement_date(views: Views) -> None:
    claims = on_every_day(views, Claim)
    age = (pl.col("seen_on") - pl.col("claim_date")).dt.total_days()
    is_open = pl.col("status").is_in(["submitted", "under_review", "approved"])
    nothing_in(claims.filter(is_open & (age > 120)))
    nothing_in(claims.filter((pl.col("status") == "submitted") & (age > 3)))
    settled = views.frames(Claim)[-1].select("claim_id", settled="settlement_date")
    both = claims.join(settled, on="claim_id")
    nothing_in(both.filter((pl.col("status") == "paid") != (pl.col("settled") <= pl.col("seen_on")).fill_null(False)))


def test_what_a_claim_shows_once_it_shows_for_good(views: Views) -> None:
    """Amounts, days and handlers are filled in once; a description only gets the reason of a rejection appended."""
    for earlier, later in pairwise(views.frames(Claim)):
        both = earlier.join(later, on="claim_id", suffix=" later")
        for column in ("approved_amount", "settlement_date", "processed_by"):
            nothing_in(
                both.filter(pl.col(column).is_not_null() & (pl.col(column) != pl.col(f"{column} later"))), column
            )
        nothing_in(both.filter(~pl.col("description later").str.starts_with(pl.col("description"))))


def test_the_storm_claim_is_paid_on_every_day(views: Views) -> None:
    (holder,) = (role for role in ROLES.values() if role.storm_days_ago)
    for claims in views.frames(Claim):
        (claim,) = claims.filter(pl.col("policy_id") == holder.row_ids["policy"]).iter_rows(named=True)
        assert (claim["status"], (START - claim["claim_date"]).days) == ("paid", holder.storm_days_ago)
