"""Recipes: their columns are checked against the model before anything is stored."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from django.apps import apps
from django.db import models

from datahub.accounts.models import AccountRelationship, Transaction
from datahub.customers.models import CampaignResponse
from datahub.databases import DATABASE_OF_APP
from datahub.employees.models import Department, Employee, TrainingProgram
from datahub.loans.models import Loan, RepaymentSchedule
from seeding.bank.graph import BANK
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import Column, Columns, Days, Flags, Integers, Money, Text, Timestamps
from seeding.engine.expected import Expected, exactly
from seeding.engine.layout import Layout
from seeding.engine.node import Need
from seeding.engine.plan import Plan
from seeding.engine.recipe import EXISTS_FROM, Recipe, recipe
from seeding.engine.table import RecipeError, schema_of
from seeding.engine.text import string_series
from seeding.execution.pipeline import bake
from seeding.models import PlantedTransaction

DAY = date(2026, 6, 30)
NO_TEXT = Text(pl.Series([None, None], dtype=pl.String))


def program(**changed: Column) -> dict[str, Column]:
    return {
        "program_id": Text(string_series("TRN-01", "TRN-02")),
        "program_name": Text(string_series("Conduct", "Lending")),
        "description": NO_TEXT,
        "duration_hours": Integers(np.array([2, 40])),
        "certification": Flags(np.array([True, False])),
    } | changed


def employee(**changed: Column) -> dict[str, Column]:
    return {
        "employee_id": Text(string_series("EMP-00001", "EMP-00002")),
        "employee_number": Text(string_series("E100001", "E100002")),
        "first_name": Text(string_series("Ann", "Bo")),
        "last_name": Text(string_series("Hill", "Lee")),
        "email": Text(string_series("a@example.com", "b@example.com")),
        "phone": NO_TEXT,
        "role": Text(string_series("President", "Loan Officer")),
        "department": Text(string_series("Operations", "Lending")),
        "branch_code": NO_TEXT,
        "manager_id": Text(pl.Series([None, "EMP-00001"])),
        "hire_date": Days(np.array([16_000, 17_000])),
        "termination_date": Days(np.array([NO_DAY, 18_000])),
        "employment_status": Text(string_series("active", "terminated")),
        "salary": Money(np.array([30_000_000, 6_000_000])),
        "created_at": Timestamps(np.array([16_000, 17_000]), np.array([0, 1])),
    } | changed


def rows_of(model: type[models.Model], columns: Columns) -> pa.RecordBatch:
    def write() -> Columns:
        return columns

    return recipe(model, lambda layout: exactly(2), since=None)(write).laid_out({}).batch


def refused(model: type[models.Model], columns: Columns) -> str:
    with pytest.raises(RecipeError) as error:
        rows_of(model, columns)
    return str(error.value)


def test_columns_that_fit_become_a_batch() -> None:
    assert rows_of(TrainingProgram, program()).schema == schema_of(TrainingProgram)
    assert rows_of(Employee, employee()).schema == schema_of(Employee)


def test_a_key_that_refers_to_a_key_has_the_type_of_the_last_one() -> None:
    """A response refers to a profile, whose key refers to a customer."""
    response: dict[str, Column] = {
        "response_id": Integers(np.array([1])),
        "campaign_id": Text(string_series("CMPN-01")),
        "customer_id": Text(string_series("CUST-00000001")),
        "response_date": Days(np.array([20_000])),
        "response_type": Text(string_series("opened")),
        "converted": Flags(np.array([False])),
    }
    assert rows_of(CampaignResponse, response).schema.names == list(response)
    numbers = response | {"customer_id": Integers(np.array([1]))}
    assert refused(CampaignResponse, numbers) == (
        "campaign_responses.customer_id is written as Integers, but holds string_view"
    )


def test_columns_can_be_written_in_any_order_and_are_in_the_models_order() -> None:
    columns = program()
    swapped = {name: columns[name] for name in reversed(columns)}
    assert rows_of(TrainingProgram, swapped).equals(rows_of(TrainingProgram, columns))


def in_batches() -> Recipe:
    """Return a recipe of a table of four rows that writes two at a time."""

    def write() -> Iterator[Columns]:
        for ids, days in ((("TRN-01", "TRN-02"), [3, 4]), (("TRN-03", "TRN-04"), [5, 6])):
            yield program(program_id=Text(string_series(*ids)), exists_from=Days(np.array(days)))

    return recipe(TrainingProgram, lambda layout: exactly(4), since=EXISTS_FROM)(write)


def test_a_recipe_may_write_its_rows_in_batches() -> None:
    batches = [rows.batch.column("program_id").to_pylist() for rows in in_batches().batches({})]
    assert batches == [["TRN-01", "TRN-02"], ["TRN-03", "TRN-04"]]


def test_batches_are_joined_where_all_rows_of_a_table_are_needed() -> None:
    rows = in_batches().laid_out({})
    assert rows.exists_from is not None
    assert rows.exists_from.tolist() == [3, 4, 5, 6]
    assert rows.batch.column("program_id").to_pylist() == ["TRN-01", "TRN-02", "TRN-03", "TRN-04"]
    assert rows.batch.column("duration_hours").to_pylist() == [2, 40, 2, 40]
    assert rows.batch.schema == schema_of(TrainingProgram)


def test_a_missing_or_unknown_column_is_refused() -> None:
    columns = program(price=Money(np.array([1, 2])))
    assert refused(TrainingProgram, columns) == "the recipe of training_programs wrote unknown price"
    del columns["certification"], columns["price"]
    assert refused(TrainingProgram, columns) == "the recipe of training_programs lacks certification"


def test_the_schema_follows_the_model() -> None:
    schema = schema_of(Transaction)
    assert schema.names == [field.column for field in Transaction._meta.concrete_fields]
    assert schema.field("transaction_amount") == pa.field("transaction_amount", pa.decimal128(15, 2), nullable=False)
    assert schema.field("transaction_date").type == pa.timestamp("us", "UTC")
    assert schema.field("transaction_type").type == pa.dictionary(pa.int16(), pa.string())
    assert schema.field("counterparty_account") == pa.field("counterparty_account", pa.string_view(), nullable=True)
    assert schema_of(RepaymentSchedule).field("installment_number").type == pa.int32()
    assert schema_of(Loan).field("interest_rate").type == pa.decimal128(5, 4)
    assert schema_of(Loan).field("default_status").type == pa.bool_()


@pytest.mark.parametrize(
    ("column", "written", "wanted"),
    [
        ("first_name", Integers(np.array([1, 2])), "string_view"),
        ("salary", Integers(np.array([1, 2])), "decimal128(12, 2)"),
        ("hire_date", Text(string_series("2026-01-01", "2026-01-02")), "date32[day]"),
        ("hire_date", Timestamps(np.array([1, 2]), np.array([0, 0])), "date32[day]"),
        ("created_at", Days(np.array([1, 2])), "timestamp[us, tz=UTC]"),
        ("manager_id", Integers(np.array([1, 2])), "string_view"),
        ("department", Integers(np.array([1, 2])), "string_view"),
    ],
)
def test_a_column_has_the_type_of_its_field(column: str, written: Column, wanted: str) -> None:
    message = refused(Employee, employee(**{column: written}))
    assert message == f"employees.{column} is written as {type(written).__name__}, but holds {wanted}"


@pytest.mark.parametrize(
    ("column", "written"),
    [("duration_hours", Flags(np.array([True, False]))), ("certification", Integers(np.array([1, 0])))],
)
def test_truth_values_are_not_numbers(column: str, written: Column) -> None:
    assert f"training_programs.{column} is written as" in refused(TrainingProgram, program(**{column: written}))


def test_an_automatic_key_is_written_as_integers() -> None:
    message = refused(AccountRelationship, {
        "relationship_id": Text(string_series("1", "2")),
        "primary_account_id": Text(string_series("ACC-1", "ACC-2")),
        "related_account_id": Text(string_series("ACC-2", "ACC-3")),
        "relationship_type": Text(string_series("joint_owner", "beneficiary")),
        "created_at": Timestamps(np.array([0, 0]), np.array([0, 0])),
    })  # fmt: skip
    assert message == "account_relationships.relationship_id is written as Text, but holds int32"


def test_null_is_refused_where_the_column_does_not_allow_it() -> None:
    assert refused(Employee, employee(first_name=NO_TEXT)) == "employees.first_name is null somewhere and may not be"
    half = Text(pl.Series(["Ann", None]))
    assert refused(Employee, employee(last_name=half)) == "employees.last_name is null somewhere and may not be"
    message = refused(Employee, employee(hire_date=Days(np.array([1, NO_DAY]))))
    assert message == "employees.hire_date is null somewhere and may not be"
    assert "employees.department is null" in refused(Employee, employee(department=half))


def test_text_can_be_as_long_as_its_column_but_not_longer() -> None:
    rows_of(Employee, employee(first_name=Text(string_series("ü" * 100, "Bo"))))
    message = refused(Employee, employee(first_name=Text(string_series("Ann", "x" * 101))))
    assert message == "employees.first_name is up to 101 characters long; 100 fit"


def test_a_key_can_be_as_long_as_the_key_that_it_refers_to() -> None:
    assert "employees.manager_id is up to 51 characters" in refused(
        Employee, employee(manager_id=Text(pl.Series([None, "E" * 51])))
    )


def test_a_value_outside_the_list_is_refused() -> None:
    message = refused(Employee, employee(employment_status=Text(string_series("active", "retired"))))
    assert message == "employees.employment_status holds 'retired', which is not in its list of values"
    rows_of(Employee, employee(employment_status=NO_TEXT))


def test_no_rows_pass_every_check() -> None:
    nothing = program(
        program_id=Text(string_series()), program_name=Text(string_series()), description=Text(string_series()),
        duration_hours=Integers(np.zeros(0, np.int64)), certification=Flags(np.zeros(0, bool)),
    )  # fmt: skip
    assert rows_of(TrainingProgram, nothing).num_rows == 0


def test_columns_of_different_lengths_are_refused() -> None:
    uneven = program(duration_hours=Integers(np.array([2, 3, 4])))
    assert refused(TrainingProgram, uneven) == "the columns of training_programs have different lengths: [2, 3]"


def test_a_recipe_has_its_model_its_needs_and_its_expected_rows() -> None:
    def department(layout: Layout) -> Columns:
        raise AssertionError("only its signature is read")

    table = recipe(Department, lambda layout: exactly(layout.employees), since=None)(department)
    assert isinstance(table, Recipe)
    assert (table.model, table.name, table.needs) == (Department, "department", {"layout": Need(Layout)})
    assert table.expects(Layout(1, 2, 3, 0, 0)) == Expected(3, 3)


def test_expected_rows_are_shown_as_a_number_or_a_range() -> None:
    assert (str(exactly(1_200)), str(Expected(10_000, 12_500))) == ("1,200", "10,000-12,500")


def test_every_table_of_the_bank_has_one_recipe_with_the_name_of_its_function() -> None:
    assert len({recipe.model for recipe in BANK.recipes}) == len(BANK.recipes)
    assert [recipe.name for recipe in BANK.recipes] == [recipe.write.__name__ for recipe in BANK.recipes]
    outside_the_bank = [recipe.model for recipe in BANK.recipes if recipe.model._meta.app_label not in DATABASE_OF_APP]
    assert outside_the_bank == [PlantedTransaction]
    assert {recipe.model for recipe in BANK.recipes} - set(outside_the_bank) == {
        m for app in DATABASE_OF_APP for m in apps.get_app_config(app).get_models()
    }


@pytest.mark.parametrize(("customers", "employees"), [(1, 5), (60, 7), (600, 75), (1_200, 150), (6_000, 750)])
def test_the_number_of_rows_is_in_the_expected_range(customers: int, employees: int) -> None:
    plan = Plan.of_one_day(DAY, seed=11, customers=customers, employees=employees)
    rows = dict.fromkeys([recipe.model for recipe in BANK.recipes], 0)
    for table_rows in bake(BANK, plan):
        rows[table_rows.model] += table_rows.batch.num_rows
    for table in BANK.recipes:
        expected = table.expects(plan.layout)
        assert expected.low <= rows[table.model] <= expected.high, (table.name, rows[table.model], str(expected))
