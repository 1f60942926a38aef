"""model-bakery recipes that hand out the rows of a sample bank, with the rows that those refer to.

Only public parts of model-bakery are used: `Recipe` as the base class, its `make`, `prepare` and `extend`, and
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
"""How the names of test databases begin: those of Django's test runner, and of this project's suite."""


class BakerError(RecipeError):
    """Rows that are used up, or would be written where no test looks for them."""


class Positions:
    """How many rows of each table have been handed out, so that each call goes on to the next ones."""

    def __init__(self) -> None:
        self._taken: defaultdict[Model, int] = defaultdict(int)

    def next_rows(self, bank: SampleBank, recipe: Recipe, quantity: int, lacking_in: str | None) -> list[Row]:
        """Return the next rows of a table; only those that a database lacks, where one is named.

        Raises BakerError when they are used up.
        """
        rows = bank.rows(recipe.model)
        ahead = list(islice(rows, self._taken[recipe.model], None))
        there = _there(recipe.model, lacking_in, ahead) if lacking_in else set()
        keys = list(islice((key for key in ahead if key not in there), quantity))
        if len(keys) < quantity:
            lacking = " that the database lacks" if lacking_in else ""
            raise BakerError(f"the sample bank has only {len(keys)} more rows of {recipe.name}{lacking}")
        self._taken[recipe.model] += ahead.index(keys[-1]) + 1
        return [rows[key] for key in keys]

    def start_over(self) -> None:
        """Hand out the first rows again."""
        self._taken.clear()


class BakerRecipe(PublicRecipe[models.Model]):
    """The rows of one table of a sample bank, as `baker.make_recipe` and `baker.prepare_recipe` take them.

    `make` saves the rows that a row refers to as well, where the databases lack them. Outside of a test database it
    raises BakerError, unless it is called with `_outside_tests=True`. Both raise BakerError when rows are used up.
    """

    def __init__(self, recipe: Recipe, bank: SampleBank, positions: Positions, **attrs: Any) -> None:
        super().__init__(recipe.model, **attrs)
        self.recipe, self.bank = recipe, bank
        self._positions, self._attrs = positions, attrs

    # The base declares one overload for a row and one for a list of them.
    def make(self, _quantity: int | None = None, *, _outside_tests: bool = False, **given: Any) -> Any:  # type: ignore[override]
        """Save the next row, or a list of the next `_quantity` ones, with other values where they are given."""
        model, given = self.recipe.model, {**self._attrs, **given}
        database = given.get("_using") or router.db_for_write(model)
        if not _outside_tests:
            _refuse_outside_tests(self.recipe, database)
        rows = self._positions.next_rows(self.bank, self.recipe, _quantity or 1, database)
        _save_lacking(self.bank.ancestors(model, rows, frozenset(given)))
        return baker.make(model, _quantity=_quantity, **_as_iterators(model, rows, given))

    def prepare(self, _quantity: int | None = None, **given: Any) -> Any:  # type: ignore[override]
        """Return the next row, or a list of the next `_quantity` ones, unsaved."""
        given = {**self._attrs, **given}
        rows = self._positions.next_rows(self.bank, self.recipe, _quantity or 1, None)
        return baker.prepare(self.recipe.model, _quantity=_quantity, **_as_iterators(self.recipe.model, rows, given))

    def extend(self, **attrs: Any) -> Self:
        """Return a recipe with other values that hands out rows of the same table."""
        return type(self)(self.recipe, self.bank, self._positions, **{**self._attrs, **attrs})


def _as_iterators(model: Model, rows: list[Row], given: dict[str, Any]) -> dict[str, Any]:
    """Return the values of each column of `rows`, and what is given instead of some of them."""
    replaced = {field.attname for field in model._meta.concrete_fields if field.name in given}
    names = [name for name in rows[0] if name not in replaced]
    return {name: iter([row[name] for row in rows]) for name in names} | given


def _refuse_outside_tests(recipe: Recipe, database: str) -> None:
    name = str(connections[database].settings_dict["NAME"])
    if not name.startswith(TEST_DATABASE_PREFIX):
        raise BakerError(
            f"{name} is not a test database (test_…): a row of {recipe.table} made here would break its bank; "
            "prepare_recipe saves nothing, and make_recipe(…, _outside_tests=True) saves it anyway"
        )


def _save_lacking(tables: dict[Model, dict[Any, Row]]) -> None:
    """Save those rows of some tables that the databases lack."""
    by_database: defaultdict[str, list[Model]] = defaultdict(list)
    for model in tables:
        by_database[router.db_for_write(model)].append(model)
    for database, models_of_it in by_database.items():
        # Keys are checked when the transaction ends, so that cycles, such as a department and its head, close.
        with transaction.atomic(using=database):
            for model in models_of_it:
                there = _there(model, database, tables[model])
                lacking = [model(**row) for key, row in tables[model].items() if key not in there]
                model._default_manager.using(database).bulk_create(lacking)


def _there(model: Model, database: str, keys: Iterable[Any]) -> set[Any]:
    """Return which keys the database holds."""
    return set(model._default_manager.using(database).filter(pk__in=list(keys)).values_list("pk", flat=True))
