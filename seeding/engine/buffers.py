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

_VIEW_BYTES = 16
"""A string view begins with the length of its string, in four bytes."""
_ITEMS: dict[int, type[np.generic]] = {2: np.int16, 4: np.int32, 8: np.int64, _VIEW_BYTES: np.complex128}
"""NumPy types by their number of bytes, whatever these mean: indexing copies them as they are."""


def stored_integers(array: pa.Array, width: type[np.signedinteger[Any]]) -> IntArray:
    """Return the integers of `width` that an array is stored as, one per value; that of a null is any integer."""
    values = np.frombuffer(array.buffers()[1], width)[array.offset : array.offset + len(array)]
    return values.astype(np.int64, copy=False)


def stored_decimals(array: pa.Array) -> IntArray:
    """Return the decimals of at most 18 digits in an array as integers, without their points."""
    words = np.frombuffer(array.buffers()[1], np.int64)
    return words[2 * array.offset : 2 * (array.offset + len(array)) : 2]


def stored_flags(array: pa.Array) -> BoolArray:
    """Return the truth values in an array; that of a null is any."""
    return _flags(array.buffers()[1], array)


def validity(array: pa.Array) -> BoolArray | None:
    """Return whether each value is not null, or None if no value is null."""
    if not array.null_count:
        return None
    return _flags(array.buffers()[0], array)


def _flags(bits: pa.Buffer, array: pa.Array) -> BoolArray:
    """Return the bits of a buffer that belong to the values of an array."""
    flags = np.unpackbits(np.frombuffer(bits, np.uint8), bitorder="little")
    return flags[array.offset : array.offset + len(array)].view(np.bool_)


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


def nullable_series(values: npt.NDArray[np.integer[Any]], valid: BoolArray) -> pl.Series:
    """Return integers as a series of the same width; null where not `valid`.

    This takes a twentieth of the time of an expression of polars.
    """
    arrow_type = pa.from_numpy_dtype(values.dtype)
    return series_of(pa.Array.from_buffers(arrow_type, len(values), [bitmap(valid), buffer_of(values)]))


def fixed_width_strings(characters: npt.NDArray[Any]) -> pl.Series:
    """Return strings of the same length, whose ASCII codes are the bytes of each item."""
    offsets = np.arange(len(characters) + 1, dtype=np.int32) * np.int32(characters.itemsize)
    buffers = [None, buffer_of(offsets), buffer_of(characters.view(np.uint8))]
    return series_of(pa.Array.from_buffers(pa.string(), len(characters), buffers))


def values_at(array: pa.Array, places: Index) -> pa.Array:
    """Return the values at some places of an array, in the order of these."""
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(values_at(array.indices, places), array.dictionary)
    valid = validity(array)
    bits = None if valid is None else bitmap(valid[places])
    _, stored, *characters = array.buffers()
    if pa.types.is_boolean(array.type):
        return pa.Array.from_buffers(array.type, len(places), [bits, bitmap(_flags(stored, array)[places])])
    width = _VIEW_BYTES if pa.types.is_string_view(array.type) else array.type.byte_width
    values = np.frombuffer(stored, _ITEMS[width])[array.offset :][places]
    return pa.Array.from_buffers(array.type, len(places), [bits, buffer_of(values), *characters])


def plain_series(array: pa.Array) -> pl.Series:
    """Return an array as a series of the same values; one with a dictionary as a series of its words."""
    if not pa.types.is_dictionary(array.type):
        return series_of(array)
    return series_of(array.dictionary).gather(series_of(array.indices))


def bitmap(valid: BoolArray) -> pa.Buffer:
    """Return the bits by which Arrow stores which values are not null."""
    return pa.py_buffer(np.packbits(valid, bitorder="little"))


def buffer_of(values: npt.NDArray[Any]) -> pa.Buffer:
    """Return the values as an Arrow buffer, without a copy where they are contiguous."""
    return pa.py_buffer(np.ascontiguousarray(values))


def view_lengths(array: pa.Array) -> npt.NDArray[np.int32]:
    """Return the bytes of each string of an array of string views; that of a null is any number."""
    return np.frombuffer(array.buffers()[1], np.int32)[:: _VIEW_BYTES // 4][array.offset : array.offset + len(array)]
