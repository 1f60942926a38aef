"""Single rows for tests and shells: a small bank whose rows model-bakery hands out one after the other."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import models, router, transaction

from seeding.engine.blueprint import Blueprint, Stage, stages
from seeding.engine.plan import Block, Plan, blocks
from seeding.engine.recipe import RecipeError, TableRecipe

_Row = dict[str, Any]


class Sample:
    """The rows of a small bank, baked when first asked for. Each call for rows of a table goes on to the next."""

    def __init__(self, blueprint: Blueprint, plan: Plan) -> None:
        self._recipes = {recipe.model: recipe for recipe in blueprint.recipes}
        self._stages: dict[bool, Stage] = {}
        self._blueprint, self._plan = blueprint, plan
        self._rows: dict[type[models.Model], dict[Any, _Row]] = {}
        self._taken: defaultdict[type[models.Model], int] = defaultdict(int)

    def recipes(self) -> dict[str, TableRecipe]:
        """Return every recipe by name, its rows drawn from this sample."""
        return {recipe.name: recipe.drawn_from(self) for recipe in self._recipes.values()}

    def next_rows(self, recipe: TableRecipe, quantity: int, *, to_save: bool) -> list[_Row]:
        """Return the next rows of a table, by attribute name; only such as the database lacks if they are `to_save`.

        Raises RecipeError when they are used up.
        """
        model = recipe.model
        ahead = list(islice(self._table(model), self._taken[model], None))
        there = _there(model, router.db_for_write(model), ahead) if to_save else set()
        keys = list(islice((key for key in ahead if key not in there), quantity))
        if len(keys) < quantity:
            lacking = " that the database lacks" if to_save else ""
            raise RecipeError(f"the sample bank has only {len(keys)} more rows of {recipe.name}{lacking}")
        self._taken[model] += ahead.index(keys[-1]) + 1
        return [self._table(model)[key] for key in keys]

    def save_parents(self, model: type[models.Model], rows: list[_Row], except_for: frozenset[str]) -> None:
        """Save the rows that `rows` refer to, and those that they refer to, where the databases lack them."""
        wanted: dict[type[models.Model], dict[Any, _Row]] = defaultdict(dict)
        queue = [(model, row, except_for) for row in rows]
        while queue:
            child, row, left_out = queue.pop()
            for parent, parent_row in self._parents(child, row, left_out):
                if parent_row[_key(parent)] not in wanted[parent]:
                    wanted[parent][parent_row[_key(parent)]] = parent_row
                    queue.append((parent, parent_row, frozenset()))
        by_database: dict[str, list[type[models.Model]]] = defaultdict(list)
        for parent in wanted:
            by_database[router.db_for_write(parent)].append(parent)
        for database, parents in by_database.items():
            # Keys are checked when the transaction ends, so that circles, such as a department and its head, close.
            with transaction.atomic(using=database):
                for parent in parents:
                    _save(parent, database, wanted[parent])

    def _parents(self, model: type[models.Model], row: _Row, left_out: frozenset[str]) -> list[tuple[Any, _Row]]:
        keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        found = []
        for field in keys:
            value = row[field.attname]
            if value is None or field.name in left_out or field.attname in left_out:
                continue
            parent = field.related_model
            target = field.target_field.attname
            # A key that crosses databases may name nobody: scores that a system gave.
            found += [(parent, row) for row in self._table(parent).values() if row[target] == value]
        return found

    def _table(self, model: type[models.Model]) -> dict[Any, _Row]:
        if model not in self._rows:
            recipe = self._recipes[model]
            stage = self._stage(recipe)
            columns = recipe.bake(stage.sources(recipe.needs, recipe.name))
            names = [field.attname for field in model._meta.concrete_fields]
            values = zip(*(column.for_python() for column in columns.values()), strict=True)
            rows = [dict(zip(names, row, strict=True)) for row in values]
            self._rows[model] = {row[_key(model)]: row for row in rows}
        return self._rows[model]

    def _stage(self, recipe: TableRecipe) -> Stage:
        if not self._stages:
            whole = Block(0, sum(1 for _ in blocks(self._plan, 1)))
            (bank, _), (block, _) = stages(self._blueprint, self._plan, [whole])
            self._stages = {False: bank, True: block}
        return self._stages[recipe in self._blueprint.by_block]


def _save(model: type[models.Model], database: str, rows: dict[Any, _Row]) -> None:
    there = _there(model, database, rows)
    model._default_manager.using(database).bulk_create([model(**row) for key, row in rows.items() if key not in there])


def _there(model: type[models.Model], database: str, keys: Iterable[Any]) -> set[Any]:
    """Return which keys the database holds."""
    return set(model._default_manager.using(database).filter(pk__in=list(keys)).values_list("pk", flat=True))


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return key.attname
