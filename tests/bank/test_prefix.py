"""A smaller bank is the beginning of a larger one: the same people, and in complete cells the same rows."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import pytest

from seeding.bank.employees.numbers import FOUNDING_ROLES
from seeding.bank.graph import BANK
from seeding.bank.storylines import ROLES
from seeding.engine.cells import cell_of
from seeding.engine.plan import DEFAULT_SEED, FIRST_CELL, Plan
from seeding.execution.pipeline import bake
from tests.batches import NULL, as_lines
from tests.sampling import first

DAY = date(2026, 6, 30)
SIZES = {"0.05": (60, 7), "0.1": (120, 15), "0.5": (600, 75), "1": (1_200, 150), "2": (2_400, 300)}
SMALLER = ("0.05", "0.1", "0.5")
ODD = ((61, 8), (77, 30), (161, 20), (361, 45), (335, 9), (437, 50), (999, 5))
"""Customers and employees of banks whose last cell is cut anywhere, also through a household or a case."""
OF_SIZES = [
    pytest.param(size, marks=[pytest.mark.hard] * (size not in (SIZES["0.05"], ODD[0], ODD[3])))
    for size in (*(SIZES[scale] for scale in SMALLER), *ODD)
]
"""One cell, one and a customer, two and a customer; the others are for `make test-hard`."""
OF_STAFF = {
    "transactions": {"processed_by"},
    "customer_profiles": {"assigned_agent_id"},
    "interactions": {"handled_by"},
    "complaints": {"assigned_to"},
    "employee_assignments": {"employee_id", "start_date"},
    "loan_applications": {"officer_id"},
    "loans": {"approved_by"},
    "risk_assessments": {"assessed_by"},
    "policies": {"agent_id"},
    "claims": {"processed_by"},
    "policy_events": {"performed_by"},
    "kyc_records": {"verified_by"},
    "aml_checks": {"reviewed_by"},
    "rule_violations": {"resolved_by"},
    "suspicious_activity_reports": {"filed_by"},
    "audit_trails": {"performed_by", "ip_address"},
}
"""Columns that say who of the staff handled a row, and since when: a larger bank has other staff."""
CUSTOMER_TABLES = {
    "customers": "customer_id",
    "customer_profiles": "customer_id",
    "accounts": "customer_id",
    "transactions": "account_id",
    "account_relationships": "primary_account_id",
    "interactions": "customer_id",
    "satisfaction_surveys": "customer_id",
    "complaints": "customer_id",
    "campaign_responses": "customer_id",
    "employee_assignments": "related_entity_id",
    "loan_applications": "application_id",
    "loans": "loan_id",
    "repayment_schedule": "loan_id",
    "collateral": "loan_id",
    "loan_guarantors": "loan_id",
    "risk_assessments": "application_id",
    "policies": "customer_id",
    "beneficiaries": "policy_id",
    "premium_payments": "policy_id",
    "claims": "policy_id",
    "policy_events": "policy_id",
    "kyc_records": "customer_id",
    "aml_checks": "customer_id",
    "rule_violations": "entity_id",
    "suspicious_activity_reports": "customer_id",
    "audit_trails": "entity_id",
    "seeding_planted_transaction": "account_id",
}
"""Tables whose rows belong to a customer, and the column whose second part is the customer's number."""
OF_THE_BANK = {
    "departments", "employees", "training_programs", "employee_training", "performance_reviews", "campaigns",
    "compliance_rules", "regulatory_reports",
}  # fmt: skip
CUSTOMERS_PER_ROW = {"suspicious_activity_reports": 60}
"""In the rarest table; one in twenty customers, at the least, has a row in each of the others."""
NOBODY = 0
PERSONAL = {
    "customers": {"customer_id", "first_name", "last_name", "date_of_birth", "email", "phone", "created_at"},
    "customer_profiles": {
        "customer_id", "full_name", "email", "phone", "address", "city", "state", "postal_code",
        "country", "customer_segment", "onboarding_date", "created_at",
    },
}  # fmt: skip
"""What belongs to a person, and is the same also in a cell that is cut short."""

Row = dict[str, str]


@cache
def bank(customers: int, employees: int) -> dict[str, list[Row]]:
    """Return the rows of a bank, by table, as text; null is an empty text."""
    rows: dict[str, list[Row]] = {recipe.model._meta.db_table: [] for recipe in BANK.recipes}
    for table_rows in bake(BANK, Plan(DEFAULT_SEED, customers, employees, DAY, DAY, DAY)):
        names = [field.column for field in table_rows.model._meta.concrete_fields]
        lines = as_lines(table_rows.batch).decode().replace(NULL, "").splitlines()
        values = (line.split("\t") for line in lines)
        rows[table_rows.model._meta.db_table] += [dict(zip(names, row, strict=True)) for row in values]
    return rows


