"""Typed tables: the Arrow schema of a model, and the check of the columns that a recipe wrote."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from django.db import models

from seeding.engine.arrays import Index
from seeding.engine.buffers import series_of, stored_integers, validity, values_at, view_lengths
from seeding.engine.columns import Columns

Field: TypeAlias = "models.Field[Any, Any]"


class RecipeError(Exception):
    """A recipe wrote columns that its table cannot store; the text names the table and the column."""


def stored_as(field: Field) -> Field:
    """Return the field that a field's values come from: a foreign key has those of the field it refers to."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


@cache
def schema_of(model: type[models.Model]) -> pa.Schema:
    """Return the schema of a table in the order of the model: names, Arrow types, and whether null is allowed."""
    return pa.schema([_arrow_field(field) for field in model._meta.concrete_fields])


def _arrow_field(field: Field) -> pa.Field:
    return pa.field(str(field.column), _type_of(field), nullable=field.null)


def _type_of(field: Field) -> pa.DataType:
    """Return the Arrow type of a column. Raises TypeError for a field of a class that has no Arrow type here.

    Text is a string view, which polars uses, too, so that no copy is needed. Text with a list of values is dictionary
    encoded. JSON is text.
    """
    stored = stored_as(field)
    match stored:
        case models.DecimalField():
            return pa.decimal128(stored.max_digits, stored.decimal_places)
        case models.DateTimeField():
            return pa.timestamp("us", "UTC")
        case models.DateField():
            return pa.date32()
        case models.BooleanField():
            return pa.bool_()
        case models.SmallIntegerField():
            return pa.int16()
        case models.BigIntegerField():
            return pa.int64()
        case models.IntegerField():
            return pa.int32()
        case models.CharField() | models.TextField() | models.JSONField():
            return pa.dictionary(pa.int16(), pa.string()) if field.choices else pa.string_view()
    raise TypeError(f"{stored} has no Arrow type: {type(stored).__name__}")


def typed_table(model: type[models.Model], columns: Columns) -> pa.RecordBatch:
    """Return the columns of a table as one batch, in the order of the model.

    Raises RecipeError for a missing or unknown column, a column of the wrong type or length, a null in a column that
    does not allow it, a value that is too large or too long, and a value that is not in the column's list of values.
    """
    table, fields = model._meta.db_table, model._meta.concrete_fields
    if columns.keys() != set(schema_of(model).names):
        missing = [name for name in schema_of(model).names if name not in columns]
        unknown = [name for name in columns if name not in schema_of(model).names]
        faults = [f"lacks {', '.join(missing)}"] if missing else []
        faults += [f"wrote unknown {', '.join(unknown)}"] if unknown else []
        raise RecipeError(f"the recipe of {table} {' and '.join(faults)}")
    arrays = []
    for field, typed in zip(fields, schema_of(model), strict=True):
        column = columns[typed.name]
        if not column.fits(typed.type):
            raise RecipeError(f"{table}.{typed.name} is written as {type(column).__name__}, but holds {typed.type}")
        try:
            array = column.to_arrow(typed.type)
        except OverflowError as error:
            raise RecipeError(f"{table}.{typed.name} {error}") from None
        problem = _problem(field, array)
        if problem:
            raise RecipeError(f"{table}.{typed.name} {problem}")
        arrays.append(array)
    lengths = {len(array) for array in arrays}
    if len(lengths) > 1:
        raise RecipeError(f"the columns of {table} have different lengths: {sorted(lengths)}")
    return pa.record_batch(arrays, schema=schema_of(model))


def taken(batch: pa.RecordBatch, rows: Index) -> pa.RecordBatch:
    """Return some rows of a batch, by index."""
    if not rows.size:
        return batch.slice(0, 0)
    return pa.record_batch([values_at(array, rows) for array in batch.columns], schema=batch.schema)


def _problem(field: Field, array: pa.Array) -> str | None:
    """Return why a column cannot store an array, to follow the name of the column; None if it can."""
    if array.null_count and not field.null:
        return "is null somewhere and may not be"
    if pa.types.is_dictionary(array.type):
        return _problem_of_codes(field, array)
    if pa.types.is_string_view(array.type):
        return _problem_of_lengths(stored_as(field).max_length, array)
    return None


def _problem_of_codes(field: Field, array: pa.DictionaryArray) -> str | None:
    known = _values_of(field)
    words = array.dictionary.to_pylist()
    if known.issuperset(words):
        return None
    codes, valid = stored_integers(array.indices, np.int16), validity(array)
    used = np.unique(codes if valid is None else codes[valid])
    unknown = sorted({words[code] for code in used} - known)
    return f"holds {unknown[0]!r}, which is not in its list of values" if unknown else None


@cache
def _values_of(field: Field) -> frozenset[str]:
    """Return the list of values of a column; Django makes it anew each time."""
    return frozenset(value for value, _ in field.flatchoices)


def _problem_of_lengths(limit: int | None, array: pa.Array) -> str | None:
    # Bytes are compared first, because they are stored, and there are at least as many bytes as characters.
    if limit is None or int(view_lengths(array).max(initial=0)) <= limit:
        return None
    longest = series_of(array).str.len_chars().max()
    return f"is up to {longest} characters long; {limit} fit" if isinstance(longest, int) and longest > limit else None
