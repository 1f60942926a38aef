"""The text format of COPY: a row per line, tabs between values, and backslashes before special characters and for null.

CSV takes longer: polars looks at every character of every value to find out whether it needs quotes.
"""

from functools import cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.buffers import characters_of, fixed_width_strings, series_of, stored_integers, validity
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.text import day_characters, gather, iso_dates, join, padded

_MICROSECONDS_PER_SECOND = 1_000_000

_NULL = "\\N"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_FIRST_PRINTABLE = ord(" ")


def as_copy_text(batch: pa.RecordBatch) -> bytes:
    """Return the rows of a batch as COPY reads them in its text format, encoded in UTF-8."""
    columns = zip(batch.schema.names, batch.columns, strict=True)
    frame = pl.DataFrame({name: _printable(array) for name, array in columns})
    text = _lines(frame)
    return text if _has_no_specials(text, frame) else _lines(_escaped(frame))


def _lines(frame: pl.DataFrame) -> bytes:
    """Return the values as they are, without escapes."""
    buffer = BytesIO()
    frame.write_csv(buffer, include_header=False, separator="\t", null_value=_NULL, quote_style="never")
    return buffer.getvalue()


def _has_no_specials(text: bytes, frame: pl.DataFrame) -> bool:
    """Return whether the lines of a frame have no control characters and backslashes but those that the format puts in.

    Counting them in the text takes a twentieth of the time of escaping, and few batches have any.
    """
    codes = np.frombuffer(text, np.uint8)
    nulls = sum(column.null_count() for column in frame.get_columns())
    separators = frame.height * frame.width
    return np.count_nonzero(codes < _FIRST_PRINTABLE) == separators and np.count_nonzero(codes == ord("\\")) == nulls


def _escaped(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with escapes for the characters that have a meaning in the format."""
    return frame.with_columns(pl.col(pl.String).str.replace_many(_ESCAPES))


def _printable(array: pa.Array) -> pl.Series:
    """Return a column in a form that polars writes fast and exactly.

    Dates and times are gathered from tables of characters: polars' own formatting takes two and five times as long.
    """
    arrow_type = array.type
    if pa.types.is_date32(arrow_type):
        return iso_dates(stored_integers(array, np.int32), validity(array))
    if pa.types.is_timestamp(arrow_type):
        return _timestamps(stored_integers(array, np.int64) // _MICROSECONDS_PER_SECOND, validity(array))
    if pa.types.is_dictionary(arrow_type):
        codes, valid = stored_integers(array.indices, np.int16), validity(array)
        return gather(series_of(array.dictionary), codes if valid is None else np.where(valid, codes, NONE))
    return series_of(array)


def _timestamps(seconds: IntArray, valid: BoolArray | None) -> pl.Series:
    """Return seconds since 1970 as YYYY-MM-DD HH:MM:SS+00; null where not `valid`."""
    days = seconds // SECONDS_PER_DAY
    text = np.empty(len(seconds), [("day", "V10"), ("clock", "V12")])
    text["day"] = day_characters(days)
    text["clock"] = _clock()[seconds - days * SECONDS_PER_DAY]
    return fixed_width_strings(text, valid)


@cache
def _clock() -> npt.NDArray[np.void]:
    """Return the characters " HH:MM:SS+00" for every second of a day."""
    seconds = np.arange(SECONDS_PER_DAY)
    parts = [padded(numbers, 2) for numbers in (seconds // 3_600, seconds // 60 % 60, seconds % 60)]
    return characters_of(join(" ", parts[0], ":", parts[1], ":", parts[2], "+00"))
