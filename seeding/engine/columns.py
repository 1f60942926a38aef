"""The columns that recipes return: arrays of integers, flags or strings that convert themselves to Arrow arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import NONE, BasisPoints, BoolArray, Cents, Code, DayNumber, IntArray, SecondOfDay
from seeding.engine.buffers import bitmap, buffer_of
from seeding.engine.calendar import NO_DAY
from seeding.engine.days import SECONDS_PER_DAY
from seeding.engine.text import gather, string_series

NO_NUMBER = np.iinfo(np.int64).min
"""Marks the absence of a number or an amount; columns write it as null."""

_MICROSECONDS = 1_000_000
_STRING_VIEWS = pl.CompatLevel.newest()
"""With this, polars hands out strings as it stores them."""
_DECIMALS_OF_MONEY, _DECIMALS_OF_FRACTIONS = 2, 4


class Column(Protocol):
    """The values of one column of a table."""

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether a column of this class can be converted to an array of this type."""

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the values as an array of a type that fits, in the same order.

        Raises OverflowError for a value outside the range of the type.
        """


Columns: TypeAlias = Mapping[str, Column]
"""The columns of a table by name, in any order."""


@dataclass(frozen=True)
class Text:
    """Strings, from a series of strings and nulls."""

    values: pl.Series

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds strings."""
        return _holds_strings(arrow_type)

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the strings, encoded with a dictionary if the type has one."""
        if pa.types.is_dictionary(arrow_type):
            words = self.values.drop_nulls().unique().sort()
            codes = words.search_sorted(self.values).to_numpy().astype(np.int64)
            codes[self.values.is_null().to_numpy()] = NONE
            return Coded(tuple(words), codes).to_arrow(arrow_type)
        return self.values.to_arrow(compat_level=_STRING_VIEWS)


@dataclass(frozen=True)
class Coded:
    """Strings from a short list: `codes` has the index in `words` of each row; null where the code is NONE."""

    words: tuple[str, ...]
    codes: Code

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds strings."""
        return _holds_strings(arrow_type)

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the codes with their dictionary, or the strings if the type has no dictionary."""
        if not pa.types.is_dictionary(arrow_type):
            return Text(gather(string_series(*self.words), self.codes)).to_arrow(arrow_type)
        codes = _fixed_width(arrow_type.index_type, self.codes, _valid(self.codes, NONE))
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.words, arrow_type.value_type))


@dataclass(frozen=True)
class Integers:
    """Whole numbers; null where the number is NO_NUMBER."""

    values: IntArray

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds whole numbers."""
        return bool(pa.types.is_integer(arrow_type))

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the numbers."""
        return _fixed_width(arrow_type, self.values, _valid(self.values, NO_NUMBER))


@dataclass(frozen=True)
class Flags:
    """Truth values; none is null."""

    values: BoolArray

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds truth values."""
        return bool(pa.types.is_boolean(arrow_type))

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the truth values."""
        return pa.Array.from_buffers(arrow_type, len(self.values), [None, bitmap(self.values)], 0)


@dataclass(frozen=True)
class Days:
    """Dates, from day numbers; null where the number is NO_DAY."""

    days: DayNumber

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds dates."""
        return bool(pa.types.is_date32(arrow_type))

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the dates."""
        return _fixed_width(arrow_type, self.days, _valid(self.days, NO_DAY))


@dataclass(frozen=True)
class Timestamps:
    """Points in time in UTC, from day numbers and seconds of the day; null where the day is NO_DAY."""

    days: DayNumber
    seconds: SecondOfDay

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds points in time."""
        return bool(pa.types.is_timestamp(arrow_type))

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the points in time, in microseconds."""
        microseconds = (self.days * SECONDS_PER_DAY + self.seconds) * _MICROSECONDS
        return _fixed_width(arrow_type, microseconds, _valid(self.days, NO_DAY))


@dataclass(frozen=True)
class Money:
    """Amounts of money, from integer cents; null where the cents are NO_NUMBER."""

    cents: Cents

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds decimals with two places."""
        return bool(pa.types.is_decimal128(arrow_type)) and arrow_type.scale == _DECIMALS_OF_MONEY

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the amounts."""
        return _decimals(arrow_type, self.cents)


@dataclass(frozen=True)
class Fractions:
    """Fractions such as rates and ratios, from basis points; null where the basis points are NO_NUMBER."""

    basis_points: BasisPoints

    @staticmethod
    def fits(arrow_type: pa.DataType) -> bool:
        """Return whether the type holds decimals with four places."""
        return bool(pa.types.is_decimal128(arrow_type)) and arrow_type.scale == _DECIMALS_OF_FRACTIONS

    def to_arrow(self, arrow_type: pa.DataType) -> pa.Array:
        """Return the fractions."""
        return _decimals(arrow_type, self.basis_points)


def _holds_strings(arrow_type: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(arrow_type) or pa.types.is_dictionary(arrow_type))


def _valid(values: IntArray, missing: int) -> BoolArray | None:
    """Return whether each value is not `missing`, which is below all others; None if all values are valid."""
    return values != missing if values.min(initial=0) <= missing else None


def _fixed_width(arrow_type: pa.DataType, values: IntArray, valid: BoolArray | None) -> pa.Array:
    """Return integers as an array of a type of whole numbers, days or microseconds; null where not `valid`.

    Raises OverflowError for an integer outside the range of the type.
    """
    width = np.dtype(f"int{arrow_type.bit_width}")
    values = values if valid is None else np.where(valid, values, 0)
    if width.itemsize < values.itemsize:
        limits = np.iinfo(width)
        lowest, highest = int(values.min(initial=0)), int(values.max(initial=0))
        if lowest < limits.min or highest > limits.max:
            raise OverflowError(f"holds {lowest if lowest < limits.min else highest}, which {arrow_type} cannot hold")
    return _stored(arrow_type, values.astype(width, copy=False), valid)


def _decimals(arrow_type: pa.DataType, values: IntArray) -> pa.Array:
    """Return integers as decimals: a decimal is two 64-bit words, the low one the integer, the high one its sign.

    Raises OverflowError for an integer with more digits than the type has.
    """
    valid = _valid(values, NO_NUMBER)
    values = values if valid is None else np.where(valid, values, 0)
    lowest, highest = int(values.min(initial=0)), int(values.max(initial=0))
    if max(highest, -lowest) >= 10 ** int(arrow_type.precision):
        raise OverflowError(f"holds {max(highest, -lowest)}, which {arrow_type} cannot hold")
    words = np.zeros((len(values), 2), np.int64)
    words[:, 0] = values
    if lowest < 0:
        np.right_shift(values, 63, out=words[:, 1])
    return _stored(arrow_type, words, valid)


def _stored(arrow_type: pa.DataType, values: IntArray, valid: BoolArray | None) -> pa.Array:
    """Return an array whose values are stored as these items; null where not `valid`."""
    bits = None if valid is None else bitmap(valid)
    return pa.Array.from_buffers(arrow_type, len(values), [bits, buffer_of(values)])
