"""Named shares and ranges: the form in which numbers are written down, checked when they are imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seeding.engine.arrays import FloatArray, IntArray

TABLE_BITS = 16
"""A word's chance is rounded to a whole number of 65,536ths."""


def sampling_table(weights: Sequence[float] | FloatArray) -> IntArray:
    """Return 65,536 places in a list of words, each as often as its weight asks: a draw looks one of them up."""
    running = np.cumsum(weights) / np.sum(weights)
    running[-1] = 1.0
    middles = (np.arange(1 << TABLE_BITS) + 0.5) / (1 << TABLE_BITS)
    return np.searchsorted(np.round(running, 12), middles, side="right").astype(np.int64)


@dataclass(frozen=True)
class Shares:
    """A distribution over names, such as 60 % retail and 40 % premium; the weights sum to 1."""

    names: tuple[str, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.names) != len(self.weights) or len(set(self.names)) != len(self.names):
            raise ValueError(f"each of {self.names} needs one weight and a name of its own")
        if min(self.weights) < 0 or abs(sum(self.weights) - 1) > 1e-9:
            raise ValueError(f"the weights of {self.names} sum to {sum(self.weights)}, not to 1")

    @classmethod
    def of(cls, **weights: float) -> "Shares":
        """Return shares written as keywords: `Shares.of(retail=0.6, premium=0.4)`."""
        return cls(tuple(weights), tuple(weights.values()))

    @classmethod
    def parts(cls, **parts: float) -> "Shares":
        """Return shares written as parts of a whole that need not be 1: `Shares.parts(red=2, blue=1)`."""
        total = sum(parts.values())
        return cls(tuple(parts), tuple(part / total for part in parts.values()))

    def __len__(self) -> int:
        return len(self.names)

    def code(self, name: str) -> int:
        """Return the code that draws give to `name`."""
        return self.names.index(name)

    @cached_property
    def sampling_table(self) -> IntArray:
        """The codes to look independent draws up in."""
        return sampling_table(self.weights)

    @cached_property
    def cumulative(self) -> FloatArray:
        """The running sum of the weights; the last one is exactly 1."""
        running = np.cumsum(self.weights)
        running[-1] = 1.0
        return running


@dataclass(frozen=True)
class Range:
    """A range with both ends included; the unit is the user's."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"a range runs from low to high, not from {self.low} to {self.high}")


def part(share: float, after: float = 0.0) -> Range:
    """Return the part of a population that is a share of it, laid next to what comes before."""
    return Range(after, after + share)
