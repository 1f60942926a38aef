"""Recipes: functions that write all columns of one table, with their needs and the expected number of rows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.db import models

from seeding.engine.columns import Columns
from seeding.engine.expected import Expected
from seeding.engine.node import Need, signature_of
from seeding.engine.plan import Plan
from seeding.engine.table import typed_table


@dataclass(frozen=True)
class TableRows:
    """Rows of one table, as a batch with the schema of its model (see `schema_of`)."""

    model: type[models.Model]
    batch: pa.RecordBatch


@dataclass(frozen=True)
class Recipe:
    """How the rows of one table are made: `write` returns its columns from the results of nodes.

    `expects` returns the expected number of rows of a plan.
    """

    model: type[models.Model]
    write: Callable[..., Columns]
    needs: dict[str, Need]
    expects: Callable[[Plan], Expected]

    @property
    def table(self) -> str:
        """The name of the table."""
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        """The model's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.model.__name__).lower()

    @property
    def stream(self) -> str:
        """The stream of the recipe's draws, from the name of the table, which never changes."""
        return f"table {self.table}"

    def rows(self, arguments: dict[str, Any]) -> TableRows:
        """Return the rows of the table, given the arguments of `write`. Raises RecipeError as `typed_table` does."""
        return TableRows(self.model, typed_table(self.model, self.write(**arguments)))


def recipe(
    model: type[models.Model], expects: Callable[[Plan], Expected]
) -> Callable[[Callable[..., Columns]], Recipe]:
    """Return the decorator that makes the recipe of a table of the function that writes its columns.

    `expects` returns the expected number of rows of a plan. The decorator raises TypeError for a parameter without
    annotation.
    """

    def decorate(write: Callable[..., Columns]) -> Recipe:
        needs, _ = signature_of(write)
        return Recipe(model, write, needs, expects)

    return decorate
