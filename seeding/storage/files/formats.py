"""The formats of tables in files: Parquet, Arrow, CSV and JSON lines."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import models

from seeding.storage.changes.images import INSTANT, json_ready
from seeding.storage.files.columns import copy_of, repeating_text, stored_schema
from seeding.storage.files.file_format import FileFormat

ROWS_PER_GROUP = 131_072
"""Rows of a table that are written together: what a reader of Parquet or Arrow reads at least."""

COMPRESSION = "zstd"


class TableFile(Protocol):
    """A file of one table, which takes the rows batch by batch."""

    waiting_bytes: int
    """Bytes of rows that it has taken and not written."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows, as `stored_batch` returns them."""

    def write_waiting(self) -> None:
        """Write the rows that wait, as a smaller group."""

    def close(self) -> None:
        """Write the rows that still wait, and the end of the file."""


class _GroupedFile:
    """A file of Parquet or Arrow, with groups of ROWS_PER_GROUP rows."""

    def __init__(self, model: type[models.Model], writer: "pq.ParquetWriter | pa.RecordBatchFileWriter") -> None:
        self._model, self._writer = model, writer
        self._waiting: list[pa.RecordBatch] = []
        self._rows = self.waiting_bytes = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows; whole groups are written."""
        start = 0
        while start < batch.num_rows:
            piece = batch.slice(start, ROWS_PER_GROUP - self._rows)
            start += piece.num_rows
            self._add(piece)

    def _add(self, rows: pa.RecordBatch) -> None:
        """Add at most as many rows as the group still lacks, and write it when it is whole."""
        if self._rows + rows.num_rows == ROWS_PER_GROUP:
            self._waiting.append(rows)
            self.write_waiting()
        else:
            self._waiting.append(copy_of(rows))  # rows that wait would keep the memory of the whole batch
            self._rows += rows.num_rows
            self.waiting_bytes += rows.nbytes

    def write_waiting(self) -> None:
        """Write the rows that wait, as a smaller group."""
        if self._waiting:
            rows = pa.Table.from_batches(self._waiting, stored_schema(self._model))
            # In one piece: what is written does not depend on the batches in which rows arrived.
            self._writer.write_table(rows.combine_chunks(), ROWS_PER_GROUP)
            self._waiting, self._rows, self.waiting_bytes = [], 0, 0

    def close(self) -> None:
        """Write the last rows, and the end of the file."""
        self.write_waiting()
        self._writer.close()


class _TextFile:
    """A file of CSV or JSON lines, which writes all rows at once."""

    waiting_bytes = 0

    def __init__(self, path: Path, header: str, as_text: Callable[[pl.DataFrame], str]) -> None:
        self._file = path.open("x", encoding="utf-8", newline="\n")
        self._file.write(header)
        self._as_text = as_text

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows."""
        self._file.write(self._as_text(pl.DataFrame(pl.from_arrow(batch))))

    def write_waiting(self) -> None:
        """Do nothing: no row waits."""

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _csv_text(rows: pl.DataFrame) -> str:
    """Return lines of CSV: a null is empty, an empty string is quoted, and times are in UTC with microseconds."""
    return rows.write_csv(include_header=False, datetime_format=INSTANT)


def _json_text(rows: pl.DataFrame) -> str:
    """Return a JSON object per row; decimals are strings, so that no reader rounds them."""
    plain = rows.with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    return json_ready(plain, days_as_numbers=False).write_ndjson()


def _parquet_writer(model: type[models.Model], path: Path) -> pq.ParquetWriter:
    """Return a writer of a table.

    Only text that repeats gets a dictionary: numbers and keys take a third less room and half the time without one.
    Decimals are integers, which are smaller and faster to read than the bytes in which Parquet keeps them otherwise.
    """
    schema, repeating = stored_schema(model), repeating_text(model)
    return pq.ParquetWriter(
        path, schema, compression=COMPRESSION, use_dictionary=repeating, store_decimal_as_integer=True
    )


def table_file(file_format: FileFormat, model: type[models.Model], path: Path) -> TableFile:
    """Create a file of a table. Raises OSError where it cannot be created."""
    schema = stored_schema(model)
    match file_format:
        case FileFormat.PARQUET:
            return _GroupedFile(model, _parquet_writer(model, path))
        case FileFormat.ARROW:
            options = pa.ipc.IpcWriteOptions(compression=COMPRESSION)
            return _GroupedFile(model, pa.ipc.new_file(str(path), schema, options=options))
        case FileFormat.CSV:
            return _TextFile(path, ",".join(schema.names) + "\n", _csv_text)
        case FileFormat.JSONL:
            return _TextFile(path, "", _json_text)