def customer_of(table: str, row: Row) -> int:
    """Return the number of the customer to whom a row belongs; assignments may belong to nobody."""
    # Of an assessment either the application or the loan is known.
    _, _, number = (row[CUSTOMER_TABLES[table]] or row.get("loan_id") or "").partition("-")
    return int(number.split("-")[0]) if number else NOBODY


def by_customer(
    rows: dict[str, list[Row]], wanted: set[int], *, without: dict[str, set[str]]
) -> Iterator[tuple[str, list[Row]]]:
    """Yield each table with the rows of some customers, some columns left out."""
    for table in CUSTOMER_TABLES:
        left_out = without.get(table, set())
        yield (
            table,
            [
                {name: value for name, value in row.items() if name not in left_out}
                for row in rows[table]
                if customer_of(table, row) in wanted
            ],
        )


def complete_cells(customers: int) -> set[int]:
    """Return the customers of the cells that a bank of this size holds whole."""
    numbers = np.arange(1, customers + 1)
    last = int(cell_of(np.array([customers + 1]))[0])
    return set(numbers[cell_of(numbers) < last].tolist())


def test_every_table_is_about_customers_or_about_the_staff() -> None:
    assert bank(*SIZES["0.05"]).keys() == CUSTOMER_TABLES.keys() | OF_THE_BANK


def test_complete_cells_are_counted_as_the_plan_lays_them_out() -> None:
    assert [len(complete_cells(size)) for size in (59, 60, 61, 359, 360, 600, 1_200)] == [0, 60, 60, 60, 360, 360, 960]


@pytest.mark.parametrize("size", OF_SIZES, ids=str)
def test_customers_are_a_prefix_of_those_of_a_larger_bank(size: tuple[int, int]) -> None:
    small, large = bank(*size), bank(*SIZES["1"])
    for table, columns in PERSONAL.items():
        expected = [{name: row[name] for name in sorted(columns)} for row in large[table][: size[0]]]
        found = [{name: row[name] for name in sorted(columns)} for row in small[table]]
        differing = [(mine, theirs) for mine, theirs in zip(found, expected, strict=True) if mine != theirs]
        assert differing == []


@pytest.mark.parametrize("size", OF_SIZES, ids=str)
def test_complete_cells_hold_the_same_rows_but_for_the_staff(size: tuple[int, int]) -> None:
    whole = complete_cells(size[0])
    mine = by_customer(bank(*size), whole, without=OF_STAFF)
    theirs = by_customer(bank(*SIZES["1"]), whole, without=OF_STAFF)
    for (table, found), (_, expected) in zip(mine, theirs, strict=True):
        assert len(found) >= len(whole) / CUSTOMERS_PER_ROW.get(table, 20)
        assert found == expected, table


@pytest.mark.parametrize("scale", first([*SMALLER, "2"]))
def test_the_people_of_the_storylines_are_the_same_to_the_last_column(scale: str) -> None:
    mine = by_customer(bank(*SIZES[scale]), set(ROLES), without={})
    theirs = by_customer(bank(*SIZES["1"]), set(ROLES), without={})
    for (table, found), (_, expected) in zip(mine, theirs, strict=True):
        assert len(expected) > 0 or table == "account_relationships", table
        assert found == expected, table


def test_the_people_of_the_storylines_do_not_know_the_size_of_the_staff() -> None:
    mine = by_customer(bank(60, 5), set(ROLES), without={})
    assert dict(mine) == dict(by_customer(bank(60, 400), set(ROLES), without={}))


@pytest.mark.parametrize(
    "size",
    [*OF_SIZES, (1, 5), pytest.param(SIZES["2"], marks=pytest.mark.hard)],
    ids=str,
)
def test_the_founding_staff_are_the_same_at_every_size(size: tuple[int, int]) -> None:
    founders = bank(*size)["employees"][: len(FOUNDING_ROLES)]
    assert founders == bank(*SIZES["1"])["employees"][: len(FOUNDING_ROLES)]
    assert tuple(row["role"] for row in founders) == FOUNDING_ROLES


def test_the_storylines_lie_in_the_first_cell() -> None:
    assert max(ROLES) <= FIRST_CELL
