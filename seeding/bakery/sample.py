"""The sample bank: a small bank in memory whose rows can be looked up."""

from functools import cached_property
from typing import Any, TypeAlias

from django.db import models

from seeding.engine.blocks import Block
from seeding.engine.cells import cell_count
from seeding.engine.evaluation import Evaluation, evaluations
from seeding.engine.graph import Graph, Level
from seeding.engine.plan import Plan
from seeding.engine.recipe import Recipe

Row: TypeAlias = dict[str, Any]
"""The values of a row by attribute name of its model's instances."""

Model: TypeAlias = type[models.Model]


class SampleBank:
    """The rows of a bank in memory. The rows of a table are made when they are first needed, and never change."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self._graph, self._plan = graph, plan
        self._rows: dict[Model, dict[Any, Row]] = {}

    def rows(self, model: Model) -> dict[Any, Row]:
        """Return all rows of a table by primary key, in the order in which they are generated."""
        if model not in self._rows:
            recipe = next(recipe for recipe in self._graph.recipes if recipe.model is model)
            evaluation = self._evaluation(recipe)
            batch = recipe.laid_out(evaluation.arguments(recipe)).seen_on(evaluation.as_of).batch
            names = [field.attname for field in model._meta.concrete_fields]
            made = (dict(zip(names, row.values(), strict=True)) for row in batch.to_pylist())
            self._rows[model] = {row[key_of(model)]: row for row in made}
        return self._rows[model]

    def ancestors(self, model: Model, rows: list[Row], except_for: frozenset[str]) -> dict[Model, dict[Any, Row]]:
        """Return the rows that `rows` refer to, directly or indirectly, by model and primary key.

        The foreign keys of `rows` that `except_for` names, by field or attribute, are not followed.
        """
        found: dict[Model, dict[Any, Row]] = {}
        queue = [(model, row, except_for) for row in rows]
        while queue:
            child, row, excluded = queue.pop()
            for parent, parent_row in self._parents(child, row, excluded):
                known = found.setdefault(parent, {})
                if parent_row[key_of(parent)] not in known:
                    known[parent_row[key_of(parent)]] = parent_row
                    queue.append((parent, parent_row, frozenset()))
        return found

    def _parents(self, model: Model, row: Row, excluded: frozenset[str]) -> list[tuple[Model, Row]]:
        """Return the rows that a row refers to, with their models, without the foreign keys in `excluded`."""
        found: list[tuple[Model, Row]] = []
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey) or {field.name, field.attname} & excluded:
                continue
            parent, target = field.related_model, field.target_field.attname
            # A foreign key across databases may refer to no row: a system may have made a risk assessment.
            found += [(parent, other) for other in self.rows(parent).values() if other[target] == row[field.attname]]
        return found

    def _evaluation(self, recipe: Recipe) -> Evaluation:
        return self._evaluations[self._graph.level(recipe)]

    @cached_property
    def _evaluations(self) -> dict[Level, Evaluation]:
        """The evaluations of the bank, which is a single region and a single block, by level."""
        all_cells = Block(0, cell_count(self._plan.layout))
        found = evaluations(self._graph, self._plan, [all_cells])
        return {evaluation.level: evaluation for evaluation, _ in found}


def key_of(model: Model) -> str:
    """Return the attribute name of the primary key of a model."""
    assert model._meta.pk is not None
    return model._meta.pk.attname
