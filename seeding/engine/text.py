"""Text columns: polars series of strings that are gathered, joined and padded without a loop over rows."""

from functools import cache

import numpy as np
import polars as pl

from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import FIRST, LAST, Calendar
from seeding.engine.money import CENTS

_CALENDAR = Calendar()


def string_series(*strings: str) -> pl.Series:
    """Return strings as a series to gather from."""
    return pl.Series(strings, dtype=pl.String)


def gather(strings: pl.Series, codes: IntArray) -> pl.Series:
    """Return the string at each code; null where the code is NONE."""
    known = codes != NONE
    return strings.gather(codes if known.all() else _null_unless(known, codes))


def join(*parts: pl.Series | str, separator: str | None = None) -> pl.Series:
    """Return the parts concatenated row by row; null where a part is.

    With a separator, parts that are null are left out instead.
    """
    columns = [pl.lit(part) for part in parts]
    skip = separator is not None
    return pl.select(pl.concat_str(columns, separator=separator or "", ignore_nulls=skip)).to_series()


def padded(numbers: IntArray, width: int) -> pl.Series:
    """Return non-negative numbers as text with leading zeros."""
    most = int(numbers.max(initial=0))
    if most >= len(numbers):
        return pl.Series(numbers).cast(pl.String).str.zfill(width)
    # Few different numbers: formatted once and gathered, which is faster.
    return pl.Series(np.arange(most + 1)).cast(pl.String).str.zfill(width).gather(numbers)


def iso_dates(days: IntArray, known: BoolArray | None = None) -> pl.Series:
    """Return days as YYYY-MM-DD; null where they are not `known`. Raises ValueError for a day outside the calendar."""
    if known is None:
        return _days().gather(_CALENDAR.place(days))
    return gather(_days(), np.where(known, _CALENDAR.place(np.where(known, days, 0)), NONE))


def plain_amounts(cents: IntArray) -> pl.Series:
    """Return amounts in whole units with two decimals, negative ones with a minus: -1234.50."""
    whole, rest = np.divmod(np.abs(cents), CENTS)
    sign = string_series("", "-").gather((cents < 0).astype(np.int64))
    return join(sign, pl.Series(whole).cast(pl.String), ".", padded(rest, 2))


@cache
def _days() -> pl.Series:
    """Return every day of the calendar as text: gathering from it is several times faster than formatting."""
    return pl.date_range(FIRST, LAST, eager=True).cast(pl.String)


def _null_unless(known: BoolArray, values: IntArray) -> pl.Series:
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
