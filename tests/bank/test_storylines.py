"""The storylines: the first customers, the same people with the same rows in every bank, served by the founders."""

from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.storylines import ROLES, STORYLINES, Role
from seeding.checks.enforcement import SHARES_FROM
from tests.bank.baked import Baked, plan_of
from tests.bank.bank import Bank, nothing_in

FOUNDERS = [f"EMP-{number:05}" for number in range(1, 6)]
CAST = [role.customer_id for role in ROLES.values()]
TOLD = (
    "customers", "customer_profiles", "accounts", "transactions", "interactions", "satisfaction_surveys", "complaints",
    "campaign_responses", "employee_assignments", "kyc_records", "aml_checks", "suspicious_activity_reports",
    "audit_trails",
)  # fmt: skip
KEYS = {"transactions": "account_id", "employee_assignments": "related_entity_id", "audit_trails": "entity_id"}
"""The column that says whose a row is, where it is not `customer_id`."""
SERVED = [
    ("interactions", "handled_by"), ("complaints", "assigned_to"), ("kyc_records", "verified_by"),
    ("aml_checks", "reviewed_by"), ("suspicious_activity_reports", "filed_by"),
]  # fmt: skip


def test_the_stories_that_a_demo_tells_are_all_there() -> None:
    keys = {storyline.key for storyline in STORYLINES}
    assert keys >= {
        "model-customer", "mortgage-default", "storm-claim", "structuring-ring", "innocent-twin", "early-payoff",
        "dormant-account", "household",
    }  # fmt: skip
    assert all(storyline.cast for storyline in STORYLINES)
    assert len(CAST) == sum(len(storyline.cast) for storyline in STORYLINES)


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.part.replace(" ", "-") + f"-{role.customer}")
def test_the_people_of_a_storyline_have_the_traits_that_it_needs(bank: Bank, role: Role) -> None:
    bank.needs(SHARES_FROM)
    profile = bank.table("customer_profiles").row(by_predicate=pl.col("customer_id") == role.customer_id, named=True)
    assert profile["customer_segment"] == role.segment
    assert profile["customer_status"] == role.status
    assert profile["risk_rating"] == role.risk
    assert profile["kyc_status"] == "verified"
    assert profile["assigned_agent_id"] in FOUNDERS
    accounts = bank.table("accounts").filter(pl.col("customer_id") == role.customer_id).sort("account_id")
    assert accounts["account_type"].to_list() == list(role.accounts)
    assert accounts["account_id"].to_list() == list(role.account_ids)
    assert set(accounts["currency"]) == {"USD"}
    assert set(accounts["account_status"]) == {"active"}
    paid = bank.table("transactions").filter(pl.col("account_id").is_in(list(role.account_ids)))
    assert ("salary" in paid["transaction_type"]) == role.salaried


def test_founders_alone_serve_the_people_of_storylines(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    owned = bank.table("accounts").filter(pl.col("customer_id").is_in(CAST))["account_id"]
    booked = bank.table("transactions").filter(
        pl.col("account_id").is_in(owned.implode()) & pl.col("processed_by").is_not_null()
    )
    assert len(booked)
    nothing_in(booked.filter(~pl.col("processed_by").is_in(FOUNDERS)).select("transaction_id", "processed_by"))


@pytest.mark.parametrize(("table", "column"), SERVED, ids=str)
def test_founders_alone_deal_with_the_people_of_storylines(bank: Bank, table: str, column: str) -> None:
    bank.needs(SHARES_FROM)
    dealt_with = bank.table(table).filter(pl.col("customer_id").is_in(CAST) & pl.col(column).is_not_null())
    assert len(dealt_with)
    nothing_in(dealt_with.filter(~pl.col(column).is_in(FOUNDERS)))


def test_the_model_customer_has_complained_answered_and_responded_and_has_an_adviser(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    (model,) = (role.customer_id for role in ROLES.values() if role.outspoken)
    for table in ("interactions", "satisfaction_surveys", "complaints", "campaign_responses"):
        assert model in bank.table(table)["customer_id"], table
    kept = bank.table("employee_assignments").filter(pl.col("related_entity_id") == model)
    assert kept["employee_id"].to_list() == [FOUNDERS[1]]
    assert kept["end_date"].to_list() == [None]


def test_the_ring_is_reported_and_its_innocent_twin_is_a_false_alarm(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    for part in ("planted", "twin"):
        (head, *_) = (role.customer_id for role in ROLES.values() if role.deposits == part)
        checks = bank.table("aml_checks").filter((pl.col("customer_id") == head) & pl.col("aml_flag"))
        assert checks["screening_result"].str.contains("^R0[56] Structured cash deposits").any(), part
        reports = bank.table("suspicious_activity_reports").filter(pl.col("customer_id") == head)
        assert reports["sar_status"].to_list() == (["filed"] if part == "planted" else [])


def test_the_household_owns_an_account_jointly(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    ids = [role.customer_id for role in ROLES.values() if role.household]
    joint = bank.rows(
        "accounts_db",
        """
        SELECT a.customer_id, b.customer_id FROM account_relationships
        JOIN accounts a ON a.account_id = primary_account_id JOIN accounts b ON b.account_id = related_account_id
        WHERE relationship_type = 'joint_owner' AND a.customer_id = ANY(%s) AND b.customer_id = ANY(%s)
        """,
        [ids, ids],
    )
    assert len(ids) == 2
    assert joint, f"no account of {ids} is owned jointly"


def test_the_dormant_account_has_been_silent_for_years(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    (sleeper,) = (role for role in ROLES.values() if role.status == "dormant")
    last = bank.value(
        "accounts_db",
        """
        SELECT max(transaction_date)::date FROM transactions
        WHERE account_id = ANY(%s) AND channel IN ('branch', 'atm', 'card', 'online', 'wire')
        """,
        [list(sleeper.account_ids)],
    )
    assert (bank.as_of - last).days > 2 * 365


@pytest.mark.parametrize("table", TOLD)
def test_the_people_of_storylines_have_the_same_rows_in_every_bank(table: str) -> None:
    banks = [Baked(plan_of(7, customers, employees)) for customers, employees in ((60, 5), (61, 7), (400, 99))]
    key = KEYS.get(table, "customer_id")
    mine = [account for role in ROLES.values() for account in role.account_ids] if key == "account_id" else CAST
    stories = [bank.table(table).filter(pl.col(key).is_in(mine)) for bank in banks]
    assert len(stories[0])
    for smaller, larger in pairwise(stories):
        assert smaller.equals(larger), table


def test_the_founders_are_the_same_people_at_every_size() -> None:
    staffs = [Baked(plan_of(7, 60, employees)).table("employees").head(5) for employees in (5, 7, 15, 150, 1_500)]
    for smaller, larger in pairwise(staffs):
        nothing_in(pl.concat([smaller, larger]).unique(keep="none"), "founders' rows differ")
