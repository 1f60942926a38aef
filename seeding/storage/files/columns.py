"""The columns of tables in files: the types of the databases, with what the models say about them as metadata."""

from functools import cache

import numpy as np
import pyarrow as pa
from django.db import models, router

from seeding.engine.buffers import stored_integers, validity
from seeding.engine.table import schema_of

COMMENT = "comment"
"""The key of a comment in the metadata of a table and of a column."""


def full_name(model: type[models.Model]) -> str:
    """Return database and table, such as "loans_db.loans"."""
    return f"{router.db_for_write(model)}.{model._meta.db_table}"


@cache
def stored_schema(model: type[models.Model]) -> pa.Schema:
    """Return the schema of a table in files: that of its batches with plain strings, and with comments as metadata."""
    fields = [
        typed.with_type(pa.string() if pa.types.is_string_view(typed.type) else typed.type).with_metadata(
            {COMMENT: field.db_comment or ""}
        )
        for field, typed in zip(model._meta.concrete_fields, schema_of(model), strict=True)
    ]
    return pa.schema(fields, {"table": full_name(model), COMMENT: model._meta.db_table_comment or ""})


def repeating_text(model: type[models.Model]) -> list[str]:
    """Return the names of the columns whose strings repeat: text that is neither unique nor a foreign key."""
    columns = zip(model._meta.concrete_fields, stored_schema(model), strict=True)
    return [stored.name for field, stored in columns if _is_text(stored) and not (field.unique or field.is_relation)]


def _is_text(column: pa.Field) -> bool:
    return bool(pa.types.is_dictionary(column.type) or pa.types.is_string(column.type))


def stored_batch(model: type[models.Model], batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return a batch of a table with the types of `stored_schema`.

    All batches have the same dictionaries, the lists of values of the model: files of Arrow have one per column.
    """
    arrays = [
        _recoded(array, _values(model, name)) if pa.types.is_dictionary(array.type) else _plain(array)
        for name, array in zip(batch.schema.names, batch.columns, strict=True)
    ]
    return pa.record_batch(arrays, schema=stored_schema(model))


def copy_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the same rows in memory of their own; dictionaries are shared."""
    return pa.record_batch([_copied(array) for array in batch.columns], schema=batch.schema)


def _copied(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(_copied(array.indices), array.dictionary)
    return pa.concat_arrays([array])  # which copies even one


def empty_batch(model: type[models.Model]) -> pa.RecordBatch:
    """Return no rows of a table, with the schema of its batches."""
    schema = schema_of(model)
    return pa.record_batch([pa.array([], typed.type) for typed in schema], schema=schema)


@cache
def _values(model: type[models.Model], name: str) -> pa.Array:
    field = next(field for field in model._meta.concrete_fields if field.column == name)
    return pa.array([value for value, _ in field.flatchoices], pa.string())


def _plain(array: pa.Array) -> pa.Array:
    return array.cast(pa.string()) if pa.types.is_string_view(array.type) else array


def _recoded(array: pa.DictionaryArray, words: pa.Array) -> pa.DictionaryArray:
    """Return the same strings as codes of another dictionary, which has all of them that are in use."""
    places = {word: place for place, word in enumerate(words.to_pylist())}
    # A word of the old dictionary that no row uses may be unknown to the new one.
    new_codes = np.array([places.get(word, 0) for word in array.dictionary.to_pylist()] or [0], np.int16)
    codes, valid = stored_integers(array.indices, np.int16), validity(array.indices)
    recoded = new_codes[codes if valid is None else np.where(valid, codes, 0)]
    indices = pa.array(recoded, pa.int16(), mask=None if valid is None else ~valid)
    return pa.DictionaryArray.from_arrays(indices, words)
