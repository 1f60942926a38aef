"""Recipes: what they write is held against the model, column by column, before any of it is stored."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from django.db import models

from datahub.accounts.models import AccountRelationship
from datahub.customers.models import CampaignResponse
from datahub.databases import DATABASE_OF_APP
from datahub.employees.models import Department, Employee, TrainingProgram
from seeding.bank.blueprint import BANK
from seeding.engine.calendar import NO_DAY
from seeding.engine.columns import Column, Columns, Days, Flags, Integers, Moments, Money, Text, words
from seeding.engine.life import Need
from seeding.engine.pipeline import bake
from seeding.engine.plan import Plan
from seeding.engine.recipe import Expected, RecipeError, TableRecipe, as_csv, exactly, recipe
from seeding.models import PlantedTransaction

DAY = date(2026, 6, 30)
NO_TEXT = Text(pl.Series([None, None], dtype=pl.String))


def program(**changed: Column) -> dict[str, Column]:
    return {
        "program_id": Text(words("TRN-01", "TRN-02")),
        "program_name": Text(words("Conduct", "Lending")),
        "description": NO_TEXT,
        "duration_hours": Integers(np.array([2, 40])),
        "certification": Flags(np.array([True, False])),
    } | changed


def employee(**changed: Column) -> dict[str, Column]:
    return {
        "employee_id": Text(words("EMP-00001", "EMP-00002")),
        "employee_number": Text(words("E100001", "E100002")),
        "first_name": Text(words("Ann", "Bo")),
        "last_name": Text(words("Hill", "Lee")),
        "email": Text(words("a@example.com", "b@example.com")),
        "phone": NO_TEXT,
        "role": Text(words("President", "Loan Officer")),
        "department": Text(words("Operations", "Lending")),
        "branch_code": NO_TEXT,
        "manager_id": Text(pl.Series([None, "EMP-00001"])),
        "hire_date": Days(np.array([16_000, 17_000])),
        "termination_date": Days(np.array([NO_DAY, 18_000])),
        "employment_status": Text(words("active", "terminated")),
        "salary": Money(np.array([30_000_000, 6_000_000])),
        "created_at": Moments(np.array([16_000, 17_000]), np.array([0, 1])),
    } | changed


def baked(model: type[models.Model], columns: Columns) -> Columns:
    def write() -> Columns:
        return columns

    return recipe(model, lambda plan: exactly(2))(write).bake({})


def refused(model: type[models.Model], columns: Columns) -> str:
    with pytest.raises(RecipeError) as error:
        baked(model, columns)
    return str(error.value)


def test_columns_that_fit_pass_and_are_handed_on() -> None:
    assert list(baked(TrainingProgram, program())) == [field.column for field in TrainingProgram._meta.concrete_fields]
    assert list(baked(Employee, employee())) == [field.column for field in Employee._meta.concrete_fields]


def test_a_key_that_leads_to_a_key_is_held_against_the_column_at_the_end() -> None:
    """A response belongs to a profile, whose key is the customer's."""
    response: dict[str, Column] = {
        "response_id": Integers(np.array([1])),
        "campaign_id": Text(words("CMPN-01")),
        "customer_id": Text(words("CUST-00000001")),
        "response_date": Days(np.array([20_000])),
        "response_type": Text(words("opened")),
        "converted": Flags(np.array([False])),
    }
    assert list(baked(CampaignResponse, response)) == list(response)
    numbers = response | {"customer_id": Integers(np.array([1]))}
    assert refused(CampaignResponse, numbers) == ("campaign_responses.customer_id is written as Integers, not as Text")


def test_columns_stand_in_the_models_order() -> None:
    columns = program()
    swapped = {name: columns[name] for name in ("program_name", "program_id", *list(columns)[2:])}
    message = refused(TrainingProgram, swapped)
    assert message.startswith("training_programs has the columns ['program_id', 'program_name',")
    assert "its recipe wrote ['program_name', 'program_id'," in message


def test_a_missing_or_unknown_column_is_refused() -> None:
    columns = program()
    del columns["certification"]
    assert "training_programs has the columns" in refused(TrainingProgram, columns)
    assert "training_programs has the columns" in refused(TrainingProgram, program(price=Money(np.array([1, 2]))))


@pytest.mark.parametrize(
    ("column", "written", "wanted"),
    [
        ("first_name", Integers(np.array([1, 2])), "Text"),
        ("salary", Integers(np.array([1, 2])), "Money"),
        ("hire_date", Text(words("2026-01-01", "2026-01-02")), "Days"),
        ("hire_date", Moments(np.array([1, 2]), np.array([0, 0])), "Days"),
        ("created_at", Days(np.array([1, 2])), "Moments"),
        ("manager_id", Integers(np.array([1, 2])), "Text"),
        ("department", Integers(np.array([1, 2])), "Text"),
    ],
)
def test_a_column_is_of_the_kind_of_its_field(column: str, written: Column, wanted: str) -> None:
    message = refused(Employee, employee(**{column: written}))
    assert message == f"employees.{column} is written as {type(written).__name__}, not as {wanted}"


