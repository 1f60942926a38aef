"""A small bank in memory, whose rows are handed out one by one."""

from functools import cached_property
from typing import Any, TypeAlias

from django.db import models

from seeding.engine.blocks import Block, blocks
from seeding.engine.graph import Evaluation, Graph, evaluations
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe

Row: TypeAlias = dict[str, Any]
"""The values of a row by attribute name, as Django keeps them on an instance."""

Model: TypeAlias = type[models.Model]


class SampleBank:
    """The rows of a bank, made when a table is first asked for. Nothing of it is ever changed or stored."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self._graph, self._plan = graph, plan
        self._rows: dict[Model, dict[Any, Row]] = {}

    def rows(self, model: Model) -> dict[Any, Row]:
        """Return all rows of a table by primary key, in the order in which they are made."""
        if model not in self._rows:
            recipe = next(recipe for recipe in self._graph.recipes if recipe.model is model)
            batch = recipe.rows(self._evaluation(recipe).arguments(recipe)).rows
            names = [field.attname for field in model._meta.concrete_fields]
            made = (dict(zip(names, row.values(), strict=True)) for row in batch.to_pylist())
            self._rows[model] = {row[key_of(model)]: row for row in made}
        return self._rows[model]

    def ancestors(self, model: Model, rows: list[Row], except_for: frozenset[str]) -> dict[Model, dict[Any, Row]]:
        """Return the rows that `rows` refer to, and those that they refer to, by table and key.

        Keys of `rows` in `except_for`, by field or attribute name, are not followed.
        """
        found: dict[Model, dict[Any, Row]] = {}
        queue = [(model, row, except_for) for row in rows]
        while queue:
            child, row, left_out = queue.pop()
            for parent, parent_row in self._parents(child, row, left_out):
                known = found.setdefault(parent, {})
                if parent_row[key_of(parent)] not in known:
                    known[parent_row[key_of(parent)]] = parent_row
                    queue.append((parent, parent_row, frozenset()))
        return found

    def _parents(self, model: Model, row: Row, left_out: frozenset[str]) -> list[tuple[Model, Row]]:
        found: list[tuple[Model, Row]] = []
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey) or {field.name, field.attname} & left_out:
                continue
            parent, target = field.related_model, field.target_field.attname
            # A key that crosses databases may refer to no row: scores that a system gave.
            found += [(parent, other) for other in self.rows(parent).values() if other[target] == row[field.attname]]
        return found

    def _evaluation(self, recipe: Recipe) -> Evaluation:
        bank, block = self._evaluations
        return block if recipe in self._graph.by_block else bank

    @cached_property
    def _evaluations(self) -> tuple[Evaluation, Evaluation]:
        whole = Block(0, sum(1 for _ in blocks(self._plan, 1)))
        (bank, _), (block, _) = evaluations(self._graph, self._plan, [whole])
        return bank, block


def key_of(model: Model) -> str:
    """Return the attribute of a model's primary key."""
    assert model._meta.pk is not None
    return model._meta.pk.attname
