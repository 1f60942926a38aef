"""Lists of words with weights, read from files that the repository keeps, so that a bank outlives their source."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import polars as pl

from seeding.engine.arrays import IntArray
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.shares import sampling_table


@dataclass(frozen=True)
class Vocabulary:
    """Words and how often each is picked, relative to the others."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the vocabulary in a CSV file of two columns, word and weight."""
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        return cls(tuple(word for word, _ in rows), tuple(float(weight) for _, weight in rows))

    @classmethod
    def even(cls, *words: str) -> Self:
        """Return a vocabulary whose words are equally likely."""
        return cls(words, (1.0,) * len(words))

    @cached_property
    def sampling_table(self) -> IntArray:
        """The places to look draws up in."""
        return sampling_table(self.weights)

    @cached_property
    def series(self) -> pl.Series:
        """The words as a series to gather from."""
        return pl.Series(self.words, dtype=pl.String)

    def pick(self, draw: Draw, column: str, rows: Rows) -> IntArray:
        """Return an independent word per row, by its place in the vocabulary."""
        return draw.pick(column, rows, self.sampling_table)

    def text(self, draw: Draw, column: str, rows: Rows) -> pl.Series:
        """Return an independent word per row."""
        return self.series.gather(self.pick(draw, column, rows))
