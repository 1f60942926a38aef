"""Shares of named categories, and ranges: the forms of the numbers of the bank, checked at import."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from seeding.engine.arrays import FloatArray

TABLE_BITS = 16
"""Sampling tables have 2 ** TABLE_BITS items: the probability of an item is rounded to a multiple of 1 / 65,536."""

SamplingTable: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]
"""Indexes into a list, of the smallest type that holds them: there are about a hundred tables."""


def sampling_table(weights: Sequence[float] | FloatArray) -> SamplingTable:
    """Return 65,536 indexes into a list, each as often as the weight of its item says.

    A weighted draw is one lookup at a random index of the table.
    """
    cumulative = np.cumsum(weights) / np.sum(weights)
    cumulative[-1] = 1.0
    # An item of the table stands for the middle of its part of [0, 1): count the middles below each cumulative share.
    ends = np.ceil(np.round(cumulative, 12) * (1 << TABLE_BITS) - 0.5).astype(np.int64)
    codes = np.arange(len(cumulative), dtype=np.min_scalar_type(len(cumulative)))
    return np.repeat(codes, np.diff(ends, prepend=0))


@dataclass(frozen=True)
class CategoryShares:
    """A distribution over names, such as 60 % retail and 40 % premium; the weights sum to 1.

    Raises ValueError unless each name is unique and has a weight, and the weights sum to 1.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.weights) or len(set(self.names)) != len(self.names):
            raise ValueError(f"each of {self.names} needs one weight and a unique name")
        if min(self.weights) < 0 or abs(sum(self.weights) - 1) > 1e-9:
            raise ValueError(f"the weights of {self.names} sum to {sum(self.weights)}, not to 1")

    @classmethod
    def of(cls, **weights: float) -> "CategoryShares":
        """Return shares from weights that sum to 1: `CategoryShares.of(retail=0.6, premium=0.4)`."""
        return cls(tuple(weights), tuple(weights.values()))

    @classmethod
    def from_weights(cls, **weights: float) -> "CategoryShares":
        """Return shares from weights of any sum: `CategoryShares.from_weights(red=2, blue=1)`."""
        total = sum(weights.values())
        return cls(tuple(weights), tuple(weight / total for weight in weights.values()))

    def __len__(self) -> int:
        return len(self.names)

    def code(self, name: str) -> int:
        """Return the code of a name, as draws return it: its index in `names`."""
        return self.names.index(name)

    @cached_property
    def sampling_table(self) -> SamplingTable:
        """The sampling table of the names (see the function `sampling_table`)."""
        return sampling_table(self.weights)

    @cached_property
    def cumulative(self) -> FloatArray:
        """The cumulative sum of the weights; the last item is exactly 1."""
        cumulative = np.cumsum(self.weights)
        cumulative[-1] = 1.0
        return cumulative


@dataclass(frozen=True)
class Range:
    """A range of numbers with both ends included; its name or docstring states the unit.

    Raises ValueError if low is above high.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"a range runs from low to high, not from {self.low} to {self.high}")


def share_range(share: float, after: float = 0.0) -> Range:
    """Return the range of cumulative shares from `after` to `after + share` (see `Draw.stratified_sample`)."""
    return Range(after, after + share)
