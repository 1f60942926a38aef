"""model-bakery returns rows of the sample bank, one after the other, and saves the rows that they refer to."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from model_bakery import baker

from datahub.accounts.models import Account, Customer, Transaction
from datahub.customers.models import CustomerProfile
from datahub.databases import BANK_DATABASES
from datahub.employees.models import Department, Employee
from seeding import baker_recipes
from seeding.bakery.recipes import BakerError, BakerRecipe, Positions
from seeding.bakery.sample import SampleBank
from seeding.bank.graph import BANK
from seeding.engine.plan import Plan

NAMES = [recipe.name for recipe in BANK.recipes]
DAY = date(2026, 6, 30)
DATABASES = (DEFAULT_DB_ALIAS, *BANK_DATABASES)
"""Those that hold the tables of recipes: the answer key lies in `default`."""


@pytest.fixture
def empty_bank() -> Iterator[None]:
    """Empty the tables for a test, and restore their rows after it."""
    with ExitStack() as stack:
        for database in DATABASES:
            stack.enter_context(transaction.atomic(using=database))
            tables = [recipe.model._meta.db_table for recipe in BANK.recipes if database_of(recipe.model) == database]
            with connections[database].cursor() as cursor:
                for statement in connections[database].ops.sql_flush(no_style(), tables, allow_cascade=True):
                    cursor.execute(statement)
        yield
        for database in DATABASES:
            connections[database].check_constraints()
            transaction.set_rollback(True, using=database)


SMALL = SampleBank(BANK, Plan(seed=5, customers=60, employees=7, start=DAY, as_of=DAY, until=DAY))


def fresh_recipes() -> dict[str, BakerRecipe]:
    """Return recipes that have not returned any row yet."""
    positions = Positions()
    return {recipe.name: BakerRecipe(recipe, SMALL, positions) for recipe in BANK.recipes}


@pytest.fixture
def recipes() -> dict[str, BakerRecipe]:
    return fresh_recipes()


@pytest.fixture(autouse=True)
def from_the_first_row() -> None:
    baker_recipes.start_over()


def database_of(model: type[models.Model]) -> str:
    return str(model.objects.all().db)  # type: ignore[attr-defined]


def values(instance: models.Model, *, leaving: str = "") -> dict[str, Any]:
    return {
        field.attname: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if field.attname != leaving
    }


def assert_ancestors_stored(instance: models.Model, seen: set[models.Model]) -> None:
    """Assert that every row is stored that a row refers to, directly or indirectly, in all databases."""
    if instance in seen:
        return
    seen.add(instance)
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if not isinstance(field, models.ForeignKey) or value is None:
            continue
        parent: Any = field.related_model
        assert_ancestors_stored(parent.objects.get(**{field.target_field.attname: value}), seen)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("empty_bank")
def test_make_saves_a_row_whose_parents_exist(name: str) -> None:
    made = baker.make_recipe(f"seeding.{name}")
    stored = type(made)._default_manager.get(pk=made.pk)
    assert values(stored) == values(made)
    assert_ancestors_stored(stored, set())


@pytest.mark.parametrize("name", NAMES)
def test_every_recipe_is_found_by_name(name: str) -> None:
    found = getattr(baker_recipes, name)
    assert isinstance(found, BakerRecipe)
    assert found.recipe.name == name
    assert found.bank is baker_recipes.SAMPLE


def test_an_unknown_name_is_an_error_that_lists_the_recipes() -> None:
    with pytest.raises(AttributeError, match=r"there is no recipe spaceship; the recipes are account, .*transaction"):
        baker.make_recipe("seeding.spaceship")


@pytest.mark.usefixtures("empty_bank")
def test_prepare_saves_nothing_and_returns_the_next_rows() -> None:
    batches = [baker.prepare_recipe("seeding.account", _quantity=3) for _ in range(3)]
    one = baker.prepare_recipe("seeding.account")
    keys = [account.account_id for batch in batches for account in batch] + [one.account_id]
    assert len(set(keys)) == 10
    assert [len(batch) for batch in batches] == [3, 3, 3]
    for model in (Account, Customer, Employee):
        assert not model.objects.exists()


@pytest.mark.usefixtures("empty_bank")
def test_made_and_prepared_rows_come_from_one_sequence(recipes: dict[str, BakerRecipe]) -> None:
    rows = [*recipes["account"].prepare(_quantity=2), recipes["account"].make(), *recipes["account"].make(_quantity=2)]
    twin = fresh_recipes()["account"]
    assert [values(row) for row in rows] == [values(row) for row in twin.prepare(_quantity=5)]


@pytest.mark.usefixtures("empty_bank")
def test_several_rows_can_be_made_at_once(recipes: dict[str, BakerRecipe]) -> None:
    recipes["transaction"].make(_quantity=30, _bulk_create=True)
    assert Transaction.objects.count() == 30
    for row in Transaction.objects.all():
        assert_ancestors_stored(row, set())


def test_recipes_of_one_bank_agree_with_each_other(recipes: dict[str, BakerRecipe]) -> None:
    customers = recipes["customer"].prepare(_quantity=60)
    profiles = recipes["customer_profile"].prepare(_quantity=60)
    assert [row.email for row in profiles] == [row.email for row in customers]
    assert [row.onboarding_date for row in profiles] == [row.created_at.date() for row in customers]


@pytest.mark.parametrize(
    ("name", "column", "value"),
    [
        ("account", "currency", "EUR"),
        ("customer", "first_name", "Zoë"),
        ("employee", "salary", 1),
        ("training_program", "duration_hours", 3),
    ],
)
def test_an_override_replaces_its_column_only(name: str, column: str, value: object) -> None:
    plain, changed = (fresh_recipes()[name] for _ in range(2))
    for before, after in zip(plain.prepare(_quantity=3), changed.prepare(_quantity=3, **{column: value}), strict=True):
        assert getattr(after, column) == value
        assert values(before, leaving=column) == values(after, leaving=column)


@pytest.mark.usefixtures("empty_bank")
@pytest.mark.parametrize("by", ["customer", "customer_id"])
def test_a_parent_can_be_given_as_a_row_or_as_a_key(recipes: dict[str, BakerRecipe], by: str) -> None:
    own = recipes["customer"].make(_quantity=9)[-1]
    account = recipes["account"].make(**{by: own if by == "customer" else own.pk})
    assert Account.objects.get(pk=account.pk).customer_id == own.pk
    assert Customer.objects.count() == 9


@pytest.mark.usefixtures("empty_bank")
def test_existing_parents_are_not_changed(recipes: dict[str, BakerRecipe]) -> None:
    own = recipes["customer"].make(_quantity=60, first_name="Changed")
    accounts = recipes["account"].make(_quantity=10)
    assert Customer.objects.count() == len(own)
    assert {account.customer.first_name for account in accounts} == {"Changed"}


@pytest.mark.usefixtures("empty_bank")
def test_the_cycle_of_departments_and_heads_is_saved(recipes: dict[str, BakerRecipe]) -> None:
    recipes["department"].make(_quantity=12)
    assert Department.objects.count() == 12
    assert Employee.objects.exists()
    for department in Department.objects.all():
        assert_ancestors_stored(department, set())


@pytest.mark.usefixtures("empty_bank")
def test_parents_in_another_database_are_saved(recipes: dict[str, BakerRecipe]) -> None:
    profiles = recipes["customer_profile"].make(_quantity=20)
    assert Customer.objects.filter(pk__in=[row.pk for row in profiles]).count() == 20
    assert CustomerProfile.objects.filter(assigned_agent__isnull=False).exists()


def test_an_extended_recipe_returns_the_same_rows_with_its_values(recipes: dict[str, BakerRecipe]) -> None:
    plain = recipes["account"].prepare(_quantity=2)
    extended = recipes["account"].extend(branch_code="BR018").extend(currency="CAD")
    assert isinstance(extended, BakerRecipe)
    assert extended.recipe is recipes["account"].recipe
    rows = extended.prepare(_quantity=2)
    assert {(row.branch_code, row.currency) for row in rows} == {("BR018", "CAD")}
    assert not {row.account_id for row in rows} & {row.account_id for row in plain}
    assert extended.prepare(currency="GBP").currency == "GBP"
    assert recipes["account"].prepare().branch_code is not None


@pytest.mark.usefixtures("empty_bank")
def test_an_existing_row_is_never_overwritten() -> None:
    for _ in range(2):
        recipes = fresh_recipes()
        recipes["customer"].make(last_name="Turing")
    assert list(Customer.objects.values_list("customer_id", "last_name")) == [
        ("CUST-00000001", "Turing"),
        ("CUST-00000002", "Turing"),
    ]


def test_too_few_remaining_rows_are_an_error(recipes: dict[str, BakerRecipe]) -> None:
    assert len(recipes["training_program"].prepare(_quantity=18)) == 18
    with pytest.raises(BakerError, match="only 0 more rows of training_program"):
        recipes["training_program"].prepare()
    with pytest.raises(BakerError, match="only 60 more rows of customer"):
        recipes["customer"].prepare(_quantity=61)


def test_starting_over_returns_the_first_rows_again() -> None:
    first = baker.prepare_recipe("seeding.account").pk
    assert baker.prepare_recipe("seeding.account").pk != first
    baker_recipes.start_over()
    assert baker.prepare_recipe("seeding.account").pk == first


def test_rows_are_saved_only_in_test_databases_unless_others_are_allowed(
    recipes: dict[str, BakerRecipe], monkeypatch: pytest.MonkeyPatch, empty_bank: None
) -> None:
    monkeypatch.setitem(connections["accounts_db"].settings_dict, "NAME", "accounts_db")
    with pytest.raises(
        BakerError, match=r"^accounts_db is not a test database \(test_…\): a new row of customers would break its bank"
    ):
        recipes["customer"].make()
    assert not Customer.objects.exists()
    assert recipes["customer"].prepare().pk == "CUST-00000001"
    assert recipes["customer"].make(_outside_tests=True).pk == "CUST-00000002"
