"""The events of a day: a row created or changed each, with the time at which that happened, in order of time.

The databases know most times to the second or better, and some only to the day. A row is created at the time or on the
day of the column since which it exists; a day counts from its beginning. A row changes at the latest time that came to
be known in it on that day; if there is none, at the end of the day. No event comes before the creation of a row that it
refers to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db import models

from seeding.engine.arrays import Index, IntArray
from seeding.engine.days import SECONDS_PER_DAY
from seeding.storage.changes.table_order import foreign_keys

Model = type[models.Model]
Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]
"""Inserted rows, and changed rows before and after, in the same order."""

US_PER_DAY = SECONDS_PER_DAY * 1_000_000
CREATED, CHANGED = "c", "u"
CHUNK = 10_000
"""Events that are written at a time: their text is in memory."""


@dataclass(frozen=True)
class TableEvents:
    """Events of one table: `op` and `ts` in microseconds since 1970 per event, and its row before and after.

    `before` has a null in all columns where a row is created.
    """

    model: Model
    op: pl.Series
    ts: pl.Series
    before: pl.DataFrame
    after: pl.DataFrame

    def __len__(self) -> int:
        return len(self.ts)

    def gather(self, rows: Index) -> "TableEvents":
        """Return some of the events, by index."""
        return TableEvents(self.model, self.op.gather(rows), self.ts.gather(rows), self.before[rows], self.after[rows])

    def changed_columns(self) -> pl.Series:
        """Return the names of the columns that change, a list for each event; null where a row is created."""
        names = self.after.columns
        changes = [
            pl.when(self.before[name].ne_missing(self.after[name])).then(pl.lit(name, pl.String)).alias(name)
            for name in names
        ]
        lists = pl.select(pl.concat_list(changes).list.drop_nulls()).to_series()
        return pl.select(pl.when(self.op == CHANGED).then(lists)).to_series()


@dataclass(frozen=True)
class Part:
    """Events of one table among others: `places` are their places in the order of time."""

    events: TableEvents
    places: Index


def events_of_day(
    day: int, found: Iterable[tuple[Model, Frames]], tables: Sequence[Model], since: Mapping[Model, str | None]
) -> list[TableEvents]:
    """Return the events of a day, by table in the given order, in which parents come first.

    `found` has the changes of the day, and `since` the column by whose day the rows of a table exist.
    """
    frames: dict[Model, list[Frames]] = {}
    for model, changes in found:
        frames.setdefault(model, []).append(changes)
    created: dict[Model, pl.DataFrame] = {}
    result = []
    for model in tables:
        if model not in frames:
            continue
        inserted, before, after = (pl.concat(parts) for parts in zip(*frames.pop(model), strict=True))
        rows = pl.concat([inserted, after])
        own = pl.concat([_creation_times(inserted, since[model], day), _change_times(before, after, day)])
        ts = _not_before_parents(model, rows, own, created)
        created[model] = inserted.with_columns(ts.head(inserted.height).alias("ts"))
        op = pl.concat([pl.repeat(CREATED, inserted.height, eager=True), pl.repeat(CHANGED, after.height, eager=True)])
        nulls = inserted.clear(inserted.height)
        result.append(TableEvents(model, op, ts, pl.concat([nulls, before]), rows))
    return result


def _creation_times(inserted: pl.DataFrame, since: str | None, day: int) -> pl.Series:
    """Return the time at which each row is created: its own, or the beginning of the day."""
    if since in inserted.columns and inserted[str(since)].dtype == pl.Datetime:
        return inserted[str(since)].to_physical().alias("ts")
    return pl.repeat(day * US_PER_DAY, inserted.height, dtype=pl.Int64, eager=True).alias("ts")


def _change_times(before: pl.DataFrame, after: pl.DataFrame, day: int) -> pl.Series:
    """Return the time at which each row changes: the latest of that day that is new in it, or the end of the day."""
    begin, end = day * US_PER_DAY, (day + 1) * US_PER_DAY - 1
    latest = pl.repeat(None, after.height, dtype=pl.Int64, eager=True)
    for name in after.columns:
        if after[name].dtype != pl.Datetime:
            continue
        times = after[name].to_physical()
        new = before[name].ne_missing(after[name]) & times.is_between(begin, end)
        latest = pl.select(pl.max_horizontal(latest, pl.when(new).then(times))).to_series()
    return latest.fill_null(end).alias("ts")


def _not_before_parents(
    model: Model, rows: pl.DataFrame, ts: pl.Series, created: Mapping[Model, pl.DataFrame]
) -> pl.Series:
    """Return the times, moved to the creation of the rows referred to where these are created later that day."""
    for field in foreign_keys(model):
        parents = created.get(field.related_model)
        if parents is None or parents.is_empty():
            continue
        key = str(field.target_field.column)
        times = parents.select(pl.col(key).alias("key"), pl.col("ts").alias("parent_ts"))
        found = rows.select(pl.col(str(field.column)).alias("key")).join(
            times, on="key", how="left", maintain_order="left"
        )
        ts = pl.select(pl.max_horizontal(ts, found["parent_ts"])).to_series().alias("ts")
    return ts


def in_order(events: Sequence[TableEvents]) -> Iterator[list[Part]]:
    """Yield the events of all tables in order of time, CHUNK of them at a time, by table.

    At equal times the order of the tables decides, and then that of the rows.
    """
    if not events:
        return
    lengths = [len(table) for table in events]
    times: IntArray = np.concatenate([table.ts.to_numpy() for table in events])
    numbers = np.repeat(np.arange(len(events)), lengths)
    starts = np.cumsum([0, *lengths[:-1]])
    order = np.lexsort((numbers, times))
    for begin in range(0, len(order), CHUNK):
        chunk = order[begin : begin + CHUNK]
        tables = numbers[chunk]
        parts = []
        for number in np.unique(tables):
            places = np.flatnonzero(tables == number)
            parts.append(Part(events[number].gather(chunk[places] - starts[number]), places))
        yield parts
