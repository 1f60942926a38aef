"""A reader of a bank that nobody changes: it shares results between checks, and knows which tables each check reads."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import polars as pl

from seeding.checks.check import Check, Outcome
from seeding.checks.reader import BankReader, Row
from seeding.checks.run import run_check

T = TypeVar("T")


class RecordingReader(BankReader):
    """Records the queries of each check, those of results that it shares with other checks included."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._recordings: list[set[str]] = []
        self._of_shared: dict[Callable[[BankReader], Any], set[str]] = {}
        self._outcomes: dict[str, Outcome] = {}
        self._words: dict[str, set[str]] = {}

    def outcome(self, check: Check) -> Outcome:
        """Return the outcome of a check, which is evaluated once."""
        if check.id not in self._outcomes:
            with self._recording() as queries:
                self._outcomes[check.id] = run_check(self, check, 5)
            self._words[check.id] = {word for query in queries for word in re.findall(r"\w+", query)}
        return self._outcomes[check.id]

    def reads(self, check: Check, table: str) -> bool:
        """Return whether a query of a check names a table."""
        self.outcome(check)
        return table in self._words[check.id]

    def rows(self, database: str, query: str, **parameters: Any) -> list[Row]:
        """Return the rows of a query."""
        self._record({query})
        return super().rows(database, query, **parameters)

    def frame(self, database: str, query: str, **parameters: Any) -> pl.DataFrame:
        """Return the columns of a query."""
        self._record({query})
        return super().frame(database, query, **parameters)

    def cached(self, find: Callable[[BankReader], T]) -> T:
        """Return what a function returns for this bank."""
        with self._recording() as queries:
            found = super().cached(find)
        self._record(self._of_shared.setdefault(find, queries))
        return found

    @contextmanager
    def _recording(self) -> Iterator[set[str]]:
        """Collect the queries of the block."""
        self._recordings.append(set())
        try:
            yield self._recordings[-1]
        finally:
            self._recordings.pop()

    def _record(self, queries: set[str]) -> None:
        self._recordings[-1].update(queries)
