"""Recipes of model-bakery that return rows of a sample bank, with the rows that these refer to.

The module uses only public parts of model-bakery: `Recipe` as the base class, its `make`, `prepare` and `extend`, and
`baker.make` and `baker.prepare`, which take an iterator for each column.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any, Self

from django.db import connections, models, router, transaction
from model_bakery import baker
from model_bakery.recipe import Recipe as PublicRecipe

from seeding.bakery.sample import Model, Row, SampleBank
from seeding.engine.recipe import Recipe
from seeding.engine.table import RecipeError

TEST_DATABASE_PREFIX = "test_"
"""The prefix of the names of test databases, those of Django's test runner and of this project's tests."""


class BakerError(RecipeError):
    """The sample bank has no more rows of a table, or a row would be saved outside of a test database."""


class Positions:
    """The number of rows of each table that have been returned, so that each call returns the next rows."""

    def __init__(self) -> None:
        self._returned: defaultdict[Model, int] = defaultdict(int)

    def next_rows(self, bank: SampleBank, recipe: Recipe, quantity: int, missing_in: str | None) -> list[Row]:
        """Return the next rows of a table; if a database is given, only rows that are missing there.

        Raises BakerError if the sample bank has too few rows.
        """
        rows = bank.rows(recipe.model)
        remaining = list(islice(rows, self._returned[recipe.model], None))
        existing = _existing_keys(recipe.model, missing_in, remaining) if missing_in else set()
        keys = list(islice((key for key in remaining if key not in existing), quantity))
        if len(keys) < quantity:
            condition = " that are not in the database yet" if missing_in else ""
            raise BakerError(f"the sample bank has only {len(keys)} more rows of {recipe.name}{condition}")
        self._returned[recipe.model] += remaining.index(keys[-1]) + 1
        return [rows[key] for key in keys]

    def start_over(self) -> None:
        """Return the first rows again from now on."""
        self._returned.clear()


class BakerRecipe(PublicRecipe[models.Model]):
    """The recipe of one table for `baker.make_recipe` and `baker.prepare_recipe`, which returns rows of a sample bank.

    `make` also saves the rows that a row refers to, if they are missing in the databases. It raises BakerError outside
    of a test database, unless `_outside_tests` is true. Both methods raise BakerError if there are no more rows.
    """

    def __init__(self, recipe: Recipe, bank: SampleBank, positions: Positions, **attrs: Any) -> None:
        super().__init__(recipe.model, **attrs)
        self.recipe, self.bank = recipe, bank
        self._positions, self._attrs = positions, attrs

    # The base class declares one overload for a row and one for a list of rows.
    def make(self, _quantity: int | None = None, *, _outside_tests: bool = False, **given: Any) -> Any:  # type: ignore[override]
        """Save and return the next row, or a list of the next `_quantity` rows, with the `given` values."""
        model, given = self.recipe.model, {**self._attrs, **given}
        database = given.get("_using") or router.db_for_write(model)
        if not _outside_tests:
            _refuse_outside_tests(self.recipe, database)
        rows = self._positions.next_rows(self.bank, self.recipe, _quantity or 1, database)
        _save_missing(self.bank.ancestors(model, rows, frozenset(given)))
        return baker.make(model, _quantity=_quantity, **_as_iterators(model, rows, given))

    def prepare(self, _quantity: int | None = None, **given: Any) -> Any:  # type: ignore[override]
        """Return the next row, or a list of the next `_quantity` rows, with the `given` values, unsaved."""
        given = {**self._attrs, **given}
        rows = self._positions.next_rows(self.bank, self.recipe, _quantity or 1, None)
        return baker.prepare(self.recipe.model, _quantity=_quantity, **_as_iterators(self.recipe.model, rows, given))

    def extend(self, **attrs: Any) -> Self:
        """Return a recipe of the same table with further values that replace those of the rows."""
        return type(self)(self.recipe, self.bank, self._positions, **{**self._attrs, **attrs})


def _as_iterators(model: Model, rows: list[Row], given: dict[str, Any]) -> dict[str, Any]:
    """Return an iterator over the values of each column of `rows`, except for columns with a given value."""
    replaced = {field.attname for field in model._meta.concrete_fields if field.name in given}
    names = [name for name in rows[0] if name not in replaced]
    return {name: iter([row[name] for row in rows]) for name in names} | given


def _refuse_outside_tests(recipe: Recipe, database: str) -> None:
    """Raise BakerError if the database is not a test database."""
    name = str(connections[database].settings_dict["NAME"])
    if not name.startswith(TEST_DATABASE_PREFIX):
        raise BakerError(
            f"{name} is not a test database (test_…): a new row of {recipe.table} would break its bank; "
            "use prepare_recipe, which saves nothing, or make_recipe(…, _outside_tests=True)"
        )


def _save_missing(tables: dict[Model, dict[Any, Row]]) -> None:
    """Save the rows that are missing in the databases."""
    by_database: defaultdict[str, list[Model]] = defaultdict(list)
    for model in tables:
        by_database[router.db_for_write(model)].append(model)
    for database, models_in_database in by_database.items():
        # Keys are checked at the end of the transaction, which allows cycles, such as a department and its head.
        with transaction.atomic(using=database):
            for model in models_in_database:
                existing = _existing_keys(model, database, tables[model])
                missing = [model(**row) for key, row in tables[model].items() if key not in existing]
                model._default_manager.using(database).bulk_create(missing)


def _existing_keys(model: Model, database: str, keys: Iterable[Any]) -> set[Any]:
    """Return the keys that the database already contains."""
    return set(model._default_manager.using(database).filter(pk__in=list(keys)).values_list("pk", flat=True))
