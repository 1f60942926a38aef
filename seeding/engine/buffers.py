"""The buffers of Arrow arrays as NumPy arrays and as series of polars.

Arrow's and polars' own functions for the same import `pyarrow.compute`, which takes 13 MB of memory and as much
time as the rows of a small bank.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import BoolArray, Index, IntArray

_LONGEST_WORD = 64
"""Bits of the longest integer; a decimal is two of them."""


def stored_integers(array: pa.Array, width: type[np.signedinteger[Any]]) -> IntArray:
    """Return the integers of `width` that an array is stored as, one per value; that of a null is any integer."""
    values = np.frombuffer(array.buffers()[1], width)[array.offset : array.offset + len(array)]
    return values.astype(np.int64, copy=False)


def validity(array: pa.Array) -> BoolArray | None:
    """Return whether each value is not null, or None if no value is null."""
    if not array.null_count:
        return None
    return _bits(array, 0)


@dataclass(frozen=True)
class _Exporter:
    """Exports an array by Arrow's C data interface only, so that polars does not see that it is pyarrow's."""

    array: pa.Array

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """Return the array as capsules of C structures."""
        schema, values = self.array.__arrow_c_array__(requested_schema)
        return schema, values


def series_of(array: pa.Array) -> pl.Series:
    """Return an array as a series of the same values, without a copy where polars stores them in the same way."""
    return pl.Series(_Exporter(array))


def buffer_of(values: npt.NDArray[Any]) -> pa.Buffer:
    """Return the values of an array as a buffer."""
    return pa.py_buffer(np.ascontiguousarray(values))


def bitmap(flags: BoolArray) -> pa.Buffer:
    """Return flags as Arrow stores them, a bit each."""
    return buffer_of(np.packbits(flags, bitorder="little"))


def plain_series(array: pa.Array) -> pl.Series:
    """Return an array as a series of the same values; one with a dictionary as a series of its words."""
    if not pa.types.is_dictionary(array.type):
        return series_of(array)
    return series_of(array.dictionary).gather(series_of(array.indices))


def at_rows(values: pl.Series, rows: Index) -> pl.Series:
    """Return the values of a series at some rows, by index."""
    # An index by a series takes a tenth of the time of Series.gather, which goes through polars' query engine.
    return values[pl.Series(rows.astype(np.uint32))]


def gathered(array: pa.Array, rows: Index) -> pa.Array:
    """Return the values of an array at some rows, by index, in an array of the same type."""
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(gathered(array.indices, rows), array.dictionary)
    if pa.types.is_string_view(array.type):
        return at_rows(series_of(array), rows).to_arrow(compat_level=pl.CompatLevel.newest())
    values = bitmap(_bits(array, 1)[rows]) if pa.types.is_boolean(array.type) else buffer_of(_words(array)[rows])
    valid = validity(array)
    if valid is None or valid[rows].all():
        return pa.Array.from_buffers(array.type, len(rows), [None, values], 0)
    return pa.Array.from_buffers(array.type, len(rows), [bitmap(valid[rows]), values])


def _bits(array: pa.Array, number: int) -> BoolArray:
    """Return the bits of a buffer of an array: of buffer 0 which values are not null, of buffer 1 those of flags."""
    bits = np.unpackbits(np.frombuffer(array.buffers()[number], np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].view(np.bool_)


def _words(array: pa.Array) -> npt.NDArray[Any]:
    """Return the values of an array of a fixed width as integers, or as rows of two if one is not enough."""
    longest = min(array.type.bit_width, _LONGEST_WORD)
    words = np.frombuffer(array.buffers()[1], f"int{longest}")
    if array.type.bit_width > longest:
        words = words.reshape(-1, array.type.bit_width // longest)
    return words[array.offset : array.offset + len(array)]
