"""CSV for COPY: without a header; an empty field is null."""

from functools import cache
from io import BytesIO

import numpy as np
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import NONE
from seeding.engine.buffers import series_of, stored_integers, validity
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.text import gather, iso_dates, join, padded

_MICROSECONDS_PER_SECOND = 1_000_000


_STRANDS = 64
"""So many places of a batch alternate when its rows are mixed. The gather reads as many streams, which caches keep up
with: it costs 2 % of a load, and a random order 7 %."""
_FEW_ROWS = 200


def as_csv(batch: pa.RecordBatch, *, mixed: bool = False) -> bytes:
    """Return the rows of a batch as CSV, encoded in UTF-8.

    Rows that are `mixed` come from many places of the batch in turn: tools show the first rows of a table, and those
    should not all belong to one account.
    """
    columns = zip(batch.schema.names, batch.columns, strict=True)
    frame = pl.DataFrame({name: _printable(array) for name, array in columns})
    buffer = BytesIO()
    (_mix(frame) if mixed and frame.height >= _FEW_ROWS else frame).write_csv(buffer, include_header=False)
    return buffer.getvalue()


def _mix(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the first rows of each strand of consecutive rows, then their second rows, and so on."""
    length = -(-frame.height // _STRANDS)
    places = np.arange(_STRANDS * length, dtype=np.uint32).reshape(_STRANDS, length).T.ravel()
    return frame[places[places < frame.height]]


def _printable(array: pa.Array) -> pl.Series:
    """Return a column in a form that polars writes fast and exactly.

    Dates and times are gathered from tables of strings: polars' own formatting takes two and five times as long.
    """
    arrow_type = array.type
    if pa.types.is_date32(arrow_type):
        return iso_dates(stored_integers(array, np.int32), validity(array))
    if pa.types.is_timestamp(arrow_type):
        days, seconds = np.divmod(stored_integers(array, np.int64) // _MICROSECONDS_PER_SECOND, SECONDS_PER_DAY)
        return join(iso_dates(days, validity(array)), _clock().gather(seconds))
    if pa.types.is_dictionary(arrow_type):
        codes, valid = stored_integers(array.indices, np.int16), validity(array)
        return gather(series_of(array.dictionary), codes if valid is None else np.where(valid, codes, NONE))
    return series_of(array)


@cache
def _clock() -> pl.Series:
    """Return " HH:MM:SS+00" for every second of a day."""
    sixty = padded(np.arange(60), 2)
    minutes = join(sixty.head(24).gather(np.repeat(np.arange(24), 60)), ":", sixty.gather(np.tile(np.arange(60), 24)))
    seconds = sixty.gather(np.tile(np.arange(60, dtype=np.uint32), len(minutes)))
    return join(" ", minutes.gather(np.repeat(np.arange(len(minutes), dtype=np.uint32), 60)), ":", seconds, "+00")
