"""Lists of phrases, one list per category of row; each row draws one phrase from the list of its category."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, product
from typing import Self

import numpy as np
import polars as pl

from seeding.engine.arrays import NONE, Code, Index
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.text import gather, string_series


@dataclass(frozen=True)
class Phrases:
    """One list of phrases per category; the code of a category is the index of its list.

    Raises ValueError if a list is empty.
    """

    lists: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if not all(self.lists):
            empty = next(category for category, phrases in enumerate(self.lists) if not phrases)
            raise ValueError(f"category {empty} has no phrases")

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> Self:
        """Return the phrases of some lists, in the order of the categories."""
        return cls(tuple(map(tuple, lists)))

    @cached_property
    def series(self) -> pl.Series:
        """All phrases in the order of their categories."""
        return string_series(*chain.from_iterable(self.lists))

    @cached_property
    def _last(self) -> Index:
        """The index in `series` of each category's last phrase."""
        return np.cumsum([len(phrases) for phrases in self.lists]) - 1

    @cached_property
    def _first(self) -> Index:
        """The index in `series` of each category's first phrase."""
        return np.append(0, self._last[:-1] + 1)

    def text(self, draw: Draw, column: str, rows: Rows, category: Code) -> pl.Series:
        """Return an independently drawn phrase of each row's category; null where the category is NONE."""
        phrase = draw.integers(column, rows, self._first[category], self._last[category])
        return gather(self.series, np.where(category == NONE, NONE, phrase))


def expand(pattern: str, *choices: Sequence[str]) -> tuple[str, ...]:
    """Return a pattern such as "a card declined at {}" with every combination of the choices for its gaps."""
    return tuple(pattern.format(*combination) for combination in product(*choices))
