"""Digests of tables that depend on the rows alone: not on their order, on batches, or on how Arrow stores a value.

A row's digest is a hash of its typed values in the order of the columns; a table's digest is the sum of two functions
of it, so that digests of parts add up to that of the whole. It shows whether two tables have the same rows. It is not
cryptographic: one can construct other rows with the same digest.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from seeding.engine.arrays import BoolArray
from seeding.engine.buffers import stored_decimals, stored_flags, stored_integers, validity
from seeding.engine.text_bits import STRINGS_AT_A_TIME, Bits, Strings, absorb

ROWS_AT_A_TIME = STRINGS_AT_A_TIME

_WORD_BITS = 64
_SUM_DIGITS = 16
_MOST_DIGITS = 18
"""Decimal digits that 64 bits hold."""

_START = np.uint64(0x243F6A8885A308D3)
_NULL = np.uint64(0xA4093822299F31D0)
"""What a null is hashed as; no value of a bank is this number."""

_SHIFT = np.uint64(33)
_FINALIZERS = (
    (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)),
    (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)),
)
"""Multipliers of MurmurHash3 (Appleby, 2008) and SplitMix64 (Steele, Lea, Flood, 2014), one pair per sum."""


@dataclass(frozen=True, slots=True)
class TableDigest:
    """The digest of some rows of a table; `a + b` is that of the rows of both, and `TableDigest()` that of no rows."""

    rows: int = 0
    first_sum: int = 0
    second_sum: int = 0

    @classmethod
    def of(cls, batch: pa.RecordBatch | pa.Table) -> "TableDigest":
        """Return the digest of the rows of a batch or of a table, whose columns are in the order of the model.

        Integers of any width, days, microseconds, decimals of up to 18 digits, truth values and strings of any layout
        are hashed by value. Raises TypeError for a column of another type.
        """
        if isinstance(batch, pa.Table):
            return cls.total(cls.of(part) for part in batch.to_batches())
        columns = [_Column.of(array) for array in batch.columns]
        return cls.total(
            cls.of_columns([column.values(start, ROWS_AT_A_TIME) for column in columns])
            for start in range(0, batch.num_rows, ROWS_AT_A_TIME)
        )

    @classmethod
    def total(cls, digests: "Iterable[TableDigest]") -> "TableDigest":
        """Return the digest of the rows of all parts of a table, in any order; of no rows if there are no parts."""
        total = cls()
        for digest in digests:
            total += digest
        return total

    @classmethod
    def of_columns(cls, columns: list[tuple[Bits, BoolArray | None]]) -> "TableDigest":
        """Return the digest of rows from their columns: 64 bits per value, and whether each is not null, if any is."""
        rows = len(columns[0][0])
        if rows > ROWS_AT_A_TIME:
            parts = [slice(start, start + ROWS_AT_A_TIME) for start in range(0, rows, ROWS_AT_A_TIME)]
            cut = [[(bits[part], None if ok is None else ok[part]) for bits, ok in columns] for part in parts]
            return cls.total(cls.of_columns(part) for part in cut)
        state = np.full(rows, _START)
        for bits, valid in columns:
            absorb(state, bits if valid is None else np.where(valid, bits, _NULL))
        return cls(len(state), *(_sum_of_mixed(state, *multipliers) for multipliers in _FINALIZERS))

    @classmethod
    def parse(cls, rows: int, digits: str) -> "TableDigest":
        """Return the digest that has these rows and was written by `hex`. Raises ValueError for other text."""
        if len(digits) != 2 * _SUM_DIGITS:
            raise ValueError(f"a table's digest has {2 * _SUM_DIGITS} hexadecimal digits, not {len(digits)}")
        return cls(rows, int(digits[:_SUM_DIGITS], 16), int(digits[_SUM_DIGITS:], 16))

    def __add__(self, other: "TableDigest") -> "TableDigest":
        return TableDigest(
            self.rows + other.rows,
            (self.first_sum + other.first_sum) % 2**_WORD_BITS,
            (self.second_sum + other.second_sum) % 2**_WORD_BITS,
        )

    def hex(self) -> str:
        """Return the digest as 32 hexadecimal digits. Every row adds to it."""
        return f"{self.first_sum:0{_SUM_DIGITS}x}{self.second_sum:0{_SUM_DIGITS}x}"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, and what is prepared once for all of its rows: the strings, or the bits of a dictionary's words."""

    array: pa.Array
    strings: Strings | None = None
    words: Bits | None = None
    known_words: BoolArray | None = None

    @classmethod
    def of(cls, array: pa.Array) -> "_Column":
        if _has_strings(array.type):
            return cls(array, strings=Strings.of(array))
        if not pa.types.is_dictionary(array.type):
            return cls(array)
        words = cls.of(array.dictionary)
        bits, known = words.values(0, len(array.dictionary))
        return cls(array, words=bits if len(bits) else np.zeros(1, np.uint64), known_words=known)

    def values(self, start: int, count: int) -> tuple[Bits, BoolArray | None]:
        """Return 64 bits for each of some values, and whether each is not null; None if all are not null.

        Raises TypeError for a column of a type that it does not know.
        """
        array = self.array.slice(start, count)
        if self.strings is not None:
            return self.strings.bits(start, count), validity(array)
        if self.words is None:
            return _bits(array), validity(array)
        codes, valid = _integers(array.indices), validity(array.indices)
        if valid is not None:
            codes = np.where(valid, codes, 0)
        if self.known_words is not None:
            valid = self.known_words[codes] if valid is None else valid & self.known_words[codes]
        return self.words[codes], valid


def _has_strings(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string_view(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _bits(array: pa.Array) -> Bits:
    """Return 64 bits for each value of an array; those of a null are any bits. Raises TypeError for its type."""
    kind = array.type
    if pa.types.is_boolean(kind):
        return stored_flags(array).astype(np.uint64)
    if pa.types.is_decimal128(kind) and kind.precision <= _MOST_DIGITS:
        return stored_decimals(array).view(np.uint64)
    return _integers(array).view(np.uint64)


def _integers(array: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return integers, days or microseconds as integers. Raises TypeError for an array of another type."""
    kind = array.type
    is_microseconds = pa.types.is_timestamp(kind) and kind.unit == "us"
    if pa.types.is_signed_integer(kind) or pa.types.is_date32(kind) or is_microseconds:
        return stored_integers(array, np.dtype(f"int{kind.bit_width}").type)
    raise TypeError(f"a table's digest does not know the type {kind}")


def _sum_of_mixed(state: Bits, multiplier: np.uint64, other: np.uint64) -> int:
    mixed = state ^ (state >> _SHIFT)
    mixed *= multiplier
    mixed ^= mixed >> _SHIFT
    mixed *= other
    mixed ^= mixed >> _SHIFT
    return int(np.add.reduce(mixed))
