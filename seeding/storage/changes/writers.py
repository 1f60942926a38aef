"""Writers of events: text to a file or a stream, and a Parquet file per table."""

from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from seeding.storage.changes.events import Part, TableEvents

ROWS_PER_GROUP = 20_000
"""Events of a table that wait until they are written as one row group."""

Lines = Callable[[TableEvents], pl.Series]
"""Returns a line per event, without its end."""


class FeedWriter(Protocol):
    """Writes events in the order in which they arrive."""

    def write(self, parts: Iterable[Part]) -> None:
        """Write some events, of several tables."""

    def finish(self) -> None:
        """Write the events that still wait."""


class TextWriter:
    """Writes a line per event to what `write` writes to."""

    def __init__(self, write: Callable[[str], object], lines: Lines, header: str = "") -> None:
        self._write, self._lines = write, lines
        if header:
            write(f"{header}\n")

    def write(self, parts: Iterable[Part]) -> None:
        """Write some events in their order."""
        found = [(self._lines(part.events), part.places) for part in parts]
        places = np.concatenate([places for _, places in found])
        lines = pl.concat([lines for lines, _ in found]).gather(np.argsort(places))
        self._write("\n".join([*lines.to_list(), ""]))

    def finish(self) -> None:
        """Nothing waits."""


class ParquetWriter:
    """Writes the events of each table into a file of a directory, named database.table.parquet.

    Columns: `op`, `ts`, the names of the `changed` columns, and the rows `before` and `after` as structs.
    """

    def __init__(self, directory: Path, database_of: Callable[[TableEvents], str]) -> None:
        self._directory, self._database_of = directory, database_of
        self._waiting: dict[str, list[pl.DataFrame]] = {}
        self._files: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def write(self, parts: Iterable[Part]) -> None:
        """Add some events to the row groups of their tables."""
        for part in parts:
            name = f"{self._database_of(part.events)}.{part.events.model._meta.db_table}"
            waiting = self._waiting.setdefault(name, [])
            waiting.append(_frame(part.events))
            if sum(frame.height for frame in waiting) >= ROWS_PER_GROUP:
                self._flush(name)

    def finish(self) -> None:
        """Write the last row groups."""
        for name in list(self._waiting):
            self._flush(name)

    def _flush(self, name: str) -> None:
        rows: pa.Table = pl.concat(self._waiting.pop(name)).to_arrow(compat_level=pl.CompatLevel.oldest())
        if name not in self._files:
            path = self._directory / f"{name}.parquet"
            self._files[name] = pq.ParquetWriter(path, rows.schema, compression="zstd")
        self._files[name].write_table(rows)


def _frame(events: TableEvents) -> pl.DataFrame:
    is_change = events.op == "u"
    return pl.select(
        events.op.alias("op"),
        events.ts.cast(pl.Datetime("us", "UTC")).alias("ts"),
        events.changed_columns().alias("changed"),
        pl.when(is_change).then(events.before.to_struct()).alias("before"),
        events.after.to_struct("after"),
    )
