"""Vocabularies: lists of words with weights, kept in files of the repository so that they never change."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import polars as pl

from seeding.engine.arrays import Code
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.shares import SamplingTable, sampling_table
from seeding.engine.text import gather


@dataclass(frozen=True)
class Vocabulary:
    """Words and their weights: how often each word is drawn relative to the others."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the vocabulary of a CSV file with two columns, word and weight, and no header."""
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        return cls(tuple(word for word, _ in rows), tuple(float(weight) for _, weight in rows))

    @classmethod
    def even(cls, *words: str) -> Self:
        """Return a vocabulary whose words are equally likely."""
        return cls(words, (1.0,) * len(words))

    @cached_property
    def sampling_table(self) -> SamplingTable:
        """The sampling table of the words (see the function `sampling_table`)."""
        return sampling_table(self.weights)

    @cached_property
    def series(self) -> pl.Series:
        """The words as a series to gather from."""
        return pl.Series(self.words, dtype=pl.String)

    def pick(self, draw: Draw, column: str, rows: Rows) -> Code:
        """Return the code of an independent word per row: its index in `words`."""
        return draw.pick(column, rows, self.sampling_table)

    def text(self, draw: Draw, column: str, rows: Rows) -> pl.Series:
        """Return an independent word per row."""
        return gather(self.series, self.pick(draw, column, rows))


def read_table(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a CSV file without a header."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [tuple(row) for row in csv.reader(lines)]
