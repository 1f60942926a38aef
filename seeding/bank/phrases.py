"""Phrases that suit what a row says: a list for each kind of row, of which every row gets one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import Self

import numpy as np
import polars as pl

from seeding.engine.arrays import NONE, IntArray
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.text import gather, string_series


@dataclass(frozen=True)
class Phrases:
    """Lists of phrases by kind of row; a kind is the place of its list."""

    lists: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not all(self.lists):
            raise ValueError("each kind of row needs a phrase")

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> Self:
        """Return the phrases of some lists, in the order of the kinds."""
        return cls(tuple(map(tuple, lists)))

    @cached_property
    def series(self) -> pl.Series:
        """All phrases, those of a kind together, to gather from."""
        return string_series(*chain.from_iterable(self.lists))

    @cached_property
    def _last(self) -> IntArray:
        return np.cumsum([len(phrases) for phrases in self.lists]) - 1

    @cached_property
    def _first(self) -> IntArray:
        return np.append(0, self._last[:-1] + 1)

    def text(self, draw: Draw, column: str, rows: Rows, kind: IntArray) -> pl.Series:
        """Return an independent phrase of each row's kind; null where the kind is NONE."""
        place = draw.integers(column, rows, self._first[kind], self._last[kind])
        return gather(self.series, np.where(kind == NONE, NONE, place))


def spelt(pattern: str, *choices: Sequence[str]) -> tuple[str, ...]:
    """Return a pattern such as "a card declined at {}" with every combination of the choices for its gaps."""
    return tuple(pattern.format(*chosen) for chosen in product(*choices))
