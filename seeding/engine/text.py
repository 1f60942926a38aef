"""Functions that make series of strings without a loop over rows: gather, join, pad, format."""

import operator
from collections.abc import Sequence
from functools import cache, lru_cache, reduce

import numpy as np
import numpy.typing as npt
import polars as pl

from seeding.engine.arrays import NONE, BoolArray, Cents, Code, DayNumber, IntArray
from seeding.engine.buffers import fixed_width_strings, nullable_series
from seeding.engine.calendar import FIRST_DAY, LAST_DAY, Calendar
from seeding.engine.money import CENTS

_CALENDAR = Calendar()
_GROUP = 4
"""Digits of a number that are looked up at once."""
_SHORT_NUMBERS = 10_000
"""Numbers below this are gathered from a table of strings, which is faster than formatting them."""
_FEW_ROWS, _FEW_PARTS = 3_000, 3
"""Below this many rows, or up to this many parts, adding the parts of strings one by one is faster than polars' query
engine, which adds them at once."""
_LISTS_KEPT = 2_048
"""Short lists of strings that are cached as series: each block asks for the same ones."""


@lru_cache(_LISTS_KEPT)
def string_series(*strings: str) -> pl.Series:
    """Return strings as a series, for example to gather from. Equal strings give the same series."""
    return pl.Series(strings, dtype=pl.String)


def gather(strings: pl.Series, codes: Code) -> pl.Series:
    """Return the string at the index of each code; null where the code is NONE."""
    valid = codes != NONE
    # An index by a series takes a tenth of the time of Series.gather, which goes through polars' query engine.
    indexes = codes.astype(np.uint32)
    return strings[pl.Series(indexes) if valid.all() else nullable_series(indexes, valid)]


def join(*parts: pl.Series | str, separator: str | None = None) -> pl.Series:
    """Return the concatenation of the parts, row by row; a part is a series or a string for all rows.

    The result is null where a part is null. With a separator, null parts are skipped instead.
    """
    longest = max(1 if isinstance(part, str) else len(part) for part in parts)
    if separator is None and longest > 1 and (longest < _FEW_ROWS or len(parts) <= _FEW_PARTS):
        return _sum(parts)
    columns = [pl.lit(part) for part in parts]
    skip = separator is not None
    return pl.select(pl.concat_str(columns, separator=separator or "", ignore_nulls=skip)).to_series()


def _sum(parts: Sequence[pl.Series | str]) -> pl.Series:
    """Return the sum of the parts. A string is a series here: polars adds a series to a string in a query."""
    return reduce(operator.add, (string_series(part) if isinstance(part, str) else part for part in parts))


def padded(numbers: IntArray, width: int) -> pl.Series:
    """Return non-negative numbers as text with leading zeros, at least `width` digits each."""
    largest = int(numbers.max(initial=0))
    if largest < _SHORT_NUMBERS:
        return gather(_short_numbers(width), numbers)
    if largest < 10**width:
        return fixed_width_strings(_digits(numbers, width))
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


@cache
def _short_numbers(width: int) -> pl.Series:
    """Return the numbers below _SHORT_NUMBERS as text, at least `width` digits each, to gather from."""
    return pl.Series(np.arange(_SHORT_NUMBERS)).cast(pl.String).str.zfill(width)


def _digits(numbers: IntArray, width: int) -> npt.NDArray[np.void]:
    """Return the ASCII codes of the last `width` digits of each number, as items of that many bytes."""
    groups = -(-width // _GROUP)
    text = np.empty((len(numbers), groups), f"S{_GROUP}")
    rest = numbers
    for place in reversed(range(groups)):
        higher = rest // 10**_GROUP
        text[:, place] = _groups_of_digits()[rest - higher * 10**_GROUP]
        rest = higher
    digits = text.view(np.uint8)[:, groups * _GROUP - width :]
    return np.ascontiguousarray(digits).view(f"V{width}").ravel()


@cache
def _groups_of_digits() -> npt.NDArray[np.bytes_]:
    """Return "0000" to "9999"."""
    return np.char.zfill(np.arange(10**_GROUP).astype(f"S{_GROUP}"), _GROUP)


def iso_dates(days: DayNumber, valid: BoolArray | None = None) -> pl.Series:
    """Return days as YYYY-MM-DD; null where not `valid`. Raises ValueError for a day outside the calendar."""
    if valid is None:
        return gather(_days(), _CALENDAR.index(days))
    return gather(_days(), np.where(valid, _CALENDAR.index(np.where(valid, days, 0)), NONE))


def plain_amounts(cents: Cents) -> pl.Series:
    """Return amounts in dollars with two decimals and without separators, such as -1234.50."""
    whole, rest = np.divmod(np.abs(cents), CENTS)
    sign = gather(string_series("", "-"), (cents < 0).astype(np.int64))
    return join(sign, pl.Series(whole).cast(pl.String), ".", padded(rest, 2))


def dollars(cents: Cents) -> pl.Series:
    """Return amounts as text with commas and two decimals, such as 1,234.50."""
    text = pl.Series(cents // CENTS).cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "$1,").str.reverse()
    return join(text.str.strip_prefix(","), ".", padded(cents % CENTS, 2))


@cache
def _days() -> pl.Series:
    """Return every day of the calendar as text: gathering these is several times faster than formatting days."""
    return pl.date_range(FIRST_DAY, LAST_DAY, eager=True).cast(pl.String)
