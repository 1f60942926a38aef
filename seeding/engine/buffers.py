"""The buffers of Arrow arrays as NumPy arrays and as series of polars.

Arrow's and polars' own functions for the same import `pyarrow.compute`, which takes 13 MB of memory.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from seeding.engine.arrays import BoolArray, IntArray


def stored_integers(array: pa.Array, width: type[np.signedinteger[Any]]) -> IntArray:
    """Return the integers of `width` that an array is stored as, one per value; that of a null is any integer."""
    values = np.frombuffer(array.buffers()[1], width)[array.offset : array.offset + len(array)]
    return values.astype(np.int64, copy=False)


def validity(array: pa.Array) -> BoolArray | None:
    """Return whether each value is not null, or None if no value is null."""
    if not array.null_count:
        return None
    bits = np.unpackbits(np.frombuffer(array.buffers()[0], np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].view(np.bool_)


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
