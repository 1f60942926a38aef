"""Scans: one pass over a large table answers for several checks."""

from collections.abc import Sequence

from seeding.checks.check import Evaluate, Result, Violations
from seeding.checks.reader import BankReader, Row


class SharedScan:
    """A pass over the rows of a query, in which each row that breaks a condition of one of several checks is counted.

    Where there are any, the first of them are asked for: only a bank that is broken is scanned again.
    """

    def __init__(self, database: str, rows: str, keys: Sequence[str]) -> None:
        self.database = database
        self._rows = rows
        self._keys = keys
        self._conditions: list[str] = []

    def violations(self, broken: str, *shown: str) -> Evaluate:
        """Return what judges by the rows of which an SQL condition is true; the columns that contradict are shown."""
        place = len(self._conditions)
        self._conditions.append(broken)
        columns = ", ".join((*self._keys, *shown))
        query = f"SELECT {columns} FROM ({self._rows}) q WHERE {broken} LIMIT %(sample)s"

        def evaluate(bank: BankReader, sample: int) -> Result:
            count = int(bank.cached(self._counted)[str(place)])
            return Violations(count, tuple(bank.rows(self.database, query, sample=sample)) if count else ())

        return evaluate

    def _counted(self, bank: BankReader) -> Row:
        """Return how many rows break each condition, by its place; those that break none are not looked at again."""
        any_of_them = " OR ".join(f"({broken})" for broken in self._conditions)
        counts = ", ".join(
            f'count(*) FILTER (WHERE {broken}) AS "{place}"' for place, broken in enumerate(self._conditions)
        )
        (counted,) = bank.rows(self.database, f"SELECT {counts} FROM ({self._rows}) q WHERE {any_of_them}")
        return counted
