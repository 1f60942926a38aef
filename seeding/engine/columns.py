"""The columns that recipes write. Each knows two edges: text for COPY, and Python values for model instances."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Protocol, TypeAlias

import numpy as np
import polars as pl

from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY, SECONDS_PER_DAY, Calendar, day_of

_CALENDAR = Calendar()

NO_NUMBER = np.iinfo(np.int64).min
"""Stands for the absence of a number or an amount; columns write it as null."""


class Column(Protocol):
    """The values of one column of a table."""

    def for_copy(self) -> pl.Series:
        """Return the values in a form that writes to CSV fast and exactly."""

    def for_python(self) -> list[Any]:
        """Return the values as Django keeps them on a model instance."""


Columns: TypeAlias = Mapping[str, Column]


@dataclass(frozen=True)
class Text:
    """Strings; null where the series is."""

    values: pl.Series

    def for_copy(self) -> pl.Series:
        return self.values

    def for_python(self) -> list[Any]:
        return self.values.to_list()


@dataclass(frozen=True)
class Coded:
    """Strings of which there are few: each row's place among `words`; null where the place is NONE."""

    words: tuple[str, ...]
    codes: IntArray

    @property
    def used(self) -> list[str]:
        """The words that rows hold."""
        counts = np.bincount(self.codes[self.codes != NONE], minlength=len(self.words))
        return [word for word, count in zip(self.words, counts.tolist(), strict=True) if count]

    def for_copy(self) -> pl.Series:
        return gather(words(*self.words), self.codes)

    def for_python(self) -> list[Any]:
        return self.for_copy().to_list()


@dataclass(frozen=True)
class Integers:
    """Whole numbers; null where the value is NO_NUMBER."""

    values: IntArray

    @property
    def known(self) -> BoolArray:
        """Which rows have a number."""
        return self.values != NO_NUMBER

    def for_copy(self) -> pl.Series:
        return _nulled(pl.Series(self.values), self.known)

    def for_python(self) -> list[Any]:
        return [None if value == NO_NUMBER else value for value in self.values.tolist()]


@dataclass(frozen=True)
class Flags:
    """Truth values, without nulls."""

    values: BoolArray

    def for_copy(self) -> pl.Series:
        return pl.Series(self.values)

    def for_python(self) -> list[Any]:
        return self.values.tolist()


@dataclass(frozen=True)
class Days:
    """Dates, from day numbers; null where the number is NO_DAY."""

    days: IntArray

    @property
    def known(self) -> BoolArray:
        """Which rows have a date."""
        return self.days != NO_DAY

    def for_copy(self) -> pl.Series:
        return _day_text(self.days)

    def for_python(self) -> list[Any]:
        return [None if day == NO_DAY else day_of(day) for day in self.days.tolist()]


@dataclass(frozen=True)
class Moments:
    """Timestamps in UTC, from a day number and the second of the day; null where the day is NO_DAY."""

    days: IntArray
    seconds: IntArray

    @property
    def known(self) -> BoolArray:
        """Which rows have a moment."""
        return self.days != NO_DAY

    def for_copy(self) -> pl.Series:
        # Two gathered strings: polars' own formatting of timestamps takes five times as long.
        clock = _clock_text().gather(self.seconds)
        return pl.select(pl.concat_str(_day_text(self.days), clock)).to_series()

    def for_python(self) -> list[Any]:
        start = datetime(1970, 1, 1, tzinfo=UTC)
        moments = zip(self.days.tolist(), self.seconds.tolist(), strict=True)
        return [
            None if day == NO_DAY else start + timedelta(seconds=day * SECONDS_PER_DAY + second)
            for day, second in moments
        ]


@dataclass(frozen=True)
class Money:
    """Amounts of money, from integer cents; null where they are NO_NUMBER."""

    cents: IntArray

    @property
    def known(self) -> BoolArray:
        """Which rows have an amount."""
        return self.cents != NO_NUMBER

    def for_copy(self) -> pl.Series:
        # Multiplying keeps every cent; dividing a Decimal drops some without a word.
        known = self.known
        whole = _nulled(pl.Series(self.cents if known.all() else np.where(known, self.cents, 0)), known)
        whole = whole.cast(pl.Decimal(19, 0))
        return pl.select(pl.lit(whole) * pl.lit(Decimal("0.01"))).to_series()

    def for_python(self) -> list[Any]:
        return [None if cents == NO_NUMBER else Decimal(cents).scaleb(-2) for cents in self.cents.tolist()]


@dataclass(frozen=True)
class Fractions:
    """Fractions such as rates and ratios, from whole ten-thousandths; never null."""

    e4: IntArray

    def for_copy(self) -> pl.Series:
        whole = pl.Series(self.e4).cast(pl.Decimal(19, 0))
        return pl.select(pl.lit(whole) * pl.lit(Decimal("0.0001"))).to_series()

    def for_python(self) -> list[Any]:
        return [Decimal(value).scaleb(-4) for value in self.e4.tolist()]


@cache
def _clock_text() -> pl.Series:
    """Return " HH:MM:SS+00" for every second of a day."""
    minutes, second = np.divmod(np.arange(SECONDS_PER_DAY), 60)
    hour, minute = np.divmod(minutes, 60)
    return join(" ", padded(hour, 2), ":", padded(minute, 2), ":", padded(second, 2), "+00")


def _day_text(days: IntArray) -> pl.Series:
    known = days != NO_DAY
    if known.all():
        return _CALENDAR.day_text.gather(_CALENDAR.place(days))
    return gather(_CALENDAR.day_text, np.where(known, _CALENDAR.place(np.where(known, days, 0)), NONE))


def _nulled(values: pl.Series, known: BoolArray) -> pl.Series:
    """Return the values, null where they are not known."""
    if known.all():
        return values
    return pl.select(pl.when(pl.Series(known)).then(values)).to_series()


def gather(words: pl.Series, codes: IntArray) -> pl.Series:
    """Return the word of each code; null where the code is NONE."""
    known = codes != NONE
    return words.gather(codes if known.all() else _nulled(pl.Series(codes), known))


def words(*names: str) -> pl.Series:
    """Return names as a series to gather from."""
    return pl.Series(names, dtype=pl.String)


def join(*parts: pl.Series | str, separator: str | None = None) -> pl.Series:
    """Return the parts written one after the other, row by row; null where a part is.

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
    # Few different numbers: written once and gathered, which is faster.
    return pl.Series(np.arange(most + 1)).cast(pl.String).str.zfill(width).gather(numbers)
