"""The order in which the rows of a batch are stored."""

from functools import lru_cache

import numpy as np

from seeding.engine.arrays import Index

_STRANDS = 64
"""Places of a batch that alternate when its rows are mixed. Reading as many streams is faster than a random order,
because caches keep up with it."""
_FEW_ROWS = 200
_SIZES_KEPT = 16
"""Numbers of rows whose order is cached: most pieces of a load have the same."""


@lru_cache(_SIZES_KEPT)
def mixed_places(rows: int) -> Index | None:
    """Return the places of rows in an order in which neighbors come from many places; None for fewer than 200 rows.

    Tools show the first rows of a table, and those should not all belong to one account. First comes the first place of
    each strand of consecutive rows, then the second place of each, and so on.
    """
    if rows < _FEW_ROWS:
        return None
    length = -(-rows // _STRANDS)
    places = np.arange(_STRANDS * length).reshape(_STRANDS, length).T.ravel()
    return places[places < rows]
