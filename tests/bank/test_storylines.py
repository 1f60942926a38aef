"""The storylines: their customers have the same rows in every bank and are served by the founders."""

from itertools import pairwise

import polars as pl
import pytest

from seeding.bank.storylines import ROLES, STORYLINES, Role
from seeding.checks.enforcement import SHARES_FROM
from tests.bank.baked import Baked, banks_of_sizes, plan_of
from tests.bank.bank import Bank, nothing_in

FOUNDERS = [f"EMP-{number:05}" for number in range(1, 6)]
STORYLINE_CUSTOMERS = [role.customer_id for role in ROLES.values()]
TABLES_OF_STORYLINES = (
    "customers", "customer_profiles", "accounts", "transactions", "interactions", "satisfaction_surveys", "complaints",
    "campaign_responses", "employee_assignments", "kyc_records", "aml_checks", "suspicious_activity_reports",
    "audit_trails",
)  # fmt: skip
CUSTOMER_COLUMNS = {
    "transactions": "account_id",
    "employee_assignments": "related_entity_id",
    "audit_trails": "entity_id",
}
"""The column that leads to the customer of a row, where it is not `customer_id`."""
SERVED_BY = [
    ("interactions", "handled_by"), ("complaints", "assigned_to"), ("kyc_records", "verified_by"),
    ("aml_checks", "reviewed_by"), ("suspicious_activity_reports", "filed_by"),
]  # fmt: skip


def test_every_storyline_of_the_demo_exists_and_has_roles() -> None:
    keys = {storyline.key for storyline in STORYLINES}
    assert keys >= {
        "model-customer", "mortgage-default", "storm-claim", "structuring-ring", "innocent-twin", "early-payoff",
        "dormant-account", "household",
    }  # fmt: skip
    assert all(storyline.roles for storyline in STORYLINES)
    assert len(STORYLINE_CUSTOMERS) == sum(len(storyline.roles) for storyline in STORYLINES)


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.title.replace(" ", "-") + f"-{role.customer}")
def test_storyline_customers_have_the_traits_of_their_roles(bank: Bank, role: Role) -> None:
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


def test_only_founders_book_for_storyline_customers(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    owned = bank.table("accounts").filter(pl.col("customer_id").is_in(STORYLINE_CUSTOMERS))["account_id"]
    booked = bank.table("transactions").filter(
        pl.col("account_id").is_in(owned.implode()) & pl.col("processed_by").is_not_null()
    )
    assert len(booked)
    nothing_in(booked.filter(~pl.col("processed_by").is_in(FOUNDERS)).select("transaction_id", "processed_by"))


@pytest.mark.parametrize(("table", "column"), SERVED_BY, ids=str)
def test_only_founders_serve_storyline_customers(bank: Bank, table: str, column: str) -> None:
    bank.needs(SHARES_FROM)
    served = bank.table(table).filter(pl.col("customer_id").is_in(STORYLINE_CUSTOMERS) & pl.col(column).is_not_null())
    assert len(served)
    nothing_in(served.filter(~pl.col(column).is_in(FOUNDERS)))


def test_the_model_customer_complained_answered_surveys_and_campaigns_and_has_an_advisor(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    (model,) = (role.customer_id for role in ROLES.values() if role.outspoken)
    for table in ("interactions", "satisfaction_surveys", "complaints", "campaign_responses"):
        assert model in bank.table(table)["customer_id"], table
    portfolio = bank.table("employee_assignments").filter(pl.col("related_entity_id") == model)
    assert portfolio["employee_id"].to_list() == [FOUNDERS[1]]
    assert portfolio["end_date"].to_list() == [None]


def test_the_ring_is_reported_and_its_innocent_twin_is_a_false_alarm(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    for case in ("planted", "twin"):
        (subject, *_) = (role.customer_id for role in ROLES.values() if role.deposits == case)
        checks = bank.table("aml_checks").filter((pl.col("customer_id") == subject) & pl.col("aml_flag"))
        assert checks["screening_result"].str.contains("^R0[56] Structured cash deposits").any(), case
        reports = bank.table("suspicious_activity_reports").filter(pl.col("customer_id") == subject)
        assert reports["sar_status"].to_list() == (["filed"] if case == "planted" else [])


def test_the_household_has_a_joint_account(bank: Bank) -> None:
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


def test_the_dormant_account_has_not_been_used_for_two_years(bank: Bank) -> None:
    bank.needs(SHARES_FROM)
    (dormant,) = (role for role in ROLES.values() if role.status == "dormant")
    last = bank.value(
        "accounts_db",
        """
        SELECT max(transaction_date)::date FROM transactions
        WHERE account_id = ANY(%s) AND channel <> 'system'
        """,
        [list(dormant.account_ids)],
    )
    assert (bank.as_of - last).days > 2 * 365


@pytest.mark.parametrize("table", TABLES_OF_STORYLINES)
def test_storyline_customers_have_the_same_rows_in_every_bank(table: str) -> None:
    banks = banks_of_sizes((60, 5), (61, 7), (400, 99))
    column = CUSTOMER_COLUMNS.get(table, "customer_id")
    keys = (
        [account for role in ROLES.values() for account in role.account_ids]
        if column == "account_id"
        else STORYLINE_CUSTOMERS
    )
    rows = [bank.table(table).filter(pl.col(column).is_in(keys)) for bank in banks]
    assert len(rows[0])
    for smaller, larger in pairwise(rows):
        assert smaller.equals(larger), table


def test_the_founders_are_the_same_people_at_every_size() -> None:
    staffs = [
        Baked(plan_of(7, 60, employees), only=("employees",)).table("employees").head(5)
        for employees in (5, 7, 15, 150, 1_500)
    ]
    for smaller, larger in pairwise(staffs):
        nothing_in(pl.concat([smaller, larger]).unique(keep="none"), "founders' rows differ")
