"""The two histories of a bank: the plan that tells them apart, and what is the same in both."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from seeding.bank.graph import BANK
from seeding.engine.blocks import blocks
from seeding.engine.layout import History
from seeding.engine.options import Options, PlanError, resolve
from seeding.engine.plan import Plan
from seeding.execution.pipeline import bake
from seeding.management.arguments import read_options

DAY = date(2026, 6, 30)
BRIEF = Plan(seed=5, customers=60, employees=7, start=DAY, as_of=DAY, until=DAY)
FULL = replace(BRIEF, history=History.FULL)
NOTHING = dict.fromkeys(("scale", "customers", "employees", "seed", "start", "as_of", "until", "history"))


def test_a_plan_without_a_history_is_brief() -> None:
    record = BRIEF.to_record()
    del record["history"]
    assert Plan.from_record(record) == BRIEF


def test_the_history_is_part_of_the_plan() -> None:
    assert Plan.from_record(FULL.to_record()) == FULL
    assert not FULL.same_bank(BRIEF)
    assert str(FULL).endswith("full history")


def test_an_omitted_history_keeps_that_of_the_current_bank() -> None:
    assert resolve(Options(), None, DAY).history is History.BRIEF
    assert resolve(Options(customers=60), FULL, DAY).history is History.FULL
    assert resolve(Options(history=History.BRIEF), FULL, DAY) == BRIEF


def test_another_history_is_an_error() -> None:
    assert read_options({**NOTHING, "history": "full"}, DAY).history is History.FULL
    with pytest.raises(PlanError, match="give brief or full"):
        read_options({**NOTHING, "history": "whole"}, DAY)


def baked(history: History, customers: int = 380, cells_per_block: int = 14) -> dict[str, pl.DataFrame]:
    plan = Plan(seed=5, customers=customers, employees=47, start=DAY, as_of=DAY, until=DAY, history=history)
    parts: dict[str, list[pl.DataFrame]] = {}
    for rows in bake(BANK, plan, blocks(plan.layout, cells_per_block)):
        parts.setdefault(rows.model._meta.db_table, []).append(pl.DataFrame(pl.from_arrow(rows.batch)))
    return {table: pl.concat(frames) for table, frames in parts.items()}


@pytest.fixture(scope="module")
def brief() -> dict[str, pl.DataFrame]:
    return baked(History.BRIEF)


@pytest.fixture(scope="module")
def full() -> dict[str, pl.DataFrame]:
    return baked(History.FULL)


SAME = (
    *("departments", "training_programs", "customers", "account_relationships", "policies", "beneficiaries"),
    *("premium_payments", "policy_events", "loans", "repayment_schedule", "collateral"),
    *("loan_guarantors", "customer_profiles"),
)


@pytest.mark.parametrize("table", SAME)
def test_people_and_contracts_are_the_same(
    table: str, brief: dict[str, pl.DataFrame], full: dict[str, pl.DataFrame]
) -> None:
    assert_frame_equal(full[table], brief[table])


IN_BOTH = (
    ("loan_applications", "application_id"),
    ("risk_assessments", "assessment_id"),
    ("complaints", "complaint_id"),
)


@pytest.mark.parametrize(("table", "key"), IN_BOTH)
def test_a_full_history_has_all_applications_and_complaints_of_a_brief_one(
    table: str, key: str, brief: dict[str, pl.DataFrame], full: dict[str, pl.DataFrame]
) -> None:
    in_both = full[table].filter(pl.col(key).is_in(brief[table][key].implode()))
    assert_frame_equal(in_both, brief[table])
    assert full[table][key].n_unique() == len(full[table]) > len(in_both)


def test_earlier_applications_lead_to_no_loan(brief: dict[str, pl.DataFrame], full: dict[str, pl.DataFrame]) -> None:
    earlier = full["loan_applications"].join(brief["loan_applications"], on="application_id", how="anti")
    assert set(earlier["status"]) <= {"rejected", "withdrawn"}
    assert earlier["application_date"].max() < brief["loan_applications"]["application_date"].min()


def test_every_earlier_complaint_is_settled_and_has_an_interaction(full: dict[str, pl.DataFrame]) -> None:
    earlier = full["complaints"].filter(pl.col("complaint_id").str.len_chars() > len("CMP-00000001"))
    assert len(earlier) > 0
    assert earlier["resolved_date"].null_count() == 0
    contacts = full["interactions"].filter(pl.col("interaction_type").cast(pl.String) == "complaint")
    assert len(contacts) == len(full["complaints"])


def test_campaigns_run_since_the_first_year_of_the_bank(full: dict[str, pl.DataFrame]) -> None:
    campaigns = full["campaigns"]
    assert campaigns["start_date"].dt.year().n_unique() >= 7
    assert campaigns["campaign_name"].n_unique() == len(campaigns)
    responses = full["campaign_responses"].join(campaigns, on="campaign_id")
    assert responses.filter(~pl.col("response_date").is_between("start_date", "end_date")).is_empty()
    assert responses["response_date"].dt.year().n_unique() >= 5


def test_accounts_differ_in_their_balances_alone(brief: dict[str, pl.DataFrame], full: dict[str, pl.DataFrame]) -> None:
    assert_frame_equal(full["accounts"].drop("balance"), brief["accounts"].drop("balance"))


def test_contracts_are_booked_the_same(brief: dict[str, pl.DataFrame], full: dict[str, pl.DataFrame]) -> None:
    def booked(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
        columns = ("account_id", "transaction_date", "transaction_amount", "description")
        text = pl.col("description").cast(pl.String)
        return tables["transactions"].select(columns).filter(text.str.contains(" (loan|policy|claim) ")).sort(columns)

    assert len(booked(brief)) > 0
    assert_frame_equal(booked(full), booked(brief))


def test_the_size_of_a_block_changes_no_byte_of_a_full_history(full: dict[str, pl.DataFrame]) -> None:
    for table, rows in baked(History.FULL, cells_per_block=1).items():
        assert_frame_equal(rows, full[table])


def test_a_complete_cell_is_the_same_in_a_smaller_bank(full: dict[str, pl.DataFrame]) -> None:
    of_cell = pl.col("account_id").cast(pl.String) <= "ACC-00000060-9"
    columns = ("transaction_id", "transaction_date", "transaction_amount", "balance_after", "description")
    smaller, larger = (
        tables["transactions"].filter(of_cell).select(columns) for tables in (baked(History.FULL, 60), full)
    )
    assert_frame_equal(smaller, larger)


def test_a_full_history_has_many_more_rows(brief: dict[str, pl.DataFrame], full: dict[str, pl.DataFrame]) -> None:
    assert len(full["transactions"]) > 20 * len(brief["transactions"])