@pytest.mark.parametrize(
    ("column", "written"),
    [("duration_hours", Flags(np.array([True, False]))), ("certification", Integers(np.array([1, 0])))],
)
def test_truth_values_are_no_numbers(column: str, written: Column) -> None:
    assert f"training_programs.{column} is written as" in refused(TrainingProgram, program(**{column: written}))


def test_an_automatic_key_is_written_as_integers() -> None:
    message = refused(AccountRelationship, {
        "relationship_id": Text(words("1", "2")),
        "primary_account_id": Text(words("ACC-1", "ACC-2")),
        "related_account_id": Text(words("ACC-2", "ACC-3")),
        "relationship_type": Text(words("joint_owner", "beneficiary")),
        "created_at": Moments(np.array([0, 0]), np.array([0, 0])),
    })  # fmt: skip
    assert message == "account_relationships.relationship_id is written as Text, not as Integers"


def test_null_is_refused_where_the_column_may_not_be() -> None:
    assert refused(Employee, employee(first_name=NO_TEXT)) == "employees.first_name is null somewhere and may not be"
    half = Text(pl.Series(["Ann", None]))
    assert refused(Employee, employee(last_name=half)) == "employees.last_name is null somewhere and may not be"
    message = refused(Employee, employee(hire_date=Days(np.array([1, NO_DAY]))))
    assert message == "employees.hire_date is null somewhere and may not be"
    assert "employees.department is null" in refused(Employee, employee(department=half))


def test_text_may_be_as_long_as_its_column_and_no_longer() -> None:
    baked(Employee, employee(first_name=Text(words("ü" * 100, "Bo"))))
    message = refused(Employee, employee(first_name=Text(words("Ann", "x" * 101))))
    assert message == "employees.first_name is up to 101 characters long; 100 fit"


def test_a_key_is_as_long_as_what_it_refers_to() -> None:
    assert "employees.manager_id is up to 51 characters" in refused(
        Employee, employee(manager_id=Text(pl.Series([None, "E" * 51])))
    )


def test_a_value_outside_the_list_is_refused() -> None:
    message = refused(Employee, employee(employment_status=Text(words("active", "retired"))))
    assert message == "employees.employment_status holds 'retired', which is not in its list of values"
    baked(Employee, employee(employment_status=NO_TEXT))


def test_no_rows_pass_every_check() -> None:
    nothing = program(
        program_id=Text(words()), program_name=Text(words()), description=Text(words()),
        duration_hours=Integers(np.zeros(0, np.int64)), certification=Flags(np.zeros(0, bool)),
    )  # fmt: skip
    assert as_csv(baked(TrainingProgram, nothing)) == (0, b"")


def test_columns_of_different_length_make_no_table() -> None:
    uneven = program(duration_hours=Integers(np.array([2, 3, 4])))
    with pytest.raises((RecipeError, pl.exceptions.ShapeError)):
        as_csv(baked(TrainingProgram, uneven))


def test_a_recipe_knows_its_model_its_needs_and_what_to_expect() -> None:
    def department(plan: Plan) -> Columns:
        raise AssertionError("only its signature is read")

    table = recipe(Department, lambda plan: exactly(plan.employees))(department)
    assert isinstance(table, TableRecipe)
    assert (table.model, table.name, table.needs) == (Department, "department", {"plan": Need(Plan)})
    assert table.expects(Plan(1, 2, 3, DAY, DAY)) == Expected(3, 3)


def test_expectations_read_as_a_number_or_a_range() -> None:
    assert (str(exactly(1_200)), str(Expected(10_000, 12_500))) == ("1,200", "10,000-12,500")


def test_every_table_of_the_bank_has_one_recipe_called_as_its_function() -> None:
    assert len({recipe.model for recipe in BANK.recipes}) == len(BANK.recipes)
    assert [recipe.name for recipe in BANK.recipes] == [recipe.write.__name__ for recipe in BANK.recipes]
    apart = [recipe.model for recipe in BANK.recipes if recipe.model._meta.app_label not in DATABASE_OF_APP]
    assert apart == [PlantedTransaction]
    assert len(BANK.recipes) == 34 + len(apart)


@pytest.mark.parametrize(("customers", "employees"), [(1, 5), (60, 7), (600, 75), (1_200, 150), (6_000, 750)])
def test_the_rows_baked_are_as_many_as_the_recipes_expect(customers: int, employees: int) -> None:
    plan = Plan(11, customers, employees, DAY, DAY)
    rows = dict.fromkeys([recipe.model for recipe in BANK.recipes], 0)
    for batch in bake(BANK, plan):
        rows[batch.model] += batch.rows
        assert bytes(batch.csv).count(b"\n") == batch.rows
    for table in BANK.recipes:
        expected = table.expects(plan)
        assert expected.low <= rows[table.model] <= expected.high, (table.name, rows[table.model], str(expected))
