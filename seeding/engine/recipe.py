"""Recipes: model-bakery recipes that write a whole table's columns at once, and the check of what they wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Self

import polars as pl
from django.db import models
from model_bakery.recipe import Recipe

from seeding.engine.arrays import NONE
from seeding.engine.columns import Coded, Column, Columns, Days, Flags, Fractions, Integers, Moments, Money, Text, words
from seeding.engine.life import Need, signature_of
from seeding.engine.plan import Plan
from seeding.engine.tables import stored_as

if TYPE_CHECKING:
    from seeding.engine.sample import Sample

_COLUMN_OF_FIELD: dict[type[models.Field[Any, Any]], type[Column]] = {
    models.CharField: Text,
    models.TextField: Text,
    models.DecimalField: Money,
    models.DateTimeField: Moments,
    models.DateField: Days,
    models.IntegerField: Integers,
    models.BooleanField: Flags,
}
"""In the order they are tried: a DateTimeField is a DateField, too."""

_PLACES_OF_FRACTIONS = 4
"""Decimals of rates and ratios; amounts of money have two."""


class RecipeError(Exception):
    """A recipe wrote columns that its table cannot hold."""


@dataclass(frozen=True)
class Expected:
    """How many rows a plan promises of a table: a range, both ends included."""

    low: int
    high: int

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,}-{self.high:,}"


def exactly(rows: int) -> Expected:
    """Return the promise of one number of rows."""
    return Expected(rows, rows)


def per_customer(rows: float, varies: float, first: int = 0) -> Callable[[Plan], Expected]:
    """Return the promise of so many rows per customer; a single customer's rows vary by the part `varies`.

    The first customers, whose stories every bank holds, may have up to `first` rows more or fewer than others.
    """

    def of(plan: Plan) -> Expected:
        mean = plan.customers * rows
        slack = 3 + first + rows + mean * (0.03 + varies / plan.customers**0.5)
        return Expected(max(0, int(mean - slack)), int(mean + slack))

    return of


class TableRecipe(Recipe[models.Model]):
    """The recipe of one table.

    `bake` gives the columns of all rows of a block; `prepare` and `make` give single rows out of the same function.
    """

    write: Callable[..., Columns]
    needs: dict[str, Need]
    expects: Callable[[Plan], Expected]
    sample: Sample | None = None

    @property
    def model(self) -> type[models.Model]:
        """The table's model."""
        if isinstance(self._model, str):
            raise TypeError("a table recipe is made from a model, not from its name")
        return self._model

    @property
    def name(self) -> str:
        """The model's name in snake case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", self.model.__name__).lower()

    def bake(self, sources: dict[str, Any]) -> Columns:
        """Return the table's columns from what the lives gave. Raises RecipeError."""
        columns = self.write(**sources)
        _check(self.model, columns)
        return columns

    def extend(self, **attrs: Any) -> Self:
        """Return a recipe with other attributes that writes the same table."""
        return self._like(super().extend(**attrs))

    def drawn_from(self, sample: Sample) -> Self:
        """Return the recipe whose single rows are those of `sample`."""
        clone = self.extend()
        clone.sample = sample
        return clone

    def _like(self, clone: Self) -> Self:
        clone.write, clone.needs, clone.expects, clone.sample = self.write, self.needs, self.expects, self.sample
        return clone

    def _mapping(self, _using: str, new_attrs: dict[str, Any]) -> dict[str, Any]:
        if self.sample is None:
            raise RecipeError(
                f"recipe {self.name} has no sample to take rows from; use seeding.baker_recipes.{self.name}"
            )
        mapping = super()._mapping(_using, new_attrs)
        to_save = new_attrs.get("_save_related", True)
        rows = self.sample.next_rows(self, mapping.get("_quantity") or 1, to_save=to_save)
        if to_save:
            self.sample.save_parents(self.model, rows, except_for=frozenset(mapping))
        given = {field.attname for field in _fields(self.model) if field.name in mapping}
        return _columns_apart(rows, leaving=given) | mapping


def recipe(
    model: type[models.Model], expects: Callable[[Plan], Expected]
) -> Callable[[Callable[..., Columns]], TableRecipe]:
    """Make a function that writes a table's columns the recipe of that table.

    `expects` says how many rows a plan promises.
    """

    def made(write: Callable[..., Columns]) -> TableRecipe:
        table = TableRecipe(model)
        table.write, table.expects = write, expects
        table.needs, _ = signature_of(write)
        return table

    return made


def as_csv(columns: Columns) -> tuple[int, memoryview]:
    """Return how many rows the columns have, and the rows as CSV for COPY: no header, an empty field is null."""
    frame = pl.DataFrame({name: column.for_copy() for name, column in columns.items()})
    buffer = BytesIO()
    frame.write_csv(buffer, include_header=False)
    return frame.height, buffer.getbuffer()


def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return model._meta.concrete_fields


def _columns_apart(rows: list[dict[str, Any]], leaving: set[str]) -> dict[str, Iterator[Any]]:
    if not rows:
        return {}
    return {name: iter([row[name] for row in rows]) for name in rows[0] if name not in leaving}


def _check(model: type[models.Model], columns: Columns) -> None:
    """Hold written columns against the model: names and order, kinds, nulls, lengths, value lists."""
    fields = {field.column: field for field in _fields(model)}
    if list(columns) != list(fields):
        raise RecipeError(f"{model._meta.db_table} has the columns {list(fields)}, its recipe wrote {list(columns)}")
    for name, column in columns.items():
        problem = _problem(fields[name], column)
        if problem:
            raise RecipeError(f"{model._meta.db_table}.{name} {problem}")


def _problem(field: models.Field[Any, Any], column: Column) -> str | None:
    target = stored_as(field)
    wanted = next(kind for base, kind in _COLUMN_OF_FIELD.items() if isinstance(target, base))
    if wanted is Money and getattr(target, "decimal_places", None) == _PLACES_OF_FRACTIONS:
        wanted = Fractions
    if isinstance(column, Coded) and wanted is Text:
        return _coded_problem(field, target, column)
    if not isinstance(column, wanted):
        return f"is written as {type(column).__name__}, not as {wanted.__name__}"
    if isinstance(column, Days | Moments | Integers | Money):
        return None if field.null or column.known.all() else "is null somewhere and may not be"
    if not isinstance(column, Text):
        return None
    return _text_problem(field, target, column.values)


def _coded_problem(field: models.Field[Any, Any], target: models.Field[Any, Any], column: Coded) -> str | None:
    if not field.null and (column.codes == NONE).any():
        return "is null somewhere and may not be"
    return _text_problem(field, target, words(*column.used))


def _text_problem(field: models.Field[Any, Any], target: models.Field[Any, Any], values: pl.Series) -> str | None:
    if values.null_count() and not field.null:
        return "is null somewhere and may not be"
    # Bytes are counted faster than characters, and there are never fewer of them.
    if target.max_length is not None and _most(values.str.len_bytes()) > target.max_length:
        longest = _most(values.str.len_chars())
        if longest > target.max_length:
            return f"is up to {longest} characters long; {target.max_length} fit"
    if field.choices:
        strange = set(values.unique().drop_nulls()) - {value for value, _ in field.flatchoices}
        if strange:
            return f"holds {sorted(strange)[0]!r}, which is not in its list of values"
    return None


def _most(lengths: pl.Series) -> int:
    most = lengths.max()
    return most if isinstance(most, int) else 0
