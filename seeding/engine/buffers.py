"""The buffers of Arrow arrays as NumPy arrays.

Arrow's own functions for the same are in `pyarrow.compute`, whose import takes 13 MB of memory.
"""

from typing import Any

import numpy as np
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
