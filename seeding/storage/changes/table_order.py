"""The order in which new rows of several tables can be stored: rows that others refer to come first."""

from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db import models

Model = type[models.Model]


def foreign_keys(model: Model) -> tuple["models.ForeignKey[Any, Any]", ...]:
    """Return the foreign keys of a table to other tables, those into other databases among them."""
    keys = (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))
    return tuple(field for field in keys if field.related_model is not model)


def parents_first(tables: Sequence[Model]) -> tuple[Model, ...]:
    """Return the tables so that each comes after those that it refers to.

    Where tables refer to each other in a circle, references that may be null do not count. Raises CycleError for a
    circle without any.
    """
    keys = {model: [field for field in foreign_keys(model) if field.related_model in tables] for model in tables}
    while True:
        sorter = TopologicalSorter({model: [field.related_model for field in keys[model]] for model in tables})
        try:
            return tuple(sorter.static_order())
        except CycleError as error:
            circle = set(error.args[1])
            required = {
                model: [field for field in keys[model] if not (field.null and field.related_model in circle)]
                for model in circle
            }
            if all(len(required[model]) == len(keys[model]) for model in circle):
                raise
            keys |= required
