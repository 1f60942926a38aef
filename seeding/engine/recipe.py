"""Recipes: functions that write all columns of one table, with what they need and how many rows they promise."""

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
    """Some rows of one table, typed as its model says."""

    model: type[models.Model]
    rows: pa.RecordBatch


@dataclass(frozen=True)
class Recipe:
    """How the rows of one table are written: `write` returns its columns, out of what the nodes of the graph return."""

    model: type[models.Model]
    write: Callable[..., Columns]
    needs: dict[str, Need]
    expects: Callable[[Plan], Expected]

    @property
    def table(self) -> str:
        """The table's name."""
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        """The model's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.model.__name__).lower()

    @property
    def stream(self) -> str:
        """The stream of its draws: a table's name is a contract, and does not change."""
        return f"table {self.table}"

    def rows(self, arguments: dict[str, Any]) -> TableRows:
        """Return the table's rows out of what its needs are filled with. Raises RecipeError."""
        return TableRows(self.model, typed_table(self.model, self.write(**arguments)))


def recipe(
    model: type[models.Model], expects: Callable[[Plan], Expected]
) -> Callable[[Callable[..., Columns]], Recipe]:
    """Return the decorator that makes the recipe of a table of a function that writes its columns.

    `expects` returns how many rows a plan promises. Raises TypeError for a parameter without annotation.
    """

    def made(write: Callable[..., Columns]) -> Recipe:
        needs, _ = signature_of(write)
        return Recipe(model, write, needs, expects)

    return made
