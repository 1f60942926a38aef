"""Changes that wait on disk, a file per day: they are made block by block and needed day by day."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from struct import Struct

import polars as pl
import pyarrow as pa
from django.db import models

from seeding.engine.buffers import plain_series
from seeding.engine.changes import TableChanges
from seeding.engine.table import schema_of

_HEAD = Struct("<HQQQ")
"""The number of the table, and the bytes of the three batches that follow: inserted rows, rows before, rows after."""


class Spool:
    """The changes of tables on disk, in the order in which they were added, by day. Memory holds none of them."""

    def __init__(self, directory: Path, tables: Sequence[type[models.Model]]) -> None:
        self._directory = directory
        self._tables = tables
        self._numbers = {model: number for number, model in enumerate(tables)}

    def add(self, day: int, found: TableChanges) -> None:
        """Append the changes of a table on a day. Raises OSError if the disk is full."""
        batches = [_plain(batch).serialize() for batch in (found.inserted, found.before, found.after)]
        with self._file(day).open("ab") as file:
            file.write(_HEAD.pack(self._numbers[found.model], *(batch.size for batch in batches)))
            for batch in batches:
                file.write(batch)

    def days(self) -> tuple[int, ...]:
        """Return the days that have changes, in order."""
        return tuple(sorted(int(path.name) for path in self._directory.iterdir()))

    def take(self, day: int) -> Iterator[tuple[type[models.Model], tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]]]:
        """Yield the changes of a day: the table, its inserted rows, and its changed rows before and after.

        The file of the day is deleted at the end.
        """
        path = self._file(day)
        with path.open("rb") as file:
            while head := file.read(_HEAD.size):
                number, *sizes = _HEAD.unpack(head)
                model = self._tables[number]
                inserted, before, after = (_frame(model, file.read(size)) for size in sizes)
                yield model, (inserted, before, after)
        path.unlink()

    def _file(self, day: int) -> Path:
        return self._directory / str(day)


def plain_schema(model: type[models.Model]) -> pa.Schema:
    """Return the schema of a table with strings instead of dictionaries, which batches without a stream cannot have.

    Nor has it string views: those of a few rows bring along the texts of all rows that they were taken from.
    """
    return pa.schema([field.with_type(_plain_type(field.type)) for field in schema_of(model)])


def _plain_type(arrow_type: pa.DataType) -> pa.DataType:
    return pa.large_string() if _holds_strings(arrow_type) else arrow_type


def _holds_strings(arrow_type: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(arrow_type) or pa.types.is_dictionary(arrow_type))


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows as `plain_schema` has them."""
    return pa.record_batch([_plain_array(array) for array in batch.columns], names=batch.schema.names)


def _plain_array(array: pa.Array) -> pa.Array:
    if _holds_strings(array.type):
        return plain_series(array).to_arrow(compat_level=pl.CompatLevel.oldest())
    return array


def _frame(model: type[models.Model], serialized: bytes) -> pl.DataFrame:
    frame = pl.from_arrow(pa.ipc.read_record_batch(serialized, plain_schema(model)))
    if not isinstance(frame, pl.DataFrame):
        raise TypeError(f"the spooled rows of {model._meta.db_table} are not a batch")
    return frame
