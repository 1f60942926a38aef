"""The arrays that nodes are made of, what their numbers mean, and the few index operations that every table needs."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int64]
FloatArray: TypeAlias = npt.NDArray[np.float64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

Index: TypeAlias = IntArray
"""Places in arrays of another population; NONE where there is none."""
Key: TypeAlias = IntArray
"""What identifies rows within their table, whatever else exists."""
Ordinal: TypeAlias = IntArray
"""Places of children among those of their parent."""
Code: TypeAlias = IntArray
"""Places in a tuple of names, which the docstring names; NONE where there is none."""
Cents: TypeAlias = IntArray
"""Amounts of money in hundredths of the currency's unit."""
BasisPoints: TypeAlias = IntArray
"""Rates and ratios in ten-thousandths: 525 is 5.25 %."""
DayNumber: TypeAlias = IntArray
"""Days since 1970-01-01; NO_DAY where there is none."""
SecondOfDay: TypeAlias = IntArray
"""Seconds since midnight UTC."""
Months: TypeAlias = IntArray
"""Lengths of time in calendar months."""

NONE = -1
"""Marks the absence of an index, a code or an ordinal."""


def ordinals(counts: npt.NDArray[Any]) -> IntArray:
    """Return 0, 1, … for the children of each parent: `[2, 0, 3]` gives `[0, 1, 0, 1, 2]`."""
    ends = np.cumsum(counts, dtype=np.int64)
    return np.arange(ends[-1] if len(ends) else 0, dtype=np.int64) - np.repeat(ends - counts, counts)


def starts(groups: npt.NDArray[Any]) -> IntArray:
    """Return the index at which each run of equal values begins, for values in non-decreasing order."""
    if not len(groups):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))


def run_lengths(groups: npt.NDArray[Any]) -> tuple[IntArray, IntArray]:
    """Return where each run of equal values begins and how long it is, for values in non-decreasing order."""
    first = starts(groups)
    return first, np.diff(np.append(first, len(groups)))


def rank_within(groups: npt.NDArray[Any]) -> IntArray:
    """Return each row's place, from 0, in its run of equal values, for values in non-decreasing order."""
    return ordinals(run_lengths(groups)[1])


def sums_within(groups: npt.NDArray[Any], values: IntArray) -> IntArray:
    """Return the running sum of `values` inside each run of equal `groups`."""
    if not len(groups):
        return np.zeros(0, np.int64)
    total = np.cumsum(values, dtype=np.int64)
    first, sizes = run_lengths(groups)
    return total - np.repeat(total[first] - values[first], sizes)
