"""The types of the arrays that nodes take and return, and the index operations that every table needs."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int64]
FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

Index: TypeAlias = IntArray
"""Indexes into the arrays of another population; NONE where there is none."""
Key: TypeAlias = IntArray
"""Numbers that identify rows within their table, whatever other rows exist."""
Ordinal: TypeAlias = IntArray
"""Positions of children among the children of their parent, from 0."""
Code: TypeAlias = IntArray
"""Indexes into a tuple of names, which the docstring mentions; NONE where there is none."""
Cents: TypeAlias = IntArray
"""Amounts of money in cents."""
BasisPoints: TypeAlias = IntArray
"""Rates and ratios in ten-thousandths: 525 is 5.25 %."""
DayNumber: TypeAlias = IntArray
"""Days since 1970-01-01; NO_DAY where there is none."""
SecondOfDay: TypeAlias = IntArray
"""Seconds since midnight UTC."""
Months: TypeAlias = IntArray
"""Lengths of time in calendar months."""
MonthNumber: TypeAlias = IntArray
"""Calendar months, counted from January 1900, which is 0."""

_BITS = np.uint64(64)

NONE = -1
"""Marks the absence of an index, a code or an ordinal."""


def ordinals(counts: npt.NDArray[Any]) -> Ordinal:
    """Return 0, 1, … for the children of each parent, from the number of children per parent.

    `[2, 0, 3]` gives `[0, 1, 0, 1, 2]`.
    """
    ends = np.cumsum(counts, dtype=np.int64)
    return np.arange(ends[-1] if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)


def starts(groups: npt.NDArray[Any]) -> Index:
    """Return the index at which each run of equal values begins; `groups` must be in non-decreasing order."""
    return _edges(groups)[:-1]


def run_lengths(groups: npt.NDArray[Any]) -> tuple[Index, IntArray]:
    """Return the index at which each run of equal values begins, and its length: two arrays, one item per run.

    `groups` must be in non-decreasing order.
    """
    edges = _edges(groups)
    return edges[:-1], edges[1:] - edges[:-1]


def _edges(groups: npt.NDArray[Any]) -> Index:
    """Return the index at which each run of equal values begins, and the number of all values at the end."""
    if not len(groups):
        return np.zeros(1, np.int64)
    changes = np.flatnonzero(groups[1:] != groups[:-1])
    edges = np.empty(len(changes) + 2, np.int64)
    edges[0], edges[-1] = 0, len(groups)
    edges[1:-1] = changes + 1
    return edges


def rank_within(groups: npt.NDArray[Any]) -> Ordinal:
    """Return the position of each row in its run of equal values, from 0; `groups` must be in non-decreasing order."""
    return ordinals(run_lengths(groups)[1])


def sums_within(groups: npt.NDArray[Any], values: IntArray) -> IntArray:
    """Return the running sum of `values` within each run of equal `groups`, one per row.

    `groups` must be in non-decreasing order.
    """
    if not len(groups):
        return np.zeros(0, np.int64)
    total = np.cumsum(values, dtype=np.int64)
    first, sizes = run_lengths(groups)
    return total - np.repeat(total[first] - values[first], sizes)


def order_within(groups: npt.NDArray[Any], bits: npt.NDArray[np.uint64]) -> Index:
    """Return the order of rows by `bits` within each run of equal `groups`, which must be in non-decreasing order.

    Rows of a group with equal bits keep their order. One number of both, the group in its top bits, is sorted in a
    fifth of the time of two numbers. It lacks the last bits: if it is equal for two rows, both numbers are sorted.
    """
    _, sizes = run_lengths(groups)
    bits_of_group = np.uint64(max(len(sizes) - 1, 0).bit_length())
    packed = bits >> bits_of_group
    if bits_of_group:
        group = np.arange(len(sizes), dtype=np.uint64) << (_BITS - bits_of_group)
        packed |= np.repeat(group, sizes)
    order = np.argsort(packed)
    in_order = packed[order]
    is_ambiguous = bool((in_order[1:] == in_order[:-1]).any())
    return np.lexsort((bits, groups)) if is_ambiguous else order
