"""Samples of large tables: a chart takes the same time on a bank of any size, and says so."""

from dataclasses import dataclass

from seeding.charts.bank import Bank, estimated_rows

MAX_LEDGER_ROWS = 500_000
"""Rows of the ledger above which a chart reads a sample of about this many."""
MAX_CUSTOMERS = 10_000
"""Customers above which a chart that adds up their accounts reads a sample of about this many."""


@dataclass(frozen=True)
class Sample:
    """The part of a table of about `rows` rows that is read: all of it, or blocks with about `size` rows."""

    table: str
    rows: int
    size: int

    @property
    def fraction(self) -> float:
        """The fraction of the rows that is read, above 0 and up to 1."""
        return min(1.0, self.size / max(1, self.rows))

    @property
    def clause(self) -> str:
        """The SQL that follows the name of the table; empty if all rows are read."""
        return f"TABLESAMPLE SYSTEM ({100 * self.fraction:.6f}) REPEATABLE (1)" if self.fraction < 1 else ""

    @property
    def note(self) -> str:
        """The note of the chart on the sample; empty if all rows are read."""
        if self.fraction == 1:
            return ""
        return f"Estimated from a sample of about {self.size:,} of {self.rows:,} {self.table}."


def sample_of(bank: Bank, database: str, table: str, size: int) -> Sample:
    """Return the part of a table that a chart reads, with at most about `size` rows."""
    return Sample(table, estimated_rows(bank, database, table), size)
