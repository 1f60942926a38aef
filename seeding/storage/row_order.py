"""The order in which the rows of a batch are stored."""

import numpy as np
import pyarrow as pa

from seeding.engine.arrays import Index
from seeding.engine.buffers import values_at

_STRANDS = 64
"""Places of a batch that alternate when its rows are mixed. Reading as many streams is faster than a random order,
because caches keep up with it."""
_FEW_ROWS = 200


def mixed(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows of a batch in an order in which neighbors come from many places; fewer than 200 as they are.

    Tools show the first rows of a table, and those should not all belong to one account.
    """
    if batch.num_rows < _FEW_ROWS:
        return batch
    places = _mixed_places(batch.num_rows)
    return pa.record_batch([values_at(array, places) for array in batch.columns], schema=batch.schema)


def _mixed_places(rows: int) -> Index:
    """Return the first place of each strand of consecutive rows, then their second places, and so on."""
    length = -(-rows // _STRANDS)
    places = np.arange(_STRANDS * length).reshape(_STRANDS, length).T.ravel()
    return places[places < rows]
