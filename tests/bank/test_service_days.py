"""customer_db from the first day on which a bank is seen to the last: profiles, contacts, complaints, campaigns."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from django.db import models

from datahub.accounts.models import Account, Customer
from datahub.compliance.models import AuditTrail, KycRecord
from datahub.customers.models import (
    Campaign,
    CampaignResponse,
    Complaint,
    CustomerProfile,
    Interaction,
    SatisfactionSurvey,
)
from datahub.employees.models import Employee, EmployeeAssignment
from datahub.insurance.models import Policy
from datahub.loans.models import LoanApplication
from seeding.bank.customers.campaign_numbers import PURCHASE_WITHIN_DAYS
from seeding.bank.graph import BANK
from seeding.engine.layout import History
from seeding.engine.plan import Plan
from tests.bank.views import Views
from tests.sampling import first

BRIEF = Plan(7, 600, 75, date(2026, 1, 20), date(2026, 1, 20), date(2026, 11, 20))
FULL = replace(BRIEF, customers=180, employees=30, history=History.FULL)
LONG = replace(BRIEF, customers=420, start=date(2023, 2, 20), as_of=date(2023, 2, 20))
PROFILE_WAYS = {
    "customer_status": {"active": frozenset({"dormant", "closed"})},
}
SETTLED = frozenset({"resolved", "closed"})
COMPLAINT_WAYS = {"status": {"open": SETTLED | {"investigating"}, "investigating": SETTLED}}
RESPONSE_WAYS = {"response_type": {"opened": frozenset({"clicked", "purchased"}), "clicked": frozenset({"purchased"})}}
TWO_YEARS = timedelta(days=730)


@pytest.fixture(scope="module", params=first(["brief", "full", "long"]))
def views(request: pytest.FixtureRequest) -> Views:
    if request.param == "long":
        return Views.every(279, LONG)
    return Views.every(61, BRIEF if request.param == "brief" else FULL)


def of_state(rows: pl.DataFrame, column: str, *states: str) -> pl.DataFrame:
    return rows.filter(pl.col(column).cast(pl.String).is_in(states))


@pytest.mark.parametrize("model", [Interaction, SatisfactionSurvey, Campaign])
def test_rows_of_facts_stay_as_they_are(views: Views, model: type[models.Model]) -> None:
    views.check(model)
    (recipe,) = (recipe for recipe in BANK.recipes if recipe.model is model)
    assert not BANK.changes_by_day(recipe)


def test_profiles_change_their_state_and_nothing_else(views: Views) -> None:
    views.check(
        CustomerProfile,
        changing=frozenset({"phone", "assigned_agent_id", "kyc_status", "risk_rating", "updated_at"}),
        ways=PROFILE_WAYS,
    )


def test_the_last_change_of_a_profile_is_known_and_later_whenever_it_changes(views: Views) -> None:
    frames = views.frames(CustomerProfile)
    for day, profiles in zip(views.days, frames, strict=True):
        assert (profiles["updated_at"].dt.date() <= day).all()
        assert (profiles["updated_at"] >= profiles["created_at"]).all()
    states = ("phone", "customer_status", "assigned_agent_id", "kyc_status", "risk_rating")
    changed = 0
    for earlier, later in pairwise(frames):
        both = earlier.join(later, on="customer_id", suffix="_later")
        assert (both["updated_at_later"] >= both["updated_at"]).all()
        differs = pl.any_horizontal(
            *(pl.col(state).cast(pl.String).ne_missing(pl.col(f"{state}_later").cast(pl.String)) for state in states)
        )
        moved = both.filter(differs)
        changed += len(moved)
        assert moved.filter(pl.col("updated_at_later") <= pl.col("updated_at")).is_empty()
    assert changed > 0


def test_a_phone_number_is_the_last_one_in_the_audit_trail(views: Views) -> None:
    entries = views.frames(AuditTrail)[-1].filter(
        pl.col("entity_type").cast(pl.String) == "customer", pl.col("action").cast(pl.String) == "update"
    )
    changes = entries.select(
        "performed_at", customer_id="entity_id", **{
            name: pl.col(f"{name}_value").str.json_path_match("$.phone") for name in ("old", "new")
        },
    )  # fmt: skip
    seen = set()
    for day, profiles, customers in zip(views.days, views.frames(CustomerProfile), views.frames(Customer), strict=True):
        assert profiles["phone"].equals(customers["phone"])
        both = profiles.join(changes, on="customer_id")
        has_come = pl.col("performed_at").dt.date() <= day
        assert both.filter(pl.col("phone") != pl.when(has_come).then("new").otherwise("old")).is_empty()
        assert both.filter(has_come & (pl.col("updated_at") < pl.col("performed_at"))).is_empty()
        seen |= set(both.select(has_come).to_series())
    assert seen == {False, True}


def test_some_customers_leave_and_some_become_dormant_a_year_after_they_used_an_account(views: Views) -> None:
    first, *_, last = views.frames(CustomerProfile)
    both = of_state(first, "customer_status", "active").join(last, on="customer_id", suffix="_later")
    left = of_state(both, "customer_status_later", "closed")
    assert len(left) > 0
    for profiles, accounts in zip(views.frames(CustomerProfile), views.frames(Account), strict=True):
        closed = of_state(profiles, "customer_status", "closed").join(accounts, on="customer_id")
        assert of_state(closed, "account_status", "active", "frozen").is_empty()
        assert (closed["updated_at"].dt.date() >= closed["closed_date"]).all()


def test_profiles_agree_with_kyc_records_on_every_day(views: Views) -> None:
    for profiles, records in zip(views.frames(CustomerProfile), views.frames(KycRecord), strict=True):
        both = profiles.join(records, on="customer_id", suffix="_of_record")
        assert len(both) == len(profiles)
        for state in ("kyc_status", "risk_rating"):
            assert (both[state].cast(pl.String) == both[f"{state}_of_record"].cast(pl.String)).all()


def test_advisors_of_the_day_are_in_service_and_keep_the_open_portfolios(views: Views) -> None:
    frames = (views.frames(model) for model in (CustomerProfile, Employee, EmployeeAssignment))
    for profiles, employees, assignments in zip(*frames, strict=True):
        advised = profiles.filter(pl.col("assigned_agent_id").is_not_null())
        staff = employees.filter(pl.col("termination_date").is_null())
        assert advised["assigned_agent_id"].is_in(staff["employee_id"].implode()).all()
        open_ones = of_state(assignments, "assignment_type", "customer_portfolio").filter(pl.col("end_date").is_null())
        kept = open_ones.join(profiles, left_on="related_entity_id", right_on="customer_id", how="left")
        assert len(kept) > 0
        assert kept.filter(pl.col("employee_id").ne_missing(pl.col("assigned_agent_id"))).is_empty()


def test_complaints_are_open_then_investigated_then_settled(views: Views) -> None:
    views.check(Complaint, changing=frozenset({"resolved_date", "resolution_time_hours"}), ways=COMPLAINT_WAYS)
    for day, complaints in zip(views.days, views.frames(Complaint), strict=True):
        settled = of_state(complaints, "status", *SETTLED)
        assert settled["resolved_date"].null_count() == 0 == settled["resolution_time_hours"].null_count()
        assert (settled["resolved_date"].dt.date() <= day).all()
        others = of_state(complaints, "status", "open", "investigating")
        assert others["resolved_date"].null_count() == len(others) == others["resolution_time_hours"].null_count()
        assert (of_state(others, "status", "open")["filed_date"].dt.date() > day - timedelta(days=30)).all()


def test_complaints_interactions_and_campaigns_reach_back_from_the_first_day(views: Views) -> None:
    half_a_year = timedelta(days=183)
    for model, column in ((Complaint, "filed_date"), (Interaction, "interaction_date"), (Campaign, "start_date")):
        days = views.frames(model)[0][column].cast(pl.Date)
        assert (days < views.plan.start - TWO_YEARS + half_a_year).any(), model.__name__
        assert (days > views.plan.start - half_a_year).any(), model.__name__
        if not views.plan.is_full:
            assert (days >= views.plan.start - TWO_YEARS).all(), model.__name__


def test_responses_go_from_opened_over_clicked_to_purchased(views: Views) -> None:
    views.check(CampaignResponse, changing=frozenset({"converted"}), ways=RESPONSE_WAYS)
    first, *_, last = views.frames(CampaignResponse)
    both = first.join(last, on="response_id", suffix="_later")
    assert (both["converted"] <= both["converted_later"]).all()


def test_a_purchase_is_seen_from_the_day_of_its_product(views: Views) -> None:
    products = ((Account, "opened_date"), (LoanApplication, "application_date"), (Policy, "start_date"))
    bought_by_day = zip(
        *(
            [rows.select("customer_id", bought=pl.col(column)) for rows in views.frames(model)]
            for model, column in products
        ),
        strict=True,
    )
    for responses, bought in zip(views.frames(CampaignResponse), bought_by_day, strict=True):
        purchases = of_state(responses, "response_type", "purchased")
        assert purchases["converted"].all()
        within = pl.col("bought").is_between(
            pl.col("response_date"), pl.col("response_date") + timedelta(days=PURCHASE_WITHIN_DAYS)
        )
        followed = purchases.join(pl.concat(bought), on="customer_id").filter(within)
        assert purchases["response_id"].is_in(followed["response_id"].implode()).all()
