"""What recipes write columns with: integer and text arrays, each with the Arrow array that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import NONE, BoolArray, IntArray
from seeding.engine.calendar import NO_DAY
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.text import gather, string_series

NO_NUMBER = np.iinfo(np.int64).min
"""Stands for the absence of a number or an amount; columns write it as null."""

_MICROSECONDS = 1_000_000
_DECIMALS_OF_MONEY, _DECIMALS_OF_FRACTIONS = 2, 4


class Column(Protocol):
    """The values of one column of a table."""

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether a column of this class can become an array of a type."""

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the values as an array of a type that fits.

        Raises OverflowError for a value that the type has no room for.
        """


Columns: TypeAlias = Mapping[str, Column]
"""The columns of a table by name, in any order."""


@dataclass(frozen=True)
class Text:
    """Strings; null where the series is."""

    values: pl.Series

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds strings."""
        return _holds_strings(kind)

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the strings, as codes of a dictionary where the type is one."""
        strings = self.values.to_arrow(compat_level=pl.CompatLevel.newest())
        if pa.types.is_dictionary(kind):
            return strings.cast(kind.value_type).dictionary_encode().cast(kind)
        return strings


@dataclass(frozen=True)
class Coded:
    """Strings of which there are few: each row's place among `words`; null where the place is NONE."""

    words: tuple[str, ...]
    codes: IntArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds strings."""
        return _holds_strings(kind)

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the codes with their dictionary, or the strings where the type is none."""
        if not pa.types.is_dictionary(kind):
            return Text(gather(string_series(*self.words), self.codes)).to_arrow(kind)
        codes = _fixed_width(kind.index_type, self.codes, self.codes != NONE)
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.words, kind.value_type))


@dataclass(frozen=True)
class Integers:
    """Whole numbers; null where the value is NO_NUMBER."""

    values: IntArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds whole numbers."""
        return bool(pa.types.is_integer(kind))

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the numbers."""
        return _fixed_width(kind, self.values, self.values != NO_NUMBER)


@dataclass(frozen=True)
class Flags:
    """Truth values, without nulls."""

    values: BoolArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds truth values."""
        return bool(pa.types.is_boolean(kind))

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the truth values."""
        return pa.array(self.values, kind)


@dataclass(frozen=True)
class Days:
    """Dates, from day numbers; null where the number is NO_DAY."""

    days: IntArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds dates."""
        return bool(pa.types.is_date32(kind))

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the dates."""
        return _fixed_width(kind, self.days, self.days != NO_DAY)


@dataclass(frozen=True)
class Timestamps:
    """Points of time in UTC, from a day number and the second of the day; null where the day is NO_DAY."""

    days: IntArray
    seconds: IntArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds points of time."""
        return bool(pa.types.is_timestamp(kind))

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the points of time, in microseconds."""
        moments = (self.days * SECONDS_PER_DAY + self.seconds) * _MICROSECONDS
        return _fixed_width(kind, moments, self.days != NO_DAY)


@dataclass(frozen=True)
class Money:
    """Amounts of money, from integer cents; null where they are NO_NUMBER."""

    cents: IntArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds decimals with two places."""
        return bool(pa.types.is_decimal128(kind)) and kind.scale == _DECIMALS_OF_MONEY

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the amounts."""
        return _decimals(kind, self.cents)


@dataclass(frozen=True)
class Fractions:
    """Fractions such as rates and ratios, from whole ten-thousandths; null where they are NO_NUMBER."""

    e4: IntArray

    @staticmethod
    def fits(kind: pa.DataType) -> bool:
        """Return whether the type holds decimals with four places."""
        return bool(pa.types.is_decimal128(kind)) and kind.scale == _DECIMALS_OF_FRACTIONS

    def to_arrow(self, kind: pa.DataType) -> pa.Array:
        """Return the fractions."""
        return _decimals(kind, self.e4)


def _holds_strings(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(kind) or pa.types.is_dictionary(kind))


def _fixed_width(kind: pa.DataType, values: IntArray, known: BoolArray) -> pa.Array:
    """Return integers as an array of a type of whole numbers, days or microseconds; null where they are not known."""
    width = np.dtype(f"int{kind.bit_width}")
    nulls, validity = _validity(known)
    values = np.where(known, values, 0) if nulls else values
    if width.itemsize < values.itemsize and len(values):
        room = np.iinfo(width)
        lowest, highest = int(values.min()), int(values.max())
        if lowest < room.min or highest > room.max:
            raise OverflowError(f"holds {lowest if lowest < room.min else highest}, for which {kind} has no room")
    return pa.Array.from_buffers(kind, len(values), [validity, _buffer(values.astype(width, copy=False))], nulls)


def _decimals(kind: pa.DataType, values: IntArray) -> pa.Array:
    """Return integers as decimals of a scale: two words each, the low one the integer, the high one its sign."""
    known = values != NO_NUMBER
    nulls, validity = _validity(known)
    values = np.where(known, values, 0) if nulls else values
    limit = 10 ** int(kind.precision)
    if len(values) and max(int(values.max()), -int(values.min())) >= limit:
        raise OverflowError(f"holds {max(int(values.max()), -int(values.min()))}, for which {kind} has no room")
    words = np.empty((len(values), 2), np.int64)
    words[:, 0] = values
    words[:, 1] = values >> 63
    return pa.Array.from_buffers(kind, len(values), [validity, _buffer(words)], nulls)


def _validity(known: BoolArray) -> tuple[int, pa.Buffer | None]:
    """Return how many values are null, and the bitmap of those that are not; none where all are known."""
    nulls = len(known) - int(np.count_nonzero(known))
    return nulls, pa.array(known).buffers()[1] if nulls else None


def _buffer(values: npt.NDArray[Any]) -> pa.Buffer:
    return pa.py_buffer(np.ascontiguousarray(values))
