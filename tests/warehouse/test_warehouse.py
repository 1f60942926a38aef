"""The warehouse says what the six databases say, to the cent, and says what each of its columns means."""

import json

import pytest
from django.core.management.base import CommandError

from seeding.management import warehouse as building
from tests.commandline import CHECKOUT, manage, manage_here
from tests.seeded import command
from tests.warehouse.conftest import Built
from tests.warehouse.databases import CUSTOMER_FIGURES, INCOME, alerts, by_key, exposures, households, income, rows
from tests.warehouse.duckdb import Warehouse, stated

pytestmark = [pytest.mark.xdist_group("warehouse"), pytest.mark.hard]

MODELS = {"alerts_with_money", "customer_360", "exposure_by_household", "households", "profitability_by_segment"}
ALERTS = """
    SELECT check_id, rule_id, customer_id, transaction_amount, currency, customer_balance, reviewer_name, sar_id,
           sar_amount
    FROM analytics.alerts_with_money
"""


def test_the_command_lists_what_it_built(built: Built) -> None:
    *tables, last = built.printed.splitlines()
    assert {line.split()[0]: int(line.split()[1].replace(",", "")) for line in tables} == {
        model: built.warehouse.rows(f"SELECT count(*) FROM analytics.{model}")[0][0] for model in MODELS
    }
    assert str(built.directory / "warehouse.duckdb") in last


def test_no_file_has_the_password(built: Built) -> None:
    password = manage_here("postgres", "url", "loans_db", "--reader").out.partition("bank_reader:")[2].partition("@")[0]
    assert password
    texts = {file: file.read_bytes() for file in built.directory.rglob("*") if file.is_file()}
    assert len(texts) > len(MODELS)
    assert [file for file, text in texts.items() if password.encode() in text] == []


def test_every_table_and_column_is_described(warehouse: Warehouse) -> None:
    assert {name for (name,) in warehouse.rows("SELECT table_name FROM duckdb_tables()")} == MODELS
    undescribed = """
        SELECT table_name, '' FROM duckdb_tables() WHERE coalesce(comment, '') = ''
        UNION ALL
        SELECT table_name, column_name FROM duckdb_columns() WHERE coalesce(comment, '') = '' AND NOT internal
    """
    assert warehouse.rows(undescribed) == []


def test_amounts_are_decimals(warehouse: Warehouse) -> None:
    types = {name for (name,) in warehouse.rows("SELECT DISTINCT data_type FROM duckdb_columns() WHERE NOT internal")}
    assert not types & {"DOUBLE", "FLOAT"}
    assert "DECIMAL(18,2)" in types


def test_a_catalog_finds_the_tables_behind_each_model(built: Built) -> None:
    artifacts = {
        name: json.loads((built.directory / "target" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("manifest", "catalog", "run_results")
    }
    models = {
        node["name"]: node for node in artifacts["manifest"]["nodes"].values() if node["resource_type"] == "model"
    }
    assert {name for name, model in models.items() if model["compiled_code"]} == MODELS
    built_columns = {name: set(node["columns"]) for name, node in artifacts["catalog"]["nodes"].items()}
    assert built_columns == {model["unique_id"]: set(model["columns"]) for model in models.values()}
    sources = artifacts["catalog"]["sources"].values()
    assert {source["metadata"]["name"] for source in sources} >= {"loans", "loan_arrears"}
    assert {result["status"] for result in artifacts["run_results"]["results"]} == {"success", "pass"}


@pytest.mark.parametrize("column", CUSTOMER_FIGURES)
def test_a_customer_has_the_figures_of_the_databases(warehouse: Warehouse, column: str) -> None:
    assert warehouse.figures("customer_360", "customer_id", column) == stated(rows(*CUSTOMER_FIGURES[column]))


def test_a_customer_has_the_advisor_of_the_profile(warehouse: Warehouse) -> None:
    names = by_key("employees_db", "SELECT employee_id, first_name || ' ' || last_name FROM employees")
    advisors = by_key("customer_db", "SELECT customer_id, assigned_agent_id FROM customer_profiles")
    assert warehouse.figures("customer_360", "customer_id", "advisor_name") == {
        customer: names[advisor] for customer, advisor in advisors.items() if advisor
    }


def test_a_household_is_a_family_at_an_address(warehouse: Warehouse) -> None:
    expected = households()
    assert warehouse.figures("households", "customer_id", "household_id") == expected
    assert warehouse.figures("customer_360", "customer_id", "household_id") == expected
    assert len(set(expected.values())) < len(expected)


@pytest.mark.parametrize("column", ["outstanding_balance", "secured_balance", "guarantees", "deposits_usd"])
def test_a_household_owes_what_its_members_owe(warehouse: Warehouse, column: str) -> None:
    expected = stated((household, figures[column]) for household, figures in exposures().items())
    assert warehouse.figures("exposure_by_household", "household_id", column) == expected
    assert expected


def test_what_a_household_owes_is_secured_or_not(warehouse: Warehouse) -> None:
    wrong = """
        SELECT household_id FROM analytics.exposure_by_household
        WHERE outstanding_balance <> secured_balance + unsecured_balance
           OR net_exposure <> greatest(outstanding_balance - deposits_usd, 0)
    """
    assert warehouse.rows(wrong) == []


@pytest.mark.parametrize("item", INCOME)
def test_a_segment_earned_what_the_databases_say(warehouse: Warehouse, item: str) -> None:
    expected = stated(income(item).items())
    assert warehouse.figures("profitability_by_segment", "profitability_id", item) == expected
    assert expected or item == "claims_paid"


def test_the_operating_income_adds_up(warehouse: Warehouse) -> None:
    wrong = """
        SELECT profitability_id FROM analytics.profitability_by_segment
        WHERE net_interest_income <> loan_interest_income - deposit_interest_expense
           OR underwriting_income <> premium_income - claims_paid
           OR operating_income <> net_interest_income + fee_income + underwriting_income
    """
    assert warehouse.rows(wrong) == []


def test_an_alert_has_its_money(warehouse: Warehouse) -> None:
    expected = sorted(alerts())
    assert sorted(tuple(str(value) for value in row) for row in warehouse.rows(ALERTS)) == expected
    assert expected


def test_without_dbt_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    command("seed_all", customers="60", employees="6", as_of="2026-06-30", replace=True)
    monkeypatch.setattr(building, "PYTHON", CHECKOUT / "no" / "python")
    with pytest.raises(CommandError, match=r"^dbt is not installed in \.venv-analytics; run make install-warehouse$"):
        command("warehouse")


def test_without_a_bank_the_command_says_so() -> None:
    command("seed_clear", confirm=True)
    with pytest.raises(CommandError, match=r"^there is no bank to read; make one with seed_all$"):
        command("warehouse")


def test_a_server_that_is_down_is_reported_in_one_line() -> None:
    outcome = manage("warehouse", POSTGRES_URL="postgresql://somebody:secret@127.0.0.1:1")
    assert outcome.code == 1
    assert outcome.out == ""
    assert len(outcome.errors) == 1
    assert "127.0.0.1:1, cannot be used" in outcome.err
    assert "secret" not in outcome.err
