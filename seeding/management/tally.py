"""The number of rows that are added and changed per table when a bank moves on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from seeding.storage.tables import FILLED, table_names


@dataclass
class Tally:
    """Rows added and rows changed, by table."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_json(cls, tables: Mapping[str, Mapping[str, int]]) -> Self:
        """Return the tally whose JSON values these are."""
        tally = cls()
        for table, rows in tables.items():
            tally.count(table, rows["added"], rows["changed"])
        return tally

    def count(self, table: str, added: int, changed: int) -> None:
        """Count rows of a table."""
        self.added[table] += added
        self.changed[table] += changed

    def __str__(self) -> str:
        return f"{_rows(self.added.total())} added, {self.changed.total():,} changed"

    def as_lines(self) -> Iterator[str]:
        """Yield a line per table that has added or changed rows, with those of a database together."""
        for database in FILLED:
            tables = [table for table in table_names(database) if self.added[table] or self.changed[table]]
            if tables:
                yield f"{database:30} {'added':>12} {'changed':>12}"
            for table in tables:
                yield f"  {table:28} {self.added[table]:>12,} {self.changed[table]:>12,}"

    def as_json(self) -> dict[str, dict[str, int]]:
        """Return the numbers of each table that has added or changed rows as JSON values."""
        tables = [table for database in FILLED for table in table_names(database)]
        return {
            table: {"added": self.added[table], "changed": self.changed[table]}
            for table in tables
            if self.added[table] or self.changed[table]
        }


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
