"""Shared scans: one pass over a large table counts the violations of several checks."""

from collections.abc import Sequence

from seeding.checks.check import Evaluate, Result, Violations
from seeding.checks.reader import BankReader, Row


class SharedScan:
    """A pass over the rows of a query that counts the violations of several conditions.

    Only where there are violations are rows read again, to show the first of them.
    """

    def __init__(self, database: str, rows: str, keys: Sequence[str]) -> None:
        self.database = database
        self._rows = rows
        self._keys = keys
        self._conditions: list[str] = []

    def violations(self, violated: str, shown: str) -> Evaluate:
        """Return an evaluation that finds the rows where an SQL condition is true, and shows these columns of them."""
        place = len(self._conditions)
        self._conditions.append(violated)
        columns = ", ".join((*self._keys, shown))
        query = f"SELECT {columns} FROM ({self._rows}) q WHERE {violated} LIMIT %(sample)s"

        def evaluate(bank: BankReader, sample: int) -> Result:
            count = int(bank.cached(self._counted)[str(place)])
            return Violations(count, tuple(bank.rows(self.database, query, sample=sample)) if count else ())

        return evaluate

    def _counted(self, bank: BankReader) -> Row:
        """Return the number of violations of each condition, by its place."""
        any_violated = " OR ".join(f"({violated})" for violated in self._conditions)
        counts = ", ".join(
            f'count(*) FILTER (WHERE {violated}) AS "{place}"' for place, violated in enumerate(self._conditions)
        )
        (counted,) = bank.rows(self.database, f"SELECT {counts} FROM ({self._rows}) q WHERE {any_violated}")
        return counted
